//! `chancery find`, `show`, `series`, `dyads`, `actors`, `query`: questions to the record.

use super::asking::{Answer, Doings, Filters};
use super::talk::Outcome;
use crate::format::table::{Form, printable_lines};
use anyhow::Result;
use chancery_record::ask::{self, DyadFilter, Each, Level, Limits, Measure, Party, Series, Shown};
use chancery_record::days::Unit;
use clap::{Args, ValueEnum};
use std::time::Duration;

/// Find incidents by words and filters, the latest first
#[derive(Args)]
pub struct Find {
    /// Words in the evidence, in what it is about or in the parties' names; "a phrase", begin*
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// The most rows
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// A row for each of these
    #[arg(long, value_enum, default_value = "incident")]
    each: Row,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Row {
    /// What happened, however often it was told
    Incident,
    /// Every telling of it
    Report,
    /// A document whose title or text holds the words
    Document,
}

impl Find {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let record = self.answer.record()?;
        let filter = self.filters.filter(&self.words);
        let table = match self.each {
            Row::Incident => ask::find(&record, &filter, Each::Incident, self.limit)?,
            Row::Report => ask::find(&record, &filter, Each::Report, self.limit)?,
            Row::Document => ask::find_documents(&record, &filter, self.limit)?,
        };
        self.answer.give(&table)
    }
}

/// Show one thing: an event, incident, document, thread or actor
#[derive(Args)]
pub struct Show {
    /// Its id; for an actor a code, an identity or a name
    #[arg(value_name = "ID")]
    id: String,
    /// Say why each report was taken for one of the incident
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    answer: Answer,
}

impl Show {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let shown = ask::show(&self.answer.record()?, &self.id, self.why)?;
        let words = match self.answer.format {
            Form::Table => shown.iter().map(page).collect::<Vec<_>>().join("\n"),
            Form::Json => shown
                .iter()
                .map(|shown| format!("{}\n", shown.json))
                .collect(),
            Form::Csv => return self.answer.give(&ask::fields(&shown)),
        };
        self.answer.write(&words)
    }
}

fn page(shown: &Shown) -> String {
    printable_lines(&shown.text)
}

/// List exchanges of messages and answers, the latest first
#[derive(Args)]
pub struct Threads {
    /// Words in the evidence, in what it is about or in the parties' names; "a phrase", begin*
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// List the messages that nothing answers, each in a row
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    filters: Filters,
    /// The most rows
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    answer: Answer,
}

impl Threads {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let record = self.answer.record()?;
        let filter = self.filters.filter(&self.words);
        let table = match self.open {
            true => ask::open_messages(&record, &filter, self.limit)?,
            false => ask::threads(&record, &filter, self.limit)?,
        };
        self.answer.give(&table)
    }
}

/// Count what passed between two parties over time, by incident
#[derive(Args)]
pub struct Over {
    /// A code (CHN takes in CHN.GOV), an identity or a name
    #[arg(value_name = "A")]
    a: String,
    /// The other
    #[arg(value_name = "B")]
    b: String,
    /// The unit of time
    #[arg(long, value_enum, default_value = "month")]
    by: By,
    /// What is measured
    #[arg(long, value_enum, default_value = "count")]
    measure: What,
    /// Only what A did to B
    #[arg(long)]
    directed: bool,
    #[command(flatten)]
    doings: Doings,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Day,
    Week,
    Month,
    Year,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// How many incidents
    Count,
    /// Sum and mean of Goldstein values
    Goldstein,
    /// How many of each quad class
    Quad,
}

impl Over {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let record = self.answer.record()?;
        let asked = Series {
            a: Party::find(&record, &self.a)?,
            b: Party::find(&record, &self.b)?,
            directed: self.directed,
            by: match self.by {
                By::Day => Unit::Day,
                By::Week => Unit::Week,
                By::Month => Unit::Month,
                By::Year => Unit::Year,
            },
            measure: match self.measure {
                What::Count => Measure::Count,
                What::Goldstein => Measure::Goldstein,
                What::Quad => Measure::Quad,
            },
            from: self.doings.from,
            to: self.doings.to,
            types: self.doings.types,
            statuses: self.doings.status,
        };
        self.answer.give(&ask::series(&record, &asked)?)
    }
}

/// List pairs of parties by how much passed between them
#[derive(Args)]
pub struct Dyads {
    /// Only pairs with this code
    #[arg(value_name = "CODE")]
    party: Option<String>,
    /// Tell sectors apart, as CHN.GOV and CHN.MIL
    #[arg(long)]
    sectors: bool,
    /// The most rows
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    doings: Doings,
    #[command(flatten)]
    answer: Answer,
}

fn level(sectors: bool) -> Level {
    if sectors { Level::Code } else { Level::Country }
}

impl Dyads {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let filter = DyadFilter {
            level: level(self.sectors),
            party: self.party.map(|party| party.to_uppercase()),
            from: self.doings.from,
            to: self.doings.to,
            types: self.doings.types,
            statuses: self.doings.status,
        };
        let record = self.answer.record()?;
        self.answer.give(&ask::dyads(&record, &filter, self.limit)?)
    }
}

/// List who takes part, or find actors by name
#[derive(Args)]
pub struct Actors {
    /// Words in a name, a code or an identity
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Tell sectors apart, as CHN.GOV and CHN.MIL
    #[arg(long)]
    sectors: bool,
    /// The most rows
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    answer: Answer,
}

impl Actors {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let record = self.answer.record()?;
        let table = match self.words.as_slice() {
            [] => ask::actors(&record, level(self.sectors), self.limit)?,
            words => ask::actors_named(&record, &words.join(" "), self.limit)?,
        };
        self.answer.give(&table)
    }
}

/// Ask in SQL; the record can only be read. The views all_events, all_incidents, all_dyads, all_reports, all_actors,
/// all_threads, all_answers, open_messages and all_documents are a start; the table columns says what every column means
#[derive(Args)]
pub struct Query {
    /// One SELECT
    #[arg(value_name = "SQL")]
    sql: String,
    /// The most rows
    #[arg(long, value_name = "N", default_value_t = Limits::default().rows)]
    limit: usize,
    /// The most seconds
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().time.as_secs())]
    time: u64,
    #[command(flatten)]
    answer: Answer,
}

impl Query {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        let limits = Limits {
            rows: self.limit,
            time: Duration::from_secs(self.time),
        };
        self.answer
            .give(&ask::query(&self.answer.kept.record, &self.sql, limits)?)
    }
}
