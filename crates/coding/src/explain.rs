//! The way to a coding: trees, mentions, frames tried and why each fit or failed, by the code that decides.

use std::fmt;

use chancery_intake::Document;
use chancery_text::{CharIndex, TokenSpan};
use serde::Serialize;

use crate::clauses::{Clause, Role};
use crate::coder::{Coder, Work};
use crate::discourse::Discourse;
use crate::draft::Passed;
use crate::event::Event;
use crate::matching::Matcher;
use crate::place;
use crate::reading::Reading;

/// How a document was understood. Prints as a report for a terminal.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Sentence by sentence.
    pub sentences: Vec<SentenceExplanation>,
    /// Acts that a frame fits but that are no events, with the reason.
    pub passed_over: Vec<PassedOver>,
    /// The events.
    pub events: Vec<Event>,
}

/// One sentence: its tree, its mentions, its predicates.
#[derive(Clone, Debug, Serialize)]
pub struct SentenceExplanation {
    /// Its words.
    pub text: String,
    /// One entry a word.
    pub tree: Vec<WordExplanation>,
    /// The parties mentioned.
    pub mentions: Vec<MentionExplanation>,
    /// Times and places.
    pub anchors: Vec<String>,
    /// The words that frames list.
    pub predicates: Vec<PredicateExplanation>,
}

/// One word of a tree.
#[derive(Clone, Debug, Serialize)]
pub struct WordExplanation {
    /// The word.
    pub text: String,
    /// Its dictionary form.
    pub lemma: String,
    /// Its part of speech and relation, as coding reads them.
    pub label: String,
    /// The word that governs it; empty for the root.
    pub head: String,
}

/// One mention.
#[derive(Clone, Debug, Serialize)]
pub struct MentionExplanation {
    /// Its words.
    pub text: String,
    /// What sort of phrase it is.
    pub kind: String,
    /// Who it is: name, code and what else the name could have meant.
    pub parties: Vec<String>,
}

/// One predicate with its arguments and the frames tried.
#[derive(Clone, Debug, Serialize)]
pub struct PredicateExplanation {
    /// Its word.
    pub text: String,
    /// The word's characters in the text as supplied.
    #[serde(skip)]
    pub chars: std::ops::Range<usize>,
    /// Its arguments, each `role: words`.
    pub arguments: Vec<String>,
    /// Each frame with its score, or why it fails; the best fit first.
    pub frames: Vec<String>,
}

/// An act passed over.
#[derive(Clone, Debug, Serialize)]
pub struct PassedOver {
    /// Its trigger.
    pub trigger: String,
    /// The trigger's characters in the text as supplied.
    #[serde(skip)]
    pub chars: std::ops::Range<usize>,
    /// The frame that fits it.
    pub frame: String,
    /// Why it is no event.
    pub reason: String,
}

impl Coder<'_> {
    /// How a document is understood.
    pub fn explain(&self, document: &Document) -> Explanation {
        let reading = self.read(document);
        let work = self.work(&reading);
        let (drafts, passed) = self.drafts(&reading, &work);
        let index = CharIndex::new(&document.text);
        let explainer = Explainer {
            reading: &reading,
            work: &work,
            matcher: Matcher::new(&reading, &work.mentions, self.codebook),
            coder: self,
            index: &index,
        };
        let chars = |words| {
            let span = index.chars(document.map.supplied(reading.bytes(words)));
            span.start..span.end
        };
        Explanation {
            sentences: (0..reading.sentences().len())
                .map(|sentence| explainer.sentence(sentence))
                .collect(),
            passed_over: passed
                .iter()
                .map(|(found, reason)| PassedOver {
                    trigger: reading.words_of(found.trigger()).to_owned(),
                    chars: chars(found.trigger()),
                    frame: found.frame.id.clone(),
                    reason: reason.to_string(),
                })
                .collect(),
            events: self.findings(&reading, &work).events(&drafts),
        }
    }
}

impl Coder<'_> {
    /// Why a frame codes nothing in a document: what each of its predicates that stands there lacks.
    pub(crate) fn misses(&self, document: &Document, frame: &str) -> Vec<String> {
        let reading = self.read(document);
        let work = self.work(&reading);
        let matcher = Matcher::new(&reading, &work.mentions, self.codebook);
        let (_, passed) = self.drafts(&reading, &work);
        let mut misses: Vec<String> = passed
            .iter()
            .filter(|(found, _)| found.frame.id == frame)
            .map(|(_, reason)| format!("passed over: {reason}"))
            .collect();
        for word in 0..reading.len() {
            for attempt in matcher.at(word, &Discourse::default()) {
                if attempt.frame.id != frame {
                    continue;
                }
                let outcome = match attempt.outcome {
                    Ok(found) => format!("fits with {:.1}", found.score),
                    Err(miss) => miss.to_string(),
                };
                misses.push(format!("“{}”: {outcome}", reading.text(word)));
            }
        }
        misses.dedup();
        misses
    }
}

struct Explainer<'a> {
    reading: &'a Reading<'a>,
    work: &'a Work,
    matcher: Matcher<'a>,
    coder: &'a Coder<'a>,
    index: &'a CharIndex<'a>,
}

impl Explainer<'_> {
    fn sentence(&self, sentence: usize) -> SentenceExplanation {
        let reading = self.reading;
        let words = reading.sentences()[sentence];
        SentenceExplanation {
            text: reading.words_of(words).trim().to_owned(),
            tree: words.range().map(|word| self.word(word)).collect(),
            mentions: self.mentions(words),
            anchors: self.anchors(words),
            predicates: words
                .range()
                .filter_map(|word| self.predicate(word))
                .collect(),
        }
    }

    fn word(&self, index: usize) -> WordExplanation {
        let reading = self.reading;
        let word = reading.word(index);
        WordExplanation {
            text: reading.text(index).trim().to_owned(),
            lemma: reading.lemma(index).to_owned(),
            label: format!("{:?} {:?}", word.pos, word.dep).to_lowercase(),
            head: if word.head == index {
                String::new()
            } else {
                reading.text(word.head).to_owned()
            },
        }
    }

    fn mentions(&self, words: chancery_text::TokenSpan) -> Vec<MentionExplanation> {
        let date = self.reading.document.date.as_ref().map(|date| date.date);
        let mentions = &self.work.mentions;
        let explain = |mention: &crate::mentions::Mention| MentionExplanation {
            text: self.reading.words_of(mention.words).to_owned(),
            kind: format!("{:?}", mention.kind).to_lowercase(),
            parties: mention
                .parties
                .iter()
                .map(|&party| {
                    let party = mentions.party(party);
                    let code = party.code_at(self.coder.codebook, date, date);
                    let others = if party.alternatives.is_empty() {
                        String::new()
                    } else {
                        format!(", or else {}", party.alternatives.join(", "))
                    };
                    format!(
                        "{} ({}{others})",
                        party.name,
                        code.as_deref().unwrap_or("no code")
                    )
                })
                .collect(),
        };
        mentions.within(words).map(explain).collect()
    }

    fn anchors(&self, words: chancery_text::TokenSpan) -> Vec<String> {
        let day =
            |day: Option<jiff::civil::Date>| day.map_or("…".to_owned(), |day| day.to_string());
        let times = self
            .work
            .times
            .iter()
            .filter(|time| words.covers(time.words))
            .map(|time| {
                let text = time.span.of(&self.reading.document.repaired);
                format!(
                    "time “{text}”: {} to {} ({})",
                    day(time.from),
                    day(time.to),
                    time.value
                )
            });
        let places = self
            .work
            .places
            .iter()
            .filter(|place| words.covers(place.words))
            .map(|place| {
                let text = self.reading.words_of(place.words);
                let others = place::others(self.coder.codebook, text, place);
                let others = match others.is_empty() {
                    true => String::new(),
                    false => format!("; there is also {}", others.join(", ")),
                };
                format!(
                    "place “{text}”: {} ({}){others}",
                    place.name,
                    place.country.as_deref().unwrap_or("no country")
                )
            });
        times.chain(places).collect()
    }

    fn predicate(&self, word: usize) -> Option<PredicateExplanation> {
        let listed = self.matcher.predicates(word).len();
        if listed == 0 {
            return None;
        }
        let mut attempts = self.matcher.at(word, &Discourse::default());
        let other = listed - attempts.len();
        let score = |outcome: &Result<crate::matching::Match, _>| {
            outcome.as_ref().map_or(f32::MIN, |found| found.score)
        };
        attempts.sort_by(|a, b| score(&b.outcome).total_cmp(&score(&a.outcome)));
        let clause = self.matcher.clauses.read(word);
        let document = self.reading.document;
        let bytes = self.reading.bytes(TokenSpan::new(word, word + 1));
        let span = self.index.chars(document.map.supplied(bytes));
        Some(PredicateExplanation {
            text: self.reading.text(word).to_owned(),
            chars: span.start..span.end,
            arguments: self.arguments(&clause),
            frames: attempts
                .iter()
                .map(|attempt| match &attempt.outcome {
                    Ok(found) => format!("{} fits, {:.1}", attempt.frame.id, found.score),
                    Err(miss) => format!("{} fails: {miss}", attempt.frame.id),
                })
                .chain((other > 0).then(|| format!("{other} more ask for other words beside it")))
                .collect(),
        })
    }

    fn arguments(&self, clause: &Clause) -> Vec<String> {
        let name = |role: Role| match role {
            Role::Agent => "agent".to_owned(),
            Role::Object => "object".to_owned(),
            Role::Recipient => "to".to_owned(),
            Role::Complement | Role::Circumstance => "comp".to_owned(),
            Role::Possessor => "poss".to_owned(),
            Role::Preposition(word) => self.reading.text(word).to_lowercase(),
        };
        clause
            .arguments
            .iter()
            .map(|argument| {
                let words = self.matcher.phrase_words(argument.head);
                format!("{}: {}", name(argument.role), self.reading.words_of(words))
            })
            .collect()
    }
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absorbed => "another act tells it as its content",
            Self::Unspecific => "it is asked for, but not a specific act",
            Self::NoParty => "neither side is a party that the text or the who-is-who places",
            Self::Denial => "it only denies an act that is told before",
            Self::Doubted => "by all that is known of it, it is unlikely to be meant",
        })
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for sentence in &self.sentences {
            sentence.fmt(f)?;
        }
        for passed in &self.passed_over {
            writeln!(
                f,
                "passed over: “{}” as {}: {}",
                passed.trigger, passed.frame, passed.reason
            )?;
        }
        for event in &self.events {
            write_event(f, event)?;
        }
        Ok(())
    }
}

impl fmt::Display for SentenceExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.text)?;
        for word in self.tree.iter().filter(|word| !word.text.is_empty()) {
            writeln!(
                f,
                "    {:<20} {:<20} {:<18} {}",
                word.text, word.lemma, word.label, word.head
            )?;
        }
        writeln!(f)?;
        for mention in &self.mentions {
            writeln!(
                f,
                "  mention “{}” ({}): {}",
                mention.text,
                mention.kind,
                mention.parties.join("; ")
            )?;
        }
        for anchor in &self.anchors {
            writeln!(f, "  {anchor}")?;
        }
        for predicate in &self.predicates {
            writeln!(
                f,
                "  predicate “{}”: {}",
                predicate.text,
                predicate.arguments.join(" | ")
            )?;
            for frame in &predicate.frames {
                writeln!(f, "    {frame}")?;
            }
        }
        writeln!(f)
    }
}

fn write_event(f: &mut fmt::Formatter<'_>, event: &Event) -> fmt::Result {
    let side = |actors: &[crate::event::Actor]| {
        let names: Vec<String> = actors
            .iter()
            .map(|actor| format!("{} [{}]", actor.name, actor.code.as_deref().unwrap_or("-")))
            .collect();
        if names.is_empty() {
            "nobody named".to_owned()
        } else {
            names.join(", ")
        }
    };
    writeln!(
        f,
        "event {} {} ({}) by {}: {} → {}, confidence {:.2}",
        event.event_type,
        event.cameo,
        event.status,
        event.frame,
        side(&event.sources),
        side(&event.targets),
        event.confidence
    )
}
