//! The way back from a repaired text to the text as it was supplied.

use crate::ByteSpan;

/// Maps byte positions of a repaired text to byte positions of the supplied one.
///
/// It is a list of edits; between edits the two texts are the same. A span that begins or ends
/// inside an edit takes the whole of the edit on the other side, since the characters inside a
/// replacement correspond to nothing smaller.
///
/// ```
/// use chancery_text::{ByteSpan, OffsetMap};
///
/// // "said ‚Äúyes" was repaired to "said “yes"
/// let supplied = "said ‚Äúyes";
/// let mut map = OffsetMap::builder();
/// map.keep("said ".len());
/// map.replace("‚Äú".len(), "“".len());
/// map.keep("yes".len());
/// let map = map.finish();
/// let repaired = "said “yes";
/// let yes = repaired.find("yes").unwrap();
/// assert_eq!(map.supplied(ByteSpan::new(yes, yes + 3)).of(supplied), "yes");
/// assert_eq!(map.supplied(ByteSpan::new(5, 8)).of(supplied), "‚Äú");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    edits: Vec<Edit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edit {
    repaired: ByteSpan,
    supplied: ByteSpan,
}

impl OffsetMap {
    /// The map of a text that was not changed.
    pub fn identity() -> Self {
        Self::default()
    }

    /// Starts a map that is told, from left to right, what was kept and what was replaced.
    pub fn builder() -> OffsetMapBuilder {
        OffsetMapBuilder::default()
    }

    /// Whether nothing was changed.
    pub fn is_identity(&self) -> bool {
        self.edits.is_empty()
    }

    /// The span of the supplied text that `repaired`, a span of the repaired text, stands for.
    pub fn supplied(&self, repaired: ByteSpan) -> ByteSpan {
        let start = self.start(repaired.start);
        let end = if repaired.is_empty() {
            start
        } else {
            self.end(repaired.end).max(start)
        };
        ByteSpan::new(start, end)
    }

    /// The map of two repairs in a row: `self` made a text out of the supplied one, `then` made
    /// another out of that.
    pub fn then(&self, then: &OffsetMap) -> OffsetMap {
        if self.is_identity() {
            return then.clone();
        }
        // Every edit of either step is an edit of both; edits that touch or overlap melt into one.
        let mut spans: Vec<ByteSpan> = then.edits.iter().map(|edit| edit.repaired).collect();
        spans.extend(self.edits.iter().map(|edit| then.repaired(edit.repaired)));
        spans.sort_unstable();
        let mut edits: Vec<Edit> = Vec::with_capacity(spans.len());
        for repaired in spans {
            let repaired = match edits.last() {
                Some(last) if repaired.start <= last.repaired.end => {
                    let last = edits.pop().expect("just seen").repaired;
                    last.join(repaired)
                }
                _ => repaired,
            };
            let between = then.outer(repaired);
            edits.push(Edit {
                repaired,
                supplied: self.outer(between),
            });
        }
        OffsetMap { edits }
    }

    /// The span of the repaired text that `supplied` became.
    pub fn repaired(&self, supplied: ByteSpan) -> ByteSpan {
        let flipped = OffsetMap {
            edits: self
                .edits
                .iter()
                .map(|edit| Edit {
                    repaired: edit.supplied,
                    supplied: edit.repaired,
                })
                .collect(),
        };
        flipped.outer(supplied)
    }

    /// Like [`Self::supplied`], but deletions at either end are taken too.
    fn outer(&self, repaired: ByteSpan) -> ByteSpan {
        let at = self
            .edits
            .partition_point(|edit| edit.repaired.start < repaired.start);
        let start = match self.edits.get(at) {
            Some(edit) if edit.repaired.start == repaired.start => edit.supplied.start,
            _ => self.start(repaired.start),
        };
        let at = self
            .edits
            .partition_point(|edit| edit.repaired.end <= repaired.end);
        let end = match at.checked_sub(1).map(|at| self.edits[at]) {
            Some(edit) if edit.repaired.end == repaired.end => edit.supplied.end,
            _ => self.end(repaired.end),
        };
        ByteSpan::new(start, end.max(start))
    }

    fn start(&self, position: usize) -> usize {
        // The last edit that begins at or before the position.
        let at = self
            .edits
            .partition_point(|edit| edit.repaired.start <= position);
        // Deletions leave empty edits; several positions may share one.
        match at.checked_sub(1).map(|at| self.edits[at]) {
            Some(edit) if position < edit.repaired.end => edit.supplied.start,
            Some(edit) => position - edit.repaired.end + edit.supplied.end,
            None => position,
        }
    }

    fn end(&self, position: usize) -> usize {
        // The last edit that begins before the position.
        let at = self
            .edits
            .partition_point(|edit| edit.repaired.start < position);
        match at.checked_sub(1).map(|at| self.edits[at]) {
            Some(edit) if position < edit.repaired.end => edit.supplied.end,
            Some(edit) => position - edit.repaired.end + edit.supplied.end,
            None => position,
        }
    }
}

/// Builds an [`OffsetMap`] from left to right.
#[derive(Clone, Debug, Default)]
pub struct OffsetMapBuilder {
    edits: Vec<Edit>,
    repaired: usize,
    supplied: usize,
}

impl OffsetMapBuilder {
    /// The next `bytes` bytes are the same in both texts.
    pub fn keep(&mut self, bytes: usize) {
        self.repaired += bytes;
        self.supplied += bytes;
    }

    /// The next `supplied` bytes of the supplied text became `repaired` bytes.
    pub fn replace(&mut self, supplied: usize, repaired: usize) {
        if supplied == 0 && repaired == 0 {
            return;
        }
        let edit = Edit {
            repaired: ByteSpan::new(self.repaired, self.repaired + repaired),
            supplied: ByteSpan::new(self.supplied, self.supplied + supplied),
        };
        self.repaired = edit.repaired.end;
        self.supplied = edit.supplied.end;
        match self.edits.last_mut() {
            Some(last)
                if last.repaired.end == edit.repaired.start
                    && last.supplied.end == edit.supplied.start =>
            {
                last.repaired.end = edit.repaired.end;
                last.supplied.end = edit.supplied.end;
            }
            _ => self.edits.push(edit),
        }
    }

    /// The next `supplied` bytes of the supplied text were dropped.
    pub fn drop(&mut self, supplied: usize) {
        self.replace(supplied, 0);
    }

    /// The finished map.
    pub fn finish(self) -> OffsetMap {
        OffsetMap { edits: self.edits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One step of a repair: a run of bytes kept, or one replaced by another length.
    #[derive(Clone, Debug)]
    enum Step {
        Keep(usize),
        Replace(usize, usize),
    }

    fn map(steps: &[Step]) -> (OffsetMap, usize, usize) {
        let mut builder = OffsetMap::builder();
        for step in steps {
            match *step {
                Step::Keep(bytes) => builder.keep(bytes),
                Step::Replace(supplied, repaired) => builder.replace(supplied, repaired),
            }
        }
        let (repaired, supplied) = (builder.repaired, builder.supplied);
        (builder.finish(), repaired, supplied)
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let keep = (1usize..6).prop_map(Step::Keep);
        let replace = (0usize..4, 0usize..4)
            .prop_map(|(supplied, repaired)| Step::Replace(supplied, repaired));
        proptest::collection::vec(prop_oneof![keep, replace], 0..12)
    }

    #[test]
    fn a_deletion_is_outside_both_neighbours() {
        // "ab\u{feff}cd" became "abcd"
        let (map, ..) = map(&[Step::Keep(2), Step::Replace(3, 0), Step::Keep(2)]);
        assert_eq!(map.supplied(ByteSpan::new(0, 2)), ByteSpan::new(0, 2));
        assert_eq!(map.supplied(ByteSpan::new(2, 4)), ByteSpan::new(5, 7));
        assert_eq!(map.supplied(ByteSpan::new(0, 4)), ByteSpan::new(0, 7));
    }

    proptest! {
        #[test]
        fn the_whole_maps_to_the_whole_and_order_is_kept(steps in steps()) {
            let (map, repaired, supplied) = map(&steps);
            prop_assert_eq!(map.outer(ByteSpan::new(0, repaired)).end, supplied);
            let mut last = 0;
            for position in 0..repaired {
                let span = map.supplied(ByteSpan::new(position, position + 1));
                prop_assert!(span.start >= last && span.end <= supplied);
                last = span.start;
            }
        }

        #[test]
        fn kept_bytes_map_to_themselves(steps in steps()) {
            let (map, ..) = map(&steps);
            let (mut repaired, mut supplied) = (0, 0);
            for step in &steps {
                match *step {
                    Step::Keep(bytes) => {
                        for byte in 0..bytes {
                            let span = map.supplied(ByteSpan::new(repaired + byte, repaired + byte + 1));
                            prop_assert_eq!(span, ByteSpan::new(supplied + byte, supplied + byte + 1));
                        }
                        repaired += bytes;
                        supplied += bytes;
                    }
                    Step::Replace(from, to) => {
                        supplied += from;
                        repaired += to;
                    }
                }
            }
        }

        #[test]
        fn two_repairs_in_a_row_cover_what_each_alone_does(first in steps(), second in steps()) {
            let (first, middle, _) = map(&first);
            let (second, end, _) = map(&second);
            let end = end.min(middle);
            let both = first.then(&second);
            for start in 0..end {
                let span = ByteSpan::new(start, (start + 2).min(end));
                let direct = both.supplied(span);
                let steps = first.supplied(second.supplied(span));
                prop_assert!(direct.start <= steps.start && steps.end <= direct.end.max(steps.end));
            }
        }
    }
}
