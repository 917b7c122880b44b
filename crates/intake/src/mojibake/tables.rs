//! The two code pages, and which of their character pairs right text does not have.

/// The characters of Windows-1252 at bytes 0x80 to 0x9F; the five holes hold the control of the same number,
/// as browsers read them.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The characters of Mac Roman at bytes 0x80 to 0xFF.
pub(super) const MAC: [char; 128] = [
    'Ä', 'Å', 'Ç', 'É', 'Ñ', 'Ö', 'Ü', 'á', 'à', 'â', 'ä', 'ã', 'å', 'ç', 'é', 'è', //
    'ê', 'ë', 'í', 'ì', 'î', 'ï', 'ñ', 'ó', 'ò', 'ô', 'ö', 'õ', 'ú', 'ù', 'û', 'ü', //
    '†', '°', '¢', '£', '§', '•', '¶', 'ß', '®', '©', '™', '´', '¨', '≠', 'Æ', 'Ø', //
    '∞', '±', '≤', '≥', '¥', 'µ', '∂', '∑', '∏', 'π', '∫', 'ª', 'º', 'Ω', 'æ', 'ø', //
    '¿', '¡', '¬', '√', 'ƒ', '≈', '∆', '«', '»', '…', '\u{a0}', 'À', 'Ã', 'Õ', 'Œ', 'œ', //
    '–', '—', '“', '”', '‘', '’', '÷', '◊', 'ÿ', 'Ÿ', '⁄', '€', '‹', '›', 'ﬁ', 'ﬂ', //
    '‡', '·', '‚', '„', '‰', 'Â', 'Ê', 'Á', 'Ë', 'È', 'Í', 'Î', 'Ï', 'Ì', 'Ó', 'Ô', //
    '\u{f8ff}', 'Ò', 'Ú', 'Û', 'Ù', 'ı', 'ˆ', '˜', '¯', '˘', '˙', '˚', '¸', '˝', '˛', 'ˇ',
];

/// A code page that UTF-8 is wrongly read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// Windows-1252 and Latin-1, which differ only where Latin-1 has controls.
    Windows,
    Mac,
}

/// How surely a sequence is damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Damage if the document has more of the kind.
    Weak,
    /// Right text does not have it.
    Strong,
}

impl Charset {
    /// The byte that this code page shows as `c`, above ASCII.
    pub(super) fn byte(self, c: char) -> Option<u8> {
        let (table, base): (&[char], usize) = match (self, c) {
            // ASCII, and the scripts of East Asia, which neither page has.
            (_, '\0'..='\x7f' | '\u{2600}'..='\u{f8fe}') => return None,
            (Charset::Windows, '\u{80}'..='\u{ff}') => return Some(c as u8),
            (Charset::Windows, _) => (&WINDOWS, 0x80),
            (Charset::Mac, _) => (&MAC, 0x80),
        };
        let at = table.iter().position(|&listed| listed == c)?;
        Some((base + at) as u8)
    }

    /// How many bytes a UTF-8 sequence has that begins with `byte`.
    pub(super) fn lead(self, byte: u8) -> Option<usize> {
        match byte {
            0xC2..=0xDF => Some(2),
            0xE0..=0xEF => Some(3),
            0xF0..=0xF4 => Some(4),
            _ => None,
        }
    }

    /// How surely `chars`, which read back as one character, are damage between these neighbours.
    pub(super) fn strength(
        self,
        chars: &[char],
        before: Option<char>,
        after: Option<char>,
    ) -> Strength {
        match self {
            Charset::Windows => windows(chars, before, after),
            Charset::Mac => mac(chars, before, after),
        }
    }
}

/// Whether Windows-1252 has no such character but Latin-1 has.
pub(super) fn latin1_only(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}')
        && !matches!(c, '\u{81}' | '\u{8d}' | '\u{8f}' | '\u{90}' | '\u{9d}')
}

fn windows(chars: &[char], before: Option<char>, after: Option<char>) -> Strength {
    let rest = &chars[1..];
    if rest.iter().any(|&c| odd_after_letter(c)) {
        return Strength::Strong;
    }
    match (chars[0], rest) {
        // Ã, Â, Ä and Å before š, ž or œ are damaged Ú, Ş, ś and the like, unless a word begins there.
        ('Â'..='Å', [c]) if c.is_alphabetic() && before.is_some_and(char::is_alphabetic) => {
            Strength::Strong
        }
        // Â and Ã before a mark are damaged é, è, « and the like, unless a word in capitals ends there.
        ('Â' | 'Ã', [_]) if !ends_capitals(before, after) => Strength::Strong,
        (lead, [c])
            if lead.is_uppercase()
                && (odd_case(*c, before, after) || inside_word(before, after)) =>
        {
            Strength::Strong
        }
        // An emoji or a rare ideograph.
        ('ð', [_, _, _]) => Strength::Strong,
        _ => Strength::Weak,
    }
}

/// `AMANHÃ”`: a capital before, no small letter after.
fn ends_capitals(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_uppercase) && !after.is_some_and(char::is_lowercase)
}

/// A capital after a small letter, or a mark between a capital and a small letter; not marks that join words.
fn odd_case(mark: char, before: Option<char>, after: Option<char>) -> bool {
    let joins =
        matches!(mark, '‘' | '’' | '–' | '—' | '·') || (mark.is_alphabetic() && mark != 'º');
    !joins
        && (before.is_some_and(char::is_lowercase)
            || !before.is_some_and(char::is_uppercase) && after.is_some_and(char::is_lowercase))
}

/// `caf` before and `t` after: a capital and a mark do not stand inside a word.
fn inside_word(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_lowercase) && after.is_some_and(char::is_lowercase)
}

/// Marks that right text does not put straight after a letter.
fn odd_after_letter(c: char) -> bool {
    matches!(
        c,
        '\u{80}'
            ..='\u{9f}'
                | '\u{ad}'
                | '€'
                | '‚'
                | 'ƒ'
                | '„'
                | '†'
                | '‡'
                | 'ˆ'
                | '‰'
                | '˜'
                | '•'
                | '¡'
                | '¢'
                | '£'
                | '¤'
                | '¥'
                | '¦'
                | '§'
                | '¨'
                | 'ª'
                | '¬'
                | '¯'
                | '±'
                | '´'
                | 'µ'
                | '¶'
                | '¸'
                | '¼'
                | '½'
                | '¾'
                | '¿'
                | 'Ÿ'
    )
}

fn mac(chars: &[char], before: Option<char>, after: Option<char>) -> Strength {
    let rest = &chars[1..];
    let in_word =
        |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || matches!(c, '√' | '≈' | '¬'));
    match chars[0] {
        // The root sign before pi is mathematics, but not beside a letter.
        '√' | '≈' | '¬'
            if rest.iter().all(|&c| mathematical(c)) && !(in_word(before) || in_word(after)) =>
        {
            Strength::Weak
        }
        '¬' | '√' | 'ƒ' | '≈' | '\u{f8ff}' => Strength::Strong,
        '‚' | '‡' | '·' | '‰' => Strength::Strong,
        '„' if rest.iter().any(|c| !c.is_alphabetic()) || rest[0] == 'Ä' => Strength::Strong,
        // Œ and œ before a sign are Greek; before a letter they are French.
        'Œ' | 'œ' if rest.iter().all(|c| !c.is_alphabetic() || mathematical(*c)) => {
            Strength::Strong
        }
        '◊' => Strength::Strong,
        'Â'..='Ï'
            if rest.len() == 2 && rest.iter().any(|&c| !c.is_alphabetic() || mathematical(c)) =>
        {
            Strength::Strong
        }
        // Dashes and quotation marks before a letter are what they are.
        _ => Strength::Weak,
    }
}

fn mathematical(c: char) -> bool {
    matches!(
        c,
        'π' | 'Ω' | '∞' | '∑' | '∏' | '∂' | '∫' | '±' | '≤' | '≥' | '≠' | 'µ'
    )
}
