//! The forms in which events and analyses are printed, one a file.

pub mod conllu;
pub mod mentions_csv;
pub mod table;
pub mod tokens;
