//! Bytes to text: byte-order marks, UTF-8, UTF-16 and the legacy encodings.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to guess an encoding.
const SAMPLE: usize = 1 << 16;

/// The text that `bytes` spell, without a byte-order mark.
///
/// A mark decides; else what is valid UTF-8 is UTF-8, what has a zero in every second byte is UTF-16,
/// and anything else is guessed from its letters. Bytes that the encoding does not know become U+FFFD.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !looks_like_utf16(bytes) => text.to_owned(),
        _ => decode_as(guess(bytes), bytes),
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if looks_like_utf16(bytes) {
        let low_first = sample
            .iter()
            .skip(1)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count();
        let high_first = sample.iter().step_by(2).filter(|&&b| b == 0).count();
        return if low_first > high_first {
            UTF_16LE
        } else {
            UTF_16BE
        };
    }
    if mostly_utf8(sample) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

/// Western text in UTF-16 has a zero in about every second byte, always on the same side.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    if pairs < 2 || !bytes.len().is_multiple_of(2) {
        return false;
    }
    let zeros = |from: usize| {
        sample
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    even.max(odd) * 10 >= pairs * 7 && even.min(odd) * 10 <= pairs
}

/// UTF-8 with a damaged place here and there: a cut at the end, a stray byte.
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 10
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str =
        "Der Außenminister reiste am Montag nach Köln, wo er für zwei Tage über Zölle sprach.";

    #[test]
    fn marks_are_read_and_dropped() {
        assert_eq!(decode(b"\xEF\xBB\xBFBonn"), "Bonn");
        assert_eq!(decode(b"\xFF\xFEB\0o\0n\0n\0"), "Bonn");
        assert_eq!(decode(b"\xFE\xFF\0B\0o\0n\0n"), "Bonn");
    }

    #[test]
    fn utf16_without_a_mark_is_seen() {
        let little: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little), WORDS);
        assert_eq!(decode(&big), WORDS);
    }

    #[test]
    fn legacy_encodings_are_guessed() {
        let (western, ..) = encoding_rs::WINDOWS_1252.encode(WORDS);
        assert_eq!(decode(&western), WORDS);
        let russian = "Министр иностранных дел прибыл в Пекин с рабочим визитом.";
        let (cyrillic, ..) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(decode(&cyrillic), russian);
    }

    #[test]
    fn a_damaged_place_does_not_turn_utf8_into_something_else() {
        let mut bytes = WORDS.repeat(5).into_bytes();
        bytes.push(0xC3);
        assert_eq!(decode(&bytes), WORDS.repeat(5) + "\u{FFFD}");
    }
}
