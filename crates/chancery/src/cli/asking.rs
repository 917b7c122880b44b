//! What the commands that ask the record share.

use super::common::Kept;
use super::output::Target;
use super::talk::{Outcome, complain};
use crate::format::table::{self, Form};
use anyhow::Result;
use chancery_coding::{Channel, EventType, Status};
use chancery_intake::{Date, parse_date};
use chancery_record::Record;
use chancery_record::ask::{Filter, Table};
use clap::Args;
use std::io::{self, IsTerminal as _, Write as _};

/// Which events are meant.
#[derive(Args)]
#[command(next_help_heading = "Which")]
pub struct Filters {
    /// From this day on
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    from: Option<Date>,
    /// Up to this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    to: Option<Date>,
    /// Reported in documents of this day or later
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    since: Option<Date>,
    /// Done by: a code (CHN takes in CHN.GOV) or an identity such as person/xi-jinping; repeat for any of several
    #[arg(long, value_name = "CODE")]
    source: Vec<String>,
    /// Done to
    #[arg(long, value_name = "CODE")]
    target: Vec<String>,
    /// Of this type, such as CONSULT
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
    types: Vec<EventType>,
    /// Through this channel, such as letter or "phone call"
    #[arg(long, value_name = "CHANNEL", value_parser = channel)]
    channel: Vec<Channel>,
    /// With this status: actual, future, hypothetical, requested, negated or denied
    #[arg(long, value_name = "STATUS", value_parser = status)]
    status: Vec<Status>,
    /// In documents of this publisher
    #[arg(long, value_name = "NAME")]
    publisher: Vec<String>,
    /// In this country, by its code of three letters
    #[arg(long, value_name = "CODE")]
    country: Vec<String>,
}

impl Filters {
    /// The filter, with words to search for.
    pub fn filter(&self, words: &[String]) -> Filter {
        Filter {
            words: words.join(" "),
            from: self.from,
            to: self.to,
            since: self.since,
            sources: self.source.clone(),
            targets: self.target.clone(),
            types: self.types.clone(),
            statuses: self.status.clone(),
            channels: self.channel.clone(),
            publishers: self.publisher.clone(),
            countries: self.country.clone(),
        }
    }
}

/// Days, types and statuses, for questions about dyads.
#[derive(Args)]
#[command(next_help_heading = "Which")]
pub struct Doings {
    /// From this day on
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub from: Option<Date>,
    /// Up to this day
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub to: Option<Date>,
    /// Of this type, such as CONSULT; repeat for any of several
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
    pub types: Vec<EventType>,
    /// With this status; actual where none is named
    #[arg(long, value_name = "STATUS", value_parser = status)]
    pub status: Vec<Status>,
}

/// How the answer is given.
#[derive(Args)]
pub struct Answer {
    #[command(flatten)]
    pub kept: Kept,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "table")]
    pub format: Form,
    #[command(flatten)]
    target: Target,
}

impl Answer {
    /// Opens the record.
    pub fn record(&self) -> Result<Record> {
        Ok(Record::read_only(&self.kept.record)?)
    }

    /// Writes words as they are.
    pub fn write(&self, words: &str) -> Result<Outcome> {
        let mut output = self.target.open()?;
        output.write_all(words.as_bytes())?;
        output.finish()?;
        Ok(Outcome::default())
    }

    /// Writes the table, and its notes to standard error.
    pub fn give(&self, table: &Table) -> Result<Outcome> {
        let mut output = self.target.open()?;
        table::write(&mut output, table, self.format, screen())?;
        output.finish()?;
        for note in &table.notes {
            complain(note);
        }
        Ok(Outcome::default())
    }
}

/// How wide the screen is, where output goes to one.
fn screen() -> Option<usize> {
    let wide = || usize::from(console::Term::stdout().size().1);
    io::stdout().is_terminal().then(wide)
}

fn one_of<T: Copy + std::fmt::Display>(
    words: &str,
    found: Option<T>,
    all: &[T],
) -> Result<T, String> {
    let all: Vec<String> = all.iter().map(T::to_string).collect();
    found.ok_or_else(|| format!("`{words}` is none of {}", all.join(", ")))
}

fn event_type(words: &str) -> Result<EventType, String> {
    one_of(
        words,
        EventType::parse(&words.to_uppercase()),
        EventType::ALL,
    )
}

fn status(words: &str) -> Result<Status, String> {
    one_of(words, Status::parse(&words.to_lowercase()), Status::ALL)
}

fn channel(words: &str) -> Result<Channel, String> {
    one_of(words, Channel::parse(&words.to_lowercase()), Channel::ALL)
}
