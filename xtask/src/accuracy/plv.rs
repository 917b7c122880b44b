//! The PLV development sentences: the class of the act from one marked party to another.

use anyhow::Result;
use chancery_coding::{Coder, PlvClass, Scheme};
use rayon::prelude::*;

use crate::plv::{self, Case};
use crate::train::{Confusion, FOLDS, KEPT, SEEDS, Seen, table};

/// Prints what frames alone reach, and what a ranker reaches on sentences that it was not trained on.
pub fn run(coder: &Coder, show: usize) -> Result<()> {
    let Some(cases) = plv::cases()? else {
        println!("PLV: skipped, its sentences are not at hand");
        return Ok(());
    };
    super::whole::run(coder, &cases)?;
    frames_alone(coder, &cases, show)?;
    let Some(material) = Seen::of(coder)? else {
        return Ok(());
    };
    println!(
        "ranker, {FOLDS} folds over groups of near-duplicates, {} seeds pooled:",
        SEEDS.len()
    );
    let verdict = material.judge(&KEPT);
    verdict.confusion.print();
    verdict.confusion.print_matrix();
    print!("{}", table(&[(KEPT, verdict)]));
    Ok(())
}

fn frames_alone(coder: &Coder, cases: &[Case], show: usize) -> Result<()> {
    let answers: Vec<(usize, Option<String>)> = cases
        .par_iter()
        .map(|case| answer(coder, case))
        .collect::<Result<_>>()?;
    let classes = cases.iter().map(|case| case.class);
    let confusion = Confusion::count(classes.zip(answers.iter().map(|answer| answer.0)));
    confusion.print();
    println!(
        "frames alone: macro-F1 {:.3}, accuracy {:.3} over {} sentences",
        confusion.macro_f1(),
        confusion.accuracy(),
        cases.len()
    );
    let wrong = cases.iter().zip(&answers);
    for (case, (class, frame)) in wrong
        .filter(|(case, answer)| case.class != answer.0)
        .take(show)
    {
        println!(
            "{} as {} by {}: {}",
            PlvClass::ALL[case.class].as_str(),
            PlvClass::ALL[*class].as_str(),
            frame.as_deref().unwrap_or("-"),
            case.text
        );
    }
    Ok(())
}

/// The class that a coder gives, by its place, and the frame.
fn answer(coder: &Coder, case: &Case) -> Result<(usize, Option<String>)> {
    let document = plv::document(case)?;
    let relation = coder.relate(&document, case.source, case.target, Scheme::Plv);
    let name = relation.event_type.unwrap_or_default();
    let class = PlvClass::ALL
        .iter()
        .position(|class| class.as_str() == name);
    Ok((class.unwrap_or_default(), relation.frame))
}
