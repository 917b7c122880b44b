//! `chancery join`, `split`: what a person decides about which reports tell of one incident.

use super::common::Kept;
use super::talk::Outcome;
use anyhow::Result;
use chancery_record::merging::Verdict;
use chancery_record::{Decider, Record};
use clap::Args;

/// Two reports and who decides about them
#[derive(Args)]
pub struct Pair {
    /// A report by its event's id, or an incident's id for its best report
    #[arg(value_name = "ONE")]
    one: String,
    /// The other
    #[arg(value_name = "OTHER")]
    other: String,
    /// Take back what was decided about the two, and leave them to the merger again
    #[arg(long)]
    withdraw: bool,
    /// Why
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
    /// Who decides
    #[arg(long, value_name = "NAME", env = "USER", default_value = "unnamed")]
    reviewer: String,
    #[command(flatten)]
    kept: Kept,
}

impl Pair {
    /// Decides that the two reports tell of one incident.
    pub fn join(self) -> Result<Outcome> {
        self.decide(Verdict::Join)
    }

    /// Decides that they tell of two.
    pub fn split(self) -> Result<Outcome> {
        self.decide(Verdict::Split)
    }

    fn decide(self, verdict: Verdict) -> Result<Outcome> {
        let verdict = if self.withdraw {
            Verdict::Withdraw
        } else {
            verdict
        };
        let decider = Decider {
            reviewer: self.reviewer,
            at: jiff::Timestamp::now().to_string(),
            note: self.note,
        };
        // A record that is not there is not made for a decision about nothing.
        Record::read_only(&self.kept.record)?;
        let mut record = Record::open(&self.kept.record)?;
        record.decide(verdict, &self.one, &self.other, &decider)?;
        Ok(Outcome::default())
    }
}
