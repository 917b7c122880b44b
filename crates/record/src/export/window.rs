//! One event where the same is told again and again.

use super::Told;
use super::rules::day;
use jiff::civil::Date;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Remembers when an act between the same sides was last let through.
pub struct Window {
    days: i32,
    seen: HashMap<u64, Date>,
}

impl Window {
    /// A window of so many days; 1 is one day.
    pub fn new(days: u16) -> Self {
        let seen = HashMap::new();
        Self {
            days: i32::from(days),
            seen,
        }
    }

    /// Whether the same act was let through within the window; what is not dated is never held to be the same.
    pub fn repeats(&mut self, told: &Told) -> bool {
        let Some(day) = day(&told.event) else {
            return false;
        };
        let key = key(told);
        let near = |seen: &Date| (day - *seen).get_days().abs() < self.days;
        if self.seen.get(&key).is_some_and(near) {
            return true;
        }
        self.seen.insert(key, day);
        false
    }
}

fn key(told: &Told) -> u64 {
    let event = &told.event;
    let mut hasher = DefaultHasher::new();
    (event.event_type, &event.cameo, event.status).hash(&mut hasher);
    for actors in [&event.sources, &event.targets] {
        let mut codes: Vec<_> = actors
            .iter()
            .map(|actor| actor.code.as_deref().unwrap_or(&actor.name))
            .collect();
        codes.sort_unstable();
        codes.hash(&mut hasher);
    }
    hasher.finish()
}
