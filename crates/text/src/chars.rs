//! Bytes to characters and back.

use crate::{ByteSpan, CharSpan};

/// How many bytes lie between two remembered positions; a lookup counts characters over at most
/// this many.
const STRIDE: usize = 128;

/// Converts byte positions of one text to character positions and back, in constant time.
///
/// ```
/// use chancery_text::{ByteSpan, CharIndex};
///
/// let text = "“Oui”, a dit Macron";
/// let index = CharIndex::new(text);
/// let quote = text.find("Oui").unwrap();
/// let chars = index.chars(ByteSpan::new(quote, quote + 3));
/// assert_eq!((chars.start, chars.end), (1, 4));
/// assert_eq!(index.bytes(chars), ByteSpan::new(quote, quote + 3));
/// ```
#[derive(Clone, Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Characters that start before byte `k * STRIDE`; empty where the text is ASCII.
    before: Vec<usize>,
    count: usize,
}

impl<'t> CharIndex<'t> {
    /// An index over `text`.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self {
                text,
                before: Vec::new(),
                count: text.len(),
            };
        }
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            before.push(count);
            count += starts(chunk);
        }
        Self {
            text,
            before,
            count,
        }
    }

    /// How many characters the text has.
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many characters start before byte `byte`; a position past the end counts them all.
    pub fn char_at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.before.is_empty() {
            return byte;
        }
        let block = (byte / STRIDE).min(self.before.len() - 1);
        self.before[block] + starts(&self.text.as_bytes()[block * STRIDE..byte])
    }

    /// The byte at which character `char` starts; a position past the end gives the text's length.
    pub fn byte_at(&self, char: usize) -> usize {
        if char >= self.count {
            return self.text.len();
        }
        if self.before.is_empty() {
            return char;
        }
        let block = self.before.partition_point(|&before| before <= char) - 1;
        let mut left = char - self.before[block];
        let bytes = self.text.as_bytes();
        let mut byte = block * STRIDE;
        loop {
            if is_start(bytes[byte]) {
                if left == 0 {
                    return byte;
                }
                left -= 1;
            }
            byte += 1;
        }
    }

    /// The characters that a byte span covers.
    pub fn chars(&self, span: ByteSpan) -> CharSpan {
        CharSpan::new(self.char_at(span.start), self.char_at(span.end))
    }

    /// The bytes that a character span covers.
    pub fn bytes(&self, span: CharSpan) -> ByteSpan {
        ByteSpan::new(self.byte_at(span.start), self.byte_at(span.end))
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_start(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting(text in "\\PC{0,400}") {
            let index = CharIndex::new(&text);
            prop_assert_eq!(index.count(), text.chars().count());
            for (char, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.char_at(byte), char);
                prop_assert_eq!(index.byte_at(char), byte);
            }
            prop_assert_eq!(index.byte_at(index.count()), text.len());
            prop_assert_eq!(index.char_at(text.len()), index.count());
        }
    }
}
