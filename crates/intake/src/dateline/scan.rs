//! The parts of a dateline, each read where the last one ended.

use crate::dates::{self, Written};
use chancery_text::ByteSpan;

/// The most words of a city's name, and of the country or state after it.
const MOST_WORDS: usize = 5;

/// Small words inside names of places.
const JOINTS: [&str; 14] = [
    "de", "del", "da", "do", "la", "el", "of", "and", "the", "al", "am", "an", "sur", "upon",
];

const HIJRI_MONTHS: [&str; 12] = [
    "Muharram", "Safar", "Rabi", "Jumada", "Rajab", "Sha'ban", "Shaaban", "Ramadan", "Shawwal",
    "Dhul", "Dhu", "Thul",
];

/// Whether a place is written in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Capitals,
    Mixed,
}

/// A place as a dateline names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// All of it.
    pub(super) span: ByteSpan,
    /// Without the country or state.
    pub(super) city: ByteSpan,
    pub(super) letters: Letters,
}

/// What closes a dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Close {
    Dash,
    Colon,
    Line,
    None,
}

/// Agencies and perhaps a date, as one bracket holds them.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) names: Vec<ByteSpan>,
    pub(super) date: Option<Written>,
    pub(super) bracketed: bool,
}

/// A reader of one line that moves on only past what it has understood.
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip(&mut self, these: &[char]) {
        self.at = self.text.len() - self.rest().trim_start_matches(these).len();
    }

    /// A city, perhaps several with slashes between, perhaps with country or state after commas.
    pub(super) fn place(&mut self, is_agency: impl Fn(&str) -> bool) -> Option<Place> {
        let start = self.at;
        let letters = match self.peek_word()? {
            word if is_capitals(word.of(self.text)) => Letters::Capitals,
            _ => Letters::Mixed,
        };
        let city = self.name(letters, &is_agency)?;
        for _ in 0..2 {
            let back = self.at;
            self.skip(&[',', ' ', '\u{a0}']);
            let comma = self.text[back..self.at].contains(',');
            if !comma || self.name(Letters::Mixed, &is_agency).is_none() {
                self.at = back;
                break;
            }
            self.abbreviation_stop();
        }
        Some(Place {
            span: ByteSpan::new(start, self.at),
            city,
            letters,
        })
    }

    /// Words that begin with capitals, or are all capitals, in a row.
    fn name(&mut self, letters: Letters, is_agency: &impl Fn(&str) -> bool) -> Option<ByteSpan> {
        let start = self.at;
        let mut end = start;
        for count in 0..MOST_WORDS {
            let back = self.at;
            if count > 0 {
                self.joint();
            }
            let fits = self.peek_word().filter(|word| {
                let word = word.of(self.text);
                let cased = match letters {
                    Letters::Capitals => is_capitals(word),
                    Letters::Mixed => word.starts_with(char::is_uppercase),
                };
                (cased || count > 0 && JOINTS.contains(&word)) && !dates::is_calendar_word(word)
            });
            let Some(word) = fits.filter(|_| count == 0 || self.at > back) else {
                self.at = back;
                break;
            };
            self.at = word.end;
            if !JOINTS.contains(&word.of(self.text)) {
                end = word.end;
            }
        }
        self.at = end;
        let name = ByteSpan::new(start, end);
        let agency = is_agency(name.of(self.text)) || is_hijri(name.of(self.text));
        if name.is_empty() || agency {
            self.at = start;
            return None;
        }
        Some(name)
    }

    /// What may stand between two words of a name.
    fn joint(&mut self) {
        if self.rest().starts_with([' ', '/']) {
            self.at += 1;
        }
    }

    /// The word that begins here: letters with inner apostrophes, hyphens and stops.
    fn peek_word(&self) -> Option<ByteSpan> {
        let rest = self.rest();
        let mut end = 0;
        let mut letters = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let inner = chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
            let takes = match c {
                '\'' | '’' | '-' => letters > 0 && inner,
                // `D.C.`, `St. Petersburg`, but not the stop that closes `MOSCOW.`
                '.' => letters > 0 && (inner || letters <= 2),
                _ => c.is_alphabetic(),
            };
            if !takes {
                break;
            }
            letters = if c.is_alphabetic() { letters + 1 } else { 0 };
            end = at + c.len_utf8();
        }
        (end > 0).then(|| ByteSpan::new(self.at, self.at + end))
    }

    /// The stop of `Calif.`, which a space and more must follow.
    fn abbreviation_stop(&mut self) {
        let after = self.rest().strip_prefix('.').map(str::trim_start);
        if after.is_some_and(|after| after.starts_with(['(', '-', '–', '—', '_', ','])) {
            self.at += 1;
        }
    }

    /// A date after commas, stops and spaces.
    pub(super) fn date(&mut self) -> Option<Written> {
        let back = self.at;
        self.skip(&[',', '.', ' ', '\u{a0}']);
        let date = dates::written_at(self.text, self.at);
        self.at = date.map_or(back, |date| date.span.end);
        date
    }

    /// `Ramadan 5, 1442 H`, which is passed over.
    pub(super) fn hijri(&mut self) {
        let back = self.at;
        self.skip(&[',', ' ', '\u{a0}', '(']);
        let Some(word) = self.peek_word().filter(|word| is_hijri(word.of(self.text))) else {
            self.at = back;
            return;
        };
        self.at = word.end;
        let after = self
            .rest()
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-'));
        let used = self.rest().len() - after.len();
        self.at += self.rest()[..used].trim_end_matches([',', ' ', '-']).len();
        for era in [" AH", " H"] {
            if self.rest().starts_with(era) {
                self.at += era.len();
            }
        }
    }

    /// `(AP)`, `/TASS/`, `Kyodo`; in brackets also a date.
    pub(super) fn chain(&mut self, is_agency: impl Fn(&str) -> bool) -> Option<Chain> {
        let back = self.at;
        self.skip(&[',', '.', ' ', '\u{a0}']);
        let chain = match self.rest().chars().next() {
            Some('(') => self.bracket(')', &is_agency),
            Some('[') => self.bracket(']', &is_agency),
            Some('/') => self.bracket('/', &is_agency),
            Some(_) => self.bare(&is_agency),
            None => None,
        };
        if chain.is_none() {
            self.at = back;
        }
        chain
    }

    fn bracket(&mut self, closing: char, is_agency: &impl Fn(&str) -> bool) -> Option<Chain> {
        let start = self.at + 1;
        let end = start + self.text.get(start..)?.find(closing)?;
        let date = word_starts(&self.text[..end], start)
            .find_map(|at| dates::written_at(&self.text[..end], at));
        let mut names = Vec::new();
        let pieces = match date {
            Some(date) => vec![
                ByteSpan::new(start, date.span.start),
                ByteSpan::new(date.span.end, end),
            ],
            None => vec![ByteSpan::new(start, end)],
        };
        for piece in pieces {
            for name in split_chain(self.text, piece) {
                let words = name.of(self.text);
                let proper =
                    words.starts_with(char::is_uppercase) || is_agency(words) || is_site(words);
                if !proper || words.split(' ').count() > MOST_WORDS {
                    return None;
                }
                names.push(name);
            }
        }
        self.at = end + 1;
        (!names.is_empty() || date.is_some()).then_some(Chain {
            names,
            date,
            bracketed: true,
        })
    }

    /// A known agency without brackets, the longest name that fits.
    fn bare(&mut self, is_agency: &impl Fn(&str) -> bool) -> Option<Chain> {
        let rest = self.rest();
        let ends = rest
            .char_indices()
            .filter(|(_, c)| !c.is_alphanumeric())
            .map(|(at, _)| at)
            .take(10)
            .chain([rest.len()]);
        let end = ends.filter(|&end| is_agency(&rest[..end])).last()?;
        let name = ByteSpan::new(self.at, self.at + end);
        self.at = name.end;
        Some(Chain {
            names: vec![name],
            date: None,
            bracketed: false,
        })
    }

    /// The dash, colon or line end; `at_line` says whether the text seen ends with its line.
    pub(super) fn close(&mut self, at_line: bool) -> Close {
        let back = self.at;
        self.skip(&['.', ',', ' ', '\u{a0}', '\t']);
        let spaced = self.text[back..self.at].contains([' ', '\u{a0}', '\t'])
            || self.text[..back].ends_with([')', '/', ']']);
        let rest = self.rest();
        if rest.is_empty() && at_line {
            return Close::Line;
        }
        let dashes = rest.len()
            - rest
                .trim_start_matches(['-', '–', '—', '―', '_', '−'])
                .len();
        let long = rest.starts_with("--") || rest.starts_with(['–', '—', '―']);
        // The stop of `(EFE).-` makes its dash as good as a spaced one.
        let stopped = self.text[back..self.at].contains('.');
        if dashes > 0 && (spaced || long || stopped) && dashes <= 9 {
            self.at += dashes;
            return Close::Dash;
        }
        if rest.starts_with(": ") || rest.starts_with(":\u{a0}") {
            self.at += 1;
            return Close::Colon;
        }
        // The stop of `/TASS/.` belongs to the dateline.
        self.at = back + usize::from(self.text[back..].starts_with('.'));
        Close::None
    }
}

fn is_capitals(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase)
}

fn is_hijri(name: &str) -> bool {
    HIJRI_MONTHS
        .iter()
        .any(|month| name.split([' ', '-']).next() == Some(month))
}

/// The places where a word or number begins.
fn word_starts(text: &str, from: usize) -> impl Iterator<Item = usize> {
    let mut before = false;
    text[from..].char_indices().filter_map(move |(at, c)| {
        let starts = c.is_alphanumeric() && !before;
        before = c.is_alphanumeric();
        starts.then_some(from + at)
    })
}

/// The names of `UrduPoint News / Sputnik -`, without the marks between.
fn split_chain(text: &str, piece: ByteSpan) -> Vec<ByteSpan> {
    let words = piece.of(text);
    let mut cuts: Vec<(usize, usize)> = words
        .match_indices(['/', ',', ';', '|', '\n'])
        .chain(
            [" - ", " – ", " — "]
                .iter()
                .flat_map(|dash| words.match_indices(dash)),
        )
        .map(|(at, mark)| (at, at + mark.len()))
        .collect();
    cuts.sort_unstable();
    cuts.push((words.len(), words.len()));
    let mut names = Vec::new();
    let mut start = 0;
    for (end, next) in cuts {
        let name = words[start..end.max(start)].trim_matches([' ', '\u{a0}', '-', '–', '—', '.']);
        if !name.is_empty() {
            let at = name.as_ptr() as usize - words.as_ptr() as usize;
            names.push(ByteSpan::new(
                piece.start + at,
                piece.start + at + name.len(),
            ));
        }
        start = next;
    }
    names
}

/// Whether a word is the name of a site: `bdnews24.com`.
fn is_site(word: &str) -> bool {
    let (name, domain) = word.rsplit_once('.').unwrap_or_default();
    name.len() > 1
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        && matches!(domain.len(), 2..=4)
        && domain.bytes().all(|byte| byte.is_ascii_lowercase())
}
