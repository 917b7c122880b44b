//! When the story dates an act that names no date: as the day's news, as going on from an act dated before it, or
//! not at all where it is told as background.

use chancery_codebook::{Codebook, EventType};
use jiff::civil::Date;
use smallvec::SmallVec;

use crate::clauses::ClauseReader;
use crate::draft::Draft;
use crate::event::{Precision, Status};
use crate::lexicon::Lexicon;
use crate::mentions::{Mentions, PartyId};
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;
use crate::time::{self, Reach, TimeExpression, When};

/// How many sentences on from a dated act the story may still be at it.
const GOES_ON_FOR: u32 = 2;

/// For how many days an act is news.
const RECENT_DAYS: i32 = 3;

/// No chain of clauses is followed further.
const MOST_STEPS: usize = 8;

/// Follows a document's acts in the order of the text.
pub(crate) struct Narrator<'a> {
    reading: &'a Reading<'a>,
    mentions: &'a Mentions,
    lexicon: &'a Lexicon,
    clauses: ClauseReader<'a>,
    expressions: &'a [TimeExpression],
    document: Option<Date>,
    adverbs: &'a [String],
    subjects: &'a [String],
    /// Words beside a verb that take it out of the story.
    asides: &'a [String],
    /// What stands behind hours that lead from one act to another, and before hours that it took place in.
    after: &'a [String],
    before: &'a [String],
    /// The dated act that the story is at.
    thread: Option<Thread>,
    /// The last sentence that `thread` knows of.
    read: Option<u32>,
    meetings: Vec<Meeting>,
    /// What was told last as having gone before.
    background: Option<Background>,
}

/// A date that goes on, and who was doing what then.
struct Thread {
    when: When,
    /// Whether it is told in the present.
    is_present: bool,
    /// Whether it heads the paragraph, all of which it then dates.
    is_head: bool,
    /// Whether it hangs on something whose day is not told: "two days after the vote".
    is_lost: bool,
    /// Whether it is told as having gone before: only what has a pronoun for its doer goes on from it.
    is_before: bool,
    sentence: u32,
    actors: SmallVec<[PartyId; 4]>,
    /// To whom it was done: they may answer it.
    others: SmallVec<[PartyId; 4]>,
}

/// What was told in a perfect, and by whom it was done.
struct Background {
    verb: usize,
    actors: SmallVec<[PartyId; 4]>,
}

/// A dated act in which several countries took part.
struct Meeting {
    when: When,
    countries: SmallVec<[Box<str>; 4]>,
    parties: SmallVec<[PartyId; 4]>,
}

/// How a clause is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    /// In the simple past or the present: what the story is about.
    Plain,
    /// In a perfect: what went before.
    Perfect,
    /// Neither, or by no verb.
    Other,
}

const UNRESOLVED: When = When {
    start: None,
    end: None,
    precision: Precision::Unresolved,
    expression: None,
    reach: Reach::None,
};

impl<'a> Narrator<'a> {
    /// A narrator at the beginning of a document.
    pub(crate) fn new(
        reading: &'a Reading<'a>,
        mentions: &'a Mentions,
        codebook: &'a Codebook,
        lexicon: &'a Lexicon,
        expressions: &'a [TimeExpression],
    ) -> Self {
        let words = codebook.words();
        Self {
            reading,
            mentions,
            lexicon,
            clauses: ClauseReader::new(reading, mentions, codebook),
            expressions,
            document: reading.document.date.as_ref().map(|date| date.date),
            adverbs: words.list("narration", "continuing.adverbs"),
            subjects: words.list("narration", "continuing.subjects"),
            asides: words.list("narration", "asides.adverbs"),
            after: words.list("narration", "hours.after"),
            before: words.list("narration", "hours.before"),
            thread: None,
            read: None,
            meetings: Vec::new(),
            background: None,
        }
    }

    /// Notes when an act took place that has a date of its own.
    pub(crate) fn tell(&mut self, draft: &Draft<'a>, when: &When) {
        let sentence = self.reading.word(draft.head()).sentence;
        self.read_up_to(sentence);
        if let Some(thread) = self.thread.as_mut()
            && thread.sentence == sentence
            && thread.when.start == when.start
        {
            thread.actors.extend(draft.found.sources.parties());
            thread.others.extend(draft.found.targets.parties());
        }
        let joint = matches!(draft.event_type(), EventType::Consult | EventType::Agree);
        let past = when.start.is_some() && when.start < self.document;
        // A meeting told in the past perfect went before those of the story.
        let before = scope::is_past_perfect(self.reading, draft.head());
        if joint && past && !before && when.precision == Precision::Day {
            let countries = self.countries(draft);
            if countries.len() > 1 {
                self.meetings.push(Meeting {
                    when: carried(when),
                    countries,
                    parties: parties(draft),
                });
            }
        }
    }

    /// When an act took place that has no expression of time; `dated` are the acts before it with their times.
    pub(crate) fn undated(&mut self, draft: &Draft<'a>, dated: &[(usize, When)]) -> When {
        let told = matches!(
            draft.standing.status,
            Status::Actual | Status::Negated | Status::Denied
        );
        if !told {
            return UNRESOLVED;
        }
        let sentence = self.reading.word(draft.head()).sentence;
        self.read_up_to(sentence);
        let Some(verb) = self.verb_of(draft.head()) else {
            return UNRESOLVED;
        };
        if self.is_hours_off(verb) {
            return self.on_day_told_of(sentence);
        }
        self.clause(verb, Some(draft), dated, MOST_STEPS)
    }

    /// Whether a clause is told to be hours or minutes away from what was told before it: "within hours", "had rung him an
    /// hour earlier".
    fn is_hours_off(&self, verb: usize) -> bool {
        let reading = self.reading;
        let known = |list: &[String], word: usize| {
            let text = reading.text(word);
            list.iter().any(|known| known.eq_ignore_ascii_case(text))
        };
        let alone = |word: usize| {
            let each = reading.word(word);
            each.dep != Dep::Mark
                && !reading
                    .children(word)
                    .any(|child| matches!(reading.word(child).dep, Dep::Pobj | Dep::Pcomp))
        };
        let sentence = reading.sentence_of(verb);
        let first = self
            .expressions
            .partition_point(|time| time.words.start < sentence.start);
        self.expressions[first..]
            .iter()
            .take_while(|time| time.words.start < sentence.end)
            .filter(|time| time.is_short())
            .any(|time| {
                let (before, after) = (time.words.start.checked_sub(1), time.words.end);
                let offset = after < sentence.end && known(self.after, after) && alone(after);
                let within = before.is_some_and(|word| known(self.before, word));
                (offset || within) && time::is_of_clause(reading, time, verb)
            })
    }

    /// The day that the story is at.
    fn on_day_told_of(&self, sentence: u32) -> When {
        match &self.thread {
            Some(thread) if sentence <= thread.sentence + GOES_ON_FOR => thread.when.clone(),
            _ => self.on_document_day(),
        }
    }

    /// The verb that tells an act: itself, or the one that only says that its noun took place.
    fn verb_of(&self, head: usize) -> Option<usize> {
        let reading = self.reading;
        let word = reading.word(head);
        if matches!(word.pos, Pos::Verb | Pos::Aux) {
            return Some(head);
        }
        let above = word.head;
        let is_verb = above != head && matches!(reading.word(above).pos, Pos::Verb | Pos::Aux);
        let carries = match word.dep {
            Dep::Acomp | Dep::Attr | Dep::Oprd => true,
            Dep::Nsubj => {
                self.lexicon.occurring.contains(reading.lemma(above)) || !self.is_definite(head)
            }
            // "Praised them in a *letter*".
            Dep::Pobj => return self.told_in(above, head),
            Dep::Dobj | Dep::NsubjPass => {
                time::is_light(reading, above)
                    || self.lexicon.supporting.contains(reading.lemma(above))
            }
            _ => false,
        };
        (is_verb && carries).then_some(above)
    }

    /// The verb of what was done in or during something, or after a meeting.
    fn told_in(&self, preposition: usize, noun: usize) -> Option<usize> {
        let reading = self.reading;
        let is = |known: &str| reading.text(preposition).eq_ignore_ascii_case(known);
        let within = ["in", "during"].into_iter().any(is);
        // "Is there *on* a visit", "sent him *with* an offer".
        let beside = || ["on", "with"].into_iter().any(is) && self.is_new(noun);
        let behind = || is("after") && time::is_gathering(reading, noun);
        let verb = reading.word(preposition).head;
        let told = matches!(reading.word(verb).pos, Pos::Verb | Pos::Aux);
        ((within || beside() || behind()) && told).then_some(verb)
    }

    /// Whether a noun is told of for the first time.
    fn is_new(&self, noun: usize) -> bool {
        self.reading.children(noun).any(|child| {
            let text = self.reading.text(child);
            ["a", "an"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(text))
        })
    }

    /// Whether a noun is singled out as one that is known.
    fn is_definite(&self, noun: usize) -> bool {
        self.reading.children(noun).any(|child| {
            let word = self.reading.word(child);
            word.tag == Tag::PrpPoss
                || (word.dep == Dep::Det
                    && ["the", "this", "that", "these", "those"]
                        .iter()
                        .any(|known| self.reading.text(child).eq_ignore_ascii_case(known)))
        })
    }

    /// When what a clause tells took place.
    fn clause(
        &mut self,
        verb: usize,
        draft: Option<&Draft<'a>>,
        dated: &[(usize, When)],
        steps: usize,
    ) -> When {
        let reading = self.reading;
        let Some(steps) = steps.checked_sub(1) else {
            return UNRESOLVED;
        };
        let first = self.first_of(verb);
        let word = reading.word(first);
        let news = || self.is_lead(first) && !scope::is_past_perfect(reading, first);
        match word.dep {
            Dep::Root | Dep::Conj | Dep::Parataxis | Dep::Unclassified => {
                self.main(verb, first, draft)
            }
            Dep::Ccomp if self.is_joined(first) => self.main(verb, first, draft),
            Dep::Acl | Dep::Relcl if self.is_headless(first) => self.main(verb, first, draft),
            Dep::Relcl if time::is_contained(reading, first) => match self.verb_around(first) {
                Some(host) => self.host(host, dated, steps),
                None => UNRESOLVED,
            },
            Dep::Relcl if draft.is_some_and(|it| self.is_met_with_force(first, it)) => {
                let verb = reading
                    .ancestors(word.head)
                    .find(|at| reading.word(*at).pos == Pos::Verb);
                let told = dated.iter().rev().find(|(head, _)| Some(*head) == verb);
                told.map_or(UNRESOLVED, |(_, when)| carried(when))
            }
            Dep::Relcl if draft.is_some_and(|it| self.is_met_on_the_way(verb, first, it)) => {
                self.host(reading.word(word.head).head, dated, steps)
            }
            Dep::Relcl if self.telling(verb, first) == Telling::Plain && self.is_news(first) => {
                self.foreground(verb, draft)
            }
            // "Ministers, *meeting* in Abuja, closed the borders."
            Dep::Acl if word.tag == Tag::Vbg => {
                let subject = reading.word(word.head);
                match subject.dep {
                    Dep::Nsubj => self.host(subject.head, dated, steps),
                    _ => UNRESOLVED,
                }
            }
            // "Told them so before *walking* out".
            Dep::Pcomp if self.is_beside(word.head) => {
                self.host(reading.word(word.head).head, dated, steps)
            }
            // The lead's news may be told in the perfect.
            Dep::Ccomp
                if self.telling(verb, first) == Telling::Perfect
                    && reading.word(word.head).dep == Dep::Root
                    && news() =>
            {
                self.on_document_day()
            }
            // "Said that he *would not* come": refused in saying so.
            Dep::Ccomp if draft.is_some_and(|it| self.is_willed(first, it)) => {
                self.host(word.head, dated, steps)
            }
            Dep::Ccomp => {
                // A date on the reporting is not the act's.
                let reported = self
                    .thread
                    .as_ref()
                    .is_some_and(|it| it.sentence == word.sentence);
                if reported {
                    return UNRESOLVED;
                }
                let behind = self.telling(word.head, self.first_of(word.head));
                // "The UN *says* that the gangs *killed* a thousand": what has gone before.
                let now = scope::is_present(reading, word.head);
                match self.telling(verb, first) {
                    Telling::Plain if now && self.is_past(verb) => UNRESOLVED,
                    Telling::Plain if behind != Telling::Perfect => self.foreground(verb, draft),
                    _ => UNRESOLVED,
                }
            }
            // "Was *disappointed*".
            Dep::Acomp | Dep::Attr | Dep::Oprd => self.clause(word.head, draft, dated, steps),
            // "The other side *should* also stop".
            Dep::Aux if word.tag == Tag::Md => self.modal(first, draft),
            // "Is said *to have promised*", "admitted *having met* them".
            Dep::Xcomp | Dep::Pcomp if self.is_any_perfect(first) => UNRESOLVED,
            // "Was forced *to withdraw*", "began *shelling*".
            Dep::Xcomp => self.clause(word.head, draft, dated, steps),
            Dep::Advcl if !time::is_ordered(reading, first) => self.host(word.head, dated, steps),
            _ => UNRESOLVED,
        }
    }

    /// When what a main clause tells took place.
    fn main(&mut self, verb: usize, first: usize, draft: Option<&Draft<'a>>) -> When {
        match self.telling(verb, first) {
            Telling::Plain => self.foreground(verb, draft),
            // "He *would not* say": refused.
            Telling::Other if draft.is_some_and(|it| self.is_willed(first, it)) => {
                self.foreground(verb, draft)
            }
            // The lead's news may be told in the perfect.
            Telling::Perfect
                if self.is_lead(first) && self.reading.word(first).dep == Dep::Root =>
            {
                self.on_document_day()
            }
            _ => UNRESOLVED,
        }
    }

    /// Whether a clause that seems to be said by the next one only stands before it: "contradicted him: they *had brought* it".
    fn is_joined(&self, first: usize) -> bool {
        let reading = self.reading;
        let above = reading.word(first).head;
        let sign = |at: usize| matches!(reading.text(at), ";" | ":");
        reading.word(above).dep == Dep::Root && first < above && (first..above).any(sign)
    }

    /// Whether a verb that seems to describe a noun tells a sentence that has no other: "A spokesman, Colonel Leggett,
    /// *called* on them".
    fn is_headless(&self, first: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(first);
        let mut noun = word.head;
        while matches!(reading.word(noun).dep, Dep::Appos | Dep::Conj) {
            noun = reading.word(noun).head;
        }
        let fragment = reading.word(noun).dep == Dep::Root
            && matches!(reading.word(noun).pos, Pos::Noun | Pos::Propn | Pos::Num);
        let bound = reading.children(first).any(|child| {
            let child = reading.word(child);
            matches!(
                child.dep,
                Dep::Nsubj | Dep::NsubjPass | Dep::Aux | Dep::AuxPass | Dep::Agent
            ) || matches!(child.tag, Tag::Wdt | Tag::Wp | Tag::Wrb)
        });
        fragment && !bound && matches!(word.tag, Tag::Vbd | Tag::Vbn)
    }

    /// Whether a clause tells whom the doer of the news saw meanwhile: "The envoy, who *met* the king, appealed to both".
    fn is_met_on_the_way(&self, verb: usize, clause: usize, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let who = reading
            .child(clause, Dep::Nsubj)
            .or_else(|| reading.child(clause, Dep::NsubjPass))
            .is_some_and(|subject| reading.word(subject).tag == Tag::Wp);
        let seen = !matches!(&*draft.found.frame.cameo, "042" | "045");
        let met = draft.event_type() == EventType::Consult && seen;
        let doer = reading.word(reading.word(clause).head).dep == Dep::Nsubj;
        who && met && doer && self.is_past(verb) && self.telling(verb, clause) == Telling::Plain
    }

    /// Whether a clause tells why those were fought whom it describes: "fired on rioters who *had stormed* a bank".
    fn is_met_with_force(&self, clause: usize, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let subject = reading.child(clause, Dep::Nsubj);
        let who = subject.is_some_and(|subject| reading.word(subject).tag == Tag::Wp);
        let noun = reading.word(reading.word(clause).head);
        let force = matches!(draft.event_type(), EventType::Assault | EventType::Protest);
        force
            && who
            && matches!(noun.dep, Dep::Pobj | Dep::Dobj)
            && scope::is_past_perfect(reading, clause)
    }

    /// The verb that tells of the message or meeting whose contents a clause tells.
    fn verb_around(&self, clause: usize) -> Option<usize> {
        let top = *time::container(self.reading, clause).last()?;
        let verb = self.reading.word(top).head;
        matches!(self.reading.word(verb).pos, Pos::Verb | Pos::Aux).then_some(verb)
    }

    /// Whether a relative clause tells more than whom it speaks of: what is so now ("which *denies* it"), what comes
    /// behind the clause whose doer it describes ("said the minister, who *called* it a lie"), what goes on from it ("who
    /// *also threatened* them").
    fn is_news(&self, clause: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(clause);
        let noun = reading.word(word.head);
        let behind = match noun.dep {
            Dep::Nsubj => noun.head < word.head,
            Dep::Pobj => {
                let credit = reading.text(reading.word(noun.head).head);
                let credit = credit.to_ascii_lowercase();
                self.lexicon.according.contains(credit.as_str())
            }
            _ => false,
        };
        behind
            || self.is_added(clause)
            || !self.is_past(clause)
            || self.has_adverb_of(clause, self.adverbs)
    }

    /// Whether a clause behind a comma tells what another did about what stands before it: "a ban, *which Kyiv deplored*".
    fn is_added(&self, clause: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(clause);
        let subject = [Dep::Nsubj, Dep::NsubjPass]
            .into_iter()
            .find_map(|dep| reading.child(clause, dep));
        let Some(subject) = subject else {
            return false;
        };
        let tag = |word: usize| reading.word(word).tag;
        let opens = word.head + 1;
        let comma = opens < clause && reading.text(opens) == ",";
        let which = || tag(opens + 1) == Tag::Wdt || tag(opens + 2) == Tag::Wdt;
        let whose = reading
            .children(subject)
            .any(|child| tag(child) == Tag::WpPoss);
        if whose {
            return reading.word(word.head).dep != Dep::Nsubj;
        }
        comma && which() && !matches!(tag(subject), Tag::Wdt | Tag::Wp)
    }

    /// Whether one of some adverbs stands beside a verb.
    fn has_adverb_of(&self, verb: usize, list: &[String]) -> bool {
        let reading = self.reading;
        reading
            .children(verb)
            .any(|child| reading.word(child).dep == Dep::Advmod && self.is_listed(list, child))
    }

    /// Whether a preposition puts what it governs beside its verb: "by *promising*", "as *praising*", "before *leaving*".
    fn is_beside(&self, preposition: usize) -> bool {
        let reading = self.reading;
        let known = ["before", "by", "as", "in"]
            .iter()
            .any(|known| reading.text(preposition).eq_ignore_ascii_case(known));
        let verb = reading.word(preposition).head;
        known && matches!(reading.word(verb).pos, Pos::Verb | Pos::Aux)
    }

    /// When somebody said what must be done: now, unless the clause hangs on another one than a saying.
    fn modal(&mut self, modal: usize, draft: Option<&Draft<'a>>) -> When {
        let verb = self.first_of(self.reading.word(modal).head);
        match self.reading.word(verb).dep {
            Dep::Root | Dep::Conj | Dep::Parataxis | Dep::Unclassified | Dep::Ccomp => {
                self.foreground(verb, draft)
            }
            _ => UNRESOLVED,
        }
    }

    /// The time of the clause that another one stands beside: that of its act where it means one.
    fn host(&mut self, host: usize, dated: &[(usize, When)], steps: usize) -> When {
        if let Some((_, when)) = dated.iter().rev().find(|(head, _)| *head == host) {
            return carried(when);
        }
        if let Some(when) = time::of_clause(self.reading, self.expressions, host, self.document) {
            return carried(&when);
        }
        match self.verb_of(host) {
            Some(verb) => self.clause(verb, None, dated, steps),
            None => UNRESOLVED,
        }
    }

    /// The day of what the story tells in its foreground.
    fn foreground(&mut self, verb: usize, draft: Option<&Draft<'a>>) -> When {
        let sentence = self.reading.word(verb).sentence;
        let actors: SmallVec<[PartyId; 4]> = match draft {
            Some(draft) => draft.found.sources.parties(),
            None => SmallVec::new(),
        };
        let goes_on = self.goes_on(verb, &actors);
        let is_past = self.is_past(verb);
        let is_new = draft.is_some_and(|draft| self.is_new_voice(draft));
        let is_background = self.thread.as_ref().is_some_and(|it| {
            !is_new
                && !it.is_head
                && !it.is_before
                && self.is_over(it.when.end)
                && sentence <= it.sentence + GOES_ON_FOR
                && self.is_past(verb)
        });
        if let Some(thread) = self.thread.as_mut() {
            // What is so now is not of the day that a story of the past is at.
            if goes_on && (is_past || thread.is_present) {
                thread.sentence = sentence;
                thread.actors.extend(actors);
                return thread.when.clone();
            }
            if thread.is_lost && is_past && !is_new && sentence <= thread.sentence + GOES_ON_FOR {
                return UNRESOLVED;
            }
            // What follows a month or a year that is over, or a day that is not of the last, is background too.
            let over = thread.when.end < self.document;
            let near = sentence <= thread.sentence + 1;
            if is_coarse(&thread.when) && over && near && !is_new {
                return UNRESOLVED;
            }
            if is_background {
                return UNRESOLVED;
            }
        }
        if self.is_told_aside(verb) {
            return UNRESOLVED;
        }
        if is_past && self.is_still_before(verb, &actors) {
            return UNRESOLVED;
        }
        if is_past && let Some(when) = draft.and_then(|draft| self.met_before(draft)) {
            return when;
        }
        self.on_document_day()
    }

    /// Whether an act is said by somebody whom the text introduces: "Deputy Prime Minister Jana Novak *regretted* that". The
    /// story turns to what is said of it today.
    fn is_new_voice(&self, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let said = matches!(
            draft.event_type(),
            EventType::Accuse
                | EventType::Agree
                | EventType::Consult
                | EventType::Reject
                | EventType::Request
                | EventType::Statement
                | EventType::Support
                | EventType::Threaten
        );
        let introduced = |mention: &&crate::mentions::Mention| {
            let words = mention.words;
            let name = |word: usize| {
                word < reading.len()
                    && reading.word(word).pos == Pos::Propn
                    && reading.entity(word) == Some("PERSON")
            };
            words.len() > 2 && name(words.end - 1) && name(words.end - 2)
        };
        said && draft.found.sources.mentions.first().is_some_and(introduced)
    }

    /// Whether a word beside a verb says that it is not the news: "earlier", "reportedly".
    fn is_told_aside(&self, verb: usize) -> bool {
        let reading = self.reading;
        reading.children(verb).any(|child| {
            reading.word(child).dep == Dep::Advmod
                && reading.children(child).next().is_none()
                && self.is_listed(self.asides, child)
        })
    }

    /// Whether a list has a word, or its lemma.
    fn is_listed(&self, list: &[String], word: usize) -> bool {
        let (text, lemma) = (self.reading.text(word), self.reading.lemma(word));
        list.iter()
            .any(|known| known.eq_ignore_ascii_case(lemma) || known.eq_ignore_ascii_case(text))
    }

    /// Whether a clause goes on from what went before the news: behind it in its sentence ("they *had accused* him of
    /// theft; he denied it"), or in the next one with the same doers.
    fn is_still_before(&self, verb: usize, actors: &[PartyId]) -> bool {
        let reading = self.reading;
        let Some(before) = &self.background else {
            return false;
        };
        let (told, word) = (reading.word(before.verb), reading.word(verb));
        if told.sentence == word.sentence {
            return before.verb < verb && scope::is_past_perfect(reading, before.verb);
        }
        told.sentence + 1 == word.sentence
            && told.paragraph == word.paragraph
            && actors.iter().any(|actor| before.actors.contains(actor))
    }

    /// Whether what took place then is no longer news.
    fn is_over(&self, day: Option<Date>) -> bool {
        let Some((day, document)) = day.zip(self.document) else {
            return false;
        };
        day.until(document)
            .is_ok_and(|span| span.get_days() > RECENT_DAYS)
    }

    /// Whether a clause is told in the past.
    fn is_past(&self, verb: usize) -> bool {
        let reading = self.reading;
        let past = |word: usize| matches!(reading.word(word).tag, Tag::Vbd | Tag::Vbn);
        past(verb)
            || reading.children(verb).any(|child| {
                matches!(reading.word(child).dep, Dep::Aux | Dep::AuxPass) && past(child)
            })
    }

    /// Whether a clause goes on from the dated act before it: the same doers, a pronoun or "the two sides" as its
    /// subject, an "also" or "then" beside its verb; or a clause after it in its sentence.
    fn goes_on(&self, verb: usize, actors: &[PartyId]) -> bool {
        let reading = self.reading;
        let Some(thread) = &self.thread else {
            return false;
        };
        if thread.is_head {
            return true;
        }
        let sentence = reading.word(verb).sentence;
        if thread.is_lost {
            return false;
        }
        if thread.is_before {
            let subject = self.clauses.subject(verb);
            let pronoun = subject.is_some_and(|subject| reading.word(subject).tag == Tag::Prp);
            return sentence == thread.sentence + 1 && pronoun;
        }
        if sentence == thread.sentence {
            return !is_coarse(&thread.when) || self.shares(actors, thread);
        }
        if sentence > thread.sentence + GOES_ON_FOR {
            return false;
        }
        self.shares(actors, thread)
            || (!is_coarse(&thread.when) && actors.iter().any(|it| thread.others.contains(it)))
            || (sentence == thread.sentence + 1
                && !is_coarse(&thread.when)
                && self.is_continued(verb))
    }

    fn shares(&self, actors: &[PartyId], thread: &Thread) -> bool {
        actors.iter().any(|actor| thread.actors.contains(actor))
    }

    fn is_continued(&self, verb: usize) -> bool {
        let reading = self.reading;
        let known = |list: &[String], word: usize| {
            let lemma = reading.lemma(word);
            list.iter().any(|known| known.eq_ignore_ascii_case(lemma))
        };
        let subject = self.clauses.subject(verb);
        self.has_adverb_of(verb, self.adverbs)
            || subject.is_some_and(|subject| {
                reading.word(subject).tag == Tag::Prp
                    || known(self.subjects, subject)
                    || reading
                        .children(subject)
                        .any(|child| reading.word(child).tag == Tag::PrpPoss)
                        && reading.word(subject).pos == Pos::Noun
                        && known(self.subjects, subject)
            })
    }

    /// The last dated meeting or agreement whose parties an act is between.
    fn met_before(&self, draft: &Draft<'a>) -> Option<When> {
        let two_sided = !draft.found.sources.is_empty() && !draft.found.targets.is_empty();
        let own = self.countries(draft);
        let between = |meeting: &&Meeting| {
            own.iter()
                .all(|country| meeting.countries.contains(country))
        };
        let meeting = self.meetings.iter().rev().find(between)?;
        // Others of the same countries may speak of it later.
        let joint = matches!(draft.event_type(), EventType::Consult | EventType::Agree);
        let sources = draft.found.sources.parties();
        let there = sources.iter().any(|it| meeting.parties.contains(it));
        (two_sided && own.len() > 1 && (joint || there)).then(|| meeting.when.clone())
    }

    fn countries(&self, draft: &Draft<'a>) -> SmallVec<[Box<str>; 4]> {
        let mut countries: SmallVec<[Box<str>; 4]> = SmallVec::new();
        for side in [&draft.found.sources, &draft.found.targets] {
            for party in side.parties() {
                if let Some(country) = self.mentions.party(party).country.as_deref()
                    && !countries.iter().any(|known| &**known == country)
                {
                    countries.push(country.into());
                }
            }
        }
        countries
    }

    /// Takes in the dates of the main clauses of all sentences up to and with `sentence`.
    fn read_up_to(&mut self, sentence: u32) {
        let next = self.read.map_or(0, |read| read + 1);
        for at in next..=sentence {
            self.read_sentence(at);
        }
        self.read = self.read.max(Some(sentence));
    }

    fn read_sentence(&mut self, sentence: u32) {
        let reading = self.reading;
        let words = reading.sentences()[sentence as usize];
        if let Some(thread) = &self.thread {
            let told = reading.sentences()[thread.sentence as usize].start;
            if reading.word(told).paragraph != reading.word(words.start).paragraph {
                self.thread = None;
            }
        }
        if let Some(when) = self.head_of(words) {
            self.thread = Some(Thread {
                when,
                is_present: true,
                is_head: true,
                is_before: false,
                is_lost: false,
                sentence,
                actors: SmallVec::new(),
                others: SmallVec::new(),
            });
        }
        if self.thread.as_ref().is_some_and(|thread| thread.is_head) {
            return;
        }
        let before = words
            .range()
            .find(|verb| self.is_main(*verb, words) && scope::is_perfect(reading, *verb));
        if let Some(verb) = before {
            self.background = Some(Background {
                verb,
                actors: self.doers(verb),
            });
        }
        let main = words.range().find_map(|verb| {
            let word = reading.word(verb);
            let is_main = self.is_main(verb, words) && matches!(word.pos, Pos::Verb | Pos::Aux);
            let plain = is_main && self.telling(verb, verb) == Telling::Plain;
            let before = is_main && scope::is_past_perfect(reading, verb);
            let when = (plain || before)
                .then(|| time::of_clause(reading, self.expressions, verb, self.document))
                .flatten()?;
            let closed = when.start.is_some() && when.end.is_some();
            let told = closed && (plain || when.precision == Precision::Day);
            told.then_some((verb, when))
        });
        if let Some((verb, when)) = main {
            self.thread = Some(Thread {
                when: carried(&when),
                is_present: !self.is_past(verb),
                is_head: false,
                is_before: scope::is_past_perfect(reading, verb),
                is_lost: false,
                sentence,
                actors: self.doers(verb),
                others: SmallVec::new(),
            });
        } else if sentence != time::lead(reading) && self.hangs_on_another(words) {
            self.thread = Some(Thread {
                when: UNRESOLVED,
                is_present: false,
                is_head: false,
                is_before: false,
                is_lost: true,
                sentence,
                actors: SmallVec::new(),
                others: SmallVec::new(),
            });
        }
    }

    /// Whether a sentence begins so long after or before something whose day is not told: "*Two days after the vote* a crowd".
    fn hangs_on_another(&self, sentence: chancery_text::TokenSpan) -> bool {
        let reading = self.reading;
        let first = self
            .expressions
            .partition_point(|time| time.words.start < sentence.start);
        self.expressions.get(first).is_some_and(|time| {
            let link = time.words.end;
            time.words.start == sentence.start
                && time.from.is_none()
                && time.days().is_some()
                && link < sentence.end
                && ["after", "before"].contains(&reading.text(link))
                && reading.child(link, Dep::Pobj).is_some()
        })
    }

    /// Who the subject of a verb names.
    fn doers(&self, verb: usize) -> SmallVec<[PartyId; 4]> {
        let subject = self.clauses.subject(verb);
        let mention = subject.and_then(|subject| self.mentions.at(subject));
        mention.map_or_else(SmallVec::new, |mention| {
            mention.parties.iter().copied().collect()
        })
    }

    /// The days that stand before a colon at the head of a paragraph: "August: The minister visits Kirkuk."
    fn head_of(&self, sentence: chancery_text::TokenSpan) -> Option<When> {
        let at = self
            .expressions
            .partition_point(|time| time.words.start < sentence.start);
        let time = self.expressions.get(at)?;
        let heads = time.words.start == sentence.start
            && time.words.end < sentence.end
            && self.reading.text(time.words.end) == ":";
        (heads && time.from.is_some() && time.to.is_some()).then_some(When {
            start: time.from,
            end: time.to,
            precision: time.precision,
            expression: None,
            reach: Reach::Clause,
        })
    }

    /// Whether a verb, be it finite or not, is in a perfect.
    fn is_any_perfect(&self, verb: usize) -> bool {
        let reading = self.reading;
        reading
            .children(verb)
            .any(|child| reading.word(child).dep == Dep::Aux && reading.lemma(child) == "have")
    }

    /// Whether a verb heads a sentence, or the first of two that a semicolon joins.
    fn is_main(&self, verb: usize, sentence: chancery_text::TokenSpan) -> bool {
        let reading = self.reading;
        let word = reading.word(verb);
        match word.dep {
            Dep::Root => true,
            Dep::Ccomp | Dep::Conj | Dep::Parataxis => {
                let above = word.head;
                let joined = |at: usize| reading.text(at) == ";";
                reading.word(above).dep == Dep::Root
                    && verb < above
                    && sentence.contains(above)
                    && (verb..above).any(joined)
            }
            _ => false,
        }
    }

    /// The first of the coordinated verbs that a verb belongs to.
    fn first_of(&self, verb: usize) -> usize {
        let mut at = verb;
        while self.reading.word(at).dep == Dep::Conj
            && matches!(
                self.reading.word(self.reading.word(at).head).pos,
                Pos::Verb | Pos::Aux
            )
        {
            at = self.reading.word(at).head;
        }
        at
    }

    /// Whether a clause tells what somebody will or would say or not do, which is said now: an act that only lies ahead has
    /// another status.
    fn is_willed(&self, verb: usize, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let said = matches!(
            draft.event_type(),
            EventType::Accuse
                | EventType::Agree
                | EventType::Reject
                | EventType::Request
                | EventType::Sanction
                | EventType::Statement
                | EventType::Threaten
        );
        let modal = |child: usize| {
            let word = reading.word(child);
            let open = ["may", "might", "could"].contains(&reading.lemma(child));
            word.dep == Dep::Aux && word.tag == Tag::Md && !open
        };
        let alone = reading.word(verb).tag == Tag::Md;
        said && self.first_of(draft.head()) == verb && (alone || reading.children(verb).any(modal))
    }

    /// How a verb is told, which may share the auxiliary of the first of those that it is coordinated with.
    fn telling(&self, verb: usize, first: usize) -> Telling {
        let reading = self.reading;
        let own_subject = reading.child(verb, Dep::Nsubj).is_some()
            || reading.child(verb, Dep::NsubjPass).is_some();
        let own_auxiliary = reading
            .children(verb)
            .any(|child| reading.word(child).dep == Dep::Aux);
        let present = scope::is_present(reading, verb);
        let shares = verb != first && !own_subject && !own_auxiliary && !present;
        let perfect = |verb: usize| scope::is_perfect(reading, verb);
        if perfect(verb) || (shares && perfect(first)) {
            return Telling::Perfect;
        }
        let finite = |word: usize| {
            let word = reading.word(word);
            matches!(word.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp)
        };
        let auxiliary = |verb: usize| {
            reading.children(verb).any(|child| {
                matches!(reading.word(child).dep, Dep::Aux | Dep::AuxPass) && finite(child)
            })
        };
        // A main verb that seems to be a participle is a past that looks like one.
        let past = |verb: usize| {
            let word = reading.word(verb);
            let main = word.dep == Dep::Root || self.is_headless(verb);
            word.tag == Tag::Vbn && (main || (own_subject && verb != first))
        };
        let plain = past(verb)
            || (shares && past(first))
            || finite(verb)
            || auxiliary(verb)
            || (shares && (finite(first) || auxiliary(first)));
        if plain {
            Telling::Plain
        } else {
            Telling::Other
        }
    }

    fn is_lead(&self, word: usize) -> bool {
        self.reading.word(word).sentence == time::lead(self.reading)
    }

    fn on_document_day(&self) -> When {
        self.document.map_or(UNRESOLVED, |date| When {
            start: Some(date),
            end: Some(date),
            precision: Precision::Document,
            expression: None,
            reach: Reach::Document,
        })
    }
}

/// All who are named on the sides of an act.
fn parties(draft: &Draft) -> SmallVec<[PartyId; 4]> {
    let mut parties = draft.found.sources.parties();
    parties.extend(draft.found.targets.parties());
    parties
}

/// A time that another act lends.
fn carried(when: &When) -> When {
    When {
        expression: None,
        ..when.clone()
    }
}

/// Whether a time is a month, a year or another long stretch.
fn is_coarse(when: &When) -> bool {
    matches!(
        when.precision,
        Precision::Month | Precision::Season | Precision::Year | Precision::Interval
    )
}

#[cfg(test)]
mod tests {
    use crate::trial::coded;

    /// Checks the first and last day of the act that the words `trigger` tell, in a text of Monday 22 March 2021.
    #[track_caller]
    fn check(text: &str, trigger: &str, expected: &str) {
        let Some(events) = coded(text, Some("2021-03-22")) else {
            return;
        };
        let found = events
            .iter()
            .find(|event| event.trigger.text.starts_with(trigger));
        let days = found.map(|event| {
            let day =
                |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
            format!("{}..{}", day(event.time.start), day(event.time.end))
        });
        assert_eq!(days.as_deref(), Some(expected), "{text}");
    }

    const LEAD: &str = "France recalled its ambassador to Turkey.\n\n";
    const NOW: &str = "2021-03-22..2021-03-22";

    #[test]
    fn relative_clauses_tell_news_where_they_tell_what_is_so_now_or_stand_behind() {
        let check =
            |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
        check(
            "The talks were led by the foreign minister of Greece, who accuses Turkey of piracy.",
            "accuses",
            NOW,
        );
        check(
            "\"It is a lie,\" said Foreign Minister Jean-Yves Le Drian, who accused Turkey of hypocrisy.",
            "accused",
            NOW,
        );
        check(
            "The foreign minister of Egypt, who accused Turkey of hypocrisy, stayed at home.",
            "accused",
            "..",
        );
    }

    #[test]
    fn what_is_so_now_does_not_go_on_from_a_past_day() {
        check(
            &format!(
                "{LEAD}Israel bombed Syria on March 17. It accuses Syria of harbouring militants."
            ),
            "accuses",
            NOW,
        );
    }

    #[test]
    fn a_chronologys_heads_date_their_entries() {
        let text = "Chronology\n\nMay 2019: Turkey and Libya sign an agreement.\n\nAugust: France recalls its ambassador \
                    to Turkey. Egypt accuses Turkey of piracy.\n\nFebruary: Greece expels the ambassador of Turkey.";
        check(text, "accuses", "2019-08-01..2019-08-31");
        check(text, "expels", "2020-02-01..2020-02-29");
    }

    #[test]
    fn what_goes_on_from_a_past_perfect_is_background() {
        let check =
            |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
        check(
            "Greece had accused Turkey of piracy; Turkey rejected the charge.",
            "rejected",
            "..",
        );
        check(
            "Greece had accused Turkey of piracy. Turkey rejected the charge.",
            "rejected",
            NOW,
        );
        check(
            "Greece had recalled its ambassador. It accused Turkey of piracy.",
            "accused",
            "..",
        );
    }

    #[test]
    fn what_is_now_said_to_have_been_done_went_before() {
        let check =
            |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
        check("Egypt says that Turkey bombed Syria.", "bombed", "..");
        check("Egypt said that Turkey bombed Syria.", "bombed", NOW);
        check("Turkey is alleged to have bombed Syria.", "bombed", "..");
    }

    #[test]
    fn what_is_so_now_was_not_said_in_a_past_call() {
        check(
            &format!(
                "{LEAD}President Emmanuel Macron telephoned President Recep Tayyip Erdogan on March 17. He accuses Turkey of piracy."
            ),
            "accuses",
            NOW,
        );
    }

    #[test]
    fn a_meeting_before_is_of_the_days_story() {
        check(
            &format!(
                "{LEAD}Chancellor Angela Merkel thanked Turkey after a meeting with Foreign Minister Mevlut Cavusoglu in Berlin."
            ),
            "meeting",
            NOW,
        );
    }

    #[test]
    fn an_undated_meeting_leaves_what_was_said_to_the_story() {
        check(
            &format!(
                "{LEAD}Chancellor Angela Merkel, who met Prime Minister Boris Johnson in Berlin, urged Turkey to withdraw."
            ),
            "urged",
            NOW,
        );
    }

    #[test]
    fn what_is_willed_is_said_now() {
        let check =
            |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
        check(
            "Egypt said that it would expel the ambassador of Turkey.",
            "expel",
            NOW,
        );
    }

    #[test]
    fn what_one_met_with_force_is_of_its_day() {
        check(
            &format!(
                "{LEAD}Egyptian troops on Friday fired on rioters who had stormed the French embassy."
            ),
            "stormed",
            "2021-03-19..2021-03-19",
        );
    }

    #[test]
    fn clauses_behind_a_comma_add_what_another_did() {
        let check =
            |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
        check(
            "Greece sent a frigate to Cyprus, which Turkey denounced.",
            "denounced",
            NOW,
        );
        check(
            "President Abdel Fattah el-Sisi, who met Prime Minister Boris Johnson in London, thanked Britain.",
            "met",
            NOW,
        );
    }

    #[test]
    fn a_new_voice_speaks_of_the_past_today() {
        let check =
            |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
        check(
            "Turkey bombed Syria on March 3. Greek Foreign Minister Nikos Dendias accused Egypt of piracy.",
            "accused",
            NOW,
        );
        check(
            "Turkey bombed Syria on March 3. Greece accused Egypt of piracy.",
            "accused",
            "..",
        );
    }

    #[test]
    fn a_pronoun_goes_on_from_what_had_gone_before() {
        check(
            &format!(
                "{LEAD}Foreign Minister Nikos Dendias had flown to Cairo on Friday. He was received by President Abdel Fattah el-Sisi."
            ),
            "received",
            "2021-03-19..2021-03-19",
        );
    }

    #[test]
    fn what_was_done_earlier_is_aside() {
        check(
            &format!("{LEAD}Greece earlier rejected a plan by Turkey."),
            "rejected",
            "..",
        );
    }
}
