//! A codebook in words, for `chancery codebook` to print.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::Codebook;
use crate::frame::{ClassId, Condition, Example, Frame, Need, Of, Slot};
use crate::ontology::Cameo;
use crate::vocabulary::{EventType, Status};

/// The types with how many frames, predicates and examples each has, and the totals.
pub fn list(codebook: &Codebook) -> String {
    let mut out = String::new();
    line(
        &mut out,
        format_args!(
            "{:<10} {:>6} {:>10} {:>8}  families",
            "type", "frames", "predicates", "examples"
        ),
    );
    for &event_type in EventType::ALL {
        let frames = || {
            codebook
                .frames()
                .iter()
                .filter(|frame| frame.event_type == event_type)
        };
        let predicates: usize = frames().map(Frame::predicates).sum();
        let examples: usize = frames().map(|frame| frame.examples.len()).sum();
        let mut families: Vec<&str> = frames().map(Frame::family).collect();
        families.dedup();
        line(
            &mut out,
            format_args!(
                "{event_type:<10} {:>6} {predicates:>10} {examples:>8}  {}",
                frames().count(),
                families.join(" "),
            ),
        );
    }
    line(
        &mut out,
        format_args!("\n{}", codebook.stats().to_string().trim_end()),
    );
    out
}

/// What there is under a type (`CONSULT`), a frame or a family (`CONSULT/meet`), a CAMEO code (`042`), a class
/// (`@message`) or an entity (`person/...`); none where there is nothing of that name.
pub fn show(codebook: &Codebook, name: &str) -> Option<String> {
    if let Some(event_type) = EventType::parse(name) {
        return Some(show_type(codebook, event_type));
    }
    if let Some(cameo) = codebook.ontology().cameo(name) {
        return Some(show_code(codebook, cameo));
    }
    if let Some(name) = name.strip_prefix('@') {
        let class = codebook.classes().iter().find(|class| class.name == name)?;
        return Some(format!("@{name}: {}\n", class.lemmas.join(", ")));
    }
    show_family(codebook, name).or_else(|| show_entity(codebook, name))
}

fn show_type(codebook: &Codebook, event_type: EventType) -> String {
    let ontology = codebook.ontology();
    let mut out = format!("{event_type}\n");
    if let Some(entry) = ontology.type_entry(event_type) {
        line(&mut out, format_args!("  {}", entry.definition));
        line(
            &mut out,
            format_args!("  {}, score {}", entry.quad, entry.score),
        );
    }
    section(&mut out, "modes", ontology.modes(event_type), |mode| {
        format!("{:<15} {:>5}  {}", mode.name, mode.score, mode.definition)
    });
    let codes = ontology
        .codes()
        .iter()
        .filter(|cameo| cameo.event_type == event_type);
    section(&mut out, "codes", codes, |cameo| {
        format!("{:<4} {:>5}  {}", cameo.code, cameo.goldstein, cameo.name)
    });
    let frames = codebook
        .frames()
        .iter()
        .filter(|frame| frame.event_type == event_type);
    section(&mut out, "frames", frames, |frame| {
        format!("{}  {}", frame.id, frame.definition)
    });
    out
}

fn show_code(codebook: &Codebook, cameo: &Cameo) -> String {
    let mut out = format!("{}  {}\n", cameo.code, cameo.name);
    line(
        &mut out,
        format_args!(
            "  {}, {}, Goldstein {}",
            cameo.event_type, cameo.quad, cameo.goldstein
        ),
    );
    if let Some(mode) = &cameo.mode {
        line(&mut out, format_args!("  mode {mode}"));
    }
    words(&mut out, "contexts", &cameo.contexts);
    let frames = codebook
        .frames()
        .iter()
        .filter(|frame| frame.cameo == cameo.code);
    section(&mut out, "frames", frames, |frame| frame.id.clone());
    out
}

/// The frame of that id, else all frames of that family.
fn show_family(codebook: &Codebook, id: &str) -> Option<String> {
    let of_family = |frame: &&Frame| {
        frame
            .id
            .strip_prefix(id)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let frames: Vec<String> = codebook
        .frames()
        .iter()
        .filter(of_family)
        .map(|frame| show_frame(codebook, frame))
        .collect();
    (!frames.is_empty()).then(|| frames.join("\n"))
}

/// A frame with its definition, predicates, slots, conditions, examples and near misses.
pub fn show_frame(codebook: &Codebook, frame: &Frame) -> String {
    let mut out = format!("{}  ({}:{})\n", frame.id, frame.file, frame.line);
    line(&mut out, format_args!("  {}", frame.definition));
    let name = codebook
        .ontology()
        .cameo(&frame.cameo)
        .map_or("", |cameo| &cameo.name);
    line(&mut out, format_args!("  CAMEO {} {name}", frame.cameo));
    if let Some(mode) = &frame.mode {
        line(&mut out, format_args!("  mode {mode}"));
    }
    words(&mut out, "contexts", &frame.contexts);
    if let Some(channel) = frame.channel {
        line(&mut out, format_args!("  channel {channel}"));
    }
    if frame.mutual {
        out.push_str("  every side is both source and target\n");
    }
    if frame.any {
        out.push_str("  stands for its type where no frame lists the words\n");
    }
    words(&mut out, "verbs", &frame.verbs);
    words(
        &mut out,
        "phrases",
        frame.phrases.iter().map(|phrase| &phrase.text),
    );
    words(&mut out, "nouns", frame.nouns.iter().map(|noun| &noun.text));
    words(
        &mut out,
        "adjectives",
        frame.adjectives.iter().map(|adjective| &adjective.text),
    );
    let slots = [
        ("source", &frame.source),
        ("target", &frame.target),
        ("carrier", &frame.carrier),
        ("about", &frame.about),
    ];
    for (name, slots) in slots {
        words(&mut out, name, slots.iter().map(Slot::to_string));
    }
    conditions(&mut out, codebook, "where", &frame.where_);
    conditions(&mut out, codebook, "unless", &frame.unless);
    words(
        &mut out,
        "needs",
        frame.needs.iter().copied().map(Need::as_str),
    );
    if let Some(content) = frame.content {
        line(
            &mut out,
            format_args!("  inner acts are {}", content.as_str()),
        );
    }
    if frame.of == Of::Agent {
        out.push_str("  `of` behind its nouns is the doer\n");
    }
    section(&mut out, "examples", &frame.examples, example);
    section(&mut out, "near misses", &frame.near, |near| {
        near.text.clone()
    });
    out
}

fn example(example: &Example) -> String {
    let mut out = example.text.clone();
    let sides = [
        ("source", &example.source),
        ("target", &example.target),
        ("carrier", &example.carrier),
        ("about", &example.about),
    ];
    for (name, words) in sides.iter().filter(|(_, words)| !words.is_empty()) {
        let _ = write!(out, " [{name}: {}]", words.join("; "));
    }
    let code = [("code", &example.cameo), ("mode", &example.mode)];
    for (name, value) in code {
        if let Some(value) = value {
            let _ = write!(out, " [{name}: {value}]");
        }
    }
    if let Some(channel) = example.channel {
        let _ = write!(out, " [channel: {channel}]");
    }
    if example.status != Status::Actual {
        let _ = write!(out, " [{}]", example.status);
    }
    out
}

fn conditions(out: &mut String, codebook: &Codebook, name: &str, list: &[(Slot, Vec<Condition>)]) {
    for (slot, conditions) in list {
        let conditions: Vec<String> = conditions
            .iter()
            .map(|condition| condition_text(codebook, condition))
            .collect();
        line(
            out,
            format_args!("  {name} {slot} is {}", conditions.join(" or ")),
        );
    }
}

/// A condition as its file has it.
fn condition_text(codebook: &Codebook, condition: &Condition) -> String {
    let class = |id: ClassId| {
        codebook
            .frames
            .class(id)
            .map_or("", |class| class.name.as_str())
    };
    match condition {
        Condition::Lemma(lemma) => lemma.clone(),
        Condition::Class(id) => format!("@{}", class(*id)),
        Condition::Kind(kind) => format!(":{}", kind.as_str()),
    }
}

fn show_entity(codebook: &Codebook, id: &str) -> Option<String> {
    let who = codebook.who();
    let reference = who.find(id)?;
    let entity = who.entity(reference);
    let mut out = format!("{}  {}\n", entity.id(), entity.name());
    if let Some(code) = entity.code() {
        line(&mut out, format_args!("  code {code}"));
    }
    words(&mut out, "aliases", entity.aliases());
    words(&mut out, "adjectives", entity.adjectives());
    section(&mut out, "offices", who.offices(reference), |term| {
        let day = |day: Option<crate::Date>| day.map_or(String::new(), |day| day.to_string());
        format!(
            "{:>10} to {:>10}  {}  {}",
            day(term.from),
            day(term.to),
            term.code,
            term.office
        )
    });
    Some(out)
}

/// What changed from one codebook to another: frames that came, went or are other than before, and the totals that
/// differ. Empty where they code alike.
pub fn diff(before: &Codebook, after: &Codebook) -> String {
    let by_id = |codebook: &Codebook| -> BTreeMap<String, String> {
        let text = |frame: &Frame| {
            let shown = show_frame(codebook, frame);
            // Where it stands in its file is no part of what it says.
            shown
                .lines()
                .skip(1)
                .map(|line| format!("{line}\n"))
                .collect()
        };
        codebook
            .frames()
            .iter()
            .map(|frame| (frame.id.clone(), text(frame)))
            .collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let mut out = String::new();
    for id in old.keys().filter(|id| !new.contains_key(*id)) {
        line(&mut out, format_args!("- {id}"));
    }
    for id in new.keys().filter(|id| !old.contains_key(*id)) {
        line(&mut out, format_args!("+ {id}"));
    }
    for (id, text) in &new {
        if let Some(was) = old.get(id).filter(|was| *was != text) {
            line(&mut out, format_args!("~ {id}"));
            diff_lines(&mut out, was, text);
        }
    }
    let totals = (before.stats().to_string(), after.stats().to_string());
    diff_lines(&mut out, &totals.0, &totals.1);
    out
}

/// The lines that only one of the two has.
fn diff_lines(out: &mut String, before: &str, after: &str) {
    let missing = |from: &str, text: &str| -> Vec<String> {
        let there: Vec<&str> = text.lines().collect();
        from.lines()
            .filter(|line| !there.contains(line))
            .map(str::to_owned)
            .collect()
    };
    for gone in missing(before, after) {
        line(out, format_args!("  - {}", gone.trim()));
    }
    for new in missing(after, before) {
        line(out, format_args!("  + {}", new.trim()));
    }
}

fn line(out: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{line}");
}

fn words<W: AsRef<str>>(out: &mut String, name: &str, words: impl IntoIterator<Item = W>) {
    let words: Vec<String> = words
        .into_iter()
        .map(|word| word.as_ref().to_owned())
        .collect();
    if !words.is_empty() {
        line(out, format_args!("  {name}: {}", words.join(", ")));
    }
}

fn section<T>(
    out: &mut String,
    name: &str,
    list: impl IntoIterator<Item = T>,
    text: impl Fn(T) -> String,
) {
    let mut list = list.into_iter().peekable();
    if list.peek().is_some() {
        line(out, format_args!("  {name}:"));
    }
    for entry in list {
        line(out, format_args!("    {}", text(entry)));
    }
}
