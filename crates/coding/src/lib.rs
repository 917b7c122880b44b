//! The heart: a document, its analyses and the codebook in, coded events out.
