//! Where the time goes.

use std::fmt;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// The time that a pipeline spent in each of its stages, all threads together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stages {
    /// Cutting texts into tokens.
    pub tokens: Duration,
    /// The token vectors that several components share.
    pub vectors: Duration,
    /// Fine-grained tags.
    pub tags: Duration,
    /// Dependency trees and sentences.
    pub trees: Duration,
    /// Attributes by rule, lemmas, and putting the analysis together.
    pub words: Duration,
    /// The entity recogniser's own token vectors.
    pub entity_vectors: Duration,
    /// Named entities.
    pub entities: Duration,
}

impl Stages {
    /// The stages by name, in their order.
    pub fn named(&self) -> [(&'static str, Duration); 7] {
        [
            ("tokens", self.tokens),
            ("vectors", self.vectors),
            ("tags", self.tags),
            ("trees", self.trees),
            ("words", self.words),
            ("entity vectors", self.entity_vectors),
            ("entities", self.entities),
        ]
    }
}

impl AddAssign for Stages {
    fn add_assign(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.vectors += other.vectors;
        self.tags += other.tags;
        self.trees += other.trees;
        self.words += other.words;
        self.entity_vectors += other.entity_vectors;
        self.entities += other.entities;
    }
}

impl fmt::Display for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: f64 = self
            .named()
            .iter()
            .map(|(_, time)| time.as_secs_f64())
            .sum();
        for (at, (name, time)) in self.named().iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(
                f,
                "{comma}{name} {:.1}%",
                100.0 * time.as_secs_f64() / all.max(1e-9)
            )?;
        }
        Ok(())
    }
}

/// Gives the time since it was last asked.
pub(super) struct Watch(Instant);

impl Watch {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn lap(&mut self) -> Duration {
        let now = Instant::now();
        let lap = now - self.0;
        self.0 = now;
        lap
    }
}
