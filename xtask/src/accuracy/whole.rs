//! Whole events on the PLV development sentences: what `code` finds where nobody marks the parties for it.

use anyhow::Result;
use chancery_coding::{Actor, Coder, Event, PlvClass};
use chancery_text::{ByteSpan, CharIndex, CharSpan};
use rayon::prelude::*;

use crate::plv::{self, Case};

/// What was found in some sentences.
#[derive(Clone, Copy, Default)]
struct Found {
    /// Sentences with an event of the right class between the marked parties.
    right: usize,
    /// Sentences with an event of any class between them.
    paired: usize,
    /// Events between marked parties, and those of the right class.
    events_paired: usize,
    events_right: usize,
    /// All events; those between others are not annotated.
    events: usize,
}

/// Prints recall and precision.
pub fn run(coder: &Coder, cases: &[Case]) -> Result<()> {
    let found: Vec<Found> = cases
        .par_iter()
        .map(|case| find(coder, case))
        .collect::<Result<_>>()?;
    let sum = |count: fn(&Found) -> usize| found.iter().map(count).sum::<usize>();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    println!(
        "whole events: recall {:.3} (of any class between the marked parties {:.3}); precision {:.3} of {} events \
         between marked parties, {:.3} of all {}, of which the others are not annotated",
        share(sum(|found| found.right), cases.len()),
        share(sum(|found| found.paired), cases.len()),
        share(
            sum(|found| found.events_right),
            sum(|found| found.events_paired)
        ),
        sum(|found| found.events_paired),
        share(sum(|found| found.events_right), sum(|found| found.events)),
        sum(|found| found.events),
    );
    Ok(())
}

fn find(coder: &Coder, case: &Case) -> Result<Found> {
    let events = coder.code(&plv::document(case)?);
    let index = CharIndex::new(&case.text);
    let chars = |span: ByteSpan| index.chars(span);
    let (source, target) = (chars(case.source), case.target.map(chars));
    let class = |event: &Event| PlvClass::of(event.event_type, &event.cameo, event.status);
    let paired: Vec<&Event> = events
        .iter()
        .filter(|event| names(&event.sources, source))
        .filter(|event| target.is_none_or(|target| names(&event.targets, target)))
        .collect();
    let right = paired
        .iter()
        .filter(|event| class(event) == PlvClass::ALL[case.class])
        .count();
    Ok(Found {
        right: usize::from(right > 0),
        paired: usize::from(!paired.is_empty()),
        events_paired: paired.len(),
        events_right: right,
        events: events.len(),
    })
}

/// Whether one of a side's mentions overlaps the marked words.
fn names(side: &[Actor], marked: CharSpan) -> bool {
    side.iter().any(|actor| {
        let words = actor.mention.chars();
        words.start < marked.end && marked.start < words.end
    })
}
