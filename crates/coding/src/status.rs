//! Did it happen? Read off the tree: negation, auxiliaries, tense, conditions, and the verbs, nouns and
//! adjectives that govern an act.

use crate::event::Status;
use crate::lexicon::Lexicon;
use crate::reading::{Dep, Pos, Reading, Tag};

/// How the text presents an act, and whether it keeps its distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How it stands with the act.
    pub status: Status,
    /// Whether a hedge covers it.
    pub hedged: bool,
}

/// The standing of the act whose predicate is `head`; `noun` is the noun that belongs to it
/// ("no *talks* were held").
pub fn standing(
    reading: &Reading,
    lexicon: &Lexicon,
    head: usize,
    noun: Option<usize>,
) -> Standing {
    let reader = StatusReader { reading, lexicon };
    // A modal that is the act ("A must stop") stands as its clause does, whatever it says of its verb.
    if reading.word(head).dep == Dep::Aux {
        let plain = Standing {
            status: Status::Actual,
            hedged: false,
        };
        return reader.climb(reading.word(head).head, plain);
    }
    let mut standing = reader.own(head);
    if let Some(noun) = noun {
        standing = combine(standing, reader.own(noun));
    }
    reader.climb(head, standing)
}

struct StatusReader<'a> {
    reading: &'a Reading<'a>,
    lexicon: &'a Lexicon,
}

/// How many governors are asked.
const MOST_STEPS: usize = 12;

impl StatusReader<'_> {
    /// What the words right at a predicate say.
    fn own(&self, head: usize) -> Standing {
        let mut standing = Standing {
            status: Status::Actual,
            hedged: false,
        };
        for child in self.reading.children(head) {
            // "whether or not he would": the question outweighs its "not".
            if self.reading.word(child).dep == Dep::Mark
                && self.modifier(head, child).status != Status::Actual
            {
                standing.status = Status::Hypothetical;
                break;
            }
            standing = combine(standing, self.modifier(head, child));
        }
        standing
    }

    fn modifier(&self, head: usize, child: usize) -> Standing {
        let (reading, lexicon) = (self.reading, self.lexicon);
        let word = reading.word(child);
        let lemma = reading.lemma(child);
        let text = reading.text(child);
        let mut standing = Standing {
            status: Status::Actual,
            hedged: false,
        };
        match word.dep {
            Dep::Neg => standing.status = Status::Negated,
            Dep::Aux | Dep::AuxPass => {
                standing.status = self.auxiliary(head, child);
            }
            Dep::Det | Dep::Preconj | Dep::Advmod
                if lexicon.negations.contains(&*text.to_ascii_lowercase()) =>
            {
                standing.status = Status::Negated;
            }
            Dep::Nsubj | Dep::NsubjPass | Dep::Dobj if reading.word(head).pos == Pos::Verb => {
                // "no talks took place", "held no talks", "none of them"
                let none = reading.children(child).any(|det| {
                    reading.word(det).dep == Dep::Det
                        && lexicon
                            .negations
                            .contains(&*reading.text(det).to_ascii_lowercase())
                });
                if none {
                    standing.status = Status::Negated;
                }
            }
            Dep::Mark | Dep::Advmod if lexicon.marks.contains(&*text.to_ascii_lowercase()) => {
                standing.status = Status::Hypothetical;
            }
            Dep::Advmod if self.is_no_longer(child) => standing.status = Status::Negated,
            Dep::Amod => {
                if let Some(&status) = lexicon
                    .adjectives
                    .get(lemma)
                    .or_else(|| lexicon.adjectives.get(text))
                {
                    standing.status = status;
                }
            }
            _ => {}
        }
        if matches!(word.dep, Dep::Advmod | Dep::Amod) {
            standing.hedged = lexicon.hedges.contains(lemma)
                || lexicon.hedges.contains(&*text.to_ascii_lowercase());
        }
        standing
    }

    /// "no longer", "no more".
    fn is_no_longer(&self, adverb: usize) -> bool {
        let reading = self.reading;
        let degree = matches!(reading.text(adverb), "longer" | "more");
        degree && adverb > 0 && reading.text(adverb - 1).eq_ignore_ascii_case("no")
    }

    /// What a bare "be" or "have" above an infinitive says of it: "is to visit", "has yet to reply".
    fn periphrasis(&self, at: usize, above: usize) -> Option<Status> {
        let reading = self.reading;
        let infinitive = reading.word(at).dep == Dep::Xcomp && self.is_infinitive(at);
        if !infinitive {
            return None;
        }
        let yet = reading
            .children(above)
            .chain(reading.children(at))
            .any(|child| reading.text(child) == "yet");
        match reading.lemma(above) {
            "be" | "have" if yet => Some(Status::Negated),
            "be" => Some(Status::Future),
            _ => None,
        }
    }

    fn auxiliary(&self, head: usize, auxiliary: usize) -> Status {
        let reading = self.reading;
        let text = reading.text(auxiliary).to_ascii_lowercase();
        // "would have been", "could have": still not asserted. "is going to" is a verb of its own.
        if let Some(&status) = self.lexicon.modals.get(&*text)
            && reading.word(auxiliary).tag == Tag::Md
        {
            // "said it would bomb": the future as it was seen then.
            let reported = text == "would" && matches!(reading.word(head).dep, Dep::Ccomp);
            return if reported { Status::Future } else { status };
        }
        Status::Actual
    }

    /// What stands above says of what it governs.
    fn climb(&self, head: usize, mut standing: Standing) -> Standing {
        let reading = self.reading;
        let mut at = head;
        for _ in 0..MOST_STEPS {
            let word = reading.word(at);
            let above = word.head;
            if above == at {
                break;
            }
            let step = match word.dep {
                Dep::Relcl | Dep::Appos | Dep::Parataxis => break,
                Dep::Acl if !self.is_infinitive(at) => break,
                Dep::Advcl if !self.is_infinitive(at) => break,
                Dep::Advcl if !self.is_complement(at, above) => break,
                Dep::Prep if self.is_independent(at) => break,
                Dep::Conj => self.shared(at, above),
                Dep::Poss | Dep::Compound | Dep::Amod => None,
                _ => self.governor(at, above),
            };
            if let Some(step) = step {
                standing = combine(standing, step);
            }
            if word.dep == Dep::Ccomp && self.is_finite(at) && !self.governs_status(above) {
                // What a verb of speech is itself under does not touch what is said.
                standing.hedged |= self.own(above).hedged;
                break;
            }
            at = above;
        }
        standing
    }

    /// Coordinated verbs share their auxiliaries: "will meet and *discuss*".
    fn shared(&self, verb: usize, first: usize) -> Option<Standing> {
        let reading = self.reading;
        let own_auxiliary = reading.children(verb).any(|child| {
            matches!(
                reading.word(child).dep,
                Dep::Aux | Dep::AuxPass | Dep::Nsubj
            )
        });
        if own_auxiliary
            || reading.word(verb).tag != reading.word(first).tag
            || reading.word(verb).pos != Pos::Verb
        {
            return None;
        }
        let mut shared = Standing {
            status: Status::Actual,
            hedged: false,
        };
        for child in reading.children(first).filter(|&child| {
            child < first && matches!(reading.word(child).dep, Dep::Aux | Dep::Neg)
        }) {
            shared = combine(shared, self.modifier(first, child));
        }
        Some(shared)
    }

    /// What `above`, which governs `at`, says of it.
    fn governor(&self, at: usize, above: usize) -> Option<Standing> {
        let (reading, lexicon) = (self.reading, self.lexicon);
        let word = reading.word(above);
        let lemma = reading.lemma(above);
        let status = match word.pos {
            Pos::Verb | Pos::Aux => {
                if self.is_circumstance(at) {
                    return None;
                }
                if reading.word(at).pos != Pos::Verb && !self.passes_to_noun(at, above) {
                    return None;
                }
                let mut own = self.own(above);
                if lexicon.presupposing.contains(lemma) {
                    return Some(Standing {
                        status: if own.status == Status::Negated {
                            Status::Actual
                        } else {
                            own.status
                        },
                        hedged: own.hedged,
                    });
                }
                own.hedged |= self.hedges(above);
                if let Some(status) = self.periphrasis(at, above) {
                    own.status = stronger(own.status, status);
                }
                let operator = lexicon.verbs.get(lemma).copied().unwrap_or(Status::Actual);
                if lexicon.speech.contains(lemma) && operator == Status::Actual {
                    return Some(Standing {
                        status: Status::Actual,
                        hedged: own.hedged,
                    });
                }
                // "did not fail to", "refused to deny"
                let status = if own.status == Status::Negated && operator == Status::Negated {
                    Status::Actual
                } else {
                    stronger(own.status, operator)
                };
                return Some(Standing {
                    status,
                    hedged: own.hedged,
                });
            }
            Pos::Noun => lexicon.nouns.get(lemma).copied(),
            Pos::Adj => {
                let own = self.own(above);
                let operator = lexicon.adjectives.get(lemma).copied();
                return Some(Standing {
                    status: stronger(own.status, operator.unwrap_or(Status::Actual)),
                    hedged: own.hedged,
                });
            }
            _ => None,
        };
        let own = if word.pos == Pos::Noun {
            self.own(above).status
        } else {
            Status::Actual
        };
        let own = if own == Status::Negated {
            Status::Actual
        } else {
            own
        };
        Some(Standing {
            status: stronger(status.unwrap_or(Status::Actual), own),
            hedged: false,
        })
    }

    /// Whether what is said of a verb is said of the noun below it: where the verb only says that it
    /// took place ("no talks took place", "will hold talks"), or governs it ("plans a visit", "talks
    /// are planned"). "The attack was never solved" leaves the attack.
    fn passes_to_noun(&self, noun: usize, verb: usize) -> bool {
        let (reading, lexicon) = (self.reading, self.lexicon);
        let lemma = reading.lemma(verb);
        match reading.word(noun).dep {
            Dep::Nsubj => lexicon.occurring.contains(lemma),
            Dep::NsubjPass | Dep::Dobj => {
                lexicon.occurring.contains(lemma)
                    || lexicon.supporting.contains(lemma)
                    || lexicon.verbs.contains_key(lemma)
            }
            _ => true,
        }
    }

    fn hedges(&self, verb: usize) -> bool {
        let (reading, lexicon) = (self.reading, self.lexicon);
        let lemma = reading.lemma(verb);
        let passive = reading.child(verb, Dep::AuxPass).is_some();
        (passive && lexicon.hedging_passives.contains(lemma))
            || (!passive && lexicon.hedging_verbs.contains(lemma))
    }

    /// Whether a verb says something of the act in its clause, rather than only that it was said.
    fn governs_status(&self, verb: usize) -> bool {
        let lemma = self.reading.lemma(verb);
        self.lexicon.verbs.contains_key(lemma)
            && !(self.lexicon.speech.contains(lemma)
                && self.lexicon.verbs.get(lemma) == Some(&Status::Actual))
    }

    /// "after the attack", "during talks", "in response to the drills": what stands there is taken as known.
    fn is_independent(&self, preposition: usize) -> bool {
        let text = self.reading.text(preposition).to_ascii_lowercase();
        matches!(
            text.as_str(),
            "after"
                | "before"
                | "during"
                | "following"
                | "since"
                | "amid"
                | "despite"
                | "because"
                | "until"
                | "by"
                | "in"
                | "with"
                | "at"
                | "as"
        )
    }

    /// Whether `at` is an adverbial noun of its governor rather than an argument.
    fn is_circumstance(&self, at: usize) -> bool {
        matches!(
            self.reading.word(at).dep,
            Dep::Npadvmod | Dep::Advmod | Dep::Mark
        )
    }

    /// Whether an infinitive completes the verb above ("called on all to stop") rather than give its purpose.
    fn is_complement(&self, _infinitive: usize, above: usize) -> bool {
        self.lexicon.verbs.contains_key(self.reading.lemma(above))
    }

    fn is_infinitive(&self, verb: usize) -> bool {
        let reading = self.reading;
        reading
            .children(verb)
            .any(|child| reading.word(child).tag == Tag::To)
    }

    fn is_finite(&self, verb: usize) -> bool {
        !self.is_infinitive(verb) && self.reading.word(verb).tag != Tag::Vbg
    }
}

/// What an inner standing becomes under an outer one: the first that is not plain fact wins, and two
/// negations lift each other.
fn combine(inner: Standing, outer: Standing) -> Standing {
    Standing {
        status: stronger(inner.status, outer.status),
        hedged: inner.hedged || outer.hedged,
    }
}

fn stronger(first: Status, second: Status) -> Status {
    match (first, second) {
        (Status::Actual, second) => second,
        // "will not", "would not": not happening outweighs when.
        (Status::Future, Status::Negated) | (Status::Negated, Status::Future) => Status::Negated,
        (Status::Hypothetical, Status::Negated) => Status::Negated,
        (first, _) => first,
    }
}
