//! Whom the words may mean that a frame seats: "he", "its ambassador", "the foreign ministry" name nobody themselves.

use smallvec::SmallVec;

use super::Half;
use crate::matching::{Matcher, Side};
use crate::mentions::{Camp, Gender, Mention, MentionKind, Party, PartyKind};
use crate::ranker::{Piece, Sink};
use crate::reading::{Dep, Pos, Reading};

/// How many mentions back an antecedent is looked for.
const FARTHEST: usize = 40;

/// Words on a side that lean on somebody named elsewhere.
pub(super) struct Leaning {
    form: Form,
    /// How sure the mentions are of whom they found.
    certainty: &'static str,
    /// Those whom the words may mean, the nearest first.
    antecedents: SmallVec<[Antecedent; 8]>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    He,
    She,
    It,
    They,
    /// "his minister", "its ambassador", "their troops".
    OfPerson,
    OfThing,
    OfSeveral,
    /// "the two leaders".
    Group,
    /// "the foreign ministry", "police".
    Role,
    /// "protesters", "12 civilians".
    People,
}

struct Antecedent {
    country: Camp,
    subject: bool,
    exact: bool,
}

impl Form {
    fn as_str(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::She => "she",
            Self::It => "it",
            Self::They => "they",
            Self::OfPerson => "his",
            Self::OfThing => "its",
            Self::OfSeveral => "their",
            Self::Group => "group",
            Self::Role => "role",
            Self::People => "people",
        }
    }

    fn of_pronoun(text: &str, owner: bool) -> Option<Self> {
        let is = |all: &[&str]| all.iter().any(|it| text.eq_ignore_ascii_case(it));
        Some(match () {
            () if is(&["he", "him", "himself"]) => Self::He,
            () if is(&["his"]) => Self::OfPerson,
            () if is(&["she", "herself"]) => Self::She,
            () if is(&["her"]) && owner => Self::OfPerson,
            () if is(&["her"]) => Self::She,
            () if is(&["it", "itself"]) => Self::It,
            () if is(&["its"]) => Self::OfThing,
            () if is(&["they", "them", "themselves"]) => Self::They,
            () if is(&["their"]) => Self::OfSeveral,
            () => return None,
        })
    }

    /// Whether a mention is of the sort that the words ask for.
    fn suits(self, mention: &Mention, party: &Party) -> bool {
        let person = party.kind == PartyKind::Person;
        match self {
            Self::He => person && party.gender != Gender::Female,
            Self::She => person && party.gender != Gender::Male,
            Self::OfPerson => person,
            Self::It | Self::OfThing => {
                matches!(party.kind, PartyKind::State | PartyKind::Organisation) && !mention.plural
            }
            Self::They | Self::OfSeveral => mention.plural || party.kind == PartyKind::Group,
            Self::Group | Self::Role | Self::People => true,
        }
    }
}

impl Leaning {
    /// What the words on a side lean on; none where they name somebody.
    pub fn of(matcher: &Matcher, side: &Side) -> Option<Self> {
        let mention = *side.mentions.first()?;
        let (form, from) = form(matcher, mention)?;
        let certainty = match mention.certainty {
            it if it >= 0.8 => "sure",
            it if it >= 0.6 => "likely",
            _ => "doubtful",
        };
        Some(Self {
            form,
            certainty,
            antecedents: antecedents(matcher, form, from),
        })
    }

    /// How well a candidate answers to the words.
    pub fn weigh(&self, half: Half, key: &[Camp], seated: bool, sink: &mut Sink) {
        let form: Piece = self.form.as_str().into();
        let seated: Piece = if seated { "seated" } else { "another" }.into();
        let own = self
            .antecedents
            .iter()
            .position(|it| key.contains(&it.country));
        sink.add_half(half, "leaning", &[form, seated, self.certainty.into()]);
        let Some(rank) = own else {
            sink.add_half(half, "leaning none", &[form, seated]);
            return;
        };
        let antecedent = &self.antecedents[rank];
        let suiting = self.antecedents[..rank].iter().filter(|it| it.exact);
        let suiting: Piece = match suiting.count() {
            _ if !antecedent.exact => "not suited",
            0 => "first",
            1 => "second",
            _ => "later",
        }
        .into();
        let rank = match rank {
            0 => "first",
            1 => "second",
            2 => "third",
            _ => "later",
        };
        let subject = if antecedent.subject {
            "subject"
        } else {
            "no subject"
        };
        sink.add_half(half, "leaning rank", &[form, rank.into()]);
        sink.add_half(half, "leaning suits", &[form, suiting, subject.into()]);
        sink.add_half(half, "leaning seated", &[form, suiting, seated]);
    }
}

/// What sort of words a mention is made of, and from where back they lean on somebody.
fn form(matcher: &Matcher, mention: &Mention) -> Option<(Form, usize)> {
    let reading = matcher.reading;
    let head = mention.head;
    if mention.kind == MentionKind::Pronoun {
        let owner = reading.word(head).dep == Dep::Poss;
        return Some((Form::of_pronoun(reading.text(head), owner)?, head));
    }
    if let Some(owner) = owner(reading, head) {
        return Some((Form::of_pronoun(reading.text(owner), true)?, owner));
    }
    if mention.kind == MentionKind::Group {
        return Some((Form::Group, mention.words.start));
    }
    let party = mention
        .parties
        .first()
        .map(|&it| matcher.mentions.party(it));
    let unnamed = party.is_none_or(|it| it.entity.is_none() && !it.told);
    let described = mention.kind == MentionKind::Description;
    let people = party.is_some_and(|it| it.kind == PartyKind::Group);
    let form = if people { Form::People } else { Form::Role };
    (described && unnamed).then_some((form, mention.words.start))
}

/// The pronoun that says whose a noun is.
fn owner(reading: &Reading, noun: usize) -> Option<usize> {
    reading.children(noun).find(|&child| {
        let word = reading.word(child);
        word.dep == Dep::Poss && word.pos == Pos::Pron
    })
}

/// The countries named before a word, each as it was named last, those who suit the words by the mention that does.
fn antecedents(matcher: &Matcher, form: Form, from: usize) -> SmallVec<[Antecedent; 8]> {
    let (reading, mentions) = (matcher.reading, matcher.mentions);
    let all = mentions.all();
    let end = all.partition_point(|mention| mention.words.start < from);
    let mut found: SmallVec<[Antecedent; 8]> = SmallVec::new();
    for mention in all[..end].iter().rev().take(FARTHEST) {
        if mention.words.end > from {
            continue;
        }
        for &id in &mention.parties {
            let party = mentions.party(id);
            if party.country.is_none() && party.entity.is_none() {
                continue;
            }
            let exact = form.suits(mention, party);
            let country = mentions.camp(id);
            let known = found.iter_mut().find(|it| it.country == country);
            let next = Antecedent {
                country,
                subject: is_subject(reading, mention.head),
                exact,
            };
            match known {
                Some(known) if exact && !known.exact => *known = next,
                Some(_) => {}
                None => found.push(next),
            }
        }
    }
    found
}

fn is_subject(reading: &Reading, word: usize) -> bool {
    matches!(reading.word(word).dep, Dep::Nsubj | Dep::NsubjPass)
}
