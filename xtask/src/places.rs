//! Names of places in news texts, found and resolved, against those that careful readers marked.

use anyhow::{Context as _, Result};
use chancery_codebook::Codebook;
use chancery_coding::place::PlaceRecord;
use chancery_coding::{Coder, Mentioned};
use chancery_intake::{Document, Options as Intake, Supplied, assemble, parse_date};
use chancery_language::Pipeline;
use chancery_text::CharIndex;

use crate::accuracy::marked::{in_file, in_files};
use crate::demo::{gold, workspace};
use crate::marks::{Marked, unmarked};
use crate::train;

/// Measure which names of places are found, and whether they are led to the right place.
#[derive(clap::Args)]
pub struct Options {
    /// Print what is missed, found beside the marks or led to another place.
    #[arg(long)]
    list: bool,
}

/// A text with its marked places.
struct Text {
    document: Document,
    marks: Vec<Marked>,
}

/// What a mark says of its place, as `gold/README.md` describes it.
enum Meaning<'m> {
    /// A number at geonames.org.
    Numbered(u64),
    /// A country as such.
    Country(&'m str),
    /// A place of a country that the reference data do not hold.
    Within(&'m str),
    /// A sea or continent.
    Nowhere,
}

impl<'m> Meaning<'m> {
    fn of(mark: &'m str) -> Self {
        match (mark.parse(), mark.strip_prefix('~')) {
            (Ok(number), _) => Self::Numbered(number),
            (_, Some("")) => Self::Nowhere,
            (_, Some(country)) => Self::Within(country),
            _ => Self::Country(mark),
        }
    }
}

/// Prints the figures of the texts for development and of those that are held out.
///
/// # Errors
///
/// A file that cannot be read, or a mark that is not closed.
pub fn run(options: &Options) -> Result<()> {
    let pipeline = Pipeline::load(&chancery_language::locate(None)?)?;
    let data = workspace().join("data");
    let codebook = Codebook::load(&data).context("the codebook has faults")?;
    let coder = train::kept(&pipeline, &codebook)?;
    let own = in_files(&gold().join("places"), read)?;
    report("places", &coder, &codebook, &own, options.list);
    let held = in_file(&gold().join("held/places.txt"), read)?;
    report("held out", &coder, &codebook, &held, false);
    Ok(())
}

fn read(text: &str) -> Result<Text> {
    let (head, text) = text.split_once('\n').context("no text")?;
    let mut fields = head.split(" | ");
    let mut field = || fields.next().map(str::trim).context("no date");
    let (id, date) = (field()?, field()?);
    let (text, marks) = unmarked(text.trim())?;
    let supplied = Supplied {
        id: id.into(),
        text,
        ..Supplied::default()
    };
    let intake = Intake {
        published: Some(parse_date(date).map_err(anyhow::Error::msg)?),
        ..Intake::default()
    };
    let document = assemble(supplied, &intake)?;
    Ok(Text { document, marks })
}

/// How many names there are, were printed, were met, and how many of those met are right.
#[derive(Default)]
struct Counts {
    marked: usize,
    printed: usize,
    met: usize,
    numbered: Share,
    country: Share,
}

#[derive(Default)]
struct Share {
    right: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }

    fn value(&self) -> f64 {
        self.right as f64 / self.of.max(1) as f64
    }
}

fn count(coder: &Coder, codebook: &Codebook, texts: &[Text], list: bool) -> Counts {
    let documents: Vec<Document> = texts.iter().map(|it| it.document.clone()).collect();
    let mut counts = Counts::default();
    for (text, found) in texts.iter().zip(coder.mentions_all(&documents)) {
        counts.add(text, &found, codebook, list);
    }
    counts
}

fn report(name: &str, coder: &Coder, codebook: &Codebook, texts: &[Text], list: bool) {
    let counts = count(coder, codebook, texts, list);
    let share = |of: usize| counts.met as f64 / of.max(1) as f64;
    println!(
        "{name}: {} names in {} texts, found: precision {:.3}, recall {:.3}",
        counts.marked,
        texts.len(),
        share(counts.printed),
        share(counts.marked)
    );
    for (what, share) in [
        ("the very place", &counts.numbered),
        ("its country", &counts.country),
    ] {
        println!("  {what:<16}{:.3} of {} found", share.value(), share.of);
    }
}

impl Counts {
    fn add(&mut self, text: &Text, found: &Mentioned, codebook: &Codebook, list: bool) {
        let id = &text.document.id;
        // The dateline is not marked.
        let dateline = text.document.dateline.as_ref().map(|it| it.span.end);
        let index = CharIndex::new(&text.document.repaired);
        let body = dateline.map_or(0, |end| index.char_at(end));
        let printed: Vec<&PlaceRecord> = found
            .places
            .iter()
            .filter(|it| it.span.start >= body)
            .collect();
        let meets = |place: &PlaceRecord, mark: &Marked| {
            place.span.start < mark.0.end && mark.0.start < place.span.end
        };
        self.marked += text.marks.len();
        self.printed += printed.len();
        for mark in &text.marks {
            let words = || slice(&text.document.text, mark);
            let Some(place) = printed.iter().find(|it| meets(it, mark)) else {
                if list {
                    println!("{id} missed {} ({})", words(), mark.1);
                }
                continue;
            };
            self.met += 1;
            let right = self.judge(place, &mark.1, codebook);
            if list && !right {
                println!(
                    "{id} other {} ({}): {} {:?} {:?} {}",
                    words(),
                    mark.1,
                    place.name,
                    place.country,
                    place.geonames,
                    place.feature
                );
            }
        }
        for place in printed {
            if list && !text.marks.iter().any(|mark| meets(place, mark)) {
                println!("{id} extra {} ({})", place.span.text, place.name);
            }
        }
    }

    fn judge(&mut self, place: &PlaceRecord, mark: &str, codebook: &Codebook) -> bool {
        let own = place.country.as_deref();
        match Meaning::of(mark) {
            Meaning::Numbered(number) => {
                let right = place.geonames.map(u64::from) == Some(number);
                self.numbered.count(right);
                let mut known = codebook.places().numbered();
                let country = known
                    .find(|(it, _)| *it == number)
                    .map(|(_, it)| codebook.places().place(it).country());
                self.country
                    .count(right || country.is_some_and(|it| own == Some(it)));
                right
            }
            Meaning::Country(code) => {
                let right = own == Some(code) && place.feature == "PCLI";
                self.numbered.count(right && place.geonames.is_some());
                self.country.count(own == Some(code));
                right
            }
            Meaning::Within(code) => {
                self.country.count(own == Some(code));
                own == Some(code)
            }
            Meaning::Nowhere => place.feature != "PCLI" && own.is_none(),
        }
    }
}

fn slice(text: &str, mark: &Marked) -> String {
    text.chars().skip(mark.0.start).take(mark.0.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shares that must be reached at least in the texts for development: of names, of numbers and of countries.
    const AT_LEAST: [f64; 4] = [0.95, 0.87, 0.95, 0.95];

    #[test]
    fn no_place_is_lost() {
        let Ok(model) = chancery_language::locate(None) else {
            eprintln!("skipped: no language model is installed; `cargo xtask model` fetches it");
            return;
        };
        let pipeline = Pipeline::load(&model).expect("the model loads");
        let codebook =
            Codebook::load(&workspace().join("data")).expect("the codebook has no faults");
        let coder = Coder::new(&pipeline, &codebook);
        let texts = in_files(&gold().join("places"), read).expect("the texts are well formed");
        let counts = count(&coder, &codebook, &texts, false);
        let share = |of: usize| counts.met as f64 / of as f64;
        let reached = [
            share(counts.printed),
            share(counts.marked),
            counts.numbered.value(),
            counts.country.value(),
        ];
        for (reached, least) in reached.into_iter().zip(AT_LEAST) {
            assert!(reached >= least, "{reached} is less than {least}");
        }
    }
}
