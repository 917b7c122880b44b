//! Transition-based parsing: dependency arcs (arc-eager) and named entities (BILUO), both greedy.

mod arcs;
mod entities;
mod network;
mod tree;

pub(crate) use arcs::DependencyParser;
pub(crate) use entities::{EntityRecogniser, Word};
pub(crate) use network::NetworkBuffers;
pub(crate) use tree::Tree;
