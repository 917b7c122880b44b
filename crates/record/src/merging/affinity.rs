//! How well two reports fit together as tellings of one event, and why.
//!
//! Each thing that they are compared in gives a weight of evidence: positive where it speaks for one event, negative against, on the
//! scale of logarithms of odds; what cannot be rules the pair out. The weights were chosen by hand on the stories of
//! `gold/merging` and are the same for all kinds of news.

use super::report::{MEMORY, Party, Report, Spot, When};
use chancery_coding::{Channel, EventType as T, Status};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// A pair whose weights sum to at least this is held for one event.
pub const THRESHOLD: f64 = 3.0;

/// The weights for and against one event, by what was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Affinity {
    /// What was done.
    pub act: f64,
    /// By whom and to whom.
    pub parties: f64,
    /// When.
    pub time: f64,
    /// Where.
    pub place: f64,
    /// In which words it is told.
    pub wording: f64,
    /// Whether one document, or even one sentence, tells both; then it would hardly tell one event twice, unless it says that it does.
    pub document: f64,
}

impl Affinity {
    /// All taken together.
    pub fn total(&self) -> f64 {
        self.act + self.parties + self.time + self.place + self.wording + self.document
    }

    /// The same as a number from 0 to 1, 0.5 at the [`THRESHOLD`].
    pub fn score(&self) -> f64 {
        1.0 / (1.0 + (THRESHOLD - self.total()).exp())
    }

    /// The weights with their names, for showing.
    pub fn parts(&self) -> [(&'static str, f64); 6] {
        [
            ("act", self.act),
            ("parties", self.parties),
            ("time", self.time),
            ("place", self.place),
            ("wording", self.wording),
            ("document", self.document),
        ]
    }
}

/// The most that each can weigh.
const MOST: Affinity = Affinity {
    act: 3.0,
    parties: 2.2,
    time: 1.3,
    place: 0.9,
    wording: 2.5,
    document: 6.0,
};
/// What trigger and channel can add to the kinds of act.
const MOST_BESIDE_KINDS: f64 = 1.1;
/// What may be lost where weights are added in another order.
const ROUNDING: f64 = 1e-9;

/// How well two reports fit together; none where they cannot be of one event. The order of the two does not matter.
pub fn affinity(one: &Report, other: &Report) -> Option<Affinity> {
    affinity_from(one, other, f64::NEG_INFINITY)
}

/// The same, but none, too, where the weights sum to less than `least`: what is dear to compare is compared only where it can tip the
/// scales.
pub fn affinity_from(one: &Report, other: &Report, least: f64) -> Option<Affinity> {
    let enough = |affinity: &Affinity| affinity.total() >= least - ROUNDING;
    let mut affinity = MOST;
    affinity.time = time(one, other)?;
    affinity.document = document(one, other);
    affinity.place = place(one.place.as_ref(), other.place.as_ref());
    if !enough(&affinity) {
        return None;
    }
    let (kinds, unlike) = kinds(one, other);
    affinity.act = kinds + MOST_BESIDE_KINDS;
    if !enough(&affinity) || unlike && !is_told_alike(one, other) {
        return None;
    }
    affinity.act = act(one, other, kinds)?;
    affinity.parties = parties(one, other)?;
    if !enough(&affinity) {
        return None;
    }
    affinity.wording = wording(one, other);
    (affinity.total() >= least).then_some(affinity)
}

fn document(one: &Report, other: &Report) -> f64 {
    let same = one.document == other.document;
    let again = |a: &Report, b: &Report| a.same_as.as_ref() == Some(&b.order.event);
    match same {
        true if again(one, other) || again(other, one) => 6.0,
        true if one.sentence == other.sentence && hangs_together(one, other) => 0.8,
        true if one.sentence == other.sentence => -2.5,
        true => -2.0,
        false => 0.0,
    }
}

/// A message and what is in it, a visit and the meeting that it is for: told in one sentence they are one event.
fn hangs_together(one: &Report, other: &Report) -> bool {
    let sides_agree = one.sources == other.sources && one.targets == other.targets;
    let meeting = |report: &Report| {
        report.event_type == T::Consult && medium(report) == Some(Medium::Meeting)
    };
    let content = |report: &Report| matches!(report.event_type, T::Support | T::Request);
    let message =
        |a: &Report, b: &Report| a.event_type == T::Consult && is_message(a) && content(b);
    let said = message(one, other) || message(other, one);
    said && sides_agree || meeting(one) && meeting(other) && one.nations() == other.nations()
}

// What was done

/// How near the kinds of act are, and whether only likeness in words can make them one.
fn kinds(one: &Report, other: &Report) -> (f64, bool) {
    if one.event_type == other.event_type {
        return (1.0 + codes(&one.cameo, &other.cameo), false);
    }
    match bridge(one, other) {
        Some(weight) => (weight, false),
        None => (-1.2, true),
    }
}

/// What the act weighs, its kinds being compared.
fn act(one: &Report, other: &Report, kinds: f64) -> Option<f64> {
    Some(kinds + trigger(one, other) + media(one, other)? + statuses(one.status, other.status))
}

/// A code that ends in 0 is the general one of its kind; two special ones that differ tell of different acts.
fn codes(one: &str, other: &str) -> f64 {
    let special = |code: &str| code.len() > 2 && !code.ends_with('0');
    match one == other {
        true if special(one) => 0.9,
        true => 0.4,
        false if special(one) && special(other) => -0.3,
        false => 0.0,
    }
}

fn trigger(one: &Report, other: &Report) -> f64 {
    let told = |a: &Report, b: &Report| a.wording.names_trigger_of(&b.wording);
    if one.wording.same_trigger(&other.wording) {
        0.7
    } else if told(one, other) || told(other, one) {
        0.4
    } else if one.event_type == T::Assault {
        // Attacks are told of in the most various words.
        0.0
    } else {
        -0.1
    }
}

/// Types that one event may be told as: word for deed, the message for what is in it, the promise for its keeping.
fn bridge(one: &Report, other: &Report) -> Option<f64> {
    let message = [one, other]
        .iter()
        .any(|report| report.event_type == T::Consult && is_message(report));
    let (a, b) = (
        one.event_type.min(other.event_type),
        one.event_type.max(other.event_type),
    );
    let weight = match (a, b) {
        (T::Consult, T::Support | T::Request) => {
            if message {
                0.9
            } else {
                -0.6
            }
        }
        (T::Agree, T::Consult) => {
            if message {
                0.2
            } else {
                -1.2
            }
        }
        (T::Agree, T::Support) => 0.3,
        (T::Agree, T::Request) => 0.5,
        (T::Agree, T::Concede) => 0.9,
        (T::Agree, T::Retreat | T::Cooperate | T::Aid) => -0.2,
        (T::Concede, T::Retreat) => 0.9,
        (T::Cooperate, T::Aid) | (T::Support, T::Aid) => 0.3,
        (T::Consult, T::Cooperate) => -0.8,
        (T::Accuse, T::Reject) => -0.8,
        (T::Accuse, T::Threaten | T::Request) => -0.8,
        (T::Request, T::Threaten) => -0.3,
        (T::Accuse, T::Protest) => 0.2,
        (T::Reject, T::Sanction) => -0.4,
        (T::Threaten, T::Sanction) => -0.5,
        (T::Sanction, T::Coerce) => 0.2,
        (T::Coerce, T::Assault) => 0.2,
        (T::Mobilize, T::Coerce | T::Assault) | (T::Threaten, T::Mobilize) => -0.4,
        (_, T::Statement) if a != T::Consult => -0.4,
        (T::Consult, T::Statement) => {
            if message {
                -0.2
            } else {
                -1.0
            }
        }
        _ => return None,
    };
    Some(weight)
}

/// Told in much the same words of the same day in two documents: then even a type or a side that cannot be reconciled may be a slip.
fn is_told_alike(one: &Report, other: &Report) -> bool {
    let day = |report: &Report| match report.when {
        When::Day(day) | When::Document(day) => Some(day),
        _ => None,
    };
    let near = day(one)
        .zip(day(other))
        .is_some_and(|(a, b)| a.abs_diff(b) <= 1);
    near && one.document != other.document && one.wording.likeness(&other.wording) >= 0.35
}

/// The kinds of contact, which exclude one another.
#[derive(Clone, Copy, PartialEq)]
enum Medium {
    Message,
    Call,
    Meeting,
}

fn medium(report: &Report) -> Option<Medium> {
    match report.channel {
        Some(Channel::OralMessage | Channel::Letter | Channel::Telegram) => Some(Medium::Message),
        Some(Channel::PhoneCall) => Some(Medium::Call),
        Some(Channel::Meeting | Channel::Summit) => Some(Medium::Meeting),
        None if report.event_type == T::Consult => match report.cameo.as_str() {
            "041" => Some(Medium::Call),
            "042" | "043" | "044" | "046" => Some(Medium::Meeting),
            _ => None,
        },
        _ => None,
    }
}

fn is_message(report: &Report) -> bool {
    let alone = report.cameo == "040" && !report.mutual && medium(report).is_none();
    alone || medium(report) == Some(Medium::Message)
}

fn media(one: &Report, other: &Report) -> Option<f64> {
    let written =
        |report: &Report| matches!(report.channel, Some(Channel::Letter | Channel::Telegram));
    let spoken = |report: &Report| report.channel == Some(Channel::OralMessage);
    match (medium(one), medium(other)) {
        (Some(a), Some(b))
            if a != b && one.event_type == T::Consult && other.event_type == T::Consult =>
        {
            None
        }
        (Some(a), Some(b)) if a != b => Some(-1.0),
        _ if written(one) && spoken(other) || spoken(one) && written(other) => Some(-2.0),
        (Some(_), Some(_)) => Some(0.4),
        _ => Some(0.0),
    }
}

/// One report's denial is another's fact; a plan and its keeping are told alike, but are not the same news.
fn statuses(one: Status, other: Status) -> f64 {
    let happened = |status| matches!(status, Status::Actual | Status::Denied);
    match (one, other) {
        _ if one == other => 0.0,
        _ if happened(one) && happened(other) => -0.2,
        (Status::Future, Status::Actual) | (Status::Actual, Status::Future) => -0.6,
        _ => -1.2,
    }
}

// By whom and to whom

fn parties(one: &Report, other: &Report) -> Option<f64> {
    if one.mutual || other.mutual {
        return either_way(one, other);
    }
    let direct = two_sides(
        one,
        (&one.sources, &other.sources),
        (&one.targets, &other.targets),
        other,
    );
    direct.or_else(|| {
        let turned = two_sides(
            one,
            (&one.sources, &other.targets),
            (&one.targets, &other.sources),
            other,
        )?;
        Some(turned + turning(one, other)?)
    })
}

/// What it weighs that one report has for source whom the other has for target; none where that makes it another event.
fn turning(one: &Report, other: &Report) -> Option<f64> {
    match (one.event_type, other.event_type) {
        (T::Consult, T::Consult) if is_message(one) && is_message(other) => None,
        (T::Consult, T::Consult) => Some(-0.3),
        (T::Assault, T::Assault) => Some(-2.4),
        (T::Agree, T::Agree) => Some(-1.2),
        _ => None,
    }
}

fn two_sides(
    one: &Report,
    first: (&[Party], &[Party]),
    second: (&[Party], &[Party]),
    other: &Report,
) -> Option<f64> {
    let known = |side: (&[Party], &[Party])| !side.0.is_empty() && !side.1.is_empty();
    if !known(first) && !known(second) {
        return by_story(one, other);
    }
    match (side(first), side(second)) {
        (Some(first), Some(second)) => Some(first + second),
        // A party is easily taken for another; not so where the words differ, too.
        (Some(agrees), None) | (None, Some(agrees))
            if agrees > 0.5 && is_told_alike(one, other) =>
        {
            Some(agrees - 1.2)
        }
        _ => None,
    }
}

/// No side can be compared: whom the documents tell of otherwise must do.
fn by_story(one: &Report, other: &Report) -> Option<f64> {
    let (mine, theirs) = (nations_of_story(one), nations_of_story(other));
    let shared = mine.iter().filter(|nation| theirs.contains(nation)).count();
    match (mine.is_empty() || theirs.is_empty(), shared) {
        (false, 0) => None,
        (true, _) => Some(-0.5),
        (false, 1) => Some(0.2),
        (false, _) => Some(0.8),
    }
}

fn nations_of_story(report: &Report) -> Vec<&str> {
    let own = report.nations().into_iter();
    own.chain(report.story.iter().map(String::as_str)).collect()
}

/// A meeting or agreement has no sides: all are compared with all.
fn either_way(one: &Report, other: &Report) -> Option<f64> {
    let (mine, theirs) = (all_parties(one), all_parties(other));
    if mine.is_empty() || theirs.is_empty() {
        return by_story(one, other);
    }
    let apart = mine.len().abs_diff(theirs.len()).min(2) as f64;
    Some(2.0 * side((&mine, &theirs))? - 0.2 * apart)
}

fn all_parties(report: &Report) -> Vec<&Party> {
    let others = report.targets.iter();
    let others = others.filter(|party| !report.mutual && !report.sources.contains(party));
    report.sources.iter().chain(others).collect()
}

/// One side of both: the fewer parties found among the more.
fn side<P: Borrow<Party>>((one, other): (&[P], &[P])) -> Option<f64> {
    let (few, many) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if few.is_empty() {
        return Some(if many.is_empty() { 0.1 } else { 0.0 });
    }
    let best = |party: &P| {
        many.iter()
            .map(|other| kinship(party.borrow(), other.borrow()))
            .fold(0.0, f64::max)
    };
    let mean = few.iter().map(best).sum::<f64>() / few.len() as f64;
    (mean > 0.3).then_some(2.4 * (mean - 0.55))
}

/// How far two parties may be one: 1 where they are, 0 where they cannot be.
fn kinship(one: &Party, other: &Party) -> f64 {
    let (one, other) = (&one.numbers, &other.numbers);
    let known = one.entity != 0 && other.entity != 0;
    if known && one.entity == other.entity || one.code == 0 && one.name == other.name {
        1.0
    } else if one.nation == 0 || other.nation == 0 {
        0.4
    } else if one.nation != other.nation {
        0.0
    } else if one.code == other.code {
        if one.person && other.person { 0.4 } else { 0.9 }
    } else if one.code == one.nation || other.code == other.nation {
        0.8
    } else {
        0.55
    }
}

// When

fn time(one: &Report, other: &Report) -> Option<f64> {
    let (a, b) = (one.when, other.when);
    match (a, b) {
        (When::Day(a), When::Day(b)) => match a.abs_diff(b) {
            0 => Some(1.3),
            1 => Some(-2.2),
            2 => Some(-3.0),
            _ => None,
        },
        (When::Day(day), When::Document(document)) | (When::Document(document), When::Day(day)) => {
            since(document - day, &[0.9, 0.9, -0.4, -1.2])
        }
        (When::Document(a), When::Document(b)) => since((a - b).abs(), &[0.8, 0.4, -0.4, -1.2]),
        (When::Span(first, last), When::Day(day) | When::Document(day))
        | (When::Day(day) | When::Document(day), When::Span(first, last)) => {
            within(first, last, day)
        }
        (When::Span(a, b), When::Span(c, d)) => {
            let apart = a.max(c) - b.min(d);
            match apart {
                ..=0 if (a, b) == (c, d) => Some(0.6),
                ..=0 => Some(0.1),
                1 => Some(-0.8),
                _ => None,
            }
        }
        (When::Before(document), When::Before(other)) => {
            since((document - other).abs() / 3, &[0.3, 0.0, -0.3, -0.6])
        }
        (When::Before(document), When::Day(day) | When::Document(day))
        | (When::Day(day) | When::Document(day), When::Before(document)) => {
            remembered(document - day)
        }
        (When::Before(document), When::Span(first, last))
        | (When::Span(first, last), When::Before(document)) => {
            if document < first {
                None
            } else {
                remembered((document - last).max(0))
            }
        }
        (When::Unknown, _) | (_, When::Unknown) => Some(-1.5),
    }
}

/// A document of its own day tells of yesterday, seldom of tomorrow.
fn since(days: i64, weights: &[f64]) -> Option<f64> {
    match days {
        -1 => Some(-1.0),
        _ => weights.get(usize::try_from(days).ok()?).copied(),
    }
}

fn within(first: i64, last: i64, day: i64) -> Option<f64> {
    let inside = (first..=last).contains(&day);
    match last - first {
        _ if !inside => ((first - 1..=last + 1).contains(&day)).then_some(-1.0),
        ..=10 => Some(0.5),
        11..=31 => Some(0.2),
        _ => Some(-0.2),
    }
}

/// An undated mention means something of the last days rather than of the last months.
fn remembered(days: i64) -> Option<f64> {
    match days {
        ..=-2 => None,
        -1 => Some(-0.8),
        0..=3 => Some(0.6),
        4..=10 => Some(0.1),
        11..=30 => Some(-0.3),
        31..=MEMORY => Some(-0.8),
        _ => None,
    }
}

// Where, and in which words

fn place(one: Option<&Spot>, other: Option<&Spot>) -> f64 {
    let (Some(one), Some(other)) = (one, other) else {
        return 0.0;
    };
    if one.name == other.name {
        return 0.9;
    }
    let near = one.at.zip(other.at).map(|(a, b)| are_near(a, b));
    match near {
        Some(true) => 0.4,
        _ if one.country == other.country => -0.5,
        _ => -1.2,
    }
}

/// Whether two places are within 60 kilometres; a degree of latitude is more than 111.
fn are_near(one: (f64, f64), other: (f64, f64)) -> bool {
    (one.0 - other.0).abs() * 111.0 <= 60.0 && kilometres(one, other) <= 60.0
}

/// By the haversine formula, with the mean radius of the earth of 6,371 km.
fn kilometres((lat, lon): (f64, f64), (lat2, lon2): (f64, f64)) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let chord =
        half(lat2 - lat) + lat.to_radians().cos() * lat2.to_radians().cos() * half(lon2 - lon);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

/// Nothing in common speaks against one event, a few words more than speak for it.
fn wording(one: &Report, other: &Report) -> f64 {
    if one.document == other.document && one.sentence == other.sentence {
        return 0.0;
    }
    // One sentence, copied, in which two words mean acts: hardly one act.
    if one.wording.same_sentence(&other.wording) && !one.wording.same_words_mean(&other.wording) {
        return -1.5;
    }
    (one.wording.likeness(&other.wording) * 5.0 - 0.8).min(MOST.wording)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merging::trial::Set;
    use std::path::Path;

    #[test]
    fn what_cannot_tip_the_scales_is_left_out() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold/merging");
        let reports = Set::read(&folder).expect("the set can be read").reports();
        for one in &reports {
            for other in &reports {
                let all = affinity(one, other);
                for least in [THRESHOLD, 6.0] {
                    let enough = all.filter(|affinity| affinity.total() >= least);
                    assert_eq!(affinity_from(one, other, least), enough);
                }
                for ((name, weight), (_, most)) in all
                    .unwrap_or_default()
                    .parts()
                    .into_iter()
                    .zip(MOST.parts())
                {
                    assert!(weight <= most, "{name}: {weight}");
                }
            }
        }
    }
}
