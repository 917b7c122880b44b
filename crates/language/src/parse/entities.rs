//! The push-down system that spaCy's entity recogniser uses: begin, in, last, unit, out.

use std::ops::Range;

use super::network::{NetworkBuffers, Transitions, best_move, read_moves, runs};
use crate::error::{Error, Result};
use crate::model::Layers;
use crate::strings::{Label, Labels, NONE};

/// Feature slots: the next word, the first of the open entity, and the word before within it.
const SLOTS: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Begin,
    In,
    Last,
    Unit,
    Out,
}

/// An entity recogniser.
#[derive(Debug)]
pub(crate) struct EntityRecogniser {
    network: Transitions,
    moves: Vec<(Action, Label)>,
    /// Neighbouring moves of one action that have a label, or need none.
    runs: Vec<(Action, Range<usize>)>,
}

/// A word as the recogniser is constrained by it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) is_space: bool,
    pub(crate) starts_sentence: bool,
}

impl EntityRecogniser {
    /// Reads the recogniser from its `moves` and its network.
    pub(crate) fn read(
        file: &str,
        moves: &[u8],
        layers: &Layers<'_>,
        width: usize,
        labels: &mut Labels,
    ) -> Result<Self> {
        let moves = read_moves(file, moves)?
            .iter()
            .map(|(action, name)| {
                let action = match action {
                    1 => Action::Begin,
                    2 => Action::In,
                    3 => Action::Last,
                    4 => Action::Unit,
                    5 => Action::Out,
                    _ => return Err(Error::malformed(file, format!("unknown action {action}"))),
                };
                let label = labels
                    .add(name)
                    .ok_or_else(|| Error::malformed(file, "too many labels"))?;
                Ok((action, label))
            })
            .collect::<Result<Vec<_>>>()?;
        // A move that needs a label and has none is never valid.
        let kinds: Vec<(Action, bool)> = moves
            .iter()
            .map(|&(action, label)| (action, label != NONE || action == Action::Out))
            .collect();
        let runs = runs(&kinds).into_iter();
        Ok(Self {
            network: Transitions::read(layers, width, SLOTS, moves.len())?,
            runs: runs
                .filter(|((_, usable), _)| *usable)
                .map(|((action, _), range)| (action, range))
                .collect(),
            moves,
        })
    }

    /// The network, which has to take up a batch before entities are looked for in it.
    pub(crate) fn network(&self) -> &Transitions {
        &self.network
    }

    /// The entities among words that begin at `offset` of the batch: start, end, type.
    pub(crate) fn recognise(
        &self,
        offset: usize,
        words: &[Word],
        buffers: &mut NetworkBuffers,
    ) -> Vec<(usize, usize, Label)> {
        let mut entities = Vec::new();
        let mut open: Option<(usize, Label)> = None;
        for (at, word) in words.iter().enumerate() {
            let last_word = at + 1 == words.len();
            let next_starts = words.get(at + 1).is_some_and(|next| next.starts_sentence);
            let context = [
                Some(offset + at),
                open.map(|(start, _)| offset + start),
                // Nothing, where the entity or the batch begins here.
                open.and_then(|_| (offset + at).checked_sub(1)),
            ];
            self.network.score(&context, buffers);
            let best = match open {
                None => {
                    let begin = !last_word && !next_starts && !word.is_space;
                    let allowed = self.runs.iter().filter(|(action, _)| match action {
                        Action::Begin => begin,
                        Action::Unit => !word.is_space,
                        Action::Out => true,
                        Action::In | Action::Last => false,
                    });
                    best_move(&buffers.scores, allowed.map(|(_, range)| range.clone()))
                }
                Some((_, opened)) => {
                    let go_on = !last_word && !next_starts;
                    let moves = self.moves.iter().enumerate();
                    let allowed = moves.filter(|(_, (action, label))| {
                        *label == opened
                            && (*action == Action::Last || (*action == Action::In && go_on))
                    });
                    best_move(&buffers.scores, allowed.map(|(at, _)| at..at + 1))
                }
            };
            match best.map(|best| self.moves[best]) {
                Some((Action::Begin, label)) => open = Some((at, label)),
                Some((Action::Unit, label)) => entities.push((at, at + 1, label)),
                Some((Action::Last, label)) => {
                    if let Some((start, _)) = open.take() {
                        entities.push((start, at + 1, label));
                    }
                }
                Some((Action::In | Action::Out, _)) => {}
                // No move is valid: spaCy ends the document here.
                None => break,
            }
        }
        entities
    }
}
