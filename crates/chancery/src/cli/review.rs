//! `chancery review`: what a person says of an event, kept beside it for good.

use super::common::Kept;
use super::knowledge::Books;
use super::talk::{Outcome, complain};
use anyhow::Result;
use chancery_record::review::{Review, Verdict, edit};
use chancery_record::{Record, fingerprint};
use clap::{Args, ValueEnum};
use serde_json::Map;

/// Say whether an event is coded rightly; kept with who and when, never overwritten, not by re-coding either
#[derive(Args)]
pub struct Judge {
    /// The event's id
    #[arg(value_name = "EVENT")]
    event: String,
    /// What you say of it
    #[arg(value_enum)]
    verdict: Said,
    /// A field as it should be, for edit, such as type=AGREE, status=future, start=2021-03-22, or targets="PRK.GOV Kim|KOR":
    /// codes with words of the text; repeat for several
    #[arg(long, value_name = "FIELD=VALUE", value_parser = set)]
    set: Vec<(String, String)>,
    /// Who you are
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
    /// The root of the document, where several have its id
    #[arg(long, value_name = "NAME")]
    root: Option<String>,
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    books: Books,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Said {
    /// It is coded as it should be
    Right,
    /// The text tells of no such act
    Wrong,
    /// It is an act, but fields should be otherwise: --set
    Edit,
}

fn set(words: &str) -> Result<(String, String), String> {
    let parts = words.split_once('=');
    let (field, value) = parts.ok_or_else(|| format!("`{words}` is not FIELD=VALUE"))?;
    Ok((field.trim().to_lowercase(), value.to_owned()))
}

impl Judge {
    /// Does it.
    pub fn run(self) -> Result<Outcome> {
        self.check();
        // A record is judged where there is one; none is made.
        Record::read_only(&self.kept.record)?;
        let mut record = Record::open(&self.kept.record)?;
        let found = record.to_review(&self.event, self.root.as_deref())?;
        let edit = if self.set.is_empty() {
            Map::new()
        } else {
            edit(&found.event, &found.text, &self.books.load()?, &self.set)?
        };
        record.add_review(&Review {
            root: found.root,
            document: found.event.document.clone(),
            event: found.event.id.clone(),
            verdict: self.verdict.verdict(),
            edit,
            coding: found.event,
            sha256: Some(fingerprint(&found.text)),
            note: self.note,
            reviewer: self.by.trim().to_owned(),
            at: jiff::Timestamp::now().to_string(),
        })?;
        complain("the review is kept");
        Ok(Outcome::default())
    }

    /// Ends the program where the arguments make no review.
    fn check(&self) {
        use clap::error::ErrorKind::{ArgumentConflict, InvalidValue, MissingRequiredArgument};
        let wrong = |kind, words: &str| clap::Error::raw(kind, format!("{words}\n")).exit();
        if self.by.trim().is_empty() {
            wrong(InvalidValue, "--by: say who you are");
        }
        match (self.verdict, self.set.is_empty()) {
            (Said::Edit, true) => wrong(
                MissingRequiredArgument,
                "edit: name at least one --set FIELD=VALUE",
            ),
            (Said::Right | Said::Wrong, false) => {
                wrong(ArgumentConflict, "--set goes with edit only")
            }
            _ => {}
        }
    }
}

impl Said {
    fn verdict(self) -> Verdict {
        match self {
            Self::Right => Verdict::Right,
            Self::Wrong => Verdict::Wrong,
            Self::Edit => Verdict::Edit,
        }
    }
}
