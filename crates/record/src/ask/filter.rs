//! Which events are meant.

use crate::days;
use crate::error::{Error, Result};
use crate::record::Record;
use crate::words::{Mark, query};
use chancery_coding::{Channel, EventType, Status};
use jiff::civil::Date;
use rusqlite::params;

/// Which events are meant: those that pass every part that is given. Where a part has several values, any of them will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words in the evidence, in what it is about or in the names of those who take part: all of them. `"a phrase"`, `begin*`.
    pub words: String,
    /// Its first day is this one or later.
    pub from: Option<Date>,
    /// Its first day is this one or earlier.
    pub to: Option<Date>,
    /// Reported in documents of this day or later.
    pub since: Option<Date>,
    /// Codes (`CHN` takes in `CHN.GOV`) or identities (`person/xi-jinping`) of sources.
    pub sources: Vec<String>,
    /// The same of targets.
    pub targets: Vec<String>,
    /// Types.
    pub types: Vec<EventType>,
    /// Statuses.
    pub statuses: Vec<Status>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// Publishers.
    pub publishers: Vec<String>,
    /// ISO 3166-1 alpha-3 codes of the countries where it happened.
    pub countries: Vec<String>,
}

impl Filter {
    /// The query to the word lists that holds all but the days; none where nothing but days is asked.
    pub fn query(&self) -> Option<String> {
        let group = |mark: Mark, values: &[String]| -> Vec<String> {
            values.iter().map(|value| mark.word(value)).collect()
        };
        let words = |mark: Mark, values: Vec<&str>| -> Vec<String> {
            values.into_iter().map(|value| mark.word(value)).collect()
        };
        let types = self.types.iter().map(|value| value.as_str()).collect();
        let statuses = self.statuses.iter().map(|value| value.as_str()).collect();
        let channels = self.channels.iter().map(|value| value.as_str()).collect();
        let groups = [
            group(Mark::Source, &self.sources),
            group(Mark::Target, &self.targets),
            words(Mark::Type, types),
            words(Mark::Status, statuses),
            words(Mark::Channel, channels),
            group(Mark::Publisher, &self.publishers),
            group(Mark::Country, &self.countries),
        ];
        query(&self.words, "evidence about names", &groups)
    }

    /// The lowest and highest key of an event of the days asked for. Events without a day pass only where no day is asked.
    pub fn keys(&self) -> (i64, i64) {
        let first = match (self.from, self.to) {
            (None, None) => 0,
            (from, _) => days::first_key(days::number(from).max(1)),
        };
        let last = self.to.map_or(i64::MAX, |to| {
            days::first_key(days::number(Some(to)) + 1) - 1
        });
        (first, last)
    }
}

impl Record {
    /// Hands the keys of the events that pass to `take`, the latest first, until it answers false.
    ///
    /// # Errors
    ///
    /// Where the words cannot be searched for, or the record cannot be read.
    pub fn each_event(&self, filter: &Filter, mut take: impl FnMut(i64) -> bool) -> Result<()> {
        if !filter.words.trim().is_empty() && query(&filter.words, "evidence", &[]).is_none() {
            let said = format!("`{}` holds no word to search for", filter.words);
            return Err(Error::Question(said));
        }
        let (first, last) = filter.keys();
        let since = filter.since.map(|day| day.to_string());
        let query = filter.query();
        // Both lists lie in the order of keys, which is that of days: nothing is sorted, and reading ends when enough is found.
        let keys = match query {
            Some(_) => {
                "SELECT rowid AS key FROM event_words
                WHERE event_words MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC"
            }
            None => {
                "SELECT key FROM events WHERE ?1 IS NULL AND key BETWEEN ?2 AND ?3 ORDER BY key DESC"
            }
        };
        let reported = "EXISTS (SELECT 1 FROM events e JOIN documents d ON d.key = e.document
            WHERE e.key = k.key AND d.date >= ?4)";
        let ask = format!("SELECT k.key FROM ({keys}) k WHERE ?4 IS NULL OR {reported}");
        self.ask(|sql| {
            let mut ask = sql.prepare_cached(&ask)?;
            let mut rows = ask.query(params![query, first, last, since])?;
            while let Some(row) = rows.next()? {
                if !take(row.get(0)?) {
                    break;
                }
            }
            Ok(())
        })
    }
}
