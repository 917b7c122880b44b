//! Through which medium an act was done: what its own words say, the saying that it is told in, or the message, call or
//! meeting that the story is at.

use chancery_codebook::EventType;
use smallvec::SmallVec;

use crate::clauses::{ClauseReader, Role};
use crate::draft::Draft;
use crate::event::{Channel, Status};
use crate::lexicon::Lexicon;
use crate::mentions::{Mentions, PartyId, PartyKind};
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;

/// How many governors of an act are asked for its medium.
const MOST_STEPS: usize = 6;

/// By what medium an act was done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Medium {
    /// The medium.
    pub channel: Option<Channel>,
    /// The verb of the act or saying before it whose meeting or speech it belongs to.
    pub within: Option<usize>,
}

/// The medium of each act, in the order of the text.
pub(crate) fn channels<'a>(
    reading: &'a Reading<'a>,
    lexicon: &'a Lexicon,
    mentions: &'a Mentions,
    clauses: ClauseReader<'a>,
    drafts: &[Draft<'a>],
) -> Vec<Medium> {
    let mut reader = ChannelReader {
        reading,
        lexicon,
        mentions,
        clauses,
        thread: None,
        read: None,
        found: Vec::with_capacity(drafts.len()),
    };
    for (at, draft) in drafts.iter().enumerate() {
        reader.read_up_to(reading.word(draft.head()).sentence);
        let medium = reader.medium(drafts, at);
        reader.follow(draft, medium);
        reader.found.push(medium);
    }
    reader.found
}

struct ChannelReader<'a> {
    reading: &'a Reading<'a>,
    lexicon: &'a Lexicon,
    mentions: &'a Mentions,
    clauses: ClauseReader<'a>,
    thread: Option<Thread>,
    /// The last sentence whose saying `thread` knows of.
    read: Option<u32>,
    /// Of the acts before.
    found: Vec<Medium>,
}

/// The message, call or meeting that the story is at.
struct Thread {
    channel: Channel,
    /// The verb that told of it first.
    verb: usize,
    sentence: u32,
    paragraph: u32,
    speakers: SmallVec<[PartyId; 4]>,
    countries: SmallVec<[Box<str>; 4]>,
}

impl<'a> ChannelReader<'a> {
    fn medium(&self, drafts: &[Draft<'a>], at: usize) -> Medium {
        let draft = &drafts[at];
        // Whoever mediates or hosts does not meet, nor do those who do not.
        let mediates = draft.found.frame.cameo.starts_with("045");
        let apart = mediates || draft.standing.status == Status::Negated;
        let own = self
            .own(draft)
            .filter(|channel| !(apart && *channel == Channel::Meeting))
            .or_else(|| self.of_saying(drafts, at))
            .filter(|channel| !(mediates && *channel == Channel::Meeting));
        match (own, self.thread.as_ref().filter(|_| self.goes_on(draft))) {
            (None, Some(thread)) => Medium {
                channel: Some(thread.channel),
                within: Some(thread.verb),
            },
            (channel, _) => Medium {
                channel,
                within: None,
            },
        }
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
            let done = draft.standing.status == Status::Actual;
            (consult && done).then_some(*channel)
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
        if !is_said(draft) || is_journey(draft) || scope::is_perfect(self.reading, draft.head()) {
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
                // "The other side *must* first stop, he told a rally."
                Dep::Aux => reading.word(below).tag == Tag::Md,
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
                self.found[known].channel
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
            (party.kind == PartyKind::State)
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
        if !matches!(reading.word(verb).pos, Pos::Verb | Pos::Aux) {
            return None;
        }
        let named = lexicon.saying_media.get(reading.lemma(verb)).copied();
        named
            .or_else(|| self.audience(verb))
            .or_else(|| self.listeners(verb))
            .or_else(|| self.is_rung(verb).then_some(Channel::PhoneCall))
            .or_else(|| self.phrase(verb))
            .or_else(|| {
                // "*Addressing parliament*, she thanked ..."
                let beside = reading.children(verb).filter(|&child| {
                    reading.word(child).dep == Dep::Advcl && reading.word(child).tag == Tag::Vbg
                });
                let mut beside = beside.filter(|&child| child < verb);
                beside.find_map(|child| {
                    self.audience(child)
                        .or_else(|| self.listeners(child))
                        .or_else(|| self.phrase(child))
                })
            })
    }

    /// Whom a verb of telling has for its object: "told reporters", "addressing parliament", "told a news conference".
    fn audience(&self, verb: usize) -> Option<Channel> {
        let (reading, lexicon) = (self.reading, self.lexicon);
        if !lexicon.telling.contains(reading.lemma(verb)) {
            return None;
        }
        let objects = reading
            .children(verb)
            .filter(|&child| matches!(reading.word(child).dep, Dep::Dobj | Dep::Dative));
        let mut objects = objects.chain(reading.children(verb).filter_map(|child| {
            let dative = reading.word(child).dep == Dep::Dative;
            dative.then(|| reading.child(child, Dep::Pobj)).flatten()
        }));
        objects.find_map(|object| {
            self.audience_of(object)
                .or_else(|| channel_of(reading, lexicon, object))
        })
    }

    /// To or before whom somebody speaks: "*speaking to reporters* in Ankara".
    fn listeners(&self, verb: usize) -> Option<Channel> {
        let reading = self.reading;
        if !self.lexicon.speaking.contains(reading.lemma(verb)) {
            return None;
        }
        let mut nouns = reading
            .children(verb)
            .filter(|&child| {
                let text = reading.text(child);
                ["to", "before", "with"]
                    .iter()
                    .any(|known| text.eq_ignore_ascii_case(known))
            })
            .filter_map(|preposition| reading.child(preposition, Dep::Pobj));
        nouns.find_map(|noun| self.audience_of(noun))
    }

    /// Whether a verb calls a person up: "did *call* Netanyahu on Monday to urge him".
    fn is_rung(&self, verb: usize) -> bool {
        let reading = self.reading;
        let rings = reading.lemma(verb) == "call" && reading.word(verb).pos == Pos::Verb;
        let person = reading.child(verb, Dep::Dobj).filter(|_| rings);
        let person = person.and_then(|person| self.mentions.at(person));
        let one = person.is_some_and(|mention| {
            let person = |id: &PartyId| self.mentions.party(*id).kind == PartyKind::Person;
            !mention.parties.is_empty() && mention.parties.iter().all(person)
        });
        let purpose = || {
            reading.children(verb).any(|child| {
                let word = reading.word(child);
                matches!(word.dep, Dep::Advcl | Dep::Xcomp) && word.tag == Tag::Vb
            })
        };
        let otherwise = || {
            reading.children(verb).any(|child| {
                matches!(
                    reading.word(child).dep,
                    Dep::Oprd | Dep::Prt | Dep::Ccomp | Dep::Acomp | Dep::Attr
                )
            })
        };
        one && purpose() && !otherwise()
    }

    fn audience_of(&self, noun: usize) -> Option<Channel> {
        let lemma = self.reading.lemma(noun).to_ascii_lowercase();
        self.lexicon.audiences.get(lemma.as_str()).copied()
    }

    /// "In a letter", "by telephone", "at a press conference"; "in parliament".
    fn phrase(&self, verb: usize) -> Option<Channel> {
        const PREPOSITIONS: [&str; 6] = ["in", "by", "on", "via", "at", "during"];
        let reading = self.reading;
        let prepositions = reading.children(verb).filter(|&child| {
            let text = reading.text(child).to_ascii_lowercase();
            reading.word(child).dep == Dep::Prep && PREPOSITIONS.contains(&&*text)
        });
        let mut nouns = prepositions.filter_map(|preposition| {
            let noun = reading.child(preposition, Dep::Pobj)?;
            Some((preposition, noun))
        });
        nouns.find_map(|(preposition, noun)| {
            let within = || {
                let inside = reading.text(preposition).eq_ignore_ascii_case("in");
                let channel = self.audience_of(noun).filter(|_| inside)?;
                (channel == Channel::Speech).then_some(channel)
            };
            let at = reading.text(preposition).eq_ignore_ascii_case("at");
            channel_of(reading, self.lexicon, noun)
                .filter(|channel| !(at && *channel == Channel::SocialMedia))
                .or_else(within)
        })
    }

    /// The medium of the sentences before, where an act goes on in it: the same speaker by a pronoun or with "also", or
    /// somebody who takes part in the same call or meeting.
    fn goes_on(&self, draft: &Draft<'a>) -> bool {
        let Some(thread) = &self.thread else {
            return false;
        };
        let word = self.reading.word(draft.head());
        let near = word.paragraph == thread.paragraph && word.sentence <= thread.sentence + 1;
        let material = draft.found.frame.cameo.starts_with("16");
        let noun = matches!(self.reading.word(draft.head()).pos, Pos::Noun | Pos::Propn);
        let verbal = is_said(draft) && !material && !is_journey(draft);
        let told = draft.standing.status == Status::Actual && verbal && !noun;
        if !told || scope::is_perfect(self.reading, draft.head()) {
            return false;
        }
        let sources = draft.found.sources.parties();
        let speaks = sources
            .iter()
            .any(|source| thread.speakers.contains(source));
        let goes_on =
            near && speaks && (word.sentence == thread.sentence || self.is_anaphoric(draft));
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
        goes_on || (both && near)
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

    /// Takes in the sayings of all sentences before `sentence`, also where they mean no act: "told deputies on Tuesday".
    fn read_up_to(&mut self, sentence: u32) {
        let next = self.read.map_or(0, |read| read + 1);
        for at in next..sentence {
            self.read_sentence(at);
        }
        self.read = self.read.max(sentence.checked_sub(1));
    }

    fn read_sentence(&mut self, sentence: u32) {
        let reading = self.reading;
        if self
            .thread
            .as_ref()
            .is_some_and(|it| it.sentence >= sentence)
        {
            return;
        }
        let words = reading.sentences()[sentence as usize];
        let root = words
            .range()
            .find(|&word| reading.word(word).dep == Dep::Root);
        let Some(root) = root.filter(|&root| !scope::is_perfect(reading, root)) else {
            return;
        };
        let Some(channel) = self.medium_at(root).filter(|it| *it != Channel::Meeting) else {
            return;
        };
        let parties = |word: Option<usize>| -> SmallVec<[PartyId; 4]> {
            let mention = word.and_then(|word| self.mentions.at(word));
            mention.map_or_else(SmallVec::new, |it| it.parties.iter().copied().collect())
        };
        let mut speakers = parties(self.clauses.subject(root));
        if is_mutual(channel) {
            speakers.extend(parties(reading.child(root, Dep::Dobj)));
        }
        let countries = self.countries(&speakers);
        self.thread = Some(Thread {
            channel,
            verb: root,
            sentence,
            paragraph: reading.word(root).paragraph,
            speakers,
            countries,
        });
    }

    fn countries(&self, parties: &[PartyId]) -> SmallVec<[Box<str>; 4]> {
        let mut countries: SmallVec<[Box<str>; 4]> = SmallVec::new();
        for party in parties {
            if let Some(country) = self.mentions.party(*party).country.as_deref()
                && !countries.iter().any(|known| &**known == country)
            {
                countries.push(country.into());
            }
        }
        countries
    }

    /// Keeps the medium of an act for those after it.
    fn follow(&mut self, draft: &Draft<'a>, medium: Medium) {
        let word = *self.reading.word(draft.head());
        let saying = || {
            let verb = scope::saying(self.reading, draft.head())?;
            self.medium_at(verb)
        };
        if draft.standing.status != Status::Actual {
            return;
        }
        let Some(channel) = medium.channel.or_else(saying) else {
            return;
        };
        let (sources, targets) = (draft.found.sources.parties(), draft.found.targets.parties());
        let all: SmallVec<[PartyId; 8]> = sources.iter().chain(&targets).copied().collect();
        let countries = self.countries(&all);
        let speakers = if is_mutual(channel) {
            sources.iter().chain(&targets).copied().collect()
        } else {
            sources
        };
        let verb = medium.within.unwrap_or(draft.head());
        self.thread = Some(Thread {
            channel,
            verb,
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

/// Whether an act is a visit, made or received: none is made in a message or a meeting.
fn is_journey(draft: &Draft) -> bool {
    matches!(draft.found.frame.cameo.get(..3), Some("042" | "043"))
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
    // "Wrote on Telegram".
    if reading.word(head).pos == Pos::Propn && lemma == "telegram" {
        return lexicon.channels.get("telegram channel").copied();
    }
    // "A note of protest".
    let of = reading
        .children(head)
        .filter(|&child| reading.text(child) == "of")
        .find_map(|of| reading.child(of, Dep::Pobj))
        .and_then(|noun| {
            let both = format!("{} {lemma}", reading.lemma(noun).to_ascii_lowercase());
            lexicon.channels.get(both.as_str()).copied()
        });
    let modifier = reading
        .children(head)
        .filter(|&child| matches!(reading.word(child).dep, Dep::Amod | Dep::Compound))
        .find_map(|child| {
            let both = format!("{} {lemma}", reading.lemma(child).to_ascii_lowercase());
            lexicon.channels.get(both.as_str()).copied()
        });
    modifier
        .or(of)
        .or_else(|| lexicon.channels.get(lemma.as_str()).copied())
}
