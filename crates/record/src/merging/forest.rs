//! From pairs to incidents: each report's antecedent, the trees that these make, and what people decided about them.

use super::affinity::{Affinity, THRESHOLD, affinity_from};
use super::cells::{self, Row};
use super::report::{Order, Report};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The earlier report that a report joins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link<'r> {
    /// The earlier one.
    pub to: &'r Order,
    /// How well they fit.
    pub affinity: Affinity,
}

/// What a person said about two reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They are of one event.
    Join,
    /// They are not.
    Split,
    /// The pair is left to the merger again.
    Withdraw,
}

/// A decision about the reports of two events, each named by root, document and id. Later ones come later in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<K> {
    /// What it is.
    pub verdict: Verdict,
    /// One report.
    pub one: K,
    /// The other.
    pub other: K,
}

/// The best antecedent of a report among candidates that it sees: of those before it the one that fits best, the first in order of those
/// that fit alike.
pub fn antecedent<'r>(
    report: &Report,
    candidates: impl IntoIterator<Item = &'r Report>,
) -> Option<Link<'r>> {
    candidates.into_iter().fold(None, |best, candidate| {
        better(report, candidate, best).or(best)
    })
}

/// The link of a report to a candidate, if there may be one and it beats the best so far.
pub fn better<'r>(
    report: &Report,
    candidate: &'r Report,
    best: Option<Link<'_>>,
) -> Option<Link<'r>> {
    if candidate.order.cmp(&report.order).is_ge() {
        return None;
    }
    let least = best.map_or(THRESHOLD, |best| best.affinity.total());
    let link = Link {
        to: &candidate.order,
        affinity: affinity_from(report, candidate, least)?,
    };
    best.is_none_or(|best| link.beats(&best)).then_some(link)
}

impl Link<'_> {
    /// Whether this link is preferred to another of the same report.
    pub fn beats(&self, other: &Link<'_>) -> bool {
        let (mine, theirs) = (self.affinity.total(), other.affinity.total());
        mine > theirs || mine == theirs && self.to < other.to
    }
}

/// The antecedents of a set of reports, in the order given. Compares all with all, so it is for small sets.
pub fn links(reports: &[Report]) -> Vec<Option<Link<'_>>> {
    let rows = cells::rows(reports);
    let of = |report: &Report| {
        let seen = reports.iter().enumerate().filter(|(at, other)| {
            report.sees(other, |name| {
                rows.get(&(*at, name)).copied().unwrap_or(Row::Behind)
            })
        });
        antecedent(report, seen.map(|(_, other)| other))
    };
    reports.iter().map(of).collect()
}

/// The incidents of a small set of reports: for each report, in the order given, the number of its incident.
pub fn merge(reports: &[Report]) -> Vec<usize> {
    let edges: Vec<(Order, Order, f64)> = reports
        .iter()
        .zip(links(reports))
        .filter_map(|(report, link)| {
            let link = link?;
            Some((report.order.clone(), link.to.clone(), link.affinity.total()))
        })
        .collect();
    let orders: BTreeSet<Order> = reports.iter().map(|report| report.order.clone()).collect();
    let groups = clusters(&orders, &edges, &[]);
    let number = |order: &Order| groups.iter().position(|group| group.contains(order));
    reports
        .iter()
        .map(|report| number(&report.order).unwrap_or_default())
        .collect()
}

/// The groups that links and decisions make, each in order, by their first members. A join adds an edge that outweighs every link; a split
/// takes away the weakest edge, or else the eldest join, on the way between the two until there is none. Of
/// several decisions about one pair the last counts.
pub fn clusters<K: Ord + Clone>(
    all: &BTreeSet<K>,
    links: &[(K, K, f64)],
    decisions: &[Decision<K>],
) -> Vec<BTreeSet<K>> {
    let mut graph = Graph::default();
    for (one, other, weight) in links {
        graph.add(one, other, (0, *weight));
    }
    let decided = last_words(decisions);
    for (age, decision) in &decided {
        if decision.verdict == Verdict::Join {
            graph.add(&decision.one, &decision.other, (*age + 1, 0.0));
        }
    }
    for (_, decision) in &decided {
        if decision.verdict == Verdict::Split {
            graph.part(&decision.one, &decision.other);
        }
    }
    graph.components(all)
}

/// The groups that links alone make, each in order, by their first members: `links` has for each report in order the place of its
/// antecedent, which stands before it.
pub fn trees(links: impl Iterator<Item = Option<usize>>) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: Vec<usize> = Vec::new();
    for (place, to) in links.enumerate() {
        let group = to.map_or(groups.len(), |to| group_of[to]);
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(place);
        group_of.push(group);
    }
    groups
}

/// The last decision on each pair with its place in the list, in that order.
fn last_words<K: Ord + Clone>(decisions: &[Decision<K>]) -> Vec<(usize, Decision<K>)> {
    let mut last: BTreeMap<(K, K), (usize, Decision<K>)> = BTreeMap::new();
    for (age, decision) in decisions.iter().enumerate() {
        let (one, other) = (decision.one.clone(), decision.other.clone());
        let pair = if one <= other {
            (one, other)
        } else {
            (other, one)
        };
        last.insert(pair, (age, decision.clone()));
    }
    let mut last: Vec<_> = last.into_values().collect();
    last.sort_by_key(|(age, _)| *age);
    last
}

/// An edge's strength: 0 and the link's weight, or when the join was said.
type Strength = (usize, f64);

struct Graph<K> {
    edges: BTreeMap<K, BTreeMap<K, Strength>>,
}

impl<K> Default for Graph<K> {
    fn default() -> Self {
        Self {
            edges: BTreeMap::new(),
        }
    }
}

impl<K: Ord + Clone> Graph<K> {
    fn add(&mut self, one: &K, other: &K, strength: Strength) {
        for (from, to) in [(one, other), (other, one)] {
            let edges = self.edges.entry(from.clone()).or_default();
            let known = edges.entry(to.clone()).or_insert(strength);
            if *known < strength {
                *known = strength;
            }
        }
    }

    /// Parts two nodes.
    fn part(&mut self, one: &K, other: &K) {
        while let Some((a, b)) = self.weakest_between(one, other) {
            for (from, to) in [(&a, &b), (&b, &a)] {
                if let Some(edges) = self.edges.get_mut(from) {
                    edges.remove(to);
                }
            }
        }
    }

    /// The weakest edge on a way from one node to another; none where there is no way.
    fn weakest_between(&self, one: &K, other: &K) -> Option<(K, K)> {
        let mut came: BTreeMap<&K, &K> = BTreeMap::new();
        let mut queue = VecDeque::from([one]);
        while let Some(node) = queue.pop_front() {
            for next in self.edges.get(node).into_iter().flat_map(BTreeMap::keys) {
                if next != one && !came.contains_key(next) {
                    came.insert(next, node);
                    queue.push_back(next);
                }
            }
        }
        let mut way = Vec::new();
        let mut node = other;
        while node != one {
            let before = *came.get(node)?;
            way.push((before, node));
            node = before;
        }
        let strength = |(a, b): &(&K, &K)| self.edges[*a][*b];
        let weakest = way.into_iter().min_by(|a, b| {
            let (a, b) = (strength(a), strength(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        })?;
        Some((weakest.0.clone(), weakest.1.clone()))
    }

    fn components(&self, all: &BTreeSet<K>) -> Vec<BTreeSet<K>> {
        let mut left = all.clone();
        let mut groups = Vec::new();
        while let Some(first) = left.pop_first() {
            let mut group = BTreeSet::from([first.clone()]);
            let mut queue = vec![first];
            while let Some(node) = queue.pop() {
                for next in self.edges.get(&node).into_iter().flat_map(BTreeMap::keys) {
                    if left.remove(next) {
                        group.insert(next.clone());
                        queue.push(next.clone());
                    }
                }
            }
            groups.push(group);
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(links: &[(u8, u8, f64)], decisions: &[(Verdict, u8, u8)], expected: &[&[u8]]) {
        let all = (1..=5).collect();
        let decisions: Vec<_> = decisions
            .iter()
            .map(|&(verdict, one, other)| Decision {
                verdict,
                one,
                other,
            })
            .collect();
        let groups = clusters(&all, links, &decisions);
        let groups: Vec<Vec<u8>> = groups
            .into_iter()
            .map(|group| group.into_iter().collect())
            .collect();
        assert_eq!(groups, expected, "{links:?} {decisions:?}");
    }

    #[test]
    fn people_have_the_last_word() {
        use Verdict::{Join, Split};
        let chain = [(2, 1, 3.0), (3, 2, 4.0), (4, 3, 3.5)];
        check(&chain, &[], &[&[1, 2, 3, 4], &[5]]);
        check(&chain, &[(Join, 5, 1)], &[&[1, 2, 3, 4, 5]]);
        check(&chain, &[(Split, 1, 4)], &[&[1], &[2, 3, 4], &[5]]);
        check(&chain, &[(Split, 4, 2)], &[&[1, 2, 3], &[4], &[5]]);
        check(
            &chain,
            &[(Join, 5, 1), (Split, 5, 1)],
            &[&[1, 2, 3, 4], &[5]],
        );
        check(&chain, &[(Split, 1, 5), (Join, 5, 1)], &[&[1, 2, 3, 4, 5]]);
        check(
            &[],
            &[(Join, 1, 2), (Join, 2, 3), (Split, 1, 3)],
            &[&[1], &[2, 3], &[4], &[5]],
        );
    }
}
