//! Reads a family's file.

use toml::de::{DeTable, DeValue};

use crate::frame::{
    ClassId, Condition, Content, Example, Frame, Kind, Near, Need, Noun, Of, Phrase, Slot,
};
use crate::frames::Class;
use crate::ontology::{Ontology, types_mend};
use crate::problem::Problems;
use crate::toml_file::{TomlFile, Value};
use crate::vocabulary::{Channel, EventType, Status};

const FAMILY_KEYS: &[&str] = &["definition", "frame"];
const FRAME_KEYS: &[&str] = &[
    "name",
    "definition",
    "type",
    "cameo",
    "mode",
    "contexts",
    "channel",
    "mutual",
    "any",
    "verbs",
    "phrases",
    "nouns",
    "adjectives",
    "source",
    "target",
    "carrier",
    "about",
    "where",
    "unless",
    "needs",
    "content",
    "of",
    "examples",
    "near",
];
const EXAMPLE_KEYS: &[&str] = &[
    "text", "source", "target", "carrier", "about", "cameo", "mode", "channel", "status", "wrong",
];
const NEAR_KEYS: &[&str] = &["text", "wrong"];

/// What a frame is checked against while it is read.
pub(crate) struct Known<'k> {
    pub(crate) ontology: &'k Ontology,
    pub(crate) classes: &'k [Class],
}

/// Reads `classes.toml`: word lists by name.
pub(crate) fn read_classes(file: &str, text: &str, problems: &mut Problems) -> Vec<Class> {
    let (mut file, table) = TomlFile::parse(file, text, problems);
    let mut classes = Vec::new();
    for (name, value) in &table {
        let mut lemmas = Vec::new();
        for (lemma, line) in file.strings(name.get_ref(), value) {
            lower_case(&mut file, line, &lemma);
            lemmas.push(lemma);
        }
        lemmas.sort();
        lemmas.dedup();
        classes.push(Class {
            name: name.get_ref().to_string(),
            lemmas,
        });
    }
    classes
}

/// Reads `frames/<TYPE>/<family>.toml`.
pub(crate) fn read_family(
    path: &str,
    text: &str,
    known: &Known<'_>,
    problems: &mut Problems,
) -> Vec<Frame> {
    let mut parts = path.trim_end_matches(".toml").rsplit('/');
    let family = parts.next().unwrap_or("").to_owned();
    let folder = parts.next().unwrap_or("");
    let Some(event_type) = EventType::parse(folder) else {
        problems.fault(
            path,
            0,
            format!("the folder `{folder}` is no type"),
            types_mend(),
        );
        return Vec::new();
    };
    let (file, table) = TomlFile::parse(path, text, problems);
    let mut reader = Reader {
        file,
        known,
        event_type,
        family,
        type_said: false,
    };
    reader.family(&table)
}

struct Reader<'r> {
    file: TomlFile<'r>,
    known: &'r Known<'r>,
    event_type: EventType,
    family: String,
    /// The frame being read says its type, and so that a code of another type is meant.
    type_said: bool,
}

impl Reader<'_> {
    fn family(&mut self, table: &DeTable<'_>) -> Vec<Frame> {
        let mut definition = String::new();
        let mut frames = Vec::new();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "definition" => {
                    definition = self.file.string("definition", value).unwrap_or_default()
                }
                "frame" => {
                    for value in self.file.list("frame", value) {
                        frames.extend(self.frame(value));
                    }
                }
                _ => self.file.unknown_key(key, FAMILY_KEYS),
            }
        }
        if definition.is_empty() {
            self.file.fault(
                1,
                "the family has no definition",
                "say in a sentence what it means",
            );
        }
        for frame in &mut frames {
            if frame.definition.is_empty() {
                frame.definition.clone_from(&definition);
            }
        }
        frames
    }

    fn frame(&mut self, value: &Value<'_>) -> Option<Frame> {
        let table = self.file.table("frame", value)?;
        let mut frame = self.empty_frame(self.file.line_of(value));
        let mut name = self.family.clone();
        self.type_said = table.keys().any(|key| key.get_ref() == "type");
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => name = self.file.filled("name", value).unwrap_or(name),
                "definition" => frame.definition = self.file.string("definition", value)?,
                "type" => self.check_type(value),
                "cameo" => frame.cameo = self.cameo(value).unwrap_or_default(),
                "mode" => frame.mode = self.mode(value),
                "contexts" => frame.contexts = self.contexts(value),
                "channel" => {
                    frame.channel = self.word(value, "channel", Channel::ALL, Channel::as_str)
                }
                "mutual" => frame.mutual = self.file.bool("mutual", value),
                "any" => frame.any = self.file.bool("any", value),
                "verbs" => self.predicates("verbs", value, |text| frame_verb(&mut frame, text)),
                "phrases" => self.phrases(value, &mut frame),
                "nouns" => self.predicates("nouns", value, |text| {
                    frame.nouns.extend(Noun::compound(text))
                }),
                "adjectives" => {
                    self.predicates("adjectives", value, |text| {
                        frame.adjectives.extend(Noun::adjective(text))
                    });
                }
                "source" => frame.source = self.slots("source", value),
                "target" => frame.target = self.slots("target", value),
                "carrier" => frame.carrier = self.slots("carrier", value),
                "about" => frame.about = self.slots("about", value),
                "where" => frame.where_ = self.conditions("where", value),
                "unless" => frame.unless = self.conditions("unless", value),
                "needs" => frame.needs = self.needs(value),
                "content" => frame.content = self.content(value),
                "of" => frame.of = self.of(value),
                "examples" => frame.examples = self.examples(value),
                "near" => frame.near = self.near(value),
                _ => self.file.unknown_key(key, FRAME_KEYS),
            }
        }
        frame.id = match name == self.family {
            true => format!("{}/{}", self.event_type, self.family),
            false => format!("{}/{}.{name}", self.event_type, self.family),
        };
        self.complete(frame)
    }

    fn empty_frame(&self, line: usize) -> Frame {
        Frame {
            id: String::new(),
            file: self.file.name.to_owned(),
            line,
            definition: String::new(),
            event_type: self.event_type,
            cameo: String::new(),
            mode: None,
            contexts: Vec::new(),
            channel: None,
            mutual: false,
            any: false,
            verbs: Vec::new(),
            phrases: Vec::new(),
            nouns: Vec::new(),
            adjectives: Vec::new(),
            source: Vec::new(),
            target: Vec::new(),
            carrier: Vec::new(),
            about: Vec::new(),
            where_: Vec::new(),
            unless: Vec::new(),
            needs: vec![Need::Either],
            content: None,
            of: Of::Object,
            examples: Vec::new(),
            near: Vec::new(),
        }
    }

    /// Checks the frame as a whole, and gives it the mode and contexts of its code where it has none.
    fn complete(&mut self, mut frame: Frame) -> Option<Frame> {
        let line = frame.line;
        if frame.cameo.is_empty() {
            self.file.fault(
                line,
                format!("`{}` has no code", frame.id),
                "add `cameo = \"...\"`",
            );
            return None;
        }
        if frame.predicates() == 0 && !frame.any {
            let mend = "give it verbs, phrases, nouns or adjectives";
            self.file
                .fault(line, format!("`{}` has no predicate", frame.id), mend);
        }
        if frame.predicates() > 0 && frame.any {
            let message = format!("`{}` has predicates and stands for any words", frame.id);
            self.file
                .fault(line, message, "take `any` or the predicates out");
        }
        if frame.source.is_empty() && frame.target.is_empty() {
            self.file.fault(
                line,
                format!("`{}` has neither source nor target", frame.id),
                "give it slots",
            );
        }
        if frame.examples.is_empty() && !frame.any {
            self.file.doubt(
                line,
                format!("`{}` has no example", frame.id),
                "write a sentence that it codes",
            );
        }
        let cameo = self.known.ontology.cameo(&frame.cameo)?;
        if frame.mode.is_none() && cameo.event_type == self.event_type {
            frame.mode.clone_from(&cameo.mode);
        }
        if frame.contexts.is_empty() {
            frame.contexts.clone_from(&cameo.contexts);
        }
        Some(frame)
    }

    fn check_type(&mut self, value: &Value<'_>) {
        let Some(name) = self.file.filled("type", value) else {
            return;
        };
        if name != self.event_type.as_str() {
            let line = self.file.line_of(value);
            let message = format!(
                "the type `{name}` is not that of the folder {}",
                self.event_type
            );
            self.file
                .fault(line, message, "move the frame to the folder of its type");
        }
    }

    fn cameo(&mut self, value: &Value<'_>) -> Option<String> {
        let code = self.file.filled("cameo", value)?;
        let line = self.file.line_of(value);
        let Some(cameo) = self.known.ontology.cameo(&code) else {
            self.file.fault(
                line,
                format!("unknown code `{code}`"),
                "see ontology/cameo.tsv",
            );
            return None;
        };
        if cameo.event_type != self.event_type && !self.type_said {
            let message = format!(
                "{code} ({}) is {}, not {}",
                cameo.name, cameo.event_type, self.event_type
            );
            let mend = format!(
                "choose another code or folder, or say that it is meant: type = \"{}\"",
                self.event_type
            );
            self.file.fault(line, message, mend);
        }
        Some(code)
    }

    fn mode(&mut self, value: &Value<'_>) -> Option<String> {
        let mode = self.file.filled("mode", value)?;
        if self.known.ontology.mode(self.event_type, &mode).is_none() {
            let names: Vec<&str> = self
                .known
                .ontology
                .modes(self.event_type)
                .map(|mode| mode.name.as_str())
                .collect();
            let mend = match names.is_empty() {
                true => "leave it out".to_owned(),
                false => format!("its modes are {}", names.join(", ")),
            };
            let message = format!("{} has no mode `{mode}`", self.event_type);
            let line = self.file.line_of(value);
            self.file.fault(line, message, mend);
            return None;
        }
        Some(mode)
    }

    fn contexts(&mut self, value: &Value<'_>) -> Vec<String> {
        let mut contexts = Vec::new();
        for (name, line) in self.file.strings("contexts", value) {
            if self.known.ontology.context(&name).is_none() {
                self.file.fault(
                    line,
                    format!("unknown context `{name}`"),
                    "see ontology/contexts.tsv",
                );
            } else {
                contexts.push(name);
            }
        }
        contexts
    }

    /// A word of a closed list; a fault that names them for any other.
    fn word<T: Copy>(
        &mut self,
        value: &Value<'_>,
        key: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.file.filled(key, value)?;
        let found = all.iter().copied().find(|&known| name(known) == text);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|&known| name(known)).collect();
            let line = self.file.line_of(value);
            self.file.fault(
                line,
                format!("unknown {key} `{text}`"),
                format!("it is one of {}", names.join(", ")),
            );
        }
        found
    }

    fn predicates(&mut self, key: &str, value: &Value<'_>, mut add: impl FnMut(&str)) {
        for (text, line) in self.file.strings(key, value) {
            lower_case(&mut self.file, line, &text);
            if key == "verbs" && text.contains(' ') {
                self.file.doubt(
                    line,
                    format!("the verb `{text}` has several words"),
                    "put it under `phrases`",
                );
            }
            add(&text);
        }
    }

    fn phrases(&mut self, value: &Value<'_>, frame: &mut Frame) {
        for (text, line) in self.file.strings("phrases", value) {
            lower_case(&mut self.file, line, &text);
            match Phrase::parse(&text) {
                Some(phrase) => frame.phrases.push(phrase),
                None => {
                    self.file.fault(
                        line,
                        format!("the phrase `{text}` is one word"),
                        "put it under `verbs`",
                    );
                }
            }
        }
    }

    fn slots(&mut self, key: &str, value: &Value<'_>) -> Vec<Slot> {
        let mut slots = Vec::new();
        for (text, line) in self.file.strings(key, value) {
            slots.extend(self.slot(&text, line));
        }
        slots
    }

    fn slot(&mut self, text: &str, line: usize) -> Option<Slot> {
        match Slot::parse(text) {
            Ok(slot) => Some(slot),
            Err(message) => {
                let mend = "slots are agent, object, comp, poss, counterpart or a preposition, joined by dots";
                self.file.fault(line, message, mend);
                None
            }
        }
    }

    fn conditions(&mut self, key: &str, value: &Value<'_>) -> Vec<(Slot, Vec<Condition>)> {
        let Some(table) = self.file.table(key, value) else {
            return Vec::new();
        };
        let mut conditions = Vec::new();
        self.condition_table("", table, &mut conditions);
        conditions
    }

    /// `object.from = [..]` is a table within a table to TOML, a slot within a slot to us.
    fn condition_table(
        &mut self,
        prefix: &str,
        table: &DeTable<'_>,
        conditions: &mut Vec<(Slot, Vec<Condition>)>,
    ) {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            if let DeValue::Table(inner) = value.get_ref() {
                self.condition_table(&format!("{name}."), inner, conditions);
                continue;
            }
            let line = self.file.line(key.span().start);
            let values = self.file.strings(&name, value);
            let Some(slot) = self.slot(&name, line) else {
                continue;
            };
            let values = values
                .into_iter()
                .filter_map(|(text, line)| self.condition(&text, line))
                .collect();
            conditions.push((slot, values));
        }
    }

    fn condition(&mut self, text: &str, line: usize) -> Option<Condition> {
        if let Some(name) = text.strip_prefix(':') {
            let kind = Kind::parse(name);
            if kind.is_none() {
                let names = Kind::ALL.map(Kind::as_str).join(", :");
                self.file.fault(
                    line,
                    format!("unknown kind `{text}`"),
                    format!("kinds are :{names}"),
                );
            }
            return kind.map(Condition::Kind);
        }
        if let Some(name) = text.strip_prefix('@') {
            let place = self
                .known
                .classes
                .iter()
                .position(|class| class.name == name);
            if place.is_none() {
                self.file.fault(
                    line,
                    format!("unknown class `{text}`"),
                    "add it to frames/classes.toml",
                );
            }
            return place.map(|place| Condition::Class(ClassId(place as u32)));
        }
        lower_case(&mut self.file, line, text);
        Some(Condition::Lemma(text.to_owned()))
    }

    fn needs(&mut self, value: &Value<'_>) -> Vec<Need> {
        let mut needs = Vec::new();
        for (text, line) in self.file.strings("needs", value) {
            match Need::parse(&text) {
                Some(need) => needs.push(need),
                None => {
                    let mend = "sides are source, target, carrier or source|target";
                    self.file
                        .fault(line, format!("unknown side `{text}`"), mend);
                }
            }
        }
        needs
    }

    fn content(&mut self, value: &Value<'_>) -> Option<Content> {
        const ALL: &[Content] = &[
            Content::Alleged,
            Content::Asked,
            Content::Absorbed,
            Content::Asserted,
        ];
        self.word(value, "content", ALL, Content::as_str)
    }

    fn of(&mut self, value: &Value<'_>) -> Of {
        let name = |of| match of {
            Of::Agent => "agent",
            Of::Object => "object",
        };
        self.word(value, "of", &[Of::Agent, Of::Object], name)
            .unwrap_or_default()
    }

    fn examples(&mut self, value: &Value<'_>) -> Vec<Example> {
        let values = self.file.list("examples", value);
        values
            .iter()
            .filter_map(|value| self.example(value))
            .collect()
    }

    fn example(&mut self, value: &Value<'_>) -> Option<Example> {
        let table = self.file.table("examples", value)?;
        let line = self.file.line_of(value);
        let mut example = Example {
            line,
            text: String::new(),
            source: Vec::new(),
            target: Vec::new(),
            carrier: Vec::new(),
            about: Vec::new(),
            cameo: None,
            mode: None,
            channel: None,
            status: Status::Actual,
            wrong: None,
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "text" => example.text = self.file.string("text", value)?,
                "source" => example.source = self.words("source", value),
                "target" => example.target = self.words("target", value),
                "carrier" => example.carrier = self.words("carrier", value),
                "about" => example.about = self.words("about", value),
                "cameo" => example.cameo = self.cameo(value),
                "mode" => example.mode = self.mode(value),
                "channel" => {
                    example.channel = self.word(value, "channel", Channel::ALL, Channel::as_str)
                }
                "status" => {
                    let status = self.word(value, "status", Status::ALL, Status::as_str);
                    example.status = status.unwrap_or(Status::Actual);
                }
                "wrong" => example.wrong = self.file.string("wrong", value),
                _ => self.file.unknown_key(key, EXAMPLE_KEYS),
            }
        }
        self.check_example(&example);
        Some(example)
    }

    fn check_example(&mut self, example: &Example) {
        if example.text.is_empty() {
            self.file.fault(
                example.line,
                "an example without text",
                "add `text = \"...\"`",
            );
        }
        let words = [
            &example.source,
            &example.target,
            &example.carrier,
            &example.about,
        ];
        for words in words.into_iter().flatten() {
            if !example.text.contains(words.as_str()) {
                let message = format!("the example has no words `{words}`");
                self.file.fault(
                    example.line,
                    message,
                    "quote them as they stand in its text",
                );
            }
        }
    }

    fn words(&mut self, key: &str, value: &Value<'_>) -> Vec<String> {
        self.file
            .strings(key, value)
            .into_iter()
            .map(|(text, _)| text)
            .collect()
    }

    fn near(&mut self, value: &Value<'_>) -> Vec<Near> {
        let values = self.file.list("near", value);
        values
            .iter()
            .filter_map(|value| self.near_miss(value))
            .collect()
    }

    /// A near miss: its sentence, or a table of it and why it is coded nevertheless.
    fn near_miss(&mut self, value: &Value<'_>) -> Option<Near> {
        let line = self.file.line_of(value);
        if !matches!(value.get_ref(), DeValue::Table(_)) {
            let text = self.file.string("near", value)?;
            return Some(Near {
                line,
                text,
                wrong: None,
            });
        }
        let mut near = Near {
            line,
            text: String::new(),
            wrong: None,
        };
        for (key, value) in self.file.table("near", value)? {
            match key.get_ref().as_ref() {
                "text" => near.text = self.file.string("text", value)?,
                "wrong" => near.wrong = self.file.string("wrong", value),
                _ => self.file.unknown_key(key, NEAR_KEYS),
            }
        }
        Some(near)
    }
}

/// A verb of several words is read as the phrase that it is.
fn frame_verb(frame: &mut Frame, text: &str) {
    match Phrase::parse(text) {
        Some(phrase) => frame.phrases.push(phrase),
        None => frame.verbs.push(text.to_owned()),
    }
}

fn lower_case(file: &mut TomlFile<'_>, line: usize, lemma: &str) {
    if lemma.chars().any(char::is_uppercase) {
        let mend = format!("write `{}`", lemma.to_lowercase());
        file.fault(line, format!("the lemma `{lemma}` is not lower case"), mend);
    }
}
