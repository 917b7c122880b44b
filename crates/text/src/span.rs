//! Half-open spans, typed by what they count.

use std::fmt;
use std::ops::Range;

macro_rules! span {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            #[doc = concat!("The first ", $unit, " of the span.")]
            pub start: usize,
            #[doc = concat!("The ", $unit, " after the last of the span.")]
            pub end: usize,
        }

        impl $name {
            #[doc = concat!("The span from `start` up to, not including, `end`, in ", $unit, "s.")]
            ///
            /// # Panics
            ///
            /// In debug builds, where `start` is after `end`.
            pub const fn new(start: usize, end: usize) -> Self {
                debug_assert!(start <= end, "a span cannot end before it starts");
                Self { start, end }
            }

            #[doc = concat!("How many ", $unit, "s it covers.")]
            pub const fn len(self) -> usize {
                self.end - self.start
            }

            /// Whether it covers nothing.
            pub const fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether `position` lies inside.
            pub const fn contains(self, position: usize) -> bool {
                self.start <= position && position < self.end
            }

            /// Whether `other` lies wholly inside.
            pub const fn covers(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the two share at least one position.
            pub const fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest span that covers both.
            pub fn join(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }

            /// The same span, `by` positions further on.
            pub const fn shift(self, by: usize) -> Self {
                Self { start: self.start + by, end: self.end + by }
            }

            /// The span as a range, to index with.
            pub const fn range(self) -> Range<usize> {
                self.start..self.end
            }
        }

        impl From<Range<usize>> for $name {
            fn from(range: Range<usize>) -> Self {
                Self::new(range.start, range.end)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}..{}", self.start, self.end)
            }
        }
    };
}

span!(
    /// A span of bytes of a UTF-8 text; both ends lie on character boundaries.
    ByteSpan,
    "byte"
);
span!(
    /// A span of characters (Unicode code points), as JSON and Python users count.
    CharSpan,
    "character"
);
span!(
    /// A span of tokens of one analysis.
    TokenSpan,
    "token"
);

impl ByteSpan {
    /// The words at this place of `text`.
    ///
    /// # Panics
    ///
    /// Where the span does not lie on character boundaries of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_is_strict_and_cover_is_not() {
        let (left, right) = (ByteSpan::new(0, 4), ByteSpan::new(4, 8));
        assert!(!left.overlaps(right));
        assert!(left.join(right).covers(left));
        assert!(left.covers(left));
        assert!(!left.contains(4));
        assert_eq!(left.shift(4), right);
    }

    #[test]
    fn a_byte_span_reads_its_words() {
        assert_eq!(ByteSpan::new(0, 6).of("Beijing"), "Beijin");
        assert_eq!(ByteSpan::new(2, 5).to_string(), "2..5");
    }
}
