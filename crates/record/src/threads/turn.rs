//! What may be answered, what may answer, and whether the one answers the other.

use crate::days;
use crate::events::Role;
use crate::incidents::{Incident, Kept};
use crate::merging::{Report, nation};
use chancery_coding::{Channel, EventType as T, Status};
use hashbrown::HashMap;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

/// An answer comes within so many days.
pub const PATIENCE: i64 = 60;

/// One incident as a turn in an exchange.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The incident's key.
    pub key: i64,
    /// Its id.
    pub id: String,
    /// Its type.
    pub event_type: T,
    /// Its status.
    pub status: Status,
    /// Its first day, as [`crate::days::number`] counts; 0 for none.
    pub day: i64,
    /// The nations of those who did it.
    pub sources: BTreeSet<String>,
    /// The nations of those to whom it was done.
    pub targets: BTreeSet<String>,
    /// It was a letter, a telegram or an oral message.
    pub message: bool,
    /// A report says in so many words that it answers something.
    pub replies: bool,
}

impl Turn {
    /// The turn that an incident with its reports is.
    pub fn of(key: i64, incident: &Incident<'_>, reports: &[Rc<Kept>]) -> Self {
        let nations = |role| -> BTreeSet<String> {
            let codes = incident
                .sides(role)
                .filter_map(|actor| actor.code.as_deref());
            let codes = codes.filter(|code| !code.is_empty());
            codes.map(|code| nation(code).to_owned()).collect()
        };
        Self {
            key,
            id: incident.id.clone(),
            event_type: incident.event_type,
            status: incident.status,
            day: days::number(incident.first),
            sources: nations(Role::Source),
            targets: nations(Role::Target),
            message: (incident.channel).is_some_and(|channel| MESSAGES.contains(&channel)),
            replies: replies(reports),
        }
    }

    /// Whether it waits for an answer: a message from one to another that was sent.
    pub fn wants_answer(&self) -> bool {
        self.message && self.status == Status::Actual && self.is_directed()
    }

    fn is_directed(&self) -> bool {
        !self.sources.is_empty() && !self.targets.is_empty() && self.sources != self.targets
    }

    /// Whether it may answer anything unless a text says so.
    pub fn may_answer(&self) -> bool {
        self.day > 0
            && (self.replies || self.message)
            && self.status == Status::Actual
            && self.is_directed()
    }

    /// Whether anything may answer it unless a text says so.
    pub fn may_be_answered(&self) -> bool {
        self.day > 0 && self.status == Status::Actual && self.is_directed()
    }

    /// The most that [`Turn::answers`] gives this turn.
    pub fn at_most(&self) -> f64 {
        match (self.replies, self.message) {
            (true, true) => 0.9,
            (true, false) => 0.8,
            _ => 0.6,
        }
    }

    /// How sure it is, from 0 to 1, that this turn answers `earlier`; none where it cannot. Their sides are reversed, it comes
    /// on a later day (of one day only a text can tell which was first), and it is of a kind that answers the other; a report says that it is an answer, or both are messages.
    pub fn answers(&self, earlier: &Self) -> Option<f64> {
        let days = self.day - earlier.day;
        let dated = self.day > 0 && earlier.day > 0 && (1..=PATIENCE).contains(&days);
        let turned = !self.sources.is_disjoint(&earlier.targets)
            && !self.targets.is_disjoint(&earlier.sources);
        let same = self.key == earlier.key
            || earlier.status != Status::Actual
            || self.status != Status::Actual;
        if !dated
            || !turned
            || same
            || !self.is_directed()
            || !earlier.is_directed()
            || !self.is_of_answering_kind(earlier)
        {
            return None;
        }
        match (self.replies, self.message && earlier.message) {
            (true, true) => Some(0.9),
            (true, false) => Some(0.8),
            (false, true) => Some(0.6),
            _ => None,
        }
    }

    fn is_of_answering_kind(&self, earlier: &Self) -> bool {
        let both = (self.event_type, earlier.event_type);
        let to_message = earlier.message
            && (self.message || matches!(self.event_type, T::Support | T::Agree | T::Reject));
        let by_message = self.message
            && matches!(
                earlier.event_type,
                T::Request | T::Agree | T::Accuse | T::Threaten
            );
        to_message
            || by_message
            || matches!(
                both,
                (T::Agree | T::Concede | T::Retreat, T::Request)
                    | (T::Agree | T::Support, T::Agree | T::Concede)
                    | (T::Reject, T::Request | T::Agree | T::Accuse | T::Threaten)
                    | (T::Support, T::Support | T::Aid)
                    | (T::Sanction | T::Threaten, T::Sanction)
            )
    }
}

/// The channels of messages.
pub const MESSAGES: [&str; 3] = ["letter", "telegram", "oral message"];
/// So many reports of an incident are looked at for words of reply.
pub const LOOKED_AT: usize = 40;

/// Whether one of the first reports of an incident, by the names of their documents, has words of reply.
fn replies(reports: &[Rc<Kept>]) -> bool {
    if reports.len() <= LOOKED_AT || !reports.iter().any(|kept| kept.replies) {
        return reports.iter().any(|kept| kept.replies);
    }
    let name = |kept: &&Kept| {
        let order = &kept.report.order;
        (
            order.root.clone(),
            order.document.clone(),
            order.event.clone(),
        )
    };
    let mut reports: Vec<&Kept> = reports.iter().map(|kept| &**kept).collect();
    reports.sort_by_cached_key(name);
    reports[..LOOKED_AT].iter().any(|kept| kept.replies)
}

/// Names under which a report stands besides for finding answers: `<CHN|PRK` for what may answer something between the
/// two, `>CHN|PRK` for what may be answered.
pub fn names(kept: &Kept) -> Vec<i64> {
    let mut names = Vec::new();
    if may_answer(kept) {
        names.extend(kept.report.pairs("<"));
    }
    if may_be_answered(&kept.report) {
        names.extend(kept.report.pairs(">"));
    }
    names
}

/// Whether a report tells of a message, or says that its act is an answer.
pub fn may_answer(kept: &Kept) -> bool {
    is_message(&kept.report) || kept.replies
}

fn may_be_answered(report: &Report) -> bool {
    let kinds = [
        T::Request,
        T::Agree,
        T::Accuse,
        T::Threaten,
        T::Concede,
        T::Support,
        T::Aid,
        T::Sanction,
    ];
    is_message(report) || kinds.contains(&report.event_type)
}

/// Whether it was done by letter, telegram or oral message.
pub fn is_message(report: &Report) -> bool {
    matches!(
        report.channel,
        Some(Channel::Letter | Channel::Telegram | Channel::OralMessage)
    )
}

/// Whether a sentence has one of the words by which an act is said to answer another.
pub fn says_reply(sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    let mut rest = sentence.as_str();
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = &rest[start..];
        let begun = REPLIES.get(first_word(rest)).map_or(&[][..], Vec::as_slice);
        let whole = |after: &str| !after.starts_with(char::is_alphanumeric);
        if begun
            .iter()
            .any(|words| rest.strip_prefix(words.as_str()).is_some_and(whole))
        {
            return true;
        }
        rest = &rest[first_word(rest).len()..];
    }
    false
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// Words of replies, alone or in a row, by the first of them.
static REPLIES: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct Replies {
        words: Vec<String>,
    }
    let replies: Replies = toml::from_str(include_str!("../../../../data/merging/replies.toml"))
        .expect("the words of replies are TOML");
    let mut by_first: HashMap<String, Vec<String>> = HashMap::new();
    for words in replies.words {
        let first = first_word(&words).to_owned();
        by_first.entry(first).or_default().push(words);
    }
    by_first
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_replies() {
        let check = |sentence, says| assert_eq!(says_reply(sentence), says, "{sentence}");
        check("In his reply the king wished them well.", true);
        check("Answering the note, Lima agreed to talks.", true);
        check("He stayed replyless and unanswered.", false);
        check("Seoul retaliated in kind.", true);
        check("A tit-for-tat row; kind words in vain.", true);
        check("He came in kindly.", false);
        check("The two ministers met.", false);
    }

    fn turn(key: i64, sides: (&str, &str), day: i64, message: bool, replies: bool) -> Turn {
        Turn {
            key,
            id: format!("i-{key}"),
            event_type: T::Consult,
            status: Status::Actual,
            day,
            sources: BTreeSet::from([sides.0.to_owned()]),
            targets: BTreeSet::from([sides.1.to_owned()]),
            message,
            replies,
        }
    }

    #[test]
    fn an_answer_goes_the_other_way_and_comes_later() {
        let letter = turn(1, ("CHN", "PRK"), 100, true, false);
        let check = |sides, day, replies, score: Option<f64>| {
            assert_eq!(
                turn(2, sides, day, true, replies).answers(&letter),
                score,
                "{sides:?} {day}"
            );
        };
        check(("PRK", "CHN"), 102, true, Some(0.9));
        check(("PRK", "CHN"), 102, false, Some(0.6));
        check(("PRK", "CHN"), 100, false, None);
        check(("CHN", "PRK"), 102, true, None);
        check(("PRK", "USA"), 102, true, None);
        check(("PRK", "CHN"), 98, true, None);
        check(("PRK", "CHN"), 100 + PATIENCE + 1, true, None);
    }
}
