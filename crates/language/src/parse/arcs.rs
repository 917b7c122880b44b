//! The arc-eager system that spaCy's dependency parser uses.

use std::ops::Range;

use super::network::{NetworkBuffers, Transitions, best_move, read_moves, runs};
use super::tree::Tree;
use crate::error::{Error, Result};
use crate::model::Layers;
use crate::strings::{Label, Labels, NONE};

/// Feature slots: B0, B1, S0, S1, S2, last left child of B0 and of S0, last right child of S0.
const SLOTS: usize = 8;

/// What parts a label from the label of the head that it is to be found under.
const LIFTED: &str = "||";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

#[derive(Clone, Copy, Debug)]
struct Move {
    action: Action,
    label: Label,
    /// A label for parts of one word holds only between neighbours.
    neighbours_only: bool,
}

/// A dependency parser.
#[derive(Debug)]
pub(crate) struct DependencyParser {
    network: Transitions,
    moves: Vec<Move>,
    /// Neighbouring moves of one action, and whether they hold only between neighbours.
    runs: Vec<((Action, bool), Range<usize>)>,
    root: Label,
    /// For a label that was lifted in training: its own label and that of the head to look for.
    lifted: Vec<Option<(Label, Label)>>,
}

impl DependencyParser {
    /// Reads the parser from its `moves` and its network.
    pub(crate) fn read(
        file: &str,
        moves: &[u8],
        layers: &Layers<'_>,
        width: usize,
        labels: &mut Labels,
    ) -> Result<Self> {
        let names = read_moves(file, moves)?;
        let mut lifted = Vec::new();
        let mut add = |name: &str| {
            let full = || Error::malformed(file, "too many labels");
            let label = labels.add(name).ok_or_else(full)?;
            if let Some((own, head)) = name.split_once(LIFTED) {
                let parts = (
                    labels.add(own).ok_or_else(full)?,
                    labels.add(head).ok_or_else(full)?,
                );
                lifted.resize(lifted.len().max(usize::from(label) + 1), None);
                lifted[usize::from(label)] = Some(parts);
            }
            Ok::<Label, Error>(label)
        };
        let moves = names
            .iter()
            .map(|(action, name)| {
                let action = match action {
                    0 => Action::Shift,
                    1 => Action::Reduce,
                    2 => Action::Left,
                    3 => Action::Right,
                    4 => Action::Break,
                    _ => return Err(Error::malformed(file, format!("unknown action {action}"))),
                };
                Ok(Move {
                    action,
                    label: add(name)?,
                    neighbours_only: name == "subtok",
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let root = add("ROOT")?;
        let kinds: Vec<(Action, bool)> = moves
            .iter()
            .map(|found| (found.action, found.neighbours_only))
            .collect();
        Ok(Self {
            network: Transitions::read(layers, width, SLOTS, moves.len())?,
            runs: runs(&kinds),
            moves,
            root,
            lifted,
        })
    }

    /// The network, which has to take up a batch before its documents are parsed.
    pub(crate) fn network(&self) -> &Transitions {
        &self.network
    }

    /// Parses `length` tokens that begin at `offset` of the batch.
    pub(crate) fn parse(
        &self,
        offset: usize,
        length: usize,
        is_space: impl Fn(usize) -> bool,
        buffers: &mut NetworkBuffers,
    ) -> Tree {
        let mut state = State::new(length);
        while !state.is_final() {
            let context = state.context().map(|token| Some(token? + offset));
            self.network.score(&context, buffers);
            let valid = state.valid();
            let neighbours = state.neighbours();
            let allowed = self
                .runs
                .iter()
                .filter(|((action, near), _)| valid[*action as usize] && (neighbours || !near));
            let best = best_move(&buffers.scores, allowed.map(|(_, range)| range.clone()));
            match best {
                Some(best) => state.take(self.moves[best]),
                None => state.give_up(),
            }
        }
        let mut tree = Tree::new(state.heads(), state.labels, self.root);
        tree.lower_lifted(|label| *self.lifted.get(usize::from(label))?, is_space);
        tree
    }
}

/// A parser's state: a stack, a buffer, and the arcs found.
#[derive(Debug)]
struct State {
    length: usize,
    stack: Vec<usize>,
    /// Words put back on the buffer, the next one last.
    returned: Vec<usize>,
    /// The next word never shifted.
    next: usize,
    heads: Vec<Place>,
    labels: Vec<Label>,
    left: Children,
    right: Children,
    unshiftable: Vec<bool>,
    sentence_start: Vec<bool>,
}

/// A word's place, or nothing; long texts have many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(u32);

impl Place {
    const NOWHERE: Self = Self(u32::MAX);

    /// Texts are shorter than 4 GiB, and so have fewer words than this can count.
    fn of(word: usize) -> Self {
        Self(word as u32)
    }

    fn word(self) -> Option<usize> {
        (self != Self::NOWHERE).then_some(self.0 as usize)
    }
}

/// The children that were attached to each word on one side, the last attached found first.
#[derive(Debug)]
struct Children {
    last: Vec<Place>,
    /// The child attached to the same head before.
    before: Vec<Place>,
}

impl Children {
    fn new(length: usize) -> Self {
        Self {
            last: vec![Place::NOWHERE; length],
            before: vec![Place::NOWHERE; length],
        }
    }

    fn add(&mut self, head: usize, child: usize) {
        self.before[child] = std::mem::replace(&mut self.last[head], Place::of(child));
    }

    fn remove(&mut self, head: usize, child: usize) {
        let mut at = self.last[head];
        if at == Place::of(child) {
            self.last[head] = self.before[child];
            return;
        }
        while let Some(here) = at.word() {
            at = self.before[here];
            if at == Place::of(child) {
                self.before[here] = self.before[child];
                return;
            }
        }
    }
}

impl State {
    fn new(length: usize) -> Self {
        Self {
            length,
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            heads: vec![Place::NOWHERE; length],
            labels: vec![NONE; length],
            left: Children::new(length),
            right: Children::new(length),
            unshiftable: vec![false; length],
            sentence_start: vec![false; length],
        }
    }

    fn stacked(&self, depth: usize) -> Option<usize> {
        self.stack
            .len()
            .checked_sub(depth + 1)
            .map(|at| self.stack[at])
    }

    fn buffered(&self, at: usize) -> Option<usize> {
        match self.returned.len().checked_sub(at + 1) {
            Some(at) => Some(self.returned[at]),
            None => Some(self.next + at - self.returned.len()).filter(|&word| word < self.length),
        }
    }

    fn buffer_length(&self) -> usize {
        self.length - self.next + self.returned.len()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    fn context(&self) -> [Option<usize>; SLOTS] {
        let (b0, s0) = (self.buffered(0), self.stacked(0));
        let child = |side: &Children, head: Option<usize>| side.last[head?].word();
        [
            b0,
            self.buffered(1),
            s0,
            self.stacked(1),
            self.stacked(2),
            child(&self.left, b0),
            child(&self.left, s0),
            child(&self.right, s0),
        ]
    }

    /// Which actions are valid, in the order of [`Action`].
    fn valid(&self) -> [bool; 5] {
        let (depth, left) = (self.stack.len(), self.buffer_length());
        let (b0, b1) = (self.buffered(0), self.buffered(1));
        let starts = |word: Option<usize>| word.is_some_and(|word| self.sentence_start[word]);
        let unshiftable = b0.is_some_and(|word| self.unshiftable[word]);
        let arc = depth > 0 && left > 0 && !starts(b0);
        [
            depth == 0 || (left >= 2 && !starts(b0) && !unshiftable),
            depth > 0,
            arc,
            arc,
            left >= 2 && b1 == b0.map(|word| word + 1) && !starts(b1),
        ]
    }

    fn neighbours(&self) -> bool {
        self.stacked(0).map(|word| word + 1) == self.buffered(0)
    }

    fn take(&mut self, chosen: Move) {
        match chosen.action {
            Action::Shift => self.push(),
            Action::Reduce => self.reduce(),
            Action::Left => {
                if let (Some(head), Some(child)) = (self.buffered(0), self.stacked(0)) {
                    self.attach(head, child, chosen.label);
                    self.unshiftable[head] = false;
                    self.stack.pop();
                }
            }
            Action::Right => {
                if let (Some(head), Some(child)) = (self.stacked(0), self.buffered(0)) {
                    self.attach(head, child, chosen.label);
                    self.push();
                }
            }
            Action::Break => {
                if let Some(word) = self.buffered(1) {
                    self.sentence_start[word] = true;
                }
            }
        }
    }

    fn push(&mut self) {
        if let Some(word) = self.returned.pop() {
            self.stack.push(word);
        } else if self.next < self.length {
            self.stack.push(self.next);
            self.next += 1;
        }
    }

    /// Pops a word that has a head or stands alone; any other goes back on the buffer.
    fn reduce(&mut self) {
        let alone = self.stack.len() == 1;
        if let Some(word) = self.stack.pop()
            && self.heads[word] == Place::NOWHERE
            && !alone
        {
            self.unshiftable[word] = true;
            self.returned.push(word);
        }
    }

    fn attach(&mut self, head: usize, child: usize, label: Label) {
        if let Some(old) = self.heads[child].word() {
            let side = if old > child {
                &mut self.left
            } else {
                &mut self.right
            };
            side.remove(old, child);
        }
        let side = if head > child {
            &mut self.left
        } else {
            &mut self.right
        };
        side.add(head, child);
        self.heads[child] = Place::of(head);
        self.labels[child] = label;
    }

    fn give_up(&mut self) {
        self.stack.clear();
        self.returned.clear();
        self.next = self.length;
    }

    /// Each word's head; its own place for one without.
    fn heads(&self) -> Vec<usize> {
        let heads = self.heads.iter().enumerate();
        heads
            .map(|(word, head)| head.word().unwrap_or(word))
            .collect()
    }
}
