//! The chapters under `tests/chapters` are held to: hard sentences of diplomatic news with the events that a careful
//! reader finds in them. `tests/chapters/README.md` explains the notation.
//!
//! With `CHANCERY_MARK_CHAPTERS` set, the marks of what is known to be wrong are written anew in place of failing.

mod compare;
mod marks;
mod notation;

use std::path::{Path, PathBuf};

use chancery_codebook::Codebook;
use chancery_coding::{
    ActJudge, ActRanker, Coder, Event, GroupRanker, OriginRanker, PlaceRanker, SideRanker,
};
use chancery_intake::{Options, Supplied, assemble};
use chancery_language::Pipeline;
use rayon::prelude::*;

use compare::Verdict;
use notation::{Case, Chapter};

/// How many cases the chapters must have.
const CASES: usize = 400;

/// Asks for the marks to be written anew.
const MARK: &str = "CHANCERY_MARK_CHAPTERS";

#[test]
fn the_chapters_hold() {
    let chapters = chapters();
    let cases: usize = chapters.iter().map(|chapter| chapter.cases.len()).sum();
    assert!(cases >= CASES, "only {cases} cases");
    let Ok(model) = chancery_language::locate(None) else {
        eprintln!("skipped: no language model is installed");
        return;
    };
    let read = read(&chapters, &model);
    print_shares(&read);
    if std::env::var_os(MARK).is_some() {
        for (chapter, verdicts) in &read {
            marks::write(chapter, verdicts).expect("the chapter can be written");
        }
        return;
    }
    let complaints = complaints(&read);
    assert!(
        complaints.is_empty(),
        "{}\n{} expectations come out otherwise than marked; mend, or mark: cargo xtask chapters --mark",
        complaints.join("\n"),
        complaints.len()
    );
}

/// How every case of the chapters comes out.
fn read<'c>(chapters: &'c [Chapter], model: &Path) -> Vec<(&'c Chapter, Vec<Verdict<'c>>)> {
    let pipeline = Pipeline::load(model).expect("the model loads");
    let codebook = Codebook::load(&root().join("data")).expect("the codebook loads");
    let acts = std::fs::read(root().join("data/ranker/acts.bin")).expect("the model of acts");
    let acts = ActRanker::from_bytes(&acts).expect("the model of acts is whole");
    let judge =
        std::fs::read(root().join("data/ranker/judge.bin")).expect("the model that judges acts");
    let judge = ActJudge::from_bytes(&judge).expect("the model that judges acts is whole");
    let sides = std::fs::read(root().join("data/ranker/sides.bin")).expect("the model of sides");
    let sides = SideRanker::from_bytes(&sides).expect("the model of sides is whole");
    let places = std::fs::read(root().join("data/ranker/places.bin")).expect("the model of places");
    let places = PlaceRanker::from_bytes(&places).expect("the model of places is whole");
    let origins =
        std::fs::read(root().join("data/ranker/origins.bin")).expect("the model of origins");
    let origins = OriginRanker::from_bytes(&origins).expect("the model of origins is whole");
    let groups = std::fs::read(root().join("data/ranker/groups.bin")).expect("the model of groups");
    let groups = GroupRanker::from_bytes(&groups).expect("the model of groups is whole");
    let coder = Coder::new(&pipeline, &codebook)
        .with_origins(origins)
        .with_groups(groups)
        .with_acts(acts)
        .with_judge(judge)
        .with_sides(sides)
        .with_places(places);
    let chapters = chapters.iter();
    chapters
        .map(|chapter| (chapter, verdicts(&coder, chapter)))
        .collect()
}

fn complaints(read: &[(&Chapter, Vec<Verdict<'_>>)]) -> Vec<String> {
    let complaints = read.iter().flat_map(|(chapter, verdicts)| {
        let verdicts = verdicts.iter();
        verdicts.flat_map(|verdict| verdict.complaints(&chapter.name))
    });
    complaints.collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn chapters() -> Vec<Chapter> {
    let folder = root().join("tests/chapters");
    let entries = std::fs::read_dir(&folder).expect("the chapters are there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a chapter").path())
        .collect();
    files.retain(|file| {
        file.extension().is_some_and(|end| end == "md") && !file.ends_with("README.md")
    });
    files.sort();
    let read = files.iter().map(|file| Chapter::read(file));
    read.collect::<Result<_, _>>()
        .unwrap_or_else(|fault| panic!("{fault}"))
}

fn verdicts<'c>(coder: &Coder, chapter: &'c Chapter) -> Vec<Verdict<'c>> {
    let cases = chapter.cases.par_iter();
    cases
        .map(|case| Verdict::new(case, code(coder, case)))
        .collect()
}

fn code(coder: &Coder, case: &Case) -> Vec<Event> {
    let supplied = Supplied {
        id: "case".to_owned(),
        text: case.text.clone(),
        published: Some(case.published.clone()),
        ..Supplied::default()
    };
    coder.code(&assemble(supplied, &Options::default()).expect("a case is a text"))
}

/// How much comes out right, whatever is marked.
#[derive(Clone, Copy, Default)]
struct Share {
    cases: usize,
    right: usize,
    events: usize,
    found: usize,
}

impl Share {
    fn of(verdicts: &[Verdict<'_>]) -> Self {
        let events = || verdicts.iter().flat_map(|verdict| &verdict.wrong);
        Self {
            cases: verdicts.len(),
            right: verdicts.iter().filter(|verdict| verdict.is_right()).count(),
            events: events().count(),
            found: events().filter(|wrong| wrong.is_empty()).count(),
        }
    }

    fn with(self, other: Self) -> Self {
        Self {
            cases: self.cases + other.cases,
            right: self.right + other.right,
            events: self.events + other.events,
            found: self.found + other.found,
        }
    }

    fn print(self, name: &str) {
        let Self {
            cases,
            right,
            events,
            found,
        } = self;
        let percent = 100 * right / cases.max(1);
        println!(
            "{name:30} {right:3} of {cases:3} cases ({percent:2}%), {found:3} of {events:3} events in every field"
        );
    }
}

fn print_shares(read: &[(&Chapter, Vec<Verdict<'_>>)]) {
    let mut all = Share::default();
    for (chapter, verdicts) in read {
        let share = Share::of(verdicts);
        share.print(&chapter.name);
        all = all.with(share);
    }
    all.print("all chapters");
}
