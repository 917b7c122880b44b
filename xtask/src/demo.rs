//! `cargo xtask demo`: the program at work on the example dispatches.

use crate::model;
use anyhow::{Context as _, Result};
use serde::Deserialize;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// Builds the program, codes `examples/` and prints what it found.
pub fn run() -> Result<()> {
    model::run()?;
    let program = build()?;
    let events = model::target().join("demo-events.jsonl");
    model::execute(
        Command::new(&program)
            .args(["code", "examples", "-o"])
            .arg(&events)
            .current_dir(workspace()),
    )?;
    let lines = fs::read_to_string(&events).with_context(|| events.display().to_string())?;
    let events = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<Vec<Event>, _>>()?;
    println!("{}", page(&events, Style::of_terminal()));
    println!("{}", what_next(&program));
    Ok(())
}

/// The workspace's folder.
pub fn workspace() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    beside.canonicalize().unwrap_or(beside)
}

/// The folder of annotated texts, which is no part of the codebook.
pub fn gold() -> PathBuf {
    workspace().join("gold")
}

fn build() -> Result<PathBuf> {
    build_release("chancery")
}

/// Builds a package's program for use and says where it lies.
pub fn build_release(package: &str) -> Result<PathBuf> {
    model::execute(
        Command::new(env!("CARGO"))
            .args(["build", "--release", "--package", package])
            .current_dir(workspace()),
    )?;
    let name = format!("release/{package}{}", env::consts::EXE_SUFFIX);
    Ok(model::target().join(name))
}

fn what_next(program: &Path) -> String {
    let program = program
        .canonicalize()
        .ok()
        .and_then(|path| path.strip_prefix(workspace()).map(Path::to_owned).ok())
        .unwrap_or_else(|| program.to_owned());
    let program = program.display();
    format!(
        "Three things to try next:\n\n  \
         {program} explain \"Norway's foreign minister met her Ghanaian counterpart in Oslo on Monday.\"\n  \
         {program} code --format csv examples > events.csv\n  \
         {program} codebook show CONSULT/meet\n"
    )
}

/// What of an event the page shows.
#[derive(Deserialize)]
struct Event {
    document: String,
    #[serde(rename = "type")]
    event_type: String,
    mode: Option<String>,
    status: String,
    sources: Vec<Actor>,
    targets: Vec<Actor>,
    channel: Option<String>,
    attribution: Vec<Actor>,
    hedged: bool,
    time: Time,
    trigger: Span,
    evidence: Span,
}

#[derive(Deserialize)]
struct Actor {
    name: String,
}

#[derive(Deserialize)]
struct Time {
    start: Option<String>,
    end: Option<String>,
    precision: String,
}

#[derive(Deserialize)]
struct Span {
    start: usize,
    end: usize,
    text: String,
}

/// How the page is set: with escape codes on a terminal, plain elsewhere.
#[derive(Clone, Copy)]
struct Style {
    colour: bool,
}

impl Style {
    fn of_terminal() -> Self {
        let wanted = env::var_os("NO_COLOR").is_none();
        Self {
            colour: wanted && io::stdout().is_terminal(),
        }
    }

    fn set(self, code: &str, words: &str) -> String {
        if self.colour {
            format!("\x1b[{code}m{words}\x1b[0m")
        } else {
            words.to_owned()
        }
    }

    fn bold(self, words: &str) -> String {
        self.set("1", words)
    }

    fn dim(self, words: &str) -> String {
        self.set("2", words)
    }
}

/// All events, document by document.
fn page(events: &[Event], style: Style) -> String {
    let mut page = String::new();
    let mut document = "";
    for event in events {
        if event.document != document {
            document = &event.document;
            let _ = write!(page, "\n{}\n", style.bold(document));
        }
        page.push_str(&entry(event, style));
    }
    page
}

/// One event: when, who to whom, what act by which channel, how it stands, on whose word; and the words themselves.
fn entry(event: &Event, style: Style) -> String {
    let date = column(&date(&event.time), 10);
    let parties = column(&parties(event), 58);
    let act = column(&act(event), 34);
    format!(
        "  {date}  {}  {act}  {}\n              {}\n",
        style.bold(&parties),
        standing(event),
        quote(event, style),
    )
}

fn date(time: &Time) -> String {
    match (time.precision.as_str(), &time.start, &time.end) {
        (_, Some(start), Some(end)) if start == end => start.clone(),
        ("month", Some(start), _) => start[..start.len().min(7)].to_owned(),
        ("year", Some(start), _) => start[..start.len().min(4)].to_owned(),
        (_, Some(start), _) => format!("{}~", &start[..start.len().min(7)]),
        (_, None, Some(end)) => format!("–{}", &end[..end.len().min(7)]),
        _ => "undated".to_owned(),
    }
}

fn parties(event: &Event) -> String {
    let (sources, targets) = (names(&event.sources), names(&event.targets));
    match (sources == targets, targets.is_empty()) {
        (true, _) => event
            .sources
            .iter()
            .map(name)
            .collect::<Vec<_>>()
            .join(" ↔ "),
        (_, true) => sources,
        _ if sources.is_empty() => format!("somebody → {targets}"),
        _ => format!("{sources} → {targets}"),
    }
}

fn names(actors: &[Actor]) -> String {
    actors.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn name(actor: &Actor) -> &str {
    &actor.name
}

fn act(event: &Event) -> String {
    let mut act = event.event_type.clone();
    if let Some(mode) = &event.mode {
        let _ = write!(act, " {mode}");
    }
    match &event.channel {
        Some(channel) => format!("{act}, by {channel}"),
        None => act,
    }
}

fn standing(event: &Event) -> String {
    let mut standing = event.status.clone();
    if event.hedged {
        standing.push_str(", hedged");
    }
    match event.attribution.first() {
        Some(_) => format!(
            "{standing}, says {}",
            event
                .attribution
                .iter()
                .map(name)
                .collect::<Vec<_>>()
                .join(", citing ")
        ),
        None => standing,
    }
}

/// Characters of a quotation.
const QUOTED: usize = 110;

/// The evidence around its trigger, which is set off.
fn quote(event: &Event, style: Style) -> String {
    let words: Vec<char> = event
        .evidence
        .text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let start = event
        .trigger
        .start
        .saturating_sub(event.evidence.start)
        .min(words.len());
    let end = event
        .trigger
        .end
        .saturating_sub(event.evidence.start)
        .clamp(start, words.len());
    let room = QUOTED.saturating_sub(end - start) / 2;
    let (left, right) = (start.saturating_sub(room), (end + room).min(words.len()));
    let text = |from: usize, to: usize| words[from..to].iter().collect::<String>();
    let mark = |cut: bool| if cut { "…" } else { "" };
    format!(
        "{}{}{}",
        style.dim(&format!("“{}{}", mark(left > 0), text(left, start))),
        style.bold(&text(start, end)),
        style.dim(&format!(
            "{}{}”",
            text(end, right),
            mark(right < words.len())
        )),
    )
}

/// The words in so many columns: filled up, or cut.
fn column(words: &str, width: usize) -> String {
    let length = words.chars().count();
    if length <= width {
        return format!("{words}{}", " ".repeat(width - length));
    }
    words.chars().take(width - 1).chain(['…']).collect()
}
