//! In answer to what, and which acts are one told twice.

use chancery_codebook::EventType;
use smallvec::SmallVec;

use crate::clauses::Role;
use crate::discourse::Discourse;
use crate::draft::{Draft, around};
use crate::lexicon::Lexicon;
use crate::matching::{Found, Matcher, Side, is_reaction};
use crate::mentions::PartyId;
use crate::reading::{Dep, Pos, Reading, Tag, Word};
use crate::sides::{anaphor, is_from_elsewhere, opponents};

/// Links answers to what they answer, and repeated mentions to the first.
pub fn link<'a>(matcher: &Matcher<'a>, lexicon: &Lexicon, drafts: &mut [Draft<'a>]) {
    link_repeats(matcher, drafts);
    for (answer, answered) in answers(matcher.reading, lexicon, drafts) {
        connect(drafts, answer, answered);
    }
    link_refusals(drafts);
    link_repeats(matcher, drafts);
    complete_repeats(drafts);
    aim_reactions(matcher, drafts);
    aim_between(matcher, drafts);
}

/// Links acts anew whose sides have been settled since, and leaves the sides as they are.
pub fn link_again<'a>(matcher: &Matcher<'a>, lexicon: &Lexicon, drafts: &mut [Draft<'a>]) {
    for draft in drafts.iter_mut() {
        draft.reply_to = None;
        draft.same_as = None;
    }
    let sides = |draft: &Draft<'a>| (draft.found.sources.clone(), draft.found.targets.clone());
    let settled: Vec<_> = drafts.iter().map(sides).collect();
    link_repeats(matcher, drafts);
    for (answer, answered) in answers(matcher.reading, lexicon, drafts) {
        connect(drafts, answer, answered);
    }
    link_refusals(drafts);
    for (draft, (sources, targets)) in drafts.iter_mut().zip(settled) {
        draft.found.sources = sources;
        draft.found.targets = targets;
    }
    link_repeats(matcher, drafts);
}

/// How many sentences back a reaction looks for what it reacts to.
const REACTS_WITHIN: u32 = 2;

/// A reaction that names nobody is aimed at whoever did what it reacts to: "B rejected the charge",
/// "C welcomed the decision", "D condemned the move". That is the last act told before it, by a party
/// of another country, or by another party of the same where the act was aimed at the one that reacts.
fn aim_reactions<'a>(matcher: &Matcher<'a>, drafts: &mut [Draft<'a>]) {
    for later in 1..drafts.len() {
        let draft = &drafts[later];
        let reacts = matches!(
            draft.event_type(),
            EventType::Reject
                | EventType::Accuse
                | EventType::Support
                | EventType::Request
                | EventType::Threaten
                | EventType::Sanction
        );
        if !reacts || !draft.found.targets.is_empty() || draft.found.sources.is_empty() {
            continue;
        }
        let sentence = matcher.reading.word(draft.head()).sentence;
        let near = |earlier: usize| {
            let other = &drafts[earlier];
            matcher.reading.word(other.head()).sentence + REACTS_WITHIN >= sentence
                && !other.found.sources.is_empty()
                && !matcher.shares_country(&other.found.sources, &draft.found.sources)
        };
        let foreign = |other: &usize| {
            let sources = &drafts[*other].found.sources;
            !sources.is_empty() && !matcher.shares_country(sources, &draft.found.sources)
        };
        let named = anaphor(matcher, drafts, later).act.filter(foreign);
        let likely = causes(draft.event_type()).iter().find_map(|roots| {
            (0..later)
                .rev()
                .find(|&earlier| near(earlier) && is_of_roots(&drafts[earlier], roots))
        });
        let cause = named.or(likely);
        if let Some(cause) = cause {
            drafts[later].found.targets = aimed_at(matcher, &drafts[cause], &drafts[later]);
        } else if is_reaction(drafts[later].event_type()) {
            drafts[later].found.targets.mentions = counterpart_before(matcher, drafts, later);
        }
    }
}

/// Who mediates, offers his good offices or calls for restraint without saying to whom, and who welcomes "the agreement" of
/// others, has to do with both who deal with each other in the story.
fn aim_between<'a>(matcher: &Matcher<'a>, drafts: &mut [Draft<'a>]) {
    let words = matcher.codebook.words();
    let frames = words.list("exchanges", "between.frames");
    let nouns = words.list("exchanges", "between.nouns");
    for at in 0..drafts.len() {
        let draft = &drafts[at];
        let id = draft.found.frame.id.as_str();
        let listed = |id: &str| frames.iter().any(|frame| id.starts_with(frame.as_str()));
        let joint = || {
            let mut objects = draft.found.clause.fillers(Role::Object);
            is_reaction(draft.event_type())
                && objects.any(|object| {
                    let lemma = matcher.reading.lemma(object);
                    nouns.iter().any(|noun| noun == lemma)
                })
        };
        let (sources, targets) = (&draft.found.sources, &draft.found.targets);
        let open = targets.parties().len() < 2 && is_from_elsewhere(matcher, draft, targets);
        if sources.is_empty() || !open || !(listed(id) || joint()) {
            continue;
        }
        if let Some(mentions) = opponents(matcher, drafts, at, sources) {
            drafts[at].found.targets = Side {
                mentions,
                weight: LENT,
            };
        }
    }
}

/// How sure those are whom the story lends.
const LENT: f32 = 0.5;

/// The other party of what was told before a reaction to something that nobody did.
fn counterpart_before<'a>(matcher: &Matcher<'a>, drafts: &[Draft<'a>], later: usize) -> Found<'a> {
    let mut discourse = Discourse::default();
    for draft in &drafts[..later] {
        discourse.tell(&draft.found.sources, &draft.found.targets);
    }
    discourse.counterpart(
        matcher.mentions,
        &drafts[later].found.sources,
        drafts[later].head(),
    )
}

/// Whom a reaction to `cause` is aimed at: the one that did it, unless that was itself aimed at a
/// third party, whom both then address ("A suspended aid to C. B called off talks").
fn aimed_at<'a>(matcher: &Matcher<'a>, cause: &Draft<'a>, reaction: &Draft<'a>) -> Side<'a> {
    let own = &reaction.found.sources;
    let targets = &cause.found.targets;
    // "welcomed the agreement": all who are in it.
    if targets.parties() == cause.found.sources.parties() {
        return matcher.others(targets, own);
    }
    let third = !targets.is_empty() && !matcher.shares_country(targets, own);
    let parallel = cause.event_type() == reaction.event_type();
    if third && parallel {
        targets.clone()
    } else {
        cause.found.sources.clone()
    }
}

/// CAMEO roots of what an act may react to, likeliest first.
fn causes(reaction: EventType) -> &'static [std::ops::RangeInclusive<u8>] {
    match reaction {
        EventType::Accuse | EventType::Sanction | EventType::Threaten => &[14..=20, 9..=13],
        EventType::Support => &[3..=8, 1..=2],
        _ => &[1..=20],
    }
}

fn is_of_roots(draft: &Draft, roots: &std::ops::RangeInclusive<u8>) -> bool {
    let root = draft
        .found
        .frame
        .cameo
        .get(..2)
        .and_then(|root| root.parse().ok());
    root.is_some_and(|root| roots.contains(&root))
}

/// Gives what tells an act again the sides that only the first telling names.
fn complete_repeats(drafts: &mut [Draft]) {
    for later in 0..drafts.len() {
        let Some(first) = drafts[later].same_as else {
            continue;
        };
        if drafts[later].found.targets.is_empty() {
            drafts[later].found.targets = drafts[first].found.targets.clone();
        }
        if drafts[later].found.sources.is_empty() {
            drafts[later].found.sources = drafts[first].found.sources.clone();
        }
    }
}

/// Makes one draft the answer to another, and lends each the sides that it lacks: an answer is aimed
/// at whom it answers, and what is answered was aimed at whoever answers.
fn connect(drafts: &mut [Draft], answer: usize, answered: usize) {
    let (answer, answered) = (first_told(drafts, answer), first_told(drafts, answered));
    if answer == answered {
        return;
    }
    if drafts[answer].found.targets.is_empty() {
        drafts[answer].found.targets = drafts[answered].found.sources.clone();
    }
    if drafts[answered].found.targets.is_empty() {
        drafts[answered].found.targets = drafts[answer].found.sources.clone();
    }
    if drafts[answer].reply_to.is_none() {
        drafts[answer].reply_to = Some(answered);
    }
}

fn first_told(drafts: &[Draft], at: usize) -> usize {
    drafts[at].same_as.unwrap_or(at)
}

/// Pairs of drafts of which the first answers the second, by the words of the text.
fn answers(reading: &Reading, lexicon: &Lexicon, drafts: &[Draft]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for word in 0..reading.len() {
        if reading.word(word).pos != Pos::Noun || !lexicon.answers.contains(reading.lemma(word)) {
            continue;
        }
        let Some(answered) = answered_draft(reading, drafts, word) else {
            continue;
        };
        for answer in answering_drafts(reading, lexicon, drafts, word) {
            if answer != answered {
                pairs.push((answer, answered));
            }
        }
    }
    pairs
}

/// The draft behind the "to" of "response to X": at X, below it, or an earlier one that X names again.
fn answered_draft(reading: &Reading, drafts: &[Draft], noun: usize) -> Option<usize> {
    let behind = reading
        .children(noun)
        .filter(|&child| {
            reading.word(child).dep == Dep::Prep
                && ["to", "for", "of", "against", "at", "over"].contains(&reading.text(child))
        })
        .find_map(|preposition| {
            reading
                .children(preposition)
                .find(|&child| matches!(reading.word(child).dep, Dep::Pobj | Dep::Pcomp))
        })?;
    let exact = drafts
        .iter()
        .position(|draft| draft.head() == behind || draft.found.noun == Some(behind));
    let words = reading.subtree(behind);
    exact
        .or_else(|| drafts.iter().position(|draft| words.contains(draft.head())))
        .or_else(|| referred(reading, drafts, behind))
}

/// The drafts that are "in response to" something, or "are a response".
fn answering_drafts(
    reading: &Reading,
    lexicon: &Lexicon,
    drafts: &[Draft],
    noun: usize,
) -> SmallVec<[usize; 2]> {
    let word = reading.word(noun);
    let mut found = SmallVec::new();
    match word.dep {
        Dep::Pobj => {
            let preposition = word.head;
            let above = reading.word(preposition).head;
            found.extend(drafts_at(reading, drafts, above));
        }
        Dep::Attr if lexicon.answer_nouns.contains(reading.lemma(noun)) => {
            if let Some(subject) = reading.child(word.head, Dep::Nsubj) {
                let words = reading.subtree(subject);
                found.extend((0..drafts.len()).filter(|&at| words.contains(drafts[at].head())));
                if found.is_empty() {
                    found.extend(referred(reading, drafts, subject));
                }
            }
        }
        _ => {}
    }
    found
}

/// The drafts at a word: of which it is the predicate or the predicate's noun; else those that the
/// subject or object of a verb names again ("this letter was written in response").
fn drafts_at(reading: &Reading, drafts: &[Draft], word: usize) -> SmallVec<[usize; 2]> {
    let at: SmallVec<[usize; 2]> = (0..drafts.len())
        .filter(|&at| drafts[at].head() == word || drafts[at].found.noun == Some(word))
        .collect();
    if !at.is_empty() {
        return at;
    }
    // "staged exercises in response": the act is the verb's object.
    let object = |draft: &Draft| {
        let Word { head, dep, .. } = *reading.word(draft.head());
        head == word && matches!(dep, Dep::Dobj | Dep::NsubjPass)
    };
    let at: SmallVec<[usize; 2]> = (0..drafts.len())
        .filter(|&at| object(&drafts[at]))
        .collect();
    if !at.is_empty() {
        return at;
    }
    let arguments = reading.children(word).filter(|&child| {
        matches!(
            reading.word(child).dep,
            Dep::Nsubj | Dep::NsubjPass | Dep::Dobj
        )
    });
    arguments
        .filter_map(|argument| referred(reading, drafts, argument))
        .collect()
}

/// The last draft before a definite noun that it names again: "wrote a letter ... This letter".
fn referred(reading: &Reading, drafts: &[Draft], noun: usize) -> Option<usize> {
    if !is_definite(reading, noun) {
        return None;
    }
    let lemma = reading.lemma(noun);
    drafts.iter().rposition(|draft| {
        let own = draft.found.noun.unwrap_or(draft.head());
        own < noun && reading.lemma(own) == lemma && reading.word(own).pos == Pos::Noun
    })
}

fn is_definite(reading: &Reading, noun: usize) -> bool {
    reading.children(noun).any(|child| {
        let word = reading.word(child);
        match word.dep {
            Dep::Det => ["the", "this", "that", "these", "those", "both"]
                .iter()
                .any(|det| reading.text(child).eq_ignore_ascii_case(det)),
            Dep::Poss => true,
            _ => word.tag == Tag::PrpPoss,
        }
    })
}

/// A refusal of a request, an acceptance of a demand: the act named in its object is what it answers.
fn link_refusals(drafts: &mut [Draft]) {
    for answer in 0..drafts.len() {
        let kind = drafts[answer].event_type();
        if drafts[answer].reply_to.is_some()
            || !matches!(
                kind,
                EventType::Reject | EventType::Concede | EventType::Agree
            )
        {
            continue;
        }
        let clause = &drafts[answer].found.clause;
        let objects: SmallVec<[usize; 4]> = clause.fillers(Role::Object).collect();
        let answered = drafts.iter().position(|draft| {
            objects.contains(&draft.head())
                && matches!(
                    draft.event_type(),
                    EventType::Request | EventType::Accuse | EventType::Agree | EventType::Threaten
                )
        });
        if let Some(answered) = answered {
            connect(drafts, answer, answered);
        }
    }
}

/// Marks drafts that tell an earlier act again.
fn link_repeats(matcher: &Matcher, drafts: &mut [Draft]) {
    for later in 1..drafts.len() {
        if drafts[later].same_as.is_some() {
            continue;
        }
        let first = (around(later, drafts.len()).start..later).find(|&earlier| {
            drafts[earlier].same_as.is_none()
                && is_repeat(matcher, &drafts[earlier], &drafts[later])
        });
        drafts[later].same_as = first;
    }
}

/// Whether the later draft tells the earlier act again: the same kind of act between the same
/// parties, told in the same words or by a definite noun, with nothing that sets them apart.
fn is_repeat(matcher: &Matcher, earlier: &Draft, later: &Draft) -> bool {
    let reading = matcher.reading;
    if earlier.event_type() != later.event_type()
        || earlier.standing.status != later.standing.status
    {
        return false;
    }
    if !same_parties(matcher, &earlier.found.sources, &later.found.sources) {
        return false;
    }
    let targets_agree = later.found.targets.is_empty()
        || earlier.found.targets.is_empty()
        || same_parties(matcher, &earlier.found.targets, &later.found.targets);
    if !targets_agree {
        return false;
    }
    let noun = |draft: &Draft| draft.found.noun.unwrap_or(draft.head());
    let (one, other) = (noun(earlier), noun(later));
    let same_word = reading
        .lemma(one)
        .eq_ignore_ascii_case(reading.lemma(other));
    let same_frame = earlier.found.frame.family() == later.found.frame.family();
    let is_noun = matches!(reading.word(other).pos, Pos::Noun);
    let definite = is_noun && (is_definite(reading, other) || is_ordinal(reading, other));
    let same_sentence = reading.word(one).sentence == reading.word(other).sentence;
    if same_sentence {
        return (same_frame || are_blows(earlier))
            && in_one_breath(reading, earlier.head(), later.head());
    }
    (definite && (same_word || same_frame)) || (same_frame && same_message(reading, earlier, later))
}

/// Whether an act is of those that are told blow by blow: "stormed the embassy, smashed its windows and set it on fire".
fn are_blows(draft: &Draft) -> bool {
    matches!(draft.event_type(), EventType::Protest | EventType::Assault)
}

/// "welcomed and hailed it", "hailed it, calling it brave": two verbs of one clause for one act.
fn in_one_breath(reading: &Reading, earlier: usize, later: usize) -> bool {
    let word = reading.word(later);
    let own_subject = reading.child(later, Dep::Nsubj).is_some();
    word.head == earlier
        && !own_subject
        && (word.dep == Dep::Conj || (word.dep == Dep::Advcl && word.tag == Tag::Vbg))
}

/// "the first exchange": singled out among its like.
fn is_ordinal(reading: &Reading, noun: usize) -> bool {
    reading
        .children(noun)
        .any(|child| reading.entity(child) == Some("ORDINAL"))
}

fn same_message(reading: &Reading, earlier: &Draft, later: &Draft) -> bool {
    earlier.found.noun.is_some()
        && earlier.found.noun.map(|noun| reading.lemma(noun))
            == later.found.noun.map(|noun| reading.lemma(noun))
}

/// Whether two sides are the same: the same parties, or parties of the same countries.
fn same_parties(matcher: &Matcher, one: &Side, other: &Side) -> bool {
    let (one, other) = (one.parties(), other.parties());
    let country = |party: &PartyId| matcher.mentions.party(*party).country.as_deref();
    let covers = |all: &[PartyId], some: &[PartyId]| {
        some.iter().all(|party| {
            all.contains(party)
                || (country(party).is_some()
                    && all.iter().any(|known| country(known) == country(party)))
        })
    };
    !one.is_empty() && covers(&one, &other) && covers(&other, &one)
}
