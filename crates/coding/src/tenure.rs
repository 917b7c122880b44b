//! "during his tenure": the days of a person's office.

use chancery_codebook::{Codebook, Rank};
use jiff::civil::Date;

use crate::mentions::Mentions;

/// The days of the office that the person named at the word `holder` had last taken up by
/// `document`: its first day, and its last if that has passed.
pub fn days(
    codebook: &Codebook,
    mentions: &Mentions,
    holder: usize,
    document: Option<Date>,
) -> (Option<Date>, Option<Date>) {
    let none = (None, None);
    let Some(mention) = mentions.at(holder) else {
        return none;
    };
    let [party] = mention.parties[..] else {
        return none;
    };
    let entity = mentions
        .party(party)
        .entity
        .as_deref()
        .and_then(|id| codebook.who().find(id));
    let Some(entity) = entity else {
        return none;
    };
    let begun = |from: Option<Date>| {
        document.is_none_or(|document| from.is_none_or(|from| from <= document))
    };
    let rank = |rank: Option<Rank>| matches!(rank, Some(Rank::Head | Rank::Government));
    let terms = || {
        codebook
            .who()
            .offices(entity)
            .filter(|term| begun(term.from))
    };
    let last = terms()
        .rfind(|term| rank(term.rank))
        .or_else(|| terms().next_back());
    last.map_or(none, |term| (term.from, term.to))
}
