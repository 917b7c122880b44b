//! Whether an expression looks back or ahead: the tense of what governs it.

use super::Direction;
use super::atoms::Atom;
use super::lexicon::{Class, Lexicon};
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;
use chancery_text::{ByteSpan, TokenSpan};

/// The direction that the verb governing `words` gives.
///
/// Beside the verb itself ("leaves on Friday") its present and its modals look ahead too; in a phrase
/// of one of its nouns ("Friday's losses may worry") only "will" and the noun's own words do.
pub(super) fn of_words(reading: &Reading<'_>, words: TokenSpan) -> Direction {
    let head = words
        .range()
        .find(|word| !words.contains(reading.word(*word).head))
        .unwrap_or(words.start);
    let (mut beside, mut ahead) = (true, false);
    for at in std::iter::once(head).chain(reading.ancestors(head)) {
        let word = reading.word(at);
        if matches!(word.pos, Pos::Verb | Pos::Aux) || word.head == at {
            return if ahead {
                Direction::Future
            } else {
                of_verb(reading, at, beside)
            };
        }
        // The month of May is no "may".
        ahead |= !words.contains(at) && is_class(reading.text(at), Class::Ahead);
        beside &= words.contains(at) || matches!(word.dep, Dep::Prep | Dep::Advmod);
    }
    Direction::Unknown
}

fn of_verb(reading: &Reading<'_>, verb: usize, beside: bool) -> Direction {
    let looks_ahead = |word: usize| is_ahead(reading, word, beside);
    let auxiliaries = || {
        reading
            .children(verb)
            .filter(|child| is_auxiliary(reading, *child))
    };
    if scope::is_past_perfect(reading, verb) {
        return Direction::Past; // "had been due to expire"
    }
    let told = reading.word(verb).tag == Tag::Vbd;
    if (!told && (looks_ahead(verb) || is_due(reading, verb))) || auxiliaries().any(looks_ahead) {
        return Direction::Future;
    }
    if reading.word(verb).tag == Tag::Vbn && auxiliaries().next().is_none() {
        return Direction::Past; // "shares issued in July"
    }
    match auxiliaries()
        .chain([verb])
        .find_map(|at| tense(reading, at))
    {
        Some(Direction::Future) if !beside => Direction::Unknown,
        Some(direction) => direction,
        None => of_nonfinite(reading, verb, beside),
    }
}

/// "Is due on Friday": what is said of the subject lies ahead.
pub(super) fn is_due(reading: &Reading<'_>, verb: usize) -> bool {
    reading.children(verb).any(|child| {
        matches!(reading.word(child).dep, Dep::Acomp | Dep::Attr | Dep::Oprd)
            && is_class(reading.text(child), Class::Ahead)
    })
}

fn is_auxiliary(reading: &Reading<'_>, word: usize) -> bool {
    matches!(reading.word(word).dep, Dep::Aux | Dep::AuxPass)
}

/// The direction of a finite form; a present perfect looks back, a present progressive ahead.
fn tense(reading: &Reading<'_>, word: usize) -> Option<Direction> {
    match reading.word(word).tag {
        Tag::Vbd => Some(Direction::Past),
        Tag::Vbz | Tag::Vbp if reading.lemma(word) == "have" && is_auxiliary(reading, word) => {
            Some(Direction::Past)
        }
        Tag::Vbz | Tag::Vbp => Some(of_present(reading, word)),
        _ => None,
    }
}

/// "Meets on Thursday" and "is meeting on Thursday" look ahead; "says" and "are" need not.
fn of_present(reading: &Reading<'_>, word: usize) -> Direction {
    let verb = if is_auxiliary(reading, word) {
        reading.word(word).head
    } else {
        word
    };
    let acts = match reading.word(verb).tag {
        Tag::Vbz | Tag::Vbp => {
            reading.word(verb).pos == Pos::Verb && reading.child(verb, Dep::Ccomp).is_none()
        }
        Tag::Vbg => true,
        _ => false,
    };
    if acts {
        Direction::Future
    } else {
        Direction::Unknown
    }
}

/// An infinitive looks ahead, other forms where what governs them does.
fn of_nonfinite(reading: &Reading<'_>, verb: usize, beside: bool) -> Direction {
    let word = reading.word(verb);
    if word.head == verb {
        return Direction::Unknown;
    }
    let infinitive = word.tag == Tag::Vb
        || reading
            .children(verb)
            .any(|child| reading.word(child).tag == Tag::To);
    let governor = reading
        .ancestors(verb)
        .find(|at| matches!(reading.word(*at).pos, Pos::Verb | Pos::Aux));
    if infinitive && beside && !governor.is_some_and(|at| scope::is_past_perfect(reading, at)) {
        return Direction::Future;
    }
    governor.map_or(Direction::Unknown, |at| of_verb(reading, at, beside))
}

/// Whether the word itself says that its act lies ahead: "scheduled", "will", and beside it "may".
fn is_ahead(reading: &Reading<'_>, word: usize, beside: bool) -> bool {
    let weak = reading.word(word).tag == Tag::Md
        && !["will", "shall", "'ll", "wo"]
            .iter()
            .any(|modal| reading.text(word).eq_ignore_ascii_case(modal));
    is_class(reading.text(word), Class::Ahead) && (beside || !weak)
}

fn is_class(word: &str, class: Class) -> bool {
    Lexicon::english().means(word, |known| known == class)
}

/// Whether a verb only carries the act that its noun names ("held talks").
pub(crate) fn is_light(reading: &Reading<'_>, verb: usize) -> bool {
    is_class(reading.lemma(verb), Class::LightVerb)
}

/// Whether a noun is something that people come together for.
pub(crate) fn is_gathering(reading: &Reading<'_>, noun: usize) -> bool {
    is_class(reading.lemma(noun), Class::Gathering)
}

/// Whether a word before "after" or "before" says that the two acts are of one day.
pub(super) fn is_prompt(reading: &Reading<'_>, word: usize) -> bool {
    is_class(reading.text(word), Class::Prompt)
}

/// Whose `words` are: "his", "Trump's".
pub(super) fn possessor(reading: &Reading<'_>, words: TokenSpan) -> Option<usize> {
    words
        .range()
        .find_map(|word| reading.child(word, Dep::Poss))
}

/// How many atoms around an expression are asked for its direction, where there is no tree.
const REACH: usize = 14;

/// The direction that the nearest verb-like word of the sentence gives.
pub(super) fn of_span(atoms: &[Atom<'_>], span: ByteSpan) -> Direction {
    let first = atoms.partition_point(|atom| atom.span.start < span.start);
    let last = atoms.partition_point(|atom| atom.span.end <= span.end);
    let before = atoms[..first]
        .iter()
        .rev()
        .take(REACH)
        .take_while(|atom| !ends_sentence(atom));
    let after = atoms[last..]
        .iter()
        .take(REACH)
        .take_while(|atom| !ends_sentence(atom));
    let mut cues = before.map(cue).chain(after.map(cue)).flatten();
    cues.next().unwrap_or(Direction::Unknown)
}

fn ends_sentence(atom: &Atom<'_>) -> bool {
    ['.', '!', '?', ';'].iter().any(|sign| atom.is_sign(*sign))
}

fn cue(atom: &Atom<'_>) -> Option<Direction> {
    const PAST: [&str; 14] = [
        "was", "were", "had", "has", "have", "did", "said", "met", "told", "held", "began", "came",
        "took", "went",
    ];
    if is_class(atom.text, Class::Ahead) || atom.is("ll") {
        return Some(Direction::Future);
    }
    let past = PAST.iter().any(|word| atom.is(word))
        || (atom.text.len() > 4
            && atom.text.ends_with("ed")
            && atom.text.starts_with(char::is_lowercase));
    past.then_some(Direction::Past)
}
