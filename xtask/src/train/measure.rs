//! How good answers are: F1, confusion and calibration.

use chancery_coding::PlvClass;

use super::learn::{CLASSES, Example};

/// How often each class (first) was answered by each (second).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Confusion {
    counts: [[usize; CLASSES]; CLASSES],
}

impl Confusion {
    /// Counts answers, places in [`PlvClass::ALL`].
    pub fn count(pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut confusion = Self::default();
        for (class, answer) in pairs {
            confusion.counts[class][answer] += 1;
        }
        confusion
    }

    /// The mean of the classes' F1.
    pub fn macro_f1(&self) -> f64 {
        (0..CLASSES).map(|class| self.f1(class).2).sum::<f64>() / CLASSES as f64
    }

    /// The share of right answers.
    pub fn accuracy(&self) -> f64 {
        let right = (0..CLASSES).map(|class| self.counts[class][class]).sum();
        share(right, self.counts.iter().flatten().sum())
    }

    /// Precision, recall and F1 of a class.
    fn f1(&self, class: usize) -> (f64, f64, f64) {
        let right = self.counts[class][class];
        let given = self.counts.iter().map(|row| row[class]).sum();
        let gold = self.counts[class].iter().sum::<usize>();
        let f1 = share(2 * right, gold + given);
        (share(right, given), share(right, gold), f1)
    }

    /// A line for each class: how many, precision, recall, F1, and what it was taken for.
    pub fn print(&self) {
        println!(
            "{:<12} {:>5} {:>9} {:>7} {:>6}  taken for",
            "PLV class", "gold", "precision", "recall", "F1"
        );
        for (class, row) in self.counts.iter().enumerate() {
            let (precision, recall, f1) = self.f1(class);
            let gold: usize = row.iter().sum();
            print!(
                "{:<12} {gold:>5} {precision:>9.3} {recall:>7.3} {f1:>6.3} ",
                PlvClass::ALL[class].as_str()
            );
            let mut wrong: Vec<(usize, usize)> = row
                .iter()
                .enumerate()
                .filter(|&(answer, &count)| answer != class && count > 0)
                .map(|(answer, &count)| (count, answer))
                .collect();
            wrong.sort_by_key(|&(count, answer)| (usize::MAX - count, answer));
            for (count, answer) in wrong {
                print!(" {} {count}", PlvClass::ALL[answer].as_str());
            }
            println!();
        }
    }

    /// The whole matrix: a row for each class, a column for each answer.
    pub fn print_matrix(&self) {
        let short = |class: usize| {
            let name = PlvClass::ALL[class].as_str();
            name.get(..4).unwrap_or(name)
        };
        let answers: String = (0..CLASSES)
            .map(|class| format!("{:>5}", short(class)))
            .collect();
        println!("{:<12}{answers}", "PLV class");
        for (class, row) in self.counts.iter().enumerate() {
            let counts: String = row.iter().map(|count| format!("{count:>5}")).collect();
            println!("{:<12}{counts}", PlvClass::ALL[class].as_str());
        }
    }
}

/// The likeliest class, and how likely it is.
pub fn likeliest(probabilities: &[f64; CLASSES]) -> (usize, f64) {
    let best = (0..CLASSES)
        .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
        .unwrap_or(0);
    (best, probabilities[best])
}

/// The expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015): how far confidence and the share
/// of right answers differ, over ten bins of equal width.
pub fn calibration_error(examples: &[Example], probabilities: &[[f64; CLASSES]]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for (example, probabilities) in examples.iter().zip(probabilities) {
        let (answer, confidence) = likeliest(probabilities);
        let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
        bin.0 += confidence;
        bin.1 += if answer == example.class { 1.0 } else { 0.0 };
    }
    let gaps = bins
        .iter()
        .map(|(sure, right): &(f64, f64)| (sure - right).abs());
    gaps.sum::<f64>() / examples.len().max(1) as f64
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_of_right_wrong_and_absent_classes() {
        let confusion = Confusion::count([(0, 0), (0, 1), (1, 1)]);
        assert_eq!(confusion.f1(0), (1.0, 0.5, 2.0 / 3.0));
        assert_eq!(confusion.f1(1), (0.5, 1.0, 2.0 / 3.0));
        assert_eq!(confusion.f1(2), (0.0, 0.0, 0.0));
        assert!((confusion.accuracy() - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn sure_and_wrong_is_badly_calibrated() {
        let example = Example {
            features: Vec::new(),
            class: 1,
            weight: 1.0,
        };
        let mut sure = [0.0; CLASSES];
        sure[0] = 1.0;
        assert_eq!(calibration_error(&[example], &[sure]), 1.0);
    }
}
