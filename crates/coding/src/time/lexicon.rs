//! The vocabulary of time, read from `data/language/time.toml`.

use super::calendar::Holiday;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// What a word or phrase of the vocabulary means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Weekday(u8),
    WeekdayShort(u8),
    WeekdayPlural(u8),
    Month(u8),
    Season(Season),
    Number(u32),
    Ordinal(u8),
    Quantity(Quantity),
    Unit(Unit),
    Units(Unit),
    Long(Unit),
    Frequency(Unit),
    Part(Part),
    Clock(u8),
    NearPart(i8, Part),
    NearDay(i8),
    Overnight,
    LightVerb,
    Gathering,
    Prompt,
    Zone,
    Shift(Shift),
    Span(Side),
    Edge(Edge),
    Approximate,
    Offset(Offset),
    Bound(Bound),
    Reference(Reference),
    Times,
    Every,
    Decade(u16),
    Holiday(Holiday),
    Ahead,
    AheadVerb,
    Behind(Behind),
    Tenure,
    Age,
}

macro_rules! keys {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $key:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum $name { $($variant,)* }

        impl $name {
            /// The value that a key of the vocabulary names.
            pub(super) fn parse(key: &str) -> Option<Self> {
                match key {
                    $($key => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The key of the vocabulary.
            #[allow(dead_code, reason = "only some keys are also TIMEX3 codes")]
            pub(super) fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)*
                }
            }
        }
    };
}

keys! {
    /// How a word goes on behind an expression: with what cannot hang on it, or with what begins a phrase of its own.
    Behind { Link = "link", Phrase = "phrase" }
}

keys! {
    /// Seasons by their TIMEX3 codes.
    Season { Spring = "SP", Summer = "SU", Autumn = "FA", Winter = "WI" }
}
keys! {
    /// Parts of the day by their TIMEX3 codes.
    Part { Morning = "MO", Afternoon = "AF", Evening = "EV", Night = "NI", Daytime = "DT" }
}
keys! {
    /// Units of time, finest first.
    Unit {
        Second = "second", Minute = "minute", Hour = "hour", Day = "day", Weekend = "weekend", Week = "week",
        Fortnight = "fortnight", Month = "month", Quarter = "quarter", Year = "year", Decade = "decade",
        Century = "century", Millennium = "millennium",
    }
}
keys! {
    /// Quantities that are not numbers.
    Quantity { Vague = "vague", Couple = "couple", One = "one", Half = "half" }
}
keys! {
    /// Which of its kind is meant.
    Shift {
        This = "this", Last = "last", Past = "past", Next = "next", Same = "same", Following = "following",
        Previous = "previous",
    }
}
keys! {
    /// On which side of the document's date a stretch lies; `First` is on neither.
    Side { Past = "past", Future = "future", First = "first" }
}
keys! {
    /// A part of a stretch, or a part marked off by the document's date.
    Edge {
        Early = "early", Mid = "mid", Late = "late", Earlier = "earlier", Later = "later", Start = "start",
        Middle = "middle", End = "end", Some = "some",
    }
}
keys! {
    /// From what and in which direction a length of time is counted.
    Offset {
        Ago = "ago", Hence = "hence", Earlier = "earlier", Later = "later", Before = "before", After = "after",
    }
}
keys! {
    /// How a stretch bounds an interval.
    Bound {
        Since = "since", Until = "until", By = "by", Before = "before", After = "after", From = "from",
        Between = "between", Eve = "eve", Within = "within",
    }
}
keys! {
    /// TIMEX3's references without a calendar.
    Reference { Present = "PRESENT_REF", Past = "PAST_REF", Future = "FUTURE_REF" }
}

/// One meaning of a word, or of a phrase that the word begins.
#[derive(Debug)]
pub(super) struct Entry {
    /// The atoms after the first, in lower case.
    pub(super) rest: Box<[Box<str>]>,
    pub(super) class: Class,
}

/// The vocabulary by first words.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    entries: HashMap<Box<str>, Vec<Entry>>,
    longest: usize,
}

type Tables = BTreeMap<String, BTreeMap<String, Vec<String>>>;

impl Lexicon {
    /// The vocabulary that comes with the program.
    pub(super) fn english() -> &'static Self {
        static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| {
            Lexicon::parse(include_str!("../../../../data/language/time.toml"))
                .expect("the vocabulary that is compiled in was checked by the tests")
        });
        &ENGLISH
    }

    /// Reads the tables of `source`.
    ///
    /// # Errors
    ///
    /// Says which table or key is not understood.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let tables: Tables = toml::from_str(source).map_err(|error| error.to_string())?;
        let mut lexicon = Self::default();
        for (table, keys) in &tables {
            for (key, words) in keys {
                let class = class(table, key)
                    .ok_or_else(|| format!("[{table}] has no such key as `{key}`"))?;
                words.iter().for_each(|phrase| lexicon.add(phrase, class));
            }
        }
        for entries in lexicon.entries.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
        }
        Ok(lexicon)
    }

    fn add(&mut self, phrase: &str, class: Class) {
        let mut atoms =
            super::atoms::pieces(phrase).map(|(span, _)| Box::<str>::from(span.of(phrase)));
        let Some(first) = atoms.next() else { return };
        self.longest = self.longest.max(first.len());
        let rest = atoms.collect();
        self.entries
            .entry(first)
            .or_default()
            .push(Entry { rest, class });
    }

    /// Whether `word` alone has such a meaning.
    pub(super) fn means(&self, word: &str, is: impl Fn(Class) -> bool) -> bool {
        let mut entries = self.entries(word).iter();
        entries.any(|entry| entry.rest.is_empty() && is(entry.class))
    }

    /// What may begin with `word`, longest phrases first.
    pub(super) fn entries(&self, word: &str) -> &[Entry] {
        let mut lower = [0_u8; 24];
        if word.len() > self.longest.min(lower.len()) {
            return &[];
        }
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let Ok(key) = std::str::from_utf8(lower) else {
            return &[];
        };
        self.entries.get(key).map_or(&[], Vec::as_slice)
    }
}

fn class(table: &str, key: &str) -> Option<Class> {
    Some(match table {
        "weekday" => Class::Weekday(key.parse().ok()?),
        "weekday_short" => Class::WeekdayShort(key.parse().ok()?),
        "weekday_plural" => Class::WeekdayPlural(key.parse().ok()?),
        "month" => Class::Month(key.parse().ok()?),
        "season" => Class::Season(Season::parse(key)?),
        "number" => Class::Number(key.parse().ok()?),
        "ordinal" => Class::Ordinal(key.parse().ok()?),
        "quantity" => Class::Quantity(Quantity::parse(key)?),
        "unit" => Class::Unit(Unit::parse(key)?),
        "unit_plural" => Class::Units(Unit::parse(key)?),
        "long" => Class::Long(Unit::parse(key)?),
        "frequency" => Class::Frequency(Unit::parse(key)?),
        "part" => Class::Part(Part::parse(key)?),
        "clock" => Class::Clock(key.parse().ok()?),
        "near_part" => near_part(key)?,
        "overnight" => Class::Overnight,
        "light_verb" => Class::LightVerb,
        "gathering" => Class::Gathering,
        "prompt" => Class::Prompt,
        "near_day" => Class::NearDay(key.parse().ok()?),
        "zone" => Class::Zone,
        "shift" => Class::Shift(Shift::parse(key)?),
        "span" => Class::Span(Side::parse(key)?),
        "edge" => Class::Edge(Edge::parse(key)?),
        "approximate" => Class::Approximate,
        "offset" => Class::Offset(Offset::parse(key)?),
        "bound" => Class::Bound(Bound::parse(key)?),
        "reference" => Class::Reference(Reference::parse(key)?),
        "times" => Class::Times,
        "every" => Class::Every,
        "decade" => Class::Decade(key.parse().ok()?),
        "holiday" => Class::Holiday(Holiday::parse(key, weekday)?),
        "ahead" => Class::Ahead,
        "ahead_verb" => Class::AheadVerb,
        "behind" => Class::Behind(Behind::parse(key)?),
        "tenure" => Class::Tenure,
        "age" => Class::Age,
        _ => return None,
    })
}

fn near_part(key: &str) -> Option<Class> {
    let (days, part) = key.split_once(' ')?;
    Some(Class::NearPart(days.parse().ok()?, Part::parse(part)?))
}

/// ISO number of a weekday's English name, as the rules of holidays write it.
fn weekday(name: &str) -> Option<u8> {
    const NAMES: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    (1..)
        .zip(NAMES)
        .find(|(_, known)| *known == name)
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_understood() {
        let lexicon = Lexicon::parse(include_str!("../../../../data/language/time.toml")).unwrap();
        assert!(
            lexicon
                .entries("MAY")
                .iter()
                .any(|entry| entry.class == Class::Month(5))
        );
        assert!(
            lexicon.longest < 24,
            "longer first words would never be found"
        );
    }

    #[test]
    fn unknown_tables_and_keys_are_named() {
        let error = Lexicon::parse("[season]\nXX = [\"monsoon\"]").unwrap_err();
        assert_eq!(error, "[season] has no such key as `XX`");
    }

    #[test]
    fn words_of_other_scripts_and_of_any_length_are_not_found() {
        let lexicon = Lexicon::english();
        assert!(lexicon.entries("über").is_empty());
        assert!(lexicon.entries(&"м".repeat(100)).is_empty());
    }
}
