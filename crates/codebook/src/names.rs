//! Finding names in running text: one automaton for all of them.
//!
//! Names are compared folded: accents are dropped ("Côte" is "Cote"), so are apostrophes and the
//! periods of initials ("U.S." is "US"); a hyphen is a space and white space of any length is one
//! space. Letters keep their case, so that "US" is not "us"; but words of four capitals or more may
//! also be a shouted form of the name ("MACRON", "UNITED KINGDOM").

use std::borrow::Cow;
use std::collections::BTreeMap;

use fst::raw::{Fst, Output};
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// No name is longer, in bytes of the text.
const LONGEST: usize = 200;

/// What kind of name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameForm {
    /// The main name.
    Name,
    /// Another full name.
    Alias,
    /// A person's short form.
    Surname,
    /// An adjective of nationality: "Chinese".
    Adjective,
    /// A country's inhabitants: "Danes".
    Inhabitants,
    /// A capital, a building or a nickname that stands for a government or an organ.
    Metonym,
    /// A short form of a part of a country, used behind a town: "Calif.", "ON".
    Abbreviation,
}

impl NameForm {
    const ALL: [Self; 7] = [
        Self::Name,
        Self::Alias,
        Self::Surname,
        Self::Adjective,
        Self::Inhabitants,
        Self::Metonym,
        Self::Abbreviation,
    ];
}

/// One thing that a name may stand for: its number in its table, and as what the name stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Posting {
    pub(crate) number: u32,
    pub(crate) form: NameForm,
}

impl Posting {
    const FORM_BITS: u32 = 3;

    fn pack(self) -> u32 {
        self.number << Self::FORM_BITS | self.form as u32
    }

    fn unpack(packed: u32) -> Self {
        let form = (packed & ((1 << Self::FORM_BITS) - 1)) as usize;
        Self {
            number: packed >> Self::FORM_BITS,
            form: NameForm::ALL.get(form).copied().unwrap_or(NameForm::Name),
        }
    }
}

/// An automaton over folded names, and what each stands for.
pub(crate) struct NameIndex {
    fst: Fst<Cow<'static, [u8]>>,
    postings: Vec<Posting>,
}

/// A name found: how many bytes it covers, and what it may stand for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'n> {
    pub(crate) len: usize,
    pub(crate) postings: &'n [Posting],
}

impl NameIndex {
    /// The index whose parts [`bytes`](Self::bytes) and [`packed_postings`](Self::packed_postings) gave; none where the
    /// bytes are no automaton.
    pub(crate) fn from_parts(bytes: Cow<'static, [u8]>, postings: &[u32]) -> Option<Self> {
        let fst = Fst::new(bytes).ok()?;
        let postings = postings.iter().copied().map(Posting::unpack).collect();
        Some(Self { fst, postings })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.fst.as_bytes()
    }

    pub(crate) fn packed_postings(&self) -> Vec<u32> {
        self.postings.iter().copied().map(Posting::pack).collect()
    }

    /// How many different names there are.
    pub(crate) fn len(&self) -> usize {
        self.fst.len()
    }

    /// The longest name that begins at byte `start` of `text` and ends where a word ends. Whether a
    /// word begins at `start` is for the caller to know.
    pub(crate) fn longest(&self, text: &str, start: usize) -> Option<Found<'_>> {
        let rest = text.get(start..)?;
        let plain = self.walk(rest, false);
        let shouted = if shouts(rest) {
            self.walk(rest, true)
        } else {
            None
        };
        match (plain, shouted) {
            (Some(plain), Some(shouted)) if shouted.len > plain.len => Some(shouted),
            (None, shouted) => shouted,
            (plain, _) => plain,
        }
    }

    /// What `name`, as a whole, may stand for.
    pub(crate) fn exactly(&self, name: &str) -> &[Posting] {
        match self.longest(name, 0) {
            Some(found) if found.len == name.len() => found.postings,
            _ => &[],
        }
    }

    fn walk(&self, text: &str, calm: bool) -> Option<Found<'_>> {
        let mut step = Step {
            fst: &self.fst,
            node: self.fst.root(),
            out: Output::zero(),
            alive: true,
        };
        let mut reader = Reader::default();
        let mut best = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|&(_, next)| next);
            let c = if calm { reader.calm(c, &text[at..]) } else { c };
            if at >= LONGEST || !reader.feed(c, next, |byte| step.take(byte)) || !step.alive {
                break;
            }
            let end = chars.peek().map_or(text.len(), |&(end, _)| end);
            if reader.in_word && next.is_none_or(ends_word) && step.node.is_final() {
                let value = step.out.cat(step.node.final_output()).value();
                let period = usize::from(reader.initials && next == Some('.'));
                best = Some((end + period, value));
            }
        }
        let (len, value) = best?;
        let (first, count) = ((value >> 8) as usize, (value & 0xff) as usize);
        Some(Found {
            len,
            postings: self.postings.get(first..first + count)?,
        })
    }
}

impl std::fmt::Debug for NameIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NameIndex")
            .field("names", &self.len())
            .finish_non_exhaustive()
    }
}

/// Where in the automaton a walk has come to.
struct Step<'n> {
    fst: &'n Fst<Cow<'static, [u8]>>,
    node: fst::raw::Node<'n>,
    out: Output,
    alive: bool,
}

impl Step<'_> {
    fn take(&mut self, byte: u8) {
        let Some(found) = self.node.find_input(byte).filter(|_| self.alive) else {
            self.alive = false;
            return;
        };
        let transition = self.node.transition(found);
        self.out = self.out.cat(transition.out);
        self.node = self.fst.node(transition.addr);
    }
}

/// Folds a text character by character.
#[derive(Default)]
struct Reader {
    /// A space is due before the next letter.
    space: bool,
    /// The last character was part of a word.
    in_word: bool,
    /// Letters since the last space, hyphen or period.
    letters: usize,
    /// A period stood inside this word, so that one behind it belongs to it: "U.S."
    initials: bool,
    /// This word is written in capitals and is read in small letters.
    lowering: Lowering,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Lowering {
    #[default]
    No,
    AfterFirst,
    All,
}

impl Reader {
    /// Hands the folded bytes of `c` to `emit`; false where no name can go on.
    fn feed(&mut self, c: char, next: Option<char>, mut emit: impl FnMut(u8)) -> bool {
        match c {
            '-' | '\u{2010}' | '\u{2011}' => self.separate(),
            c if c.is_whitespace() => self.separate(),
            '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`' | '´' => self.in_word = false,
            '.' => {
                // The period of a sentence is none of a name; that of "St. Kitts" and "U.S. Army" is.
                let sentence = self.letters > 2 && next.is_none_or(|next| !next.is_alphanumeric());
                if sentence || self.letters == 0 {
                    return false;
                }
                self.in_word = false;
                self.letters = 0;
                self.initials = true;
            }
            c => {
                if self.space {
                    emit(b' ');
                }
                self.space = false;
                self.in_word = true;
                self.letters += 1;
                fold(c, emit);
            }
        }
        true
    }

    fn separate(&mut self) {
        self.space = self.in_word || self.space || self.initials;
        self.in_word = false;
        self.letters = 0;
        self.initials = false;
    }

    /// `c`, or its small letter inside a word in capitals.
    fn calm(&mut self, c: char, rest: &str) -> char {
        if !c.is_alphabetic() {
            self.lowering = Lowering::No;
            return c;
        }
        if self.letters == 0 {
            self.lowering = lowering(rest);
        }
        match self.lowering {
            Lowering::No => c,
            Lowering::AfterFirst if self.letters == 0 => c,
            _ => c.to_lowercase().next().unwrap_or(c),
        }
    }
}

/// Words that stay small inside a name.
const SMALL: &[&str] = &[
    "OF", "AND", "THE", "DE", "DA", "DO", "DI", "LA", "AL", "FOR", "BIN", "VAN", "VON", "ON", "IN",
];

fn lowering(word: &str) -> Lowering {
    let end = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    let word = &word[..end];
    if SMALL.contains(&word) {
        return Lowering::All;
    }
    match word.chars().all(char::is_uppercase) && word.chars().count() >= 4 {
        true => Lowering::AfterFirst,
        false => Lowering::No,
    }
}

/// Whether the text begins with a word in capitals.
fn shouts(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase()) && lowering(text) != Lowering::No
}

fn ends_word(next: char) -> bool {
    !next.is_alphanumeric() && !is_combining_mark(next)
}

/// The letter without its accents.
fn fold(c: char, mut emit: impl FnMut(u8)) {
    if c.is_ascii() {
        emit(c as u8);
        return;
    }
    let spelled = match c {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' => "d",
        'Đ' | 'Ð' => "D",
        'ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "Ae",
        'œ' => "oe",
        'Œ' => "Oe",
        'þ' => "th",
        'Þ' => "Th",
        'ə' => "a",
        'Ə' => "A",
        '–' => "-",
        _ => "",
    };
    if !spelled.is_empty() {
        spelled.bytes().for_each(emit);
        return;
    }
    decompose_canonical(c, |part| {
        if !is_combining_mark(part) {
            part.encode_utf8(&mut [0; 4]).bytes().for_each(&mut emit);
        }
    });
}

/// `name` as the automaton knows it.
pub(crate) fn folded(name: &str) -> Vec<u8> {
    let mut reader = Reader::default();
    let mut key = Vec::with_capacity(name.len());
    for c in name.trim().chars() {
        // Inside a name every period is one of an abbreviation.
        reader.letters = usize::from(reader.letters > 0);
        reader.feed(c, Some('a'), |byte| key.push(byte));
    }
    key
}

/// Collects names for a [`NameIndex`].
#[derive(Default)]
pub(crate) struct NameBuilder {
    names: BTreeMap<Vec<u8>, Vec<Posting>>,
}

impl NameBuilder {
    /// `name` may stand for `posting`. A name that begins with a small letter may begin a sentence.
    pub(crate) fn add(&mut self, name: &str, posting: Posting) {
        let key = folded(name);
        if key.len() < 2 {
            return;
        }
        if key[0].is_ascii_lowercase() {
            let mut capital = key.clone();
            capital[0] = capital[0].to_ascii_uppercase();
            self.names.entry(capital).or_default().push(posting);
        }
        self.names.entry(key).or_default().push(posting);
    }

    /// The index; of two ways in which a name stands for the same thing the first is kept, and the
    /// order of additions is the order of candidates.
    pub(crate) fn build(self) -> NameIndex {
        let mut builder = fst::raw::Builder::memory();
        let mut postings: Vec<Posting> = Vec::new();
        for (key, list) in self.names {
            let first = postings.len();
            for posting in list {
                let known = postings[first..]
                    .iter()
                    .any(|known| known.number == posting.number);
                if !known && postings.len() - first < 0xff {
                    postings.push(posting);
                }
            }
            let count = postings.len() - first;
            builder
                .insert(&key, (first as u64) << 8 | count as u64)
                .expect("keys come sorted");
        }
        let bytes = builder.into_inner().expect("memory does not fail");
        let fst = Fst::new(Cow::Owned(bytes)).expect("just built");
        NameIndex { fst, postings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> NameIndex {
        let mut names = NameBuilder::default();
        let list = [
            "Côte d'Ivoire",
            "US",
            "United Kingdom",
            "Saint Lucia",
            "St. Lucia",
            "Guinea-Bissau",
            "Guinea",
            "al-Shabaab",
            "Republic of Congo",
            "Congo",
            "China",
            "South China Sea",
            "São Tomé",
            "Macron",
            "Xi Jinping",
        ];
        for (number, name) in list.iter().enumerate() {
            names.add(
                name,
                Posting {
                    number: number as u32,
                    form: NameForm::Name,
                },
            );
        }
        names.build()
    }

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, u32)>) {
        let index = index();
        let found = index.longest(text, 0);
        let found = found.map(|found| (&text[..found.len], found.postings[0].number));
        assert_eq!(found, expected);
    }

    #[test]
    fn accents_apostrophes_hyphens_and_periods_do_not_matter() {
        check("Cote d’Ivoire said", Some(("Cote d’Ivoire", 0)));
        check("CÔTE D'IVOIRE", None); // known to be missed: "D" is not lowered
        check("U.S. troops", Some(("U.S.", 1)));
        check("U.S.", Some(("U.S.", 1)));
        check("US.", Some(("US", 1)));
        check("us too", None);
        check("St Lucia", Some(("St Lucia", 4)));
        check("St. Lucia's envoy", Some(("St. Lucia", 4)));
        check("Guinea Bissau", Some(("Guinea Bissau", 5)));
        check(
            "Sa\u{303}o Tome\u{301} too",
            Some(("Sa\u{303}o Tome\u{301}", 12)),
        );
        check("Xi\n Jinping", Some(("Xi\n Jinping", 14)));
    }

    #[test]
    fn the_longest_name_that_ends_with_a_word_wins() {
        check("Guinea-Bissau's", Some(("Guinea-Bissau", 5)));
        check("Guinea-Bissauan", Some(("Guinea", 6)));
        check("Guineans", None);
        check("South China. Sea levels", None);
        check("Macron's plan", Some(("Macron", 13)));
        check("Macron", Some(("Macron", 13)));
    }

    #[test]
    fn shouted_names_are_heard() {
        check("MACRON SAID", Some(("MACRON", 13)));
        check("UNITED KINGDOM", Some(("UNITED KINGDOM", 2)));
        check("REPUBLIC OF CONGO", Some(("REPUBLIC OF CONGO", 8)));
        check("Al-Shabaab struck", Some(("Al-Shabaab", 7)));
        check("AL-SHABAAB", Some(("AL-SHABAAB", 7)));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,40}", start in 0usize..50) {
            let index = index();
            if let Some(found) = index.longest(&text, start) {
                assert!(text.get(start..start + found.len).is_some());
            }
            let _ = folded(&text);
        }
    }
}
