//! What is said to the person: problems as they come, progress on a terminal, a summary at the end.

use chancery_intake::Reject;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Says one line on standard error.
pub fn complain(words: &str) {
    eprintln!("chancery: {words}");
}

/// How a run ended, for its exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Documents done.
    pub documents: u64,
    /// Documents and inputs rejected.
    pub rejected: u64,
    /// Of these, inputs that could not be read at all.
    pub unreadable: u64,
}

impl Outcome {
    /// 0 done; 1 some rejected; 3 where inputs could not be read and nothing else was there.
    pub fn status(self) -> ExitCode {
        let nothing_read =
            self.unreadable > 0 && self.documents == 0 && self.rejected == self.unreadable;
        match (nothing_read, self.rejected) {
            (true, _) => ExitCode::from(3),
            (false, 0) => ExitCode::SUCCESS,
            (false, _) => ExitCode::from(1),
        }
    }
}

/// The talk of one run.
pub struct Talk {
    bar: ProgressBar,
    begun: Instant,
    outcome: Outcome,
    repeated: u64,
    known: u64,
    /// What is counted beside documents, such as events; its name and number.
    counted: Option<(&'static str, u64)>,
}

impl Talk {
    /// Begins; the bar shows on a terminal only. `counted` names what is counted beside documents.
    pub fn begin(counted: Option<&'static str>) -> Self {
        let bar = ProgressBar::new_spinner().with_style(
            ProgressStyle::with_template(
                "{spinner} {human_pos} documents, {per_sec}, {elapsed}{msg}",
            )
            .expect("the template is right"),
        );
        bar.enable_steady_tick(Duration::from_millis(200));
        Self {
            bar,
            begun: Instant::now(),
            outcome: Outcome::default(),
            repeated: 0,
            known: 0,
            counted: counted.map(|name| (name, 0)),
        }
    }

    /// One more document is done, with so many things counted.
    pub fn done(&mut self, things: usize) {
        self.outcome.documents += 1;
        self.bar.inc(1);
        if let Some((name, count)) = &mut self.counted {
            *count += things as u64;
            self.bar
                .set_message(format!(", {} {name}", HumanCount(*count)));
        }
    }

    /// One more document is in the record already.
    pub fn known(&mut self) {
        self.outcome.documents += 1;
        self.known += 1;
        self.bar.inc(1);
    }

    /// One document or input was passed over.
    pub fn reject(&mut self, reject: &Reject) {
        if reject.reason.is_repeat() {
            self.repeated += 1;
            return;
        }
        self.outcome.rejected += 1;
        self.outcome.unreadable += u64::from(reject.reason.is_unreadable());
        self.say(reject);
    }

    /// Says a line without disturbing the bar.
    pub fn say(&self, words: impl Display) {
        self.bar.suspend(|| complain(&words.to_string()));
    }

    /// Ends with a summary.
    pub fn end(self) -> Outcome {
        self.bar.finish_and_clear();
        let seconds = self.begun.elapsed().as_secs_f64();
        let documents = self.outcome.documents;
        let mut parts = vec![count(documents, "document")];
        if let Some((name, number)) = self.counted {
            parts.push(count(number, name.trim_end_matches('s')));
        }
        parts.push(format!("{seconds:.1} s"));
        if seconds > 0.05 && documents > 1 {
            parts.push(format!(
                "{:.0} documents a second",
                documents as f64 / seconds
            ));
        }
        if self.repeated > 0 {
            parts.push(format!(
                "{} read once",
                count(self.repeated, "repeated document")
            ));
        }
        if self.known > 0 {
            parts.push(format!("{} known already", HumanCount(self.known)));
        }
        if self.outcome.rejected > 0 {
            parts.push(format!(
                "{} rejected (reasons above)",
                HumanCount(self.outcome.rejected)
            ));
        }
        complain(&parts.join(", "));
        self.outcome
    }
}

fn count(number: u64, name: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {name}{plural}", HumanCount(number))
}
