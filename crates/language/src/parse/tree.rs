//! A dependency tree: heads, labels, and the edges of what hangs from each word.

use chancery_text::TokenSpan;

use crate::strings::{Label, NONE};

/// spaCy gives up looking for consistent edges after so many passes.
const MAX_PASSES: usize = 12;

/// Heads and labels of one document's words, and which words begin a sentence.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) heads: Vec<usize>,
    pub(crate) labels: Vec<Label>,
    pub(crate) starts: Vec<bool>,
    left_edges: Vec<usize>,
    right_edges: Vec<usize>,
}

impl Tree {
    /// A tree from heads (a root is its own) and labels; every root gets the label `root`.
    pub(crate) fn new(heads: Vec<usize>, mut labels: Vec<Label>, root: Label) -> Self {
        for (word, &head) in heads.iter().enumerate() {
            if head == word {
                labels[word] = root;
            }
        }
        let mut tree = Self {
            heads,
            labels,
            ..Self::default()
        };
        tree.find_edges();
        tree
    }

    /// A tree of no arcs: every word is a root without a label, all in one sentence.
    pub(crate) fn flat(count: usize) -> Self {
        Self {
            heads: (0..count).collect(),
            labels: vec![NONE; count],
            starts: (0..count).map(|word| word == 0).collect(),
            left_edges: (0..count).collect(),
            right_edges: (0..count).collect(),
        }
    }

    /// The first and the last word of what hangs from a word.
    pub(crate) fn edges(&self, word: usize) -> (u32, u32) {
        (self.left_edges[word] as u32, self.right_edges[word] as u32)
    }

    /// The sentences, which cover all words.
    pub(crate) fn sentences(&self) -> Vec<TokenSpan> {
        let count = self.heads.len();
        let mut sentences = Vec::new();
        let mut start = 0;
        for end in 1..=count {
            if end == count || self.starts[end] {
                sentences.push(TokenSpan::new(start, end));
                start = end;
            }
        }
        sentences
    }

    /// Moves words that training lifted to an ancestor down again: the new head is the first word
    /// with the wanted label below the present head, breadth first and from left to right.
    pub(crate) fn lower_lifted(
        &mut self,
        lifted: impl Fn(Label) -> Option<(Label, Label)>,
        is_space: impl Fn(usize) -> bool,
    ) {
        let mut changed = false;
        for word in 0..self.heads.len() {
            let Some((own, wanted)) = lifted(self.labels[word]) else {
                continue;
            };
            self.heads[word] = self.new_head(word, wanted, &is_space);
            self.labels[word] = own;
            changed = true;
        }
        if changed {
            self.find_edges();
        }
    }

    fn new_head(&self, word: usize, wanted: Label, is_space: &impl Fn(usize) -> bool) -> usize {
        let mut queue = vec![self.heads[word]];
        while !queue.is_empty() {
            let mut next = Vec::new();
            for &parent in &queue {
                for child in self.children(parent) {
                    if is_space(child) || child == word {
                        continue;
                    }
                    if self.labels[child] == wanted {
                        return child;
                    }
                    next.push(child);
                }
            }
            queue = next;
        }
        self.heads[word]
    }

    fn children(&self, parent: usize) -> impl Iterator<Item = usize> {
        let span = self.left_edges[parent]..=self.right_edges[parent];
        span.filter(move |&word| word != parent && self.heads[word] == parent)
    }

    /// Finds left and right edges, and from those of the roots where sentences start.
    fn find_edges(&mut self) {
        let count = self.heads.len();
        self.left_edges = (0..count).collect();
        self.right_edges = (0..count).collect();
        for _ in 0..MAX_PASSES {
            for word in (0..count).chain((0..count).rev()) {
                let head = self.heads[word];
                self.left_edges[head] = self.left_edges[head].min(self.left_edges[word]);
                self.right_edges[head] = self.right_edges[head].max(self.right_edges[word]);
            }
            self.find_starts();
            if self.heads_lie_within_sentences() {
                break;
            }
        }
    }

    fn find_starts(&mut self) {
        self.starts.clear();
        self.starts.resize(self.heads.len(), false);
        for (word, &head) in self.heads.iter().enumerate() {
            if head == word {
                self.starts[self.left_edges[word]] = true;
            }
        }
    }

    /// spaCy's test, the last word left out of it as there.
    fn heads_lie_within_sentences(&self) -> bool {
        let count = self.heads.len();
        let mut start = 0;
        for end in 0..count {
            if (end > 0 && self.starts[end]) || end + 1 == count {
                let inside = |&head: &usize| head >= start && head <= end;
                if !self.heads[start..end].iter().all(inside) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_start_at_the_left_edges_of_roots() {
        let tree = Tree::new(vec![1, 1, 1, 4, 4], vec![9; 5], 1);
        assert_eq!(tree.starts, [true, false, false, true, false]);
        assert_eq!(tree.labels, [9, 1, 9, 9, 1]);
    }

    #[test]
    fn a_lifted_word_goes_down_to_the_first_with_the_label() {
        let mut tree = Tree::new(vec![0, 0, 1, 1, 0], vec![0, 5, 6, 6, 7], 1);
        tree.lower_lifted(|label| (label == 7).then_some((8, 6)), |word| word == 2);
        assert_eq!(tree.heads, [0, 0, 1, 1, 3]);
        assert_eq!(tree.labels[4], 8);
    }
}
