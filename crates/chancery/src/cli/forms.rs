//! The forms of output that several commands know.

use chancery_record::export::{Format, Tally};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::sync::LazyLock;

/// A form of output for events: those of the record's exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form(pub Format);

static ALL: LazyLock<Vec<Form>> = LazyLock::new(|| {
    Format::ALL
        .iter()
        .map(|(format, ..)| Form(*format))
        .collect()
});

impl ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (_, name, help) = Format::ALL.iter().find(|(format, ..)| *format == self.0)?;
        Some(PossibleValue::new(*name).help(*help))
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
