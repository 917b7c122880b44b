//! What intake hands to the rooms to its right.

use chancery_text::{ByteSpan, OffsetMap};
pub use jiff::civil::Date;

/// One article or dispatch.
///
/// All spans are bytes of [`Document::repaired`]; [`Document::map`] leads back to
/// [`Document::text`].
#[derive(Clone, Debug)]
pub struct Document {
    /// The id supplied, else the path relative to the INPUT named.
    pub id: String,
    /// The text as supplied, decoded, without a byte-order mark.
    pub text: String,
    /// The text after repair; equal to `text` where nothing was broken.
    pub repaired: String,
    /// From `repaired` back to `text`.
    pub map: OffsetMap,
    /// What was repaired, in text order.
    pub repairs: Vec<Repair>,
    /// A title that the metadata supplied, or the title line's words.
    pub title: Option<String>,
    /// The paragraphs of the body in order, with header, title line, byline and dateline cut away.
    pub body: Vec<ByteSpan>,
    /// The dateline, where there is one.
    pub dateline: Option<Dateline>,
    /// The byline's words, where there is one.
    pub byline: Option<ByteSpan>,
    /// The document's date, never guessed from a clock.
    pub date: Option<DocumentDate>,
    /// Who published it, from the metadata or the command line.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1, as the metadata or the command line say.
    pub language: Option<String>,
    /// What was not understood and did not stop the document, such as a date in no known form.
    pub warnings: Vec<String>,
}

/// `MOSCOW (UrduPoint News / Sputnik - 22nd March, 2021)` and its kin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// All of it, with the dash that closes it.
    pub span: ByteSpan,
    /// The place as written, country or state included.
    pub place: Option<ByteSpan>,
    /// The date, whose year may have been completed from the metadata.
    pub date: Option<Date>,
    /// The date's words.
    pub date_span: Option<ByteSpan>,
    /// The agencies named, first the one that passes the story on.
    pub agencies: Vec<Agency>,
}

/// An agency named in a dateline or sign-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Where it stands.
    pub span: ByteSpan,
    /// Its words.
    pub name: String,
}

/// A document's date and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentDate {
    /// The day.
    pub date: Date,
    /// How it is known.
    pub provenance: DateProvenance,
    /// Its words in the text; none for metadata.
    pub span: Option<ByteSpan>,
}

/// Where a document's date comes from, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateProvenance {
    /// A field of the input or an option of the command line.
    Metadata,
    /// The dateline.
    Dateline,
    /// Lines above the body.
    Header,
}

/// One mended place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Where the mended characters stand in the repaired text.
    pub span: ByteSpan,
    /// What was wrong.
    pub kind: RepairKind,
}

/// What was wrong with a mended place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairKind {
    /// UTF-8 that was read as Windows-1252.
    Windows1252,
    /// UTF-8 that was read as Latin-1.
    Latin1,
    /// UTF-8 that was read as Mac Roman.
    MacRoman,
    /// A control character or other junk that was dropped.
    Control,
}
