//! The merger on the labelled set, and what must hold of it whatever it reads.

use chancery_record::merging::trial::{Outcome, Set};
use chancery_record::merging::{Report, merge};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

fn set() -> Set {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold/merging");
    Set::read(&folder).expect("the set can be read")
}

/// A little below what was reached; see `cargo xtask merging`.
#[test]
fn figures_hold() {
    let outcome = Outcome::of(&set());
    println!("{}", outcome.mistakes);
    for (name, (pairs, cubed)) in ["odd", "even"].iter().zip(outcome.halves) {
        println!("{name}: pairwise {pairs}; b-cubed {cubed}");
    }
    println!(
        "pairwise {} ({:?}); b-cubed {}; copies {}",
        outcome.pairwise, outcome.range, outcome.b_cubed, outcome.copies
    );
    assert!(outcome.pairwise.f1() >= 0.85, "{}", outcome.pairwise);
    assert!(outcome.b_cubed.f1() >= 0.915, "{}", outcome.b_cubed);
    assert!(outcome.copies.f1() >= 0.99, "{}", outcome.copies);
}

/// Which reports stand together, without numbers.
fn groups(reports: &[Report]) -> BTreeSet<BTreeSet<String>> {
    let numbers = merge(reports);
    let group = |number: usize| -> BTreeSet<String> {
        let of_group = reports
            .iter()
            .zip(&numbers)
            .filter(|(_, other)| **other == number);
        of_group
            .map(|(report, _)| report.order.event.clone())
            .collect()
    };
    numbers.iter().map(|number| group(*number)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_gives_the_same_incidents(shuffled in Just(set().reports()[..120].to_vec()).prop_shuffle()) {
        prop_assert_eq!(groups(&shuffled), groups(&set().reports()[..120]));
    }
}

/// The whole set once.
#[test]
fn the_set_backwards_gives_the_same_incidents() {
    let reports = set().reports();
    let backwards: Vec<Report> = reports.iter().rev().cloned().collect();
    assert_eq!(groups(&backwards), groups(&reports));
}
