//! How an act is told: by what verb, in which tense, in what clause.

use smallvec::SmallVec;

use crate::assembly::Findings;
use crate::clauses::ClauseReader;
use crate::draft::Draft;
use crate::mentions::PartyId;
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;
use crate::time;

/// No governor is sought further up.
const MOST_STEPS: usize = 6;

/// An act as its sentence tells it.
pub(super) struct Told<'a> {
    /// The verb of its clause.
    pub verb: Option<usize>,
    /// How its predicate stands to that verb: it is the verb, hangs on it, or stands behind a preposition.
    pub how: &'a str,
    /// The tense of the verb.
    pub tense: &'static str,
    /// How the clause stands in its sentence.
    pub clause: &'static str,
    pub sentence: u32,
    pub paragraph: u32,
    /// Where in the story: in the lead, its paragraph, the next or later.
    pub position: &'static str,
    /// Done in words or otherwise.
    pub sort: &'static str,
    /// Whether the subject is a pronoun.
    pub is_anaphoric: bool,
    /// Who does it or says it.
    pub doers: SmallVec<[PartyId; 4]>,
    /// The countries of its sources and of its targets.
    pub sources: SmallVec<[&'a str; 4]>,
    pub targets: SmallVec<[&'a str; 4]>,
}

impl<'a> Told<'a> {
    pub(super) fn of(findings: &Findings<'a>, draft: &Draft<'a>) -> Self {
        let reading = findings.reading;
        let clauses = ClauseReader::new(reading, findings.mentions, findings.codebook);
        let (verb, how) = verb_of(reading, draft.head());
        let first = verb.map(|verb| first_of(reading, verb));
        let word = reading.word(draft.head());
        let lead = reading.sentences()[time::lead(reading) as usize].start;
        let lead = reading.word(lead);
        let position = match word.paragraph.saturating_sub(lead.paragraph) {
            _ if word.sentence == lead.sentence => "lead",
            0 => "with the lead",
            1 => "second",
            _ => "later",
        };
        let subject = verb.and_then(|verb| clauses.subject(verb));
        let saying = scope::saying(reading, draft.head()).and_then(|verb| clauses.subject(verb));
        let mut doers: SmallVec<[PartyId; 4]> = draft.found.sources.parties();
        for word in subject.into_iter().chain(saying) {
            if let Some(mention) = findings.mentions.at(word) {
                doers.extend(mention.parties.iter().copied());
            }
        }
        let pronoun = |word: usize| reading.word(word).tag == Tag::Prp;
        let countries = |parties: &[PartyId]| -> SmallVec<[&'a str; 4]> {
            let country = |party: &PartyId| {
                let country = findings.mentions.party(*party).country.as_deref()?;
                (!matches!(country, "IGO" | "NGO" | "MNC" | "IMG")).then_some(country)
            };
            parties.iter().filter_map(country).collect()
        };
        Self {
            verb,
            how,
            tense: verb.map_or("none", |verb| tense(reading, verb)),
            clause: first.map_or("none", |first| clause(reading, first)),
            sentence: word.sentence,
            paragraph: word.paragraph,
            position,
            sort: if is_said(draft) { "said" } else { "done" },
            is_anaphoric: subject.into_iter().chain(saying).any(pronoun),
            doers,
            sources: countries(&draft.found.sources.parties()),
            targets: countries(&draft.found.targets.parties()),
        }
    }
}

/// Whether an act is done in words.
fn is_said(draft: &Draft) -> bool {
    matches!(
        draft.found.frame.cameo.get(..2),
        Some("01" | "02" | "03" | "04" | "05" | "09" | "10" | "11" | "12" | "13")
    )
}

fn is_verb(reading: &Reading, word: usize) -> bool {
    matches!(reading.word(word).pos, Pos::Verb | Pos::Aux)
}

/// The verb of a predicate's clause, and how the predicate stands to it.
pub(super) fn verb_of<'a>(reading: &'a Reading<'a>, head: usize) -> (Option<usize>, &'a str) {
    if is_verb(reading, head) {
        return (Some(head), "verb");
    }
    let mut at = head;
    for above in reading.ancestors(head).take(MOST_STEPS) {
        if is_verb(reading, above) {
            let how = match reading.word(at).dep {
                Dep::Prep => reading.lemma(at),
                dep => dep.as_str(),
            };
            return (Some(above), how);
        }
        at = above;
    }
    (None, "none")
}

/// The first of the coordinated verbs that a verb belongs to.
fn first_of(reading: &Reading, verb: usize) -> usize {
    let mut at = verb;
    while reading.word(at).dep == Dep::Conj && is_verb(reading, reading.word(at).head) {
        at = reading.word(at).head;
    }
    at
}

pub(super) fn tense(reading: &Reading, verb: usize) -> &'static str {
    if scope::is_past_perfect(reading, verb) {
        return "past perfect";
    }
    if scope::is_perfect(reading, verb) {
        return "perfect";
    }
    let auxiliaries = reading
        .children(verb)
        .filter(|child| matches!(reading.word(*child).dep, Dep::Aux | Dep::AuxPass));
    let finite = |word: usize| match reading.word(word).tag {
        Tag::Md => Some("modal"),
        Tag::Vbd => Some("past"),
        Tag::Vbz | Tag::Vbp => Some("present"),
        _ => None,
    };
    let mut all = auxiliaries.chain([verb]);
    all.find_map(finite)
        .unwrap_or_else(|| match reading.word(verb).tag {
            Tag::Vbg => "gerund",
            Tag::Vbn => "participle",
            _ => "infinitive",
        })
}

fn clause(reading: &Reading, first: usize) -> &'static str {
    match reading.word(first).dep {
        Dep::Root | Dep::Conj | Dep::Unclassified => "main",
        dep => dep.as_str(),
    }
}
