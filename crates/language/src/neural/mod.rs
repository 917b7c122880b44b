//! The networks: matrix products and the layers made of them.

mod embedding;
mod layers;
mod matrix;
pub(crate) mod simd;
mod tok2vec;
mod window;

pub(crate) use embedding::WordVectors;
pub(crate) use layers::{Linear, MAX_OUTPUTS};
pub(crate) use matrix::Weights;
pub(crate) use tok2vec::{Batch, Buffers, Tok2Vec};
