//! Merging: which reports tell of one incident. Pure functions over reports; nothing here knows of storage.
//!
//! Reports stand in a canonical order: those that are dated to the day or nearly so come first, by day, then those that only refer
//! back ("the letter sent last month"); see [`Order`]. Every report is compared with those before it, and joins the one that it fits best,
//! if it fits well enough: its *antecedent*. Incidents are the trees that this makes. A report's antecedent depends on the set of reports
//! alone, so incidents do too, in whatever order they were read; and a new report can only change the antecedents of
//! those after it that are near, so that merging can go on for ever. Where many stand near one another, only some are looked at: see
//! [`cells`]. What people decided is applied to the trees afterwards.

mod affinity;
pub(crate) mod cells;
pub mod copies;
mod forest;
mod report;
pub mod trial;
mod wording;

pub use affinity::{Affinity, THRESHOLD, affinity};
pub use cells::Names;
pub use forest::{Decision, Link, Verdict, antecedent, better, clusters, links, merge, trees};
pub(crate) use report::nation;
pub use report::{Order, Party, Report, Tier, When};
pub use wording::{Counted, Wording, numbers};
