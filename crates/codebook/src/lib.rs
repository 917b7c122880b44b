//! What the program knows of the world and of language in politics, read from `data/`.
