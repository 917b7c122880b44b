//! Which reports of an incident were found to be of one origin, remembered from batch to batch.

use super::shelf::Kept;
use crate::keys::Keyed;
use std::rc::Rc;

/// For each incident its reports as they were last compared, each with the first of its origin, by the events' keys.
#[derive(Debug, Default)]
pub struct KnownOrigins(Keyed<i64, Vec<(i64, i64)>>);

impl KnownOrigins {
    /// For each report of a group the place of the first of its origin when the incident's reports were last compared; none for one that is
    /// new. Whoever has left may have been what tied others together: then all count as new.
    pub fn among(&self, incident: i64, group: &[Rc<Kept>]) -> Vec<Option<usize>> {
        let none = vec![None; group.len()];
        let Some(before) = self.0.get(&incident) else {
            return none;
        };
        let places = group.iter().enumerate();
        let places: Keyed<i64, usize> = places.map(|(place, kept)| (kept.key, place)).collect();
        let mut known = none.clone();
        for (event, origin) in before {
            let (Some(place), Some(first)) = (places.get(event), places.get(origin)) else {
                return none;
            };
            known[*place] = Some(*first);
        }
        known
    }

    /// Remembers the origins of an incident's reports, given by their places.
    pub fn keep(&mut self, incident: i64, group: &[Rc<Kept>], origins: &[usize]) {
        let pairs = group.iter().zip(origins);
        let pairs = pairs.map(|(kept, origin)| (kept.key, group[*origin].key));
        self.0.insert(incident, pairs.collect());
    }
}
