//! `chancery export`: the record in the forms of the field.

use super::asking::Filters;
use super::common::Kept;
use super::forms::{Form, left_out};
use super::knowledge::Books;
use super::output::{Output, Target};
use super::talk::{Outcome, complain};
use anyhow::Result;
use chancery_record::Record;
use chancery_record::export::{
    Exporter, Format, Goldstein, Options, QuadRule, Rules, Told, Undated, Unit, Wanted,
};
use clap::{Args, ValueEnum};
use std::io::Write as _;
use std::sync::LazyLock;

/// Write the record in a form of the field: GDELT, ICEWS, POLECAT, PLOVER, Phoenix, tables, networks, maps
#[derive(Args)]
pub struct Export {
    /// The form of the output
    #[arg(long, value_enum)]
    format: Exported,
    /// Words in the evidence, in what it is about or in the parties' names; "a phrase", begin*
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    books: Books,
}

/// A form, or the reviews.
#[derive(Clone, Copy)]
enum Exported {
    Form(Form),
    /// The latest review of each event, as gold for score
    Gold,
}

static ALL: LazyLock<Vec<Exported>> = LazyLock::new(|| {
    let forms = Form::value_variants().iter().copied();
    forms.map(Exported::Form).chain([Exported::Gold]).collect()
});

impl ValueEnum for Exported {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        match self {
            Self::Form(form) => form.to_possible_value(),
            Self::Gold => Some(
                clap::builder::PossibleValue::new("gold")
                    .help("The latest review of each event, as gold for score"),
            ),
        }
    }
}

/// How events are counted and scaled.
#[derive(Args)]
#[command(next_help_heading = "How")]
struct How {
    /// What is counted
    #[arg(long, value_enum, default_value = "incident")]
    unit: Counted,
    /// Leave out what was told with the same code and sides within so many days; 1 leaves one a day
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..))]
    window: Option<u16>,
    /// Whose quad classes [default: the form's own]
    #[arg(long, value_enum)]
    quad: Option<Quads>,
    /// Whose values on Goldstein's scale [default: the form's own]
    #[arg(long, value_enum)]
    goldstein: Option<Scale>,
    /// What becomes of events that are not dated to a month or better, where the form wants a day
    #[arg(long, value_enum, default_value = "drop")]
    undated: WithoutDay,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Counted {
    /// What happened, however often it was told
    Incident,
    /// Every telling of it
    Event,
}

#[derive(Clone, Copy, ValueEnum)]
enum Quads {
    /// CAMEO roots 01-05, 06-08, 09-13, 14-20 are 1 to 4
    Gdelt,
    /// Roots 01 and 02 are 0, 16 is 3
    Phoenix,
    /// By PLOVER type
    Plover,
}

#[derive(Clone, Copy, ValueEnum)]
enum Scale {
    Icews,
    Gdelt,
    Phoenix,
    /// PLOVER's score of the mode, else of the type
    Plover,
}

#[derive(Clone, Copy, ValueEnum)]
enum WithoutDay {
    /// Left out
    Drop,
    /// They have the day of publication
    Published,
}

impl How {
    fn rules(&self) -> Rules {
        Rules {
            quad: self.quad.map(|quad| match quad {
                Quads::Gdelt => QuadRule::Gdelt,
                Quads::Phoenix => QuadRule::Phoenix,
                Quads::Plover => QuadRule::Plover,
            }),
            goldstein: self.goldstein.map(|scale| match scale {
                Scale::Icews => Goldstein::Icews,
                Scale::Gdelt => Goldstein::Gdelt,
                Scale::Phoenix => Goldstein::Phoenix,
                Scale::Plover => Goldstein::Plover,
            }),
            undated: match self.undated {
                WithoutDay::Drop => Undated::Drop,
                WithoutDay::Published => Undated::Published,
            },
        }
    }
}

impl Export {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let record = Record::read_only(&self.kept.record)?;
        let output = self.target.open()?;
        match self.format {
            Exported::Form(Form(format)) => self.events(&record, format, output),
            Exported::Gold => gold(&record, output),
        }
    }

    fn events(&self, record: &Record, format: Format, output: Output) -> Result<Outcome> {
        let filter = self.filters.filter(&self.words);
        let options = Options {
            rules: self.how.rules(),
            statuses: filter.statuses.clone(),
            window: self.how.window,
            kept: true,
        };
        let wanted = Wanted {
            unit: match self.how.unit {
                Counted::Incident => Unit::Incident,
                Counted::Event => Unit::Event,
            },
            reports: format == Format::GdeltMentions,
            texts: format.counts_sentences(),
        };
        let codebook = self.books.load()?;
        let mut exporter = Exporter::new(format, &codebook, &options, output)?;
        record.tell(&filter, wanted, |told: &Told| -> Result<()> {
            Ok(exporter.add(told)?)
        })?;
        let (output, tally) = exporter.finish()?;
        output.finish()?;
        if let Some(words) = left_out(&tally) {
            complain(&words);
        }
        complain(&format!("{} written, in {} rows", tally.events, tally.rows));
        Ok(Outcome::default())
    }
}

fn gold(record: &Record, mut output: Output) -> Result<Outcome> {
    for review in record.latest_reviews()? {
        writeln!(output, "{}", review.gold()?)?;
    }
    output.finish()?;
    let earlier = record.reviewed_in_earlier_texts()?;
    if earlier > 0 {
        complain(&format!(
            "left out of the output: {earlier} events that were reviewed in an earlier text of their document"
        ));
    }
    Ok(Outcome::default())
}
