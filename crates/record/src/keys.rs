//! Maps and sets by the keys of tables, of which the merger asks a great many.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// What is known by key, or by several keys together.
pub type Keyed<K, V> = HashMap<K, V, BuildHasherDefault<KeyHasher>>;

/// Some keys.
pub type Keys = HashSet<i64, BuildHasherDefault<KeyHasher>>;

/// Mixes numbers by one multiplication each; for keys and hashes, not for words.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // Both halves, since days stand in the upper bits of events' keys and numbers in the lower ones.
        let product = u128::from(self.0 ^ number) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number.cast_unsigned());
    }
}
