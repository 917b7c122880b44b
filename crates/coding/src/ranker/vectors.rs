//! Static vectors of words, distilled from a sentence model: words of like meaning have like vectors, so that a
//! ranker can make something of a word that it was never shown.
//!
//! `cargo xtask vectors` makes them. All rows have the same length but for rounding.

use super::{RankerError, hash};

/// The vectors of some ten thousand words.
#[derive(Clone, Debug, PartialEq)]
pub struct Vectors {
    /// Hashes of the words, in order.
    hashes: Vec<u64>,
    /// The vector of word `w` is `rows[w * WIDTH..][..WIDTH]`.
    rows: Vec<i8>,
}

const MAGIC: &[u8; 8] = b"CHVECT01";

impl Vectors {
    /// How many numbers a vector has.
    pub const WIDTH: usize = 96;

    /// Reads the bytes that `cargo xtask vectors` writes: magic, the number of words, the hash (FNV-1a) of each word in
    /// order, the vector of each word, the hash of all that.
    ///
    /// # Errors
    ///
    /// Bytes of another kind, version or length, and damaged ones.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RankerError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(RankerError::Kind)?;
        let (count, rest) = rest.split_first_chunk().ok_or(RankerError::Kind)?;
        let count = u32::from_le_bytes(*count) as usize;
        let wanted = MAGIC.len() + 4 + count.saturating_mul(8 + Self::WIDTH).saturating_add(8);
        if bytes.len() != wanted {
            return Err(RankerError::Length {
                found: bytes.len(),
                wanted,
            });
        }
        let (body, checksum) = bytes.split_at(wanted - 8);
        let (hashes, rest) = rest.split_at(count * 8);
        let hashes: Vec<u64> = hashes
            .as_chunks()
            .0
            .iter()
            .map(|it| u64::from_le_bytes(*it))
            .collect();
        if hash(body).to_le_bytes() != checksum || !hashes.is_sorted() {
            return Err(RankerError::Damaged);
        }
        let rows = rest[..count * Self::WIDTH]
            .iter()
            .map(|&byte| byte as i8)
            .collect();
        Ok(Self { hashes, rows })
    }

    /// The vector of a word in lower case.
    pub fn of(&self, word: &str) -> Option<&[i8]> {
        let at = self.hashes.binary_search(&hash(word.as_bytes())).ok()?;
        Some(&self.rows[at * Self::WIDTH..][..Self::WIDTH])
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Vectors that point along one axis each, numbered by place in `words`.
    pub(in crate::ranker) fn axes(words: &[&str]) -> Vec<u8> {
        let mut hashed: Vec<(u64, usize)> = words
            .iter()
            .enumerate()
            .map(|(at, word)| (hash(word.as_bytes()), at))
            .collect();
        hashed.sort_unstable();
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&(words.len() as u32).to_le_bytes());
        for (hash, _) in &hashed {
            bytes.extend_from_slice(&hash.to_le_bytes());
        }
        for (_, axis) in &hashed {
            bytes.extend((0..Vectors::WIDTH).map(|at| if at == *axis { 127 } else { 0 }));
        }
        bytes.extend_from_slice(&hash(&bytes).to_le_bytes());
        bytes
    }

    #[test]
    fn a_word_is_found_with_its_vector() {
        let vectors = Vectors::from_bytes(&axes(&["praise", "shell"])).unwrap();
        let axis = |word| {
            vectors
                .of(word)
                .map(|row| row.iter().position(|&value| value == 127))
        };
        assert_eq!(axis("praise"), Some(Some(0)));
        assert_eq!(axis("shell"), Some(Some(1)));
        assert_eq!(axis("bombard"), None);
    }

    #[test]
    fn what_are_no_vectors_is_refused() {
        let bytes = axes(&["praise", "shell"]);
        let refused = |bytes: &[u8]| Vectors::from_bytes(bytes).unwrap_err();
        assert_eq!(refused(b"CHRANK01"), RankerError::Kind);
        assert_eq!(refused(&bytes[..10]), RankerError::Kind);
        let (found, wanted) = (bytes.len() - 1, bytes.len());
        assert_eq!(
            refused(&bytes[..found]),
            RankerError::Length { found, wanted }
        );
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(
            refused(&longer),
            RankerError::Length {
                found: wanted + 1,
                wanted
            }
        );
        for at in [20, 40, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(refused(&changed), RankerError::Damaged);
        }
    }

    #[test]
    fn a_count_that_cannot_be_is_refused() {
        let mut bytes = axes(&["praise"]);
        bytes[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(
            Vectors::from_bytes(&bytes),
            Err(RankerError::Length { .. })
        ));
    }

    #[test]
    fn words_out_of_order_are_refused_even_with_a_right_checksum() {
        let mut bytes = axes(&["praise", "shell"]);
        let (first, second) = (bytes[12..20].to_vec(), bytes[20..28].to_vec());
        bytes[12..20].copy_from_slice(&second);
        bytes[20..28].copy_from_slice(&first);
        let end = bytes.len() - 8;
        let sum = hash(&bytes[..end]).to_le_bytes();
        bytes[end..].copy_from_slice(&sum);
        assert_eq!(Vectors::from_bytes(&bytes), Err(RankerError::Damaged));
    }
}
