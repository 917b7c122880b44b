//! Mends UTF-8 that somebody read as Windows-1252, Latin-1 or Mac Roman, also more than once.
//!
//! A mended place must be a whole UTF-8 sequence, read back byte for byte. That alone is not enough:
//! `CAFÉ»` would read back as a letter of the phonetic alphabet. So a sequence is mended only where right
//! text could hardly have those characters side by side ([`Strength::Strong`]), or where it belongs to a
//! script in which the same document shows other such damage.

mod tables;

use crate::{Repair, RepairKind};
use chancery_text::{ByteSpan, OffsetMap};
use std::cmp::Reverse;
use tables::{Charset, Strength};

/// A text after repair.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The repaired text.
    pub text: String,
    /// From it back to the text supplied.
    pub map: OffsetMap,
    /// The places, in text order.
    pub repairs: Vec<Repair>,
}

/// Mends `text`; nothing is changed where nothing is surely broken. Mending twice mends no more.
pub fn mend(text: &str) -> Mended {
    let mut mended = Mended {
        text: text.to_owned(),
        map: OffsetMap::identity(),
        repairs: Vec::new(),
    };
    // Text broken twice is mended in two rounds; each round shortens it, so this ends.
    while let Some(edits) = damage(&mended.text) {
        apply(&mut mended, &edits);
    }
    let junk = junk(&mended.text);
    if !junk.is_empty() {
        apply(&mut mended, &junk);
    }
    mended
}

/// A place to change: these bytes become that.
struct Edit {
    span: ByteSpan,
    with: Option<char>,
    kind: RepairKind,
}

/// The places to mend in one round, or nothing.
fn damage(text: &str) -> Option<Vec<Edit>> {
    if text.is_ascii() {
        return None;
    }
    let mut runs: Vec<Vec<Edit>> = [Charset::Windows, Charset::Mac]
        .into_iter()
        .flat_map(|charset| runs(accepted(sequences(text, charset), charset)))
        .collect();
    // Where both code pages explain a place, the one that explains more of it is right.
    runs.sort_by_key(|run| (extent(run).start, Reverse(extent(run).end)));
    let mut kept: Vec<Vec<Edit>> = Vec::new();
    for run in runs {
        match kept.last() {
            Some(last) if !extent(last).overlaps(extent(&run)) => kept.push(run),
            Some(last) if extent(last).len() >= extent(&run).len() => {}
            Some(_) => *kept.last_mut().expect("just seen") = run,
            None => kept.push(run),
        }
    }
    (!kept.is_empty()).then(|| kept.into_iter().flatten().collect())
}

/// Edits that touch one another, together.
fn runs(edits: impl Iterator<Item = Edit>) -> Vec<Vec<Edit>> {
    let mut runs: Vec<Vec<Edit>> = Vec::new();
    for edit in edits {
        match runs.last_mut() {
            Some(run) if extent(run).end == edit.span.start => run.push(edit),
            _ => runs.push(vec![edit]),
        }
    }
    runs
}

fn extent(run: &[Edit]) -> ByteSpan {
    ByteSpan::new(run[0].span.start, run[run.len() - 1].span.end)
}

/// A run of characters that reads back as one UTF-8 character.
struct Sequence {
    span: ByteSpan,
    decoded: char,
    strength: Strength,
    latin1: bool,
}

fn sequences(text: &str, charset: Charset) -> Vec<Sequence> {
    let mut found: Vec<Sequence> = Vec::new();
    let mut at = 0;
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        match (!c.is_ascii())
            .then(|| sequence_at(text, at, before, charset))
            .flatten()
        {
            Some(sequence) => {
                at = sequence.span.end;
                before = text[..at].chars().next_back();
                found.push(sequence);
            }
            None => {
                at = next;
                before = Some(c);
            }
        }
    }
    strengthen_runs(&mut found);
    found
}

fn sequence_at(text: &str, at: usize, before: Option<char>, charset: Charset) -> Option<Sequence> {
    let mut bytes = [0u8; 4];
    let mut chars = ['\0'; 4];
    let mut end = at;
    let mut length = 1;
    let mut taken = 0;
    for c in text[at..].chars() {
        let byte = charset.byte(c)?;
        if taken == 0 {
            length = charset.lead(byte)?;
        }
        (bytes[taken], chars[taken]) = (byte, c);
        end += c.len_utf8();
        taken += 1;
        if taken == length {
            break;
        }
    }
    let decoded = std::str::from_utf8(bytes.get(..length)?)
        .ok()?
        .chars()
        .next()?;
    let chars = &chars[..length];
    let after = text[end..].chars().next();
    Some(Sequence {
        span: ByteSpan::new(at, end),
        decoded,
        strength: charset.strength(chars, before, after),
        latin1: chars.iter().any(|c| tables::latin1_only(*c)),
    })
}

/// Several sequences on end are a word in another alphabet; right text has no such runs.
fn strengthen_runs(found: &mut [Sequence]) {
    let mut start = 0;
    while start < found.len() {
        let mut end = start + 1;
        while end < found.len() && found[end].span.start == found[end - 1].span.end {
            end += 1;
        }
        if end - start >= sure_run(found[start].decoded) {
            for sequence in &mut found[start..end] {
                sequence.strength = sequence.strength.max(Strength::Strong);
            }
        }
        start = end;
    }
}

/// How many sequences on end are sure to be damage; the second Latin block, Greek and Cyrillic lend themselves
/// least to chance.
fn sure_run(first: char) -> usize {
    if matches!(first, '\u{100}'..='\u{17f}' | '\u{370}'..='\u{52f}') {
        2
    } else {
        3
    }
}

/// Strong sequences, and weak ones of a script that has strong ones too.
fn accepted(found: Vec<Sequence>, charset: Charset) -> impl Iterator<Item = Edit> {
    let scripts: Vec<u32> = found
        .iter()
        .filter(|sequence| sequence.strength == Strength::Strong)
        .map(|sequence| script(sequence.decoded))
        .collect();
    found
        .into_iter()
        .filter(move |sequence| match sequence.strength {
            Strength::Strong => true,
            Strength::Weak => scripts.contains(&script(sequence.decoded)),
        })
        .map(move |sequence| Edit {
            span: sequence.span,
            with: Some(sequence.decoded),
            kind: match charset {
                Charset::Mac => RepairKind::MacRoman,
                Charset::Windows if sequence.latin1 => RepairKind::Latin1,
                Charset::Windows => RepairKind::Windows1252,
            },
        })
}

/// A coarse script: characters near one another in Unicode.
fn script(c: char) -> u32 {
    match c as u32 {
        0x80..0x250 => 0,
        0x370..0x400 => 1,
        0x400..0x530 => 2,
        0x590..0x600 => 3,
        0x600..0x780 => 4,
        0x2000..0x2C00 => 5,
        0x3000..0xA000 | 0xFF00..0xFFF0 => 6,
        0xAC00..0xD7B0 => 7,
        0x1F000.. => 8,
        other => 100 + (other >> 7),
    }
}

/// Characters that nobody reads: controls, byte-order marks and marks of direction or hyphenation.
fn junk(text: &str) -> Vec<Edit> {
    if text
        .bytes()
        .all(|byte| (b' '..0x7F).contains(&byte) || matches!(byte, b'\n' | b'\r' | b'\t'))
    {
        return Vec::new();
    }
    text.char_indices()
        .filter(|&(_, c)| is_junk(c))
        .map(|(at, c)| Edit {
            span: ByteSpan::new(at, at + c.len_utf8()),
            with: None,
            kind: RepairKind::Control,
        })
        .collect()
}

fn is_junk(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

fn apply(mended: &mut Mended, edits: &[Edit]) {
    let old = std::mem::take(&mut mended.text);
    let mut text = String::with_capacity(old.len());
    let mut step = OffsetMap::builder();
    let mut repairs = Vec::with_capacity(edits.len());
    let mut at = 0;
    for edit in edits {
        text.push_str(&old[at..edit.span.start]);
        step.keep(edit.span.start - at);
        let start = text.len();
        text.extend(edit.with);
        step.replace(edit.span.len(), text.len() - start);
        repairs.push(Repair {
            span: ByteSpan::new(start, text.len()),
            kind: edit.kind,
        });
        at = edit.span.end;
    }
    text.push_str(&old[at..]);
    step.keep(old.len() - at);
    let step = step.finish();
    mended.repairs = merged(&mended.repairs, repairs, edits);
    mended.map = mended.map.then(&step);
    mended.text = text;
}

/// The repairs of earlier rounds, moved to where they now stand, and the new ones; a place mended again is
/// named once, by its latest repair.
fn merged(old: &[Repair], new: Vec<Repair>, edits: &[Edit]) -> Vec<Repair> {
    let mut moved = Vec::with_capacity(old.len() + new.len());
    let mut shift = 0isize;
    let mut next = 0;
    for repair in old {
        while next < edits.len() && edits[next].span.end <= repair.span.start {
            shift += new[next].span.len() as isize - edits[next].span.len() as isize;
            next += 1;
        }
        let again = next < edits.len() && edits[next].span.start < repair.span.end;
        if !again {
            let start = repair.span.start.strict_add_signed(shift);
            moved.push(Repair {
                span: ByteSpan::new(start, start + repair.span.len()),
                kind: repair.kind,
            });
        }
    }
    moved.extend(new);
    moved.sort_by_key(|repair| repair.span);
    moved
}

#[cfg(test)]
mod tests;
