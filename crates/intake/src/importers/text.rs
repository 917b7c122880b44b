//! Plain text: one file, one document.

use crate::inputs::unreadable;
use crate::{Options, Reason, Supplied, decode};
use std::io::Read;

/// Reads one document, as far as the limit and not beyond.
pub fn read(reader: impl Read, id: &str, options: &Options) -> Result<Supplied, Reason> {
    // No encoding takes more than four bytes for a character.
    let most = options.max_document.saturating_mul(4).saturating_add(4);
    let mut bytes = Vec::new();
    reader
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    if bytes.len() > most {
        return Err(Reason::TooLong {
            limit: options.max_document,
        });
    }
    Ok(Supplied {
        id: id.to_owned(),
        text: decode(&bytes),
        ..Supplied::default()
    })
}
