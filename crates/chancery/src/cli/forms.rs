//! The forms of output that several commands know.

use chancery_record::export::{self, Tally};
use clap::ValueEnum;

/// A form of output for events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// One JSON object an event, with all there is to know
    Jsonl,
    /// One row for each ordered pair of sides, lists joined by |
    Csv,
    /// The rows of csv with their types
    Parquet,
    /// GDELT 2.0 events: 61 columns, no header
    Gdelt,
    /// GDELT 2.0 mentions: 16 columns, no header
    GdeltMentions,
    /// ICEWS: 20 columns
    Icews,
    /// POLECAT: 40 columns
    Polecat,
    /// PLOVER JSON Lines
    Plover,
    /// Phoenix: 26 columns, no header
    Phoenix,
    /// PETRARCH2's event file: 8 columns, no header
    Petrarch2,
    /// Who acts towards whom, a network
    Graphml,
    /// The same network for Gephi
    Gexf,
    /// Where things happened
    Geojson,
    /// The same places for Google Earth
    Kml,
}

impl Form {
    /// What the record's exports call it.
    pub fn format(self) -> export::Format {
        match self {
            Self::Jsonl => export::Format::Jsonl,
            Self::Csv => export::Format::Csv,
            Self::Parquet => export::Format::Parquet,
            Self::Gdelt => export::Format::Gdelt,
            Self::GdeltMentions => export::Format::GdeltMentions,
            Self::Icews => export::Format::Icews,
            Self::Polecat => export::Format::Polecat,
            Self::Plover => export::Format::Plover,
            Self::Phoenix => export::Format::Phoenix,
            Self::Petrarch2 => export::Format::Petrarch2,
            Self::Graphml => export::Format::Graphml,
            Self::Gexf => export::Format::Gexf,
            Self::Geojson => export::Format::Geojson,
            Self::Kml => export::Format::Kml,
        }
    }
}

/// What a form did not carry, in words; nothing where it carried all.
pub fn left_out(tally: &Tally) -> Option<String> {
    let parts = [
        (
            tally.unfit,
            "of a kind or status that the form does not carry",
        ),
        (tally.repeated, "told shortly before"),
        (
            tally.incomplete,
            "without what the form demands (a day, sides with codes, a point on the map)",
        ),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, why)| format!("{count} {why}"))
        .collect();
    (!said.is_empty()).then(|| format!("left out of the output: {}", said.join("; ")))
}
