//! Reads the files of a trained pipeline; everything in them is checked, nothing is trusted.

mod config;
mod msgpack;
mod npy;
mod store;
mod thinc;

pub(crate) use config::Config;
pub(crate) use msgpack::Value;
pub(crate) use npy::read_npy;
pub(crate) use store::Store;
pub(crate) use thinc::{Array, Layer, Layers};
