//! The networks: matrix products and the layers made of them.

mod layers;
mod matrix;
mod tok2vec;

pub(crate) use layers::Linear;
pub(crate) use matrix::Weights;
pub(crate) use tok2vec::{Buffers, Tok2Vec};
