//! Through which medium an act was done: what its own words say, the saying that it is told in, or the message, call or
//! meeting that the story is at.

use chancery_codebook::EventType;
use smallvec::SmallVec;

use crate::clauses::{ClauseReader, Role};
use crate::draft::Draft;
use crate::event::{Channel, Status};
use crate::lexicon::Lexicon;
use crate::mentions::{Mentions, PartyId};
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;

/// How many governors of an act are asked for its medium.
const MOST_STEPS: usize = 6;

/// The medium of each act, in the order of the text.
pub(crate) fn channels<'a>(
    reading: &'a Reading<'a>,
    lexicon: &'a Lexicon,
    mentions: &'a Mentions,
    clauses: ClauseReader<'a>,
    drafts: &[Draft<'a>],
) -> Vec<Option<Channel>> {
    let mut reader = ChannelReader {
        reading,
        lexicon,
        mentions,
        clauses,
        thread: None,
        found: Vec::with_capacity(drafts.len()),
    };
    for (at, draft) in drafts.iter().enumerate() {
        let channel = reader.channel(drafts, at);
        reader.follow(draft, channel);
        reader.found.push(channel);
    }
    reader.found
}

struct ChannelReader<'a> {
    reading: &'a Reading<'a>,
    lexicon: &'a Lexicon,
    mentions: &'a Mentions,
    clauses: ClauseReader<'a>,
    thread: Option<Thread>,
    /// Of the acts before.
    found: Vec<Option<Channel>>,
}

/// The message, call or meeting that the story is at.
struct Thread {
    channel: Channel,
    sentence: u32,
    paragraph: u32,
    speakers: SmallVec<[PartyId; 4]>,
    countries: SmallVec<[Box<str>; 4]>,
}

impl<'a> ChannelReader<'a> {
    fn channel(&self, drafts: &[Draft<'a>], at: usize) -> Option<Channel> {
        let draft = &drafts[at];
        self.own(draft)
            .or_else(|| self.of_saying(drafts, at))
            .or_else(|| self.of_thread(draft))
    }

    /// What its own words say: the noun of its predicate or object, then what it was done "in" or "by",
    /// then what its frame says, then the occasion it was done at.
    fn own(&self, draft: &Draft<'a>) -> Option<Channel> {
        let (reading, lexicon) = (self.reading, self.lexicon);
        let clause = &draft.found.clause;
        let named = |head: usize| channel_of(reading, lexicon, head);
        let consult = draft.event_type() == EventType::Consult;
        // "Welcomed the declaration" is not done in one.
        let objects = clause.fillers(Role::Object).filter(|_| consult);
        let carried = draft.found.noun.into_iter().chain(objects).find_map(named);
        let own = || {
            let noun = matches!(reading.word(clause.head).pos, Pos::Noun | Pos::Propn);
            noun.then(|| named(clause.head)).flatten()
        };
        let behind = |prepositions: &[&str]| {
            clause
                .arguments
                .iter()
                .find_map(|argument| match argument.role {
                    Role::Preposition(word)
                        if prepositions.contains(&&*reading.text(word).to_ascii_lowercase()) =>
                    {
                        named(argument.head)
                    }
                    _ => None,
                })
        };
        let verb = || {
            let channel = lexicon.medium_verbs.get(reading.lemma(clause.head))?;
            consult.then_some(*channel)
        };
        let signed = draft.found.frame.cameo.starts_with("057");
        carried
            .filter(|_| !signed)
            .filter(|channel| consult || *channel != Channel::Meeting)
            .or_else(|| behind(&["by", "via", "over", "through"]))
            .or_else(|| behind(&["in", "on"]).filter(|channel| *channel != Channel::Meeting))
            .or_else(own)
            .or(draft.found.frame.channel)
            .or_else(verb)
            .or_else(|| {
                let occasion = behind(&["in", "during", "at"]);
                occasion.filter(|channel| *channel != Channel::SocialMedia)
            })
    }

    /// The medium of the saying or the act that an act is told in: "*in the letter*, he said that ...", "*told
    /// parliament* that ...", "*telephoned* her and demanded".
    fn of_saying(&self, drafts: &[Draft<'a>], at: usize) -> Option<Channel> {
        let draft = &drafts[at];
        if !is_said(draft) || scope::is_perfect(self.reading, draft.head()) {
            return None;
        }
        let (reading, head) = (self.reading, draft.head());
        let mut below = head;
        if let Some(channel) = self.medium_at(head) {
            return Some(channel);
        }
        for above in reading.ancestors(head).take(MOST_STEPS) {
            let dep = reading.word(below).dep;
            let part = match dep {
                Dep::Ccomp | Dep::Xcomp | Dep::Acomp | Dep::Attr | Dep::Conj | Dep::Parataxis => {
                    true
                }
                Dep::Advcl => scope_is_open(reading, below),
                Dep::Dobj => crate::time::is_light(reading, above),
                _ => false,
            };
            if !part {
                return None;
            }
            let apart = dep == Dep::Conj && reading.child(below, Dep::Nsubj).is_some();
            let spoken = dep != Dep::Ccomp || self.speaks(draft, above);
            let medium = self.medium_at(above).filter(|_| spoken).or_else(|| {
                let known = drafts[..at]
                    .iter()
                    .position(|other| other.head() == above)?;
                self.found[known]
            });
            if let Some(channel) = medium {
                return (!apart || is_mutual(channel)).then_some(channel);
            }
            below = above;
        }
        None
    }

    /// Whether who says something is its doer, or of the doer's country where that alone is named.
    fn speaks(&self, draft: &Draft<'a>, saying: usize) -> bool {
        let subject = self.clauses.subject(saying);
        let Some(speaker) = subject.and_then(|subject| self.mentions.at(subject)) else {
            return true;
        };
        let sources = draft.found.sources.parties();
        let country = |party: &PartyId| {
            let party = self.mentions.party(*party);
            (party.sector.is_none())
                .then_some(party.country.as_deref())
                .flatten()
        };
        let own = |source: &PartyId| {
            speaker.parties.contains(source)
                || country(source).is_some_and(|country| {
                    let of = |party: &PartyId| self.mentions.party(*party).country.as_deref();
                    speaker
                        .parties
                        .iter()
                        .any(|party| of(party) == Some(country))
                })
        };
        sources.is_empty() || sources.iter().any(own)
    }

    /// The medium that a verb says something in, or before whom.
    fn medium_at(&self, verb: usize) -> Option<Channel> {
        let (reading, lexicon) = (self.reading, self.lexicon);
        if !matches!(reading.word(verb).pos, Pos::Verb | Pos::Aux)
            || !lexicon.speech.contains(reading.lemma(verb))
                && reading.word(verb).dep == Dep::Root
                && reading.child(verb, Dep::Prep).is_none()
        {
            return None;
        }
        if let Some(channel) = lexicon.saying_media.get(reading.lemma(verb)) {
            return Some(*channel);
        }
        let audience = || {
            let told = ["tell", "inform", "address"].contains(&reading.lemma(verb));
            let objects = reading
                .children(verb)
                .filter(|&child| matches!(reading.word(child).dep, Dep::Dobj | Dep::Dative));
            objects.filter(|_| told).find_map(|object| {
                let lemma = reading.lemma(object).to_ascii_lowercase();
                let audience = lexicon.audiences.get(lemma.as_str()).copied();
                audience.or_else(|| channel_of(reading, lexicon, object))
            })
        };
        let phrase = || {
            reading
                .children(verb)
                .filter(|&child| reading.word(child).dep == Dep::Prep)
                .filter(|&child| {
                    ["in", "by", "on", "via", "at", "during"]
                        .contains(&&*reading.text(child).to_ascii_lowercase())
                })
                .filter_map(|preposition| reading.child(preposition, Dep::Pobj))
                .find_map(|noun| channel_of(reading, lexicon, noun))
        };
        audience().or_else(phrase)
    }

    /// The medium of the sentences before, where an act goes on in it: the same speaker by a pronoun or with "also", or
    /// somebody who takes part in the same call or meeting.
    fn of_thread(&self, draft: &Draft<'a>) -> Option<Channel> {
        let thread = self.thread.as_ref()?;
        let word = self.reading.word(draft.head());
        let near = word.paragraph == thread.paragraph && word.sentence <= thread.sentence + 1;
        let material = draft.found.frame.cameo.starts_with("16");
        let told = draft.standing.status == Status::Actual && is_said(draft) && !material;
        if !near || !told || scope::is_perfect(self.reading, draft.head()) {
            return None;
        }
        let sources = draft.found.sources.parties();
        let speaks = sources
            .iter()
            .any(|source| thread.speakers.contains(source));
        let goes_on = speaks && (word.sentence == thread.sentence || self.is_anaphoric(draft));
        let within = |parties: &[PartyId]| {
            parties.iter().all(|party| {
                let country = self.mentions.party(*party).country.as_deref();
                country
                    .is_some_and(|country| thread.countries.iter().any(|known| &**known == country))
            })
        };
        let targets = draft.found.targets.parties();
        let both = is_mutual(thread.channel)
            && thread.countries.len() > 1
            && !sources.is_empty()
            && within(&sources)
            && within(&targets);
        (goes_on || both).then_some(thread.channel)
    }

    /// Whether the doer is named by a pronoun, or something is done "also".
    fn is_anaphoric(&self, draft: &Draft<'a>) -> bool {
        let reading = self.reading;
        let subject = self.clauses.subject(draft.head());
        let pronoun = subject.is_some_and(|subject| reading.word(subject).tag == Tag::Prp);
        let also = reading
            .children(draft.head())
            .any(|child| reading.text(child).eq_ignore_ascii_case("also"));
        pronoun || also
    }

    /// Keeps the medium of an act for those after it.
    fn follow(&mut self, draft: &Draft<'a>, channel: Option<Channel>) {
        let word = *self.reading.word(draft.head());
        let saying = || {
            let verb = scope::saying(self.reading, draft.head())?;
            self.medium_at(verb)
        };
        if draft.standing.status != Status::Actual {
            return;
        }
        let Some(channel) = channel.or_else(saying) else {
            return;
        };
        let (sources, targets) = (draft.found.sources.parties(), draft.found.targets.parties());
        let mut countries: SmallVec<[Box<str>; 4]> = SmallVec::new();
        for party in sources.iter().chain(&targets) {
            if let Some(country) = self.mentions.party(*party).country.as_deref() {
                countries.push(country.into());
            }
        }
        let speakers = if is_mutual(channel) {
            sources.iter().chain(&targets).copied().collect()
        } else {
            sources
        };
        self.thread = Some(Thread {
            channel,
            sentence: word.sentence,
            paragraph: word.paragraph,
            speakers,
            countries,
        });
    }
}

/// Whether both sides speak in a medium.
fn is_mutual(channel: Channel) -> bool {
    matches!(
        channel,
        Channel::Meeting | Channel::Summit | Channel::PhoneCall | Channel::Video
    )
}

/// Whether an act is done in words: it may be done in a message.
fn is_said(draft: &Draft) -> bool {
    matches!(
        draft.found.frame.cameo.get(..2),
        Some("01" | "02" | "03" | "04" | "05" | "09" | "10" | "11" | "12" | "13" | "16")
    )
}

/// An infinitive of purpose or a participle: "phoned *to ask*", "wrote, *thanking* him".
fn scope_is_open(reading: &Reading, clause: usize) -> bool {
    let word = reading.word(clause);
    let bare =
        reading.child(clause, Dep::Nsubj).is_none() && reading.child(clause, Dep::Mark).is_none();
    let purpose = reading
        .children(clause)
        .any(|child| reading.word(child).tag == Tag::To);
    bare && (purpose || word.tag == Tag::Vbg)
}

/// The medium that a noun names, with the word before it or alone.
fn channel_of(reading: &Reading, lexicon: &Lexicon, head: usize) -> Option<Channel> {
    let lemma = reading.lemma(head).to_ascii_lowercase();
    let modifier = reading
        .children(head)
        .filter(|&child| matches!(reading.word(child).dep, Dep::Amod | Dep::Compound))
        .find_map(|child| {
            let both = format!("{} {lemma}", reading.lemma(child).to_ascii_lowercase());
            lexicon.channels.get(both.as_str()).copied()
        });
    modifier.or_else(|| lexicon.channels.get(lemma.as_str()).copied())
}
