//! Python's regular expressions, rewritten for Rust's engines.
//!
//! Look-arounds at the edges of an alternative, the only ones in spaCy's affix rules, become parts
//! of the expression that are cut off the match again: what comes out is the same, and the search
//! takes linear time. Whatever else looks around is left to a backtracking engine.

use std::sync::OnceLock;

use fancy_regex::Regex as Backtracking;
use regex::{Regex, RegexSet};

/// Python's `\w`: letters and numbers by general category, and the underscore.
const WORD: &str = r"\p{L}\p{N}_";

/// Python's `\s` has four separators more than Rust's.
const SPACE: &str = r"\s\x1c-\x1f";

/// A pattern's top-level alternatives, as few machines as give the same matches.
#[derive(Debug)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    engine: Engine,
    /// Characters at the start of the engine's match that only looked behind.
    behind: usize,
}

#[derive(Debug)]
enum Engine {
    /// The match, less so many characters at its end that only looked ahead.
    Linear(Regex, usize),
    /// The match is the first group.
    Grouped(Regex),
    Backtracking(Backtracking),
}

impl Pattern {
    /// Compiles a Python pattern; the error says what is wrong with it.
    pub(super) fn compile(pattern: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain: Vec<String> = Vec::new();
        for alternative in split_alternatives(pattern) {
            match Alternative::parse(alternative) {
                Some(parts) if parts.is_plain() => plain.push(translate(parts.body)),
                Some(parts) => flush(&mut plain, &mut pieces, parts.compile()?)?,
                None => flush(&mut plain, &mut pieces, backtracking(alternative)?)?,
            }
        }
        if !plain.is_empty() {
            pieces.push(linear(&plain)?);
        }
        Ok(Self { pieces })
    }

    /// The first match; of matches at one place, the first alternative's.
    pub(super) fn find(&self, text: &str) -> Option<(usize, usize)> {
        self.pieces
            .iter()
            .filter_map(|piece| piece.find_at(text, 0))
            .reduce(first_of)
    }

    /// All matches that do not overlap, from left to right.
    pub(super) fn find_iter<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = (usize, usize)> + 't {
        // What each piece finds next: one that finds seldom must not search again each time that
        // another has found something, or long texts would take quadratic time.
        let mut next: Vec<Option<(usize, usize)>> = vec![Some((0, 0)); self.pieces.len()];
        let mut fresh = false;
        let mut from = Some(0);
        std::iter::from_fn(move || {
            let start = from?;
            for (found, piece) in next.iter_mut().zip(&self.pieces) {
                if !fresh || found.is_some_and(|found| found.0 < start) {
                    *found = piece.find_at(text, start);
                }
            }
            fresh = true;
            let (begin, end) = next.iter().copied().flatten().reduce(first_of)?;
            from = if begin < end {
                Some(end)
            } else {
                text[end..].chars().next().map(|char| end + char.len_utf8())
            };
            Some((begin, end))
        })
    }
}

/// The match that begins first; the first of two that begin at one place.
fn first_of(best: (usize, usize), next: (usize, usize)) -> (usize, usize) {
    if next.0 < best.0 { next } else { best }
}

/// Closes a run of plain alternatives before one that is not: order decides between matches at one place.
fn flush(plain: &mut Vec<String>, pieces: &mut Vec<Piece>, next: Piece) -> Result<(), String> {
    if !plain.is_empty() {
        pieces.push(linear(plain)?);
        plain.clear();
    }
    pieces.push(next);
    Ok(())
}

impl Piece {
    fn find_at(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let mut start = back(text, from, self.behind);
        loop {
            let (begin, end) = self.engine.find_at(text, start)?;
            let begin = forward(text, begin, self.behind);
            if begin >= from {
                return Some((begin, end));
            }
            start = forward(text, start, 1);
        }
    }
}

impl Engine {
    fn find_at(&self, text: &str, start: usize) -> Option<(usize, usize)> {
        match self {
            Self::Linear(regex, ahead) => {
                let found = regex.find_at(text, start)?;
                Some((found.start(), back(text, found.end(), *ahead)))
            }
            Self::Grouped(regex) => {
                let groups = regex.captures_at(text, start)?;
                Some((groups.get(0)?.start(), groups.get(1)?.end()))
            }
            // Beyond the engine's limit on backtracking there is no match.
            Self::Backtracking(regex) => {
                let found = regex.find_from_pos(text, start).ok()??;
                Some((found.start(), found.end()))
            }
        }
    }
}

/// The position `chars` characters before byte `at`, or the start.
fn back(text: &str, at: usize, chars: usize) -> usize {
    if chars == 0 {
        return at;
    }
    let mut before = text[..at].char_indices().rev();
    before.nth(chars - 1).map_or(0, |(at, _)| at)
}

/// The position `chars` characters after byte `at`, or the end.
fn forward(text: &str, at: usize, chars: usize) -> usize {
    let mut after = text[at..].char_indices();
    after
        .nth(chars)
        .map_or(text.len(), |(offset, _)| at + offset)
}

/// A pattern that must match from the start of a text.
///
/// Some are enormous: the French one is 1.4 MB of alternatives with a class of all letters in each.
/// A loose form of every alternative, which matches all that it matches and more, is tried first;
/// the exact form is made only for those that are met.
#[derive(Debug)]
pub(super) struct Anchored {
    loose: RegexSet,
    exact: Vec<Option<Exact>>,
}

/// An exact form, made when it is needed.
#[derive(Debug)]
struct Exact {
    pattern: String,
    machine: OnceLock<Option<Machine>>,
}

#[derive(Debug)]
enum Machine {
    Linear(Regex),
    Backtracking(Backtracking),
}

/// Patterns longer than this, in bytes, are taken apart into their alternatives.
const LONG: usize = 20_000;

/// Classes longer than this, in bytes, are any character in the loose form of a long pattern.
const LONG_CLASS: usize = 300;

impl Anchored {
    pub(super) fn compile(pattern: &str) -> Result<Self, String> {
        let (flags, body) = split_flags(pattern);
        let long = pattern.len() > LONG;
        let alternatives = if long {
            split_alternatives(without_brackets(body))
        } else {
            vec![body]
        };
        let mut loose = Vec::new();
        let mut exact = Vec::new();
        for alternative in alternatives {
            let mut form = without_lookarounds(alternative);
            if long {
                form = without_long_classes(&form);
            }
            let same = form == alternative;
            exact.push((!same).then(|| Exact::new(flags, alternative)));
            loose.push(format!("^(?:{flags}{})", translate(&form)));
        }
        if !long && let Some(Some(exact)) = exact.first() {
            exact.make()?;
        }
        let loose = RegexSet::new(loose).map_err(|error| error.to_string())?;
        Ok(Self { loose, exact })
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let exact = |at: usize| {
            self.exact[at]
                .as_ref()
                .is_none_or(|exact| exact.is_match(text))
        };
        self.loose.matches(text).into_iter().any(exact)
    }
}

impl Exact {
    fn new(flags: &str, pattern: &str) -> Self {
        Self {
            pattern: format!("^(?:{flags}{})", translate(pattern)),
            machine: OnceLock::new(),
        }
    }

    fn make(&self) -> Result<Machine, String> {
        match Regex::new(&self.pattern) {
            Ok(regex) => Ok(Machine::Linear(regex)),
            Err(_) => compile_backtracking(&self.pattern).map(Machine::Backtracking),
        }
    }

    fn is_match(&self, text: &str) -> bool {
        match self.machine.get_or_init(|| self.make().ok()) {
            Some(Machine::Linear(regex)) => regex.is_match(text),
            Some(Machine::Backtracking(regex)) => regex.is_match(text).unwrap_or(false),
            None => false,
        }
    }
}

/// Takes `(?iu)` and the like off the front, without what Rust does anyway.
fn split_flags(pattern: &str) -> (&'static str, &str) {
    let flags = pattern
        .strip_prefix("(?")
        .and_then(|rest| rest.split_once(')'));
    match flags {
        Some((flags, body)) if flags.chars().all(|flag| "iu".contains(flag)) => {
            let ignores_case = flags.contains('i');
            (if ignores_case { "(?i)" } else { "" }, body)
        }
        _ => ("", pattern),
    }
}

/// The pattern without a bracket around the whole of it.
fn without_brackets(pattern: &str) -> &str {
    let inner = pattern.strip_prefix("(?:");
    match inner.and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if group_end(pattern) == Some(pattern.len()) => inner,
        _ => pattern,
    }
}

/// The pattern with any character in the place of long classes.
fn without_long_classes(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = 0;
    for (at, byte) in syntax(pattern) {
        if byte != b'[' {
            continue;
        }
        let Some(end) = class_end(pattern, at) else {
            break;
        };
        out.push_str(&pattern[rest..at]);
        out.push_str(if end - at > LONG_CLASS {
            "(?s:.)"
        } else {
            &pattern[at..end]
        });
        rest = end;
    }
    out.push_str(&pattern[rest..]);
    out
}

/// Where the class that begins at `start` ends, its bracket included.
fn class_end(pattern: &str, start: usize) -> Option<usize> {
    let bytes = pattern.as_bytes();
    let mut at = start + 1 + usize::from(bytes.get(start + 1) == Some(&b'^'));
    // A bracket that comes first is a member of the class.
    at += usize::from(bytes.get(at) == Some(&b']'));
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            b']' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// An alternative taken apart: `(?<=behind)body(?=ahead)`.
struct Alternative<'p> {
    behind: Option<(&'p str, usize)>,
    body: &'p str,
    ahead: Ahead<'p>,
}

enum Ahead<'p> {
    Nothing,
    /// A look-ahead of a fixed number of characters.
    Fixed(&'p str, usize),
    /// A negative look-ahead at one character of a class.
    NotClass(&'p str),
}

impl<'p> Alternative<'p> {
    /// Nothing, where it looks around in another way than this.
    fn parse(alternative: &'p str) -> Option<Self> {
        let mut body = alternative;
        let mut behind = None;
        if body.starts_with("(?<=") {
            let end = group_end(body)?;
            let inside = &body[4..end - 1];
            behind = Some((inside, fixed_width(inside)?));
            body = &body[end..];
        }
        let mut ahead = Ahead::Nothing;
        if let Some(start) = body.find("(?=").or_else(|| body.find("(?!")) {
            let end = group_end(&body[start..])? + start;
            if end != body.len() {
                return None;
            }
            let inside = &body[start + 3..end - 1];
            ahead = if body[start..].starts_with("(?=") {
                Ahead::Fixed(inside, fixed_width(inside)?)
            } else if fixed_width(inside) == Some(1) && inside.starts_with('[') {
                Ahead::NotClass(inside)
            } else {
                return None;
            };
            body = &body[..start];
        }
        let looks = ["(?=", "(?!", "(?<=", "(?<!"];
        let simple = !looks.iter().any(|look| body.contains(look));
        simple.then_some(Self {
            behind,
            body,
            ahead,
        })
    }

    fn is_plain(&self) -> bool {
        self.behind.is_none() && matches!(self.ahead, Ahead::Nothing)
    }

    fn compile(&self) -> Result<Piece, String> {
        let (behind, width) = self.behind.unwrap_or(("", 0));
        let (behind, body) = (translate(behind), translate(self.body));
        let engine = match self.ahead {
            Ahead::Nothing => {
                Engine::Linear(compile_linear(&format!("(?:{behind})(?:{body})"))?, 0)
            }
            Ahead::Fixed(ahead, chars) => {
                let ahead = translate(ahead);
                let whole = format!("(?:{behind})(?:{body})(?:{ahead})");
                Engine::Linear(compile_linear(&whole)?, chars)
            }
            Ahead::NotClass(class) => {
                let class = translate(class);
                let whole = format!(r"(?:{behind})({body})(?:[^{class}]|\z)");
                Engine::Grouped(compile_linear(&whole)?)
            }
        };
        Ok(Piece {
            engine,
            behind: width,
        })
    }
}

fn linear(alternatives: &[String]) -> Result<Piece, String> {
    let whole = format!("(?:{})", alternatives.join("|"));
    Ok(Piece {
        engine: Engine::Linear(compile_linear(&whole)?, 0),
        behind: 0,
    })
}

fn backtracking(alternative: &str) -> Result<Piece, String> {
    Ok(Piece {
        engine: Engine::Backtracking(compile_backtracking(&translate(alternative))?),
        behind: 0,
    })
}

fn compile_linear(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|error| error.to_string())
}

fn compile_backtracking(pattern: &str) -> Result<Backtracking, String> {
    Backtracking::new(pattern).map_err(|error| error.to_string())
}

/// Rewrites what Rust's syntax reads otherwise than Python's.
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('w') if in_class => out.push_str(WORD),
                Some('w') => out.push_str(&format!("[{WORD}]")),
                Some('W') => out.push_str(&format!("[^{WORD}]")),
                Some('s') if in_class => out.push_str(SPACE),
                Some('s') => out.push_str(&format!("[{SPACE}]")),
                Some('S') => out.push_str(&format!("[^{SPACE}]")),
                Some('Z') => out.push_str(r"\z"),
                Some(next) if next.is_ascii_alphanumeric() => out.extend(['\\', next]),
                Some(next) => out.push_str(&regex::escape(next.encode_utf8(&mut [0; 4]))),
                None => out.push('\\'),
            },
            '[' if in_class => out.push_str(r"\["),
            '&' | '~' if in_class => out.extend(['\\', char]),
            '[' => {
                in_class = true;
                out.push('[');
                if chars.peek() == Some(&'^') {
                    out.extend(chars.next());
                }
                if chars.peek() == Some(&']') {
                    chars.next();
                    out.push_str(r"\]");
                }
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            // Without the multi-line flag; a line break at the end is no matter within a chunk.
            '$' if !in_class => out.push_str(r"\z"),
            _ => out.push(char),
        }
    }
    out
}

/// Walks over a pattern and gives, for each byte outside of escapes and classes, its position and
/// itself; of a class it gives the opening bracket.
fn syntax(pattern: &str) -> impl Iterator<Item = (usize, u8)> {
    let bytes = pattern.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let here = at;
            match bytes[here] {
                b'\\' => at += 2,
                b'[' => {
                    at = class_end(pattern, here).unwrap_or(bytes.len());
                    return Some((here, b'['));
                }
                byte => {
                    at += 1;
                    return Some((here, byte));
                }
            }
        }
        None
    })
}

fn split_alternatives(pattern: &str) -> Vec<&str> {
    let mut depth = 0i32;
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, byte) in syntax(pattern) {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'|' if depth == 0 => {
                parts.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    parts
}

/// Where the group ends that `pattern` begins with, its bracket included.
fn group_end(pattern: &str) -> Option<usize> {
    let mut depth = 0i32;
    for (at, byte) in syntax(pattern) {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// How many characters a pattern of plain characters, escapes and classes matches, if always as many.
fn fixed_width(pattern: &str) -> Option<usize> {
    let widths: Vec<usize> = split_alternatives(pattern)
        .into_iter()
        .map(sequence_width)
        .collect::<Option<_>>()?;
    widths
        .iter()
        .all(|width| *width == widths[0])
        .then_some(widths[0])
}

fn sequence_width(sequence: &str) -> Option<usize> {
    let mut width = 0;
    let mut chars = sequence.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '*' | '+' | '?' | '{' | '}' | '(' | ')' | '|' | '^' | '$' => return None,
            '\\' => match chars.next()?.1 {
                'u' => drop(chars.nth(3)?),
                'U' => drop(chars.nth(7)?),
                'x' => drop(chars.nth(1)?),
                'b' | 'B' | 'A' | 'Z' => return None,
                _ => {}
            },
            '[' => {
                let end = class_end(sequence, at)?;
                while chars.next_if(|&(at, _)| at < end).is_some() {}
            }
            _ => {}
        }
        width += 1;
    }
    Some(width)
}

/// The pattern with all look-arounds taken out.
fn without_lookarounds(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = 0;
    for (at, byte) in syntax(pattern) {
        let looks = ["(?=", "(?!", "(?<=", "(?<!"];
        if byte != b'(' || at < rest || !looks.iter().any(|l| pattern[at..].starts_with(l)) {
            continue;
        }
        let Some(end) = group_end(&pattern[at..]) else {
            break;
        };
        out.push_str(&pattern[rest..at]);
        rest = at + end;
    }
    out.push_str(&pattern[rest..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, text: &str, expected: &[(usize, usize)]) {
        let pattern = Pattern::compile(pattern).unwrap();
        let found: Vec<(usize, usize)> = pattern.find_iter(text).collect();
        assert_eq!(found, expected, "{pattern:?} in {text}");
    }

    #[test]
    fn looking_around_takes_nothing() {
        check("(?<=[0-9])[+*](?=[0-9-])", "1+2*3", &[(1, 2), (3, 4)]);
        check("(?<=[0-9])[+*](?=[0-9-])", "+2*x", &[]);
        check(r"^§|^\+(?![0-9])", "+x", &[(0, 1)]);
        check(r"^§|^\+(?![0-9])", "+1", &[]);
        check(r"^§|^\+(?![0-9])", "+", &[(0, 1)]);
        check(r"(?<=°[CF])\.$|x$", "9°C.", &[(4, 5)]);
        check(r"(?<!a)b", "abcb", &[(3, 4)]);
    }

    #[test]
    fn the_first_alternative_wins_at_one_place() {
        check("a|ab", "ab", &[(0, 1)]);
        check("(?<=x)a|ab", "ab", &[(0, 2)]);
        check("ab|(?<=x)a", "xab", &[(1, 3)]);
    }

    #[test]
    fn classes_are_read_as_python_reads_them() {
        check(r"[\[&~]+", "a[&&~~]", &[(1, 6)]);
        check(r"[]x]", "]", &[(0, 1)]);
        check(r"\w+", "e\u{301}a", &[(0, 1), (3, 4)]);
        check(r"\s", "\u{1c}", &[(0, 1)]);
    }

    #[test]
    fn widths_are_counted_in_characters() {
        assert_eq!(fixed_width(r"[a-z\]]°\.\u00e9"), Some(4));
        assert_eq!(fixed_width("ab|cd"), Some(2));
        assert_eq!(fixed_width("ab|c"), None);
        assert_eq!(fixed_width("a+"), None);
    }

    #[test]
    fn an_anchored_pattern_keeps_its_refusals() {
        let pattern = Anchored::compile(r"(?u)^(?!10\.)\d+\.\d+$").unwrap();
        assert!(pattern.is_match("11.5"));
        assert!(!pattern.is_match("10.5"));
        assert!(!pattern.is_match("x11.5"));
    }
}
