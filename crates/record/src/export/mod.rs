//! The record in the forms of the field: GDELT, ICEWS, POLECAT, PLOVER, Phoenix, PETRARCH2, tables and networks and places of ours.
//!
//! An [`Exporter`] takes what was [`Told`] one by one and writes it; it asks nothing of the store, so that `code` prints with it too.
//! How codes are put into those of others is one table of the codebook, `data/ontology/exports.tsv`.

mod gdelt;
mod icews;
mod kept;
mod network;
mod ours;
mod parquet;
mod parties;
mod phoenix;
mod places;
mod plover;
mod polecat;
mod rules;
mod told;
mod window;
mod words;

pub use gdelt::{EVENT_COLUMNS as GDELT_EVENT_COLUMNS, MENTION_COLUMNS as GDELT_MENTION_COLUMNS};
pub use kept::{Unit, Wanted};
pub use ours::{write_csv, write_csv_header};
pub use rules::{Goldstein, QuadRule, Rules, Undated};
pub use told::{Incident, Source, Told};

use chancery_codebook::{Codebook, EventType, Status};
use std::io::{self, Write};
use window::Window;

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One event of the schema a line.
    Jsonl,
    /// One row for each ordered pair of sides, comma-separated.
    Csv,
    /// The same rows, typed.
    Parquet,
    /// GDELT 2.0 events: 61 columns, tabs, no header.
    Gdelt,
    /// GDELT 2.0 mentions: 16 columns, tabs, no header.
    GdeltMentions,
    /// ICEWS events: 20 columns, tabs, header.
    Icews,
    /// POLECAT: 40 columns, tabs, header.
    Polecat,
    /// PLOVER JSON Lines.
    Plover,
    /// Phoenix: 26 columns, tabs, no header.
    Phoenix,
    /// PETRARCH2's batch output: tabs, no header.
    Petrarch2,
    /// Who acts towards whom, as GraphML.
    Graphml,
    /// The same network as GEXF 1.2.
    Gexf,
    /// Where things happen, as GeoJSON.
    Geojson,
    /// The same places as KML.
    Kml,
}

impl Format {
    /// All of them, each with its name and what it is in a few words.
    pub const ALL: [(Self, &'static str, &'static str); 14] = [
        (
            Self::Jsonl,
            "jsonl",
            "One JSON object an event, with all there is to know",
        ),
        (
            Self::Csv,
            "csv",
            "One row for each ordered pair of sides, lists joined by |",
        ),
        (Self::Parquet, "parquet", "The rows of csv with their types"),
        (
            Self::Gdelt,
            "gdelt",
            "GDELT 2.0 events: 61 columns, no header",
        ),
        (
            Self::GdeltMentions,
            "gdelt-mentions",
            "GDELT 2.0 mentions: 16 columns, no header",
        ),
        (Self::Icews, "icews", "ICEWS: 20 columns"),
        (Self::Polecat, "polecat", "POLECAT: 40 columns"),
        (Self::Plover, "plover", "PLOVER JSON Lines"),
        (Self::Phoenix, "phoenix", "Phoenix: 26 columns, no header"),
        (
            Self::Petrarch2,
            "petrarch2",
            "PETRARCH2's event file: 8 columns, no header",
        ),
        (Self::Graphml, "graphml", "Who acts towards whom, a network"),
        (Self::Gexf, "gexf", "The same network for Gephi"),
        (Self::Geojson, "geojson", "Where things happened"),
        (Self::Kml, "kml", "The same places for Google Earth"),
    ];

    /// The statuses that it carries unless told otherwise.
    fn carries(self, event_type: EventType, status: Status) -> bool {
        match self {
            Self::Jsonl | Self::Csv | Self::Parquet => true,
            Self::Plover | Self::Polecat => {
                status == Status::Actual || rules::is_plover_promise(event_type, status)
            }
            _ => status == Status::Actual,
        }
    }

    /// Whether it has a place for another telling of an event within its document.
    fn has_second_mentions(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::Parquet)
    }

    /// Whether it has a place for public statements that are no more than that.
    fn has_statements(self) -> bool {
        !matches!(self, Self::Plover | Self::Polecat)
    }

    /// Whether it tells where in its document an event stands, for which the text is needed.
    pub fn counts_sentences(self) -> bool {
        use Format::{Gdelt, GdeltMentions, Icews, Petrarch2, Phoenix, Plover};
        matches!(
            self,
            Gdelt | GdeltMentions | Icews | Phoenix | Petrarch2 | Plover
        )
    }
}

/// What a form does with the events it is given.
trait Form {
    /// Writes what stands before the first event.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Takes an event and says how many rows, or other things, it became.
    fn add(&mut self, told: &Told, out: &mut dyn Write) -> io::Result<usize>;

    /// Writes what stands after the last one.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }
}

/// What became of the events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Events written.
    pub events: usize,
    /// Rows, nodes and edges, or places that they became.
    pub rows: usize,
    /// Left out because the form does not carry their status, or statements, or second mentions.
    pub unfit: usize,
    /// Left out because the same was told shortly before.
    pub repeated: usize,
    /// Left out because they lack what the form demands: a day, a coded side, a place.
    pub incomplete: usize,
}

/// Writes events in one form.
pub struct Exporter<'k, W: Write> {
    format: Format,
    form: Box<dyn Form + 'k>,
    statuses: Vec<Status>,
    window: Option<Window>,
    tally: Tally,
    out: W,
}

impl<'k, W: Write> Exporter<'k, W> {
    /// Begins to write to `out`.
    ///
    /// # Errors
    ///
    /// Where nothing can be written.
    pub fn new(
        format: Format,
        codebook: &'k Codebook,
        options: &Options,
        mut out: W,
    ) -> io::Result<Self> {
        let rules = rules::Guide::new(codebook, options.rules);
        let mut form: Box<dyn Form + 'k> = match format {
            Format::Jsonl => Box::new(ours::JsonLines),
            Format::Csv => Box::new(ours::Csv::new(options.kept)),
            Format::Parquet => Box::new(parquet::Parquet::new(options.kept)?),
            Format::Gdelt => Box::new(gdelt::Events(rules)),
            Format::GdeltMentions => Box::new(gdelt::Mentions(rules)),
            Format::Icews => Box::new(icews::Icews(rules)),
            Format::Polecat => Box::new(polecat::Polecat(rules)),
            Format::Plover => Box::new(plover::Plover(rules)),
            Format::Phoenix => Box::new(phoenix::Phoenix(rules)),
            Format::Petrarch2 => Box::new(phoenix::Petrarch2(rules)),
            Format::Graphml => Box::new(network::Network::graphml(rules)),
            Format::Gexf => Box::new(network::Network::gexf(rules)),
            Format::Geojson => Box::new(places::Places::geojson()),
            Format::Kml => Box::new(places::Places::kml()),
        };
        form.begin(&mut out)?;
        Ok(Self {
            format,
            form,
            statuses: options.statuses.clone(),
            window: options.window.map(Window::new),
            tally: Tally::default(),
            out,
        })
    }

    /// Writes an event, unless the form has no place for it.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn add(&mut self, told: &Told) -> io::Result<()> {
        if !self.fits(told) {
            self.tally.unfit += 1;
            return Ok(());
        }
        if self
            .window
            .as_mut()
            .is_some_and(|window| window.repeats(told))
        {
            self.tally.repeated += 1;
            return Ok(());
        }
        match self.form.add(told, &mut self.out)? {
            0 => self.tally.incomplete += 1,
            rows => {
                self.tally.events += 1;
                self.tally.rows += rows;
            }
        }
        Ok(())
    }

    /// Writes what is left and hands back where it was written to.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<(W, Tally)> {
        self.form.end(&mut self.out)?;
        self.out.flush()?;
        Ok((self.out, self.tally))
    }

    fn fits(&self, told: &Told) -> bool {
        let event = &told.event;
        let status = if self.statuses.is_empty() {
            self.format.carries(event.event_type, event.status)
        } else {
            self.statuses.contains(&event.status)
        };
        status
            && (self.format.has_second_mentions() || event.same_as.is_none())
            && (self.format.has_statements() || event.event_type != EventType::Statement)
    }
}

/// How events are written.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whose scales and quarters, and what of events without a day.
    pub rules: Rules,
    /// The statuses to carry; those that the form carries by itself where none is named.
    pub statuses: Vec<Status>,
    /// Leave out an event where one with the same sides and code was told at most so many days before, that day included: 1
    /// leaves one a day.
    pub window: Option<u16>,
    /// Whether the events come from a record; our own tables then say of which document and incident.
    pub kept: bool,
}
