//! The words of a report, and how alike two reports are worded.

use chancery_coding::Event;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// No more words of a report than this are looked at.
const LIMIT: usize = 120;

/// The words that a report is told in: weights by the hash of the word or of what it means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// Sorted by hash.
    words: Vec<(u64, f32)>,
    /// What they weigh together.
    weight: f32,
    /// What the trigger means.
    trigger: Vec<u64>,
    /// All words of the evidence that mean something, names too, sorted.
    sentence: Vec<u64>,
    /// Which words the trigger is.
    act: u64,
}

impl Wording {
    /// The words of an event's evidence, without the names of its parties, which are compared by themselves.
    pub fn of(event: &Event) -> Self {
        let evidence = event.evidence.text.as_str();
        let before = event.trigger.start.saturating_sub(event.evidence.start);
        let at: usize = evidence.chars().take(before).map(char::len_utf8).sum();
        let names = names(event);
        let mut words: Vec<(usize, Cow<'_, str>)> = Vec::with_capacity(LIMIT);
        words.extend(split(evidence).take(LIMIT));
        let centre = words.partition_point(|(start, _)| *start < at);
        let mut weights: Vec<(u64, f32)> = Vec::with_capacity(words.len());
        let mut sentence: Vec<u64> = Vec::with_capacity(words.len());
        for (place, (_, word)) in words.iter().enumerate() {
            let Some(meaning) = meaning(word) else {
                continue;
            };
            sentence.push(meaning);
            if names.contains(word) {
                continue;
            }
            let near = nearness(place.abs_diff(centre));
            let number = if word.starts_with(|c: char| c.is_ascii_digit()) {
                1.5
            } else {
                1.0
            };
            weights.push((meaning, near * number));
        }
        // Of each word the greatest weight.
        weights.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        weights.dedup_by_key(|(word, _)| *word);
        sentence.sort_unstable();
        sentence.dedup();
        let trigger = split(&event.trigger.text).filter_map(|(_, word)| meaning(&word));
        Self {
            trigger: trigger.collect(),
            sentence,
            act: hash(&event.trigger.text.to_lowercase()),
            weight: weights.iter().map(|(_, weight)| weight).sum(),
            words: weights,
        }
    }

    /// How alike: 0 for no word in common, 1 for the same words. Shared weight over the weight of the shorter, drawn
    /// a little towards that of both, since reports differ in length.
    pub fn likeness(&self, other: &Self) -> f64 {
        let shared: f32 = common(&self.words, &other.words).sum();
        let (mine, theirs) = (self.weight, other.weight);
        let least = mine.min(theirs);
        if least <= 0.0 {
            return 0.0;
        }
        let union = mine + theirs - shared;
        f64::from((shared / least * (shared / union)).sqrt().min(1.0))
    }

    /// How much weight they share, in words.
    pub fn shared(&self, other: &Self) -> f64 {
        f64::from(common(&self.words, &other.words).sum::<f32>())
    }

    /// Whether the triggers mean the same.
    pub fn same_trigger(&self, other: &Self) -> bool {
        self.trigger.iter().any(|word| other.trigger.contains(word))
    }

    /// Whether the other tells in its words what this one's trigger means.
    pub fn names_trigger_of(&self, other: &Self) -> bool {
        let told = |word| {
            self.words
                .binary_search_by_key(word, |(word, _)| *word)
                .is_ok()
        };
        other.trigger.iter().any(told)
    }

    /// Whether both are told in the same sentence, word for word or nearly so.
    pub fn same_sentence(&self, other: &Self) -> bool {
        let (mine, theirs) = (&self.sentence, &other.sentence);
        let shared = mine
            .iter()
            .filter(|word| theirs.binary_search(word).is_ok())
            .count();
        shared >= 4 && 6 * shared >= 5 * mine.len().max(theirs.len())
    }

    /// Whether the same words are the triggers.
    pub fn same_words_mean(&self, other: &Self) -> bool {
        self.act == other.act
    }

    /// Two of the words near the trigger, other than it: those of the least hashes, so that reports worded alike have one in common
    /// (Broder 1997).
    pub fn marks(&self) -> impl Iterator<Item = u64> + '_ {
        let near = |(word, weight): &&(u64, f32)| *weight >= 1.0 && !self.trigger.contains(word);
        self.words
            .iter()
            .filter(near)
            .map(|(word, _)| *word)
            .take(2)
    }
}

/// Words further from the trigger weigh less: a sentence often tells of more than one event.
fn nearness(words_between: usize) -> f32 {
    match words_between {
        ..=5 => 1.0,
        6..=10 => 0.6,
        _ => 0.3,
    }
}

/// The lesser weight of each word that both have.
fn common<'w>(
    mut one: &'w [(u64, f32)],
    mut other: &'w [(u64, f32)],
) -> impl Iterator<Item = f32> + 'w {
    std::iter::from_fn(move || {
        loop {
            let ((word, weight), (their, theirs)) = (one.first()?, other.first()?);
            match word.cmp(their) {
                Ordering::Less => one = &one[1..],
                Ordering::Greater => other = &other[1..],
                Ordering::Equal => {
                    (one, other) = (&one[1..], &other[1..]);
                    return Some(weight.min(*theirs));
                }
            }
        }
    })
}

fn names(event: &Event) -> Vec<Cow<'_, str>> {
    let sides = event.sources.iter().chain(&event.targets);
    let texts = sides.flat_map(|actor| [actor.name.as_str(), actor.mention.text.as_str()]);
    texts.flat_map(split).map(|(_, word)| word).collect()
}

/// So many of something: "five soldiers".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// In digits.
    pub number: String,
    /// What was counted, as it stands there.
    pub noun: String,
    /// What that means, the same for words of one group.
    pub meaning: u64,
}

/// The numbers of a sentence with the words that follow them; a word in lower case that tells something must be among the next two.
pub fn numbers(sentence: &str) -> Vec<Counted> {
    let words: Vec<(usize, Cow<'_, str>)> = split(sentence).take(LIMIT).collect();
    let counted = |pair: &[(usize, Cow<'_, str>)]| {
        let number = digits(&pair[0].1)?;
        let noun = pair[1..]
            .iter()
            .find(|(_, word)| digits(word).is_none() && meaning(word).is_some())?;
        Some(Counted {
            number,
            meaning: meaning(&noun.1)?,
            noun: noun.1.to_string(),
        })
    };
    words.windows(2).filter_map(counted).collect()
}

/// A number in digits, whether written so or in a word; none for years and for what is no number.
fn digits(word: &str) -> Option<String> {
    if let Some(number) = NUMBERS.iter().position(|number| *number == word) {
        return Some((number + 2).to_string());
    }
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    (word.bytes().all(|byte| byte.is_ascii_digit()) && !year).then(|| word.to_owned())
}

/// The words of a text in lower case with the bytes where they begin.
fn split(text: &str) -> impl Iterator<Item = (usize, Cow<'_, str>)> + '_ {
    let mut rest = text;
    let mut offset = 0;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let inside = |c: char| c.is_alphanumeric() || c == '-';
        let after = &rest[start..];
        let end = after.find(|c| !inside(c)).unwrap_or(after.len());
        let word = after[..end].trim_end_matches('-');
        let small = word
            .bytes()
            .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let word = if small {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(word.to_lowercase())
        };
        let at = offset + start;
        offset += start + end;
        rest = &after[end..];
        Some((at, word))
    })
}

/// What a word means for comparing: the group of words that it belongs to, else its stem; none for words that tell nothing.
fn meaning(word: &str) -> Option<u64> {
    if word.len() < 2 && !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(known) = PLAIN.get(word) {
        return *known;
    }
    let known = forms(word).find_map(|form| GROUPS.get(&*form).copied());
    Some(known.unwrap_or_else(|| hash(stem(word))))
}

/// The word and what it may be a form of.
fn forms(word: &str) -> impl Iterator<Item = Cow<'_, str>> {
    const ENDINGS: [(&str, &str); 9] = [
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ied", "y"),
        ("ing", ""),
        ("ing", "e"),
        ("nt", "nd"),
    ];
    let cut = move |(ending, with): (&str, &str)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.len() >= 3)?;
        Some(match with {
            "" => Cow::Borrowed(stem),
            _ => Cow::Owned(format!("{stem}{with}")),
        })
    };
    let undoubled = move |ending: &str| {
        let stem = word.strip_suffix(ending)?;
        let letters = stem.as_bytes();
        let twice = letters.len() > 3 && letters[letters.len() - 1] == letters[letters.len() - 2];
        (twice && stem.is_ascii()).then(|| Cow::Borrowed(&stem[..stem.len() - 1]))
    };
    let cuts = ENDINGS.into_iter().filter_map(cut);
    let doubled = ["ed", "ing"].into_iter().filter_map(undoubled);
    std::iter::once(Cow::Borrowed(word))
        .chain(cuts)
        .chain(doubled)
}

/// The word without its commonest endings, so that forms of one word meet.
fn stem(word: &str) -> &str {
    for ending in [
        "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ions", "ion", "ed", "es",
        "ly", "s", "e", "y",
    ] {
        if let Some(cut) = word.strip_suffix(ending).filter(|cut| cut.len() >= 4) {
            return cut;
        }
    }
    word
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Words that mean the same in reports of one event, by word.
static GROUPS: LazyLock<HashMap<String, u64>> = LazyLock::new(|| {
    let table: BTreeMap<String, Vec<String>> =
        toml::from_str(include_str!("../../../../data/merging/paraphrase.toml"))
            .expect("the table of paraphrases is TOML");
    let each = |(group, words): (String, Vec<String>)| {
        let name = hash(&format!("={group}"));
        words.into_iter().map(move |word| (word, name))
    };
    table.into_iter().flat_map(each).collect()
});

/// Numbers in words, from two.
const NUMBERS: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// What words mean that have no other forms: numbers, and words that mean nothing here.
static PLAIN: LazyLock<HashMap<&str, Option<u64>>> = LazyLock::new(|| {
    let numbers = NUMBERS.iter().zip(2..);
    let numbers = numbers.map(|(word, number)| (*word, Some(hash(&number.to_string()))));
    let empty = EMPTY_WORDS.iter().map(|word| (*word, None));
    numbers.chain(empty).collect()
});

/// Words that say nothing about which event it is: of grammar, of reporting, of time.
const EMPTY_WORDS: [&str; 126] = [
    "a",
    "about",
    "after",
    "again",
    "all",
    "also",
    "an",
    "and",
    "announced",
    "any",
    "april",
    "are",
    "as",
    "at",
    "aug",
    "august",
    "be",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "december",
    "dec",
    "did",
    "do",
    "during",
    "february",
    "feb",
    "for",
    "friday",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "him",
    "his",
    "how",
    "in",
    "into",
    "is",
    "it",
    "its",
    "january",
    "jan",
    "july",
    "june",
    "last",
    "march",
    "may",
    "monday",
    "month",
    "more",
    "mr",
    "mrs",
    "new",
    "nov",
    "november",
    "oct",
    "october",
    "of",
    "official",
    "officials",
    "on",
    "one",
    "or",
    "other",
    "out",
    "over",
    "report",
    "reported",
    "reports",
    "said",
    "saturday",
    "say",
    "saying",
    "says",
    "sept",
    "september",
    "she",
    "since",
    "so",
    "some",
    "spokesman",
    "still",
    "such",
    "sunday",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "thursday",
    "to",
    "told",
    "tuesday",
    "under",
    "until",
    "up",
    "was",
    "wednesday",
    "week",
    "were",
    "what",
    "when",
    "which",
    "while",
    "who",
    "will",
    "with",
    "would",
    "year",
    "years",
    "yet",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_and_words_of_a_group_mean_the_same() {
        let check =
            |one: &str, other: &str| assert_eq!(meaning(one), meaning(other), "{one} {other}");
        check("sent", "letter");
        check("shelling", "shelled");
        check("expelled", "expulsion");
        check("evacuated", "withdrawal");
        check("island", "islands");
        check("thirteen", "13");
        assert_ne!(meaning("island"), meaning("village"));
        assert_eq!(meaning("on"), None);
    }

    #[test]
    fn words_have_their_places() {
        let words: Vec<_> = split("Né à Paris, 23-year").collect();
        let expected = [(0, "né"), (4, "à"), (7, "paris"), (14, "23-year")];
        assert!(words.iter().map(|(at, word)| (*at, &**word)).eq(expected));
    }
}
