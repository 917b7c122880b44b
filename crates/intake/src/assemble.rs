//! What an importer supplies, made a [`Document`].

use crate::dates::{self, ACCEPTED};
use crate::front::{self, Front};
use crate::{
    Date, DateProvenance, Dateline, Document, DocumentDate, Reason, dateline, layout, mend, signoff,
};
use chancery_text::ByteSpan;

/// A document as an importer found it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supplied {
    /// The id it has, or was given.
    pub id: String,
    /// Its text, decoded.
    pub text: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date as written.
    pub published: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// Its language.
    pub language: Option<String>,
}

/// What holds for all documents of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most characters of a document; a longer one is rejected.
    pub max_document: usize,
    /// The date of documents that do not say.
    pub published: Option<Date>,
    /// The publisher of documents that do not say.
    pub publisher: Option<String>,
    /// The language of documents that do not say.
    pub language: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_document: 1_000_000,
            published: None,
            publisher: None,
            language: None,
        }
    }
}

/// Reads a date as `--published` and the metadata of documents give it; the error names the forms accepted.
pub fn parse_date(words: &str) -> Result<Date, String> {
    dates::metadata(words).ok_or_else(|| format!("`{words}` is no date; accepted are {ACCEPTED}"))
}

/// Repairs the text and reads its header, title, byline, dateline, date, body and sign-off.
///
/// # Errors
///
/// Where the text is empty, too long or no text.
pub fn assemble(supplied: Supplied, options: &Options) -> Result<Document, Reason> {
    check_text(&supplied.text, options.max_document)?;
    let mended = mend(&supplied.text);
    let text = &mended.text;
    let mut warnings = Vec::new();
    let published = match supplied.published.as_deref().map(parse_date) {
        Some(Ok(date)) => Some(date),
        Some(Err(why)) => {
            warnings.push(format!("published: {why}"));
            None
        }
        None => options.published,
    };
    let title = supplied.title.map(|title| mend(title.trim()).text);
    let page = Page::read(text, title.as_deref(), published);
    let date = published.map(from_metadata).or_else(|| page.date(text));
    Ok(Document {
        id: supplied.id,
        title: title.or_else(|| page.front.title.map(|span| span.of(text).to_owned())),
        body: page.body,
        dateline: page.dateline,
        byline: page.front.byline,
        date,
        publisher: supplied.publisher.or_else(|| options.publisher.clone()),
        url: supplied.url,
        language: supplied.language.or_else(|| options.language.clone()),
        text: supplied.text,
        map: mended.map,
        repairs: mended.repairs,
        warnings,
        repaired: mended.text,
    })
}

/// Like [`assemble`], but the text is all body: a sentence or two, without title, dateline or sign-off.
///
/// # Errors
///
/// As [`assemble`].
pub fn assemble_plain(supplied: Supplied, options: &Options) -> Result<Document, Reason> {
    let mut document = assemble(supplied, options)?;
    document.body = layout::paragraphs(&document.repaired, 0);
    document.dateline = None;
    document.byline = None;
    Ok(document)
}

/// A text, taken apart.
struct Page {
    front: Front,
    dateline: Option<Dateline>,
    body: Vec<ByteSpan>,
}

impl Page {
    fn read(text: &str, title: Option<&str>, published: Option<Date>) -> Self {
        let lines = layout::lines(text, 0);
        let front = front::read(text, &lines, title, |at| {
            dateline::read(text, at, None).is_some()
        });
        let anchor = published.or(front.date.and_then(|date| date.full()));
        let start = lines[front.next.min(lines.len())..]
            .iter()
            .find(|line| !line.is_empty())
            .map_or(text.len(), |line| line.start);
        let dateline = dateline::read(text, start, anchor);
        let mut body = layout::paragraphs(
            text,
            dateline.as_ref().map_or(start, |found| found.span.end),
        );
        signoff::cut(text, &mut body);
        Self {
            front,
            dateline,
            body,
        }
    }

    /// The dateline's date, else the header's.
    fn date(&self, text: &str) -> Option<DocumentDate> {
        self.dateline_date(text).or_else(|| self.header_date())
    }

    /// The dateline's date where its own words or the header's give the year.
    fn dateline_date(&self, text: &str) -> Option<DocumentDate> {
        let dateline = self.dateline.as_ref()?;
        let date = dateline::full_date(text, dateline).or(dateline.date)?;
        Some(DocumentDate {
            date,
            provenance: DateProvenance::Dateline,
            span: dateline.date_span,
        })
    }

    fn header_date(&self) -> Option<DocumentDate> {
        let written = self.front.date?;
        Some(DocumentDate {
            date: written.full()?,
            provenance: DateProvenance::Header,
            span: Some(written.span),
        })
    }
}

fn from_metadata(date: Date) -> DocumentDate {
    DocumentDate {
        date,
        provenance: DateProvenance::Metadata,
        span: None,
    }
}

/// One control character in so many is more than text ever has.
const CONTROLS_PER: usize = 100;

/// Refuses what is empty, longer than `limit` characters, or no text.
pub fn check_text(text: &str, limit: usize) -> Result<(), Reason> {
    // A character has one to four bytes; only texts between the two bounds need counting.
    if text.len() > limit && text.chars().count() > limit {
        return Err(Reason::TooLong { limit });
    }
    if text.contains('\0') {
        return Err(Reason::Binary("zero bytes".into()));
    }
    let controls = text
        .bytes()
        .filter(|byte| matches!(byte, 1..=8 | 14..=31 | 127))
        .count();
    let lost = text.matches('\u{fffd}').count();
    if controls > 2 && controls * CONTROLS_PER > text.len() {
        return Err(Reason::Binary(format!("{controls} control characters")));
    }
    if lost > 2 && lost * 10 > text.len() {
        return Err(Reason::Binary(format!(
            "{lost} characters that no encoding explains"
        )));
    }
    if text.trim().is_empty() {
        return Err(Reason::Empty);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
