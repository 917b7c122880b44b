//! The compiled codebook: one run of bytes that loads in milliseconds.
//!
//! ```text
//! magic and version   8 bytes   "CHCBOOK" 1
//! checksum            8 bytes   XXH3-64 of all that follows, little-endian
//! sections            each a length (u64, little-endian) and so many bytes
//! ```
//!
//! The sections are ontology, frames and word lists (postcard), the tables (column count, cell
//! ends, text), the order of offices, and the automatons with their postings. Tables and
//! automatons, which hold nearly all of it, are used where they lie. The checksum tells damage from
//! a codebook; an image made to deceive is not expected, as the program carries its own.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_64;

use crate::Codebook;
use crate::frames::Frames;
use crate::names::NameIndex;
use crate::places::{self, Places};
use crate::table::Table;
use crate::who::{self, Who};
use crate::words::Words;

const MAGIC: &[u8; 8] = b"CHCBOOK\x01";

/// Why bytes are not a compiled codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// They do not begin as one.
    #[error("these bytes are no compiled codebook, or that of another version")]
    NotAnImage,
    /// They were changed or cut off.
    #[error("the compiled codebook is damaged: its checksum does not fit its contents")]
    Damaged,
    /// A section is not what it should be.
    #[error("the compiled codebook's {0} cannot be read; compile it again")]
    Section(&'static str),
}

pub(crate) fn write(codebook: &Codebook) -> Vec<u8> {
    let mut writer = Writer { bytes: vec![0; 16] };
    writer.postcard(&codebook.ontology);
    writer.postcard(&codebook.frames.data);
    writer.postcard(&codebook.words.data);
    for table in &codebook.who.tables {
        writer.table(table);
    }
    writer.numbers(&codebook.who.by_country);
    writer.names(&codebook.who.names);
    writer.names(&codebook.who.surnames);
    writer.table(&codebook.places.table);
    writer.names(&codebook.places.names);
    writer.finish()
}

struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn section(&mut self, section: &[u8]) {
        self.bytes.extend((section.len() as u64).to_le_bytes());
        self.bytes.extend(section);
    }

    fn postcard(&mut self, value: &impl Serialize) {
        let section = postcard::to_stdvec(value).expect("plain data serialises");
        self.section(&section);
    }

    fn numbers(&mut self, numbers: &[u32]) {
        let section: Vec<u8> = numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        self.section(&section);
    }

    fn table(&mut self, table: &Table) {
        self.numbers(&table.ends);
        self.section(table.text.as_bytes());
    }

    fn names(&mut self, names: &NameIndex) {
        self.section(names.bytes());
        self.numbers(&names.packed_postings());
    }

    fn finish(mut self) -> Vec<u8> {
        let checksum = xxh3_64(&self.bytes[16..]);
        self.bytes[..8].copy_from_slice(MAGIC);
        self.bytes[8..16].copy_from_slice(&checksum.to_le_bytes());
        self.bytes
    }
}

/// Reads an image; `keep` makes its slices live as long as the codebook, by copying if need be.
pub(crate) fn read<'i>(
    image: &'i [u8],
    keep: fn(&'i [u8]) -> Cow<'static, [u8]>,
) -> Result<Codebook, ImageError> {
    let (head, rest) = image.split_at_checked(16).ok_or(ImageError::NotAnImage)?;
    let (magic, checksum) = head.split_at(8);
    if magic != MAGIC {
        return Err(ImageError::NotAnImage);
    }
    if checksum != xxh3_64(rest).to_le_bytes() {
        return Err(ImageError::Damaged);
    }
    let mut reader = Reader { rest, keep };
    Ok(Codebook {
        ontology: reader.postcard("ontology")?,
        frames: Frames::new(reader.postcard("frames")?),
        words: Words::new(reader.postcard("words")?),
        who: reader.who()?,
        places: reader.places()?,
    })
}

struct Reader<'i> {
    rest: &'i [u8],
    keep: fn(&'i [u8]) -> Cow<'static, [u8]>,
}

impl<'i> Reader<'i> {
    fn section(&mut self, name: &'static str) -> Result<&'i [u8], ImageError> {
        let wrong = ImageError::Section(name);
        let (len, rest) = self.rest.split_first_chunk::<8>().ok_or(wrong)?;
        let len = usize::try_from(u64::from_le_bytes(*len)).map_err(|_| wrong)?;
        let (section, rest) = rest.split_at_checked(len).ok_or(wrong)?;
        self.rest = rest;
        Ok(section)
    }

    fn postcard<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, ImageError> {
        postcard::from_bytes(self.section(name)?).map_err(|_| ImageError::Section(name))
    }

    fn numbers(&mut self, name: &'static str) -> Result<Vec<u32>, ImageError> {
        let (numbers, []) = self.section(name)?.as_chunks::<4>() else {
            return Err(ImageError::Section(name));
        };
        Ok(numbers
            .iter()
            .map(|&number| u32::from_le_bytes(number))
            .collect())
    }

    fn who(&mut self) -> Result<Who, ImageError> {
        let mut tables: [Table; 7] = Default::default();
        for (table, (file, columns)) in tables.iter_mut().zip(who::FILES) {
            *table = self.table(file, columns.len())?;
        }
        Ok(Who {
            tables,
            by_country: self.numbers("offices by country")?,
            names: self.names("names")?,
            surnames: self.names("surnames")?,
        })
    }

    fn places(&mut self) -> Result<Places, ImageError> {
        Ok(Places {
            table: self.table("places", places::COLUMNS.len())?,
            names: self.names("names of places")?,
        })
    }

    fn table(&mut self, name: &'static str, columns: usize) -> Result<Table, ImageError> {
        let ends = self.numbers(name)?;
        let wrong = ImageError::Section(name);
        let text = match (self.keep)(self.section(name)?) {
            Cow::Borrowed(bytes) => str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|_| wrong)?,
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|_| wrong)?,
        };
        Ok(Table {
            columns,
            ends,
            text,
        })
    }

    fn names(&mut self, name: &'static str) -> Result<NameIndex, ImageError> {
        let bytes = (self.keep)(self.section(name)?);
        let postings = self.numbers(name)?;
        NameIndex::from_parts(bytes, &postings).ok_or(ImageError::Section(name))
    }
}
