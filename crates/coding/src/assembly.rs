//! From drafts to events: everything resolved, every span led back to the text as supplied.

use chancery_codebook::{Codebook, EventType};
use chancery_text::{ByteSpan, CharIndex, TokenSpan};
use jiff::civil::Date;

use crate::channel::{self, Medium};
use crate::clauses::ClauseReader;
use crate::draft::Draft;
use crate::event::{Actor, Channel, Event, EventTime, Place, Precision, Span, Status};
use crate::lexicon::Lexicon;
use crate::matching::Side;
use crate::mentions::{Mention, MentionKind, Mentions, PartyId, is_body};
use crate::narration::Narrator;
use crate::place::{self, PlaceKind, PlaceMention};
use crate::reading::{Pos, Reading};
use crate::scope;
use crate::tenure;
use crate::time::{self, Reach, TimeExpression, TimeKind, When};
use crate::venue::{self, PlaceRanker, Story};

/// All that was found in a document.
pub struct Findings<'a> {
    /// The document with its trees.
    pub reading: &'a Reading<'a>,
    /// Its parties.
    pub mentions: &'a Mentions,
    /// What the program knows.
    pub codebook: &'a Codebook,
    /// Word lists.
    pub lexicon: &'a Lexicon,
    /// Expressions of time.
    pub times: &'a [TimeExpression],
    /// Names of places.
    pub places: &'a [PlaceMention],
    /// The model of places, where there is one.
    pub place_ranker: Option<&'a PlaceRanker>,
}

/// How many mentions before or behind a pronoun the name is looked for that it stands for.
const ANTECEDENT: usize = 80;

/// How many sentences before a noun the act may have been told that it names again.
const NOUN_REACH: u32 = 2;

/// The longest stretch of words that says what an act is about, in bytes.
const LONGEST_ABOUT: usize = 300;

impl<'a> Findings<'a> {
    /// The events of `drafts`, which are in text order and linked.
    pub fn events(&self, drafts: &[Draft<'a>]) -> Vec<Event> {
        let index = CharIndex::new(&self.reading.document.text);
        let clauses = ClauseReader::new(self.reading, self.mentions, self.codebook);
        let media = channel::channels(self.reading, self.lexicon, self.mentions, clauses, drafts);
        let times = self.all_times(drafts, &media);
        let mut places = self.all_places(drafts, &media);
        if let Some(ranker) = self.place_ranker {
            places = venue::settle(&Story::new(self, drafts, &media, &places), ranker);
        }
        let ids = self.ids(drafts, &index);
        let mut events = Vec::with_capacity(drafts.len());
        for (at, draft) in drafts.iter().enumerate() {
            let circumstances = Circumstances {
                when: &times[at],
                place: places[at].as_ref(),
                channel: media[at].channel,
            };
            events.push(self.event(draft, &ids, at, &circumstances, &index));
        }
        events
    }

    /// Where each act may have taken place, with the clues of the model of places.
    pub(crate) fn place_candidates(&self, drafts: &[Draft<'a>]) -> Vec<Vec<venue::Candidate>> {
        let clauses = ClauseReader::new(self.reading, self.mentions, self.codebook);
        let media = channel::channels(self.reading, self.lexicon, self.mentions, clauses, drafts);
        let places = self.all_places(drafts, &media);
        let story = Story::new(self, drafts, &media, &places);
        let each = |at| venue::candidates(&story, at, &places);
        (0..drafts.len()).map(each).collect()
    }

    fn event(
        &self,
        draft: &Draft<'a>,
        ids: &[String],
        at: usize,
        circumstances: &Circumstances,
        index: &CharIndex,
    ) -> Event {
        let when = circumstances.when;
        let frame = draft.found.frame;
        let code = self.codebook.ontology().cameo(&frame.cameo);
        let day = self.day_for_offices(draft, when);
        let actors = |side: &Side<'a>| self.actors(&side.mentions, day, index);
        let placed = |side: &Side<'a>, unplaced: &[&'a Mention]| {
            let actors = actors(side);
            if unplaced.is_empty() {
                return actors;
            }
            let code = actors.into_iter().find_map(|it| it.code);
            self.placed(unplaced, code.as_deref(), index)
        };
        Event {
            id: ids[at].clone(),
            document: self.reading.document.id.clone(),
            event_type: frame.event_type,
            mode: frame.mode.clone(),
            contexts: frame.contexts.clone(),
            cameo: frame.cameo.clone(),
            quad: code.map_or(chancery_codebook::Quad::VerbalCooperation, |code| code.quad),
            goldstein: code.map_or(0.0, |code| tenths(code.goldstein)),
            status: self.status(draft),
            sources: placed(&draft.found.sources, &draft.unplaced[0]),
            targets: placed(&draft.found.targets, &draft.unplaced[1]),
            carriers: actors(&draft.found.carriers),
            channel: circumstances.channel,
            reply_to: draft.reply_to.map(|other| ids[other].clone()),
            same_as: draft.same_as.map(|other| ids[other].clone()),
            about: draft.found.about.map(|words| self.about(words)),
            time: self.event_time(when, index),
            place: circumstances.place.map(|place| self.place(place, index)),
            attribution: self.actors(&draft.credits, day, index),
            hedged: draft.standing.hedged,
            evidence: self.span(self.evidence(draft), index),
            trigger: self.span(draft.found.trigger(), index),
            confidence: confidence(draft),
            frame: frame.id.clone(),
        }
    }

    /// The event's day, by which offices are looked up; the document's where it is not told.
    fn day_for_offices(&self, draft: &Draft<'a>, when: &When) -> Option<Date> {
        let told = when.start.or(when.end);
        match self.status(draft) {
            Status::Actual => told.or(self.document_date()),
            _ => self.document_date().or(told),
        }
    }

    pub(crate) fn document_date(&self) -> Option<Date> {
        self.reading.document.date.as_ref().map(|date| date.date)
    }

    /// Ids made of the document's, the trigger's characters and the number among events there.
    fn ids(&self, drafts: &[Draft], index: &CharIndex) -> Vec<String> {
        let mut ids: Vec<String> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let span = self.span(draft.found.trigger(), index);
            let base = format!("{}#{}-{}", self.reading.document.id, span.start, span.end);
            let number = drafts[..ids.len()]
                .iter()
                .filter(|known| known.found.trigger() == draft.found.trigger())
                .count();
            ids.push(if number == 0 {
                base
            } else {
                format!("{base}.{number}")
            });
        }
        ids
    }

    pub(crate) fn actors(
        &self,
        mentions: &[&Mention],
        day: Option<Date>,
        index: &CharIndex,
    ) -> Vec<Actor> {
        let mut actors: Vec<Actor> = Vec::new();
        for mention in mentions {
            if mention.parties.is_empty() {
                actors.push(self.unknown(mention, index));
            }
            for &id in &mention.parties {
                let party = self.mentions.party(id);
                let words = self.named(mention, id);
                let actor = Actor {
                    code: party.code_at(self.codebook, day, self.document_date()),
                    entity: party.entity.clone(),
                    name: party.name.clone(),
                    office: party.office_at(self.codebook, day, self.document_date()),
                    mention: self.span(words, index),
                };
                if !actors
                    .iter()
                    .any(|known| known.name == actor.name && known.code == actor.code)
                {
                    actors.push(actor);
                }
            }
        }
        actors
    }

    /// Those of whom nothing tells the country, as people of the country of a code.
    fn placed(&self, mentions: &[&Mention], code: Option<&str>, index: &CharIndex) -> Vec<Actor> {
        let country = code.and_then(|code| code.split('.').next());
        let country = country.filter(|country| !is_body(country));
        let each = |mention: &&Mention| {
            let mut actors = self.actors(&[*mention], None, index);
            let parties = mention.parties.iter().map(|&id| self.mentions.party(id));
            let sector = parties.filter_map(|it| it.sector.as_deref()).next();
            for actor in &mut actors {
                actor.code = country.map(|country| match sector {
                    Some(sector) => format!("{country}.{sector}"),
                    None => country.to_owned(),
                });
            }
            actors
        };
        mentions.iter().flat_map(each).collect()
    }

    /// The words that name a party: a mention's own; for a pronoun those that it stands for, the last before it or, where
    /// the name comes later ("In his speech, ..."), the first behind it.
    fn named(&self, mention: &Mention, party: PartyId) -> TokenSpan {
        if mention.kind != MentionKind::Pronoun {
            return mention.words;
        }
        let names = |other: &&Mention| {
            !matches!(other.kind, MentionKind::Pronoun | MentionKind::Adjective)
                && other.parties[..] == [party]
        };
        let all = self.mentions.all();
        let at = all.partition_point(|other| other.words.start < mention.words.start);
        let before = all[..at].iter().rev().take(ANTECEDENT).find(names);
        let behind = || all[at..].iter().take(ANTECEDENT).find(names);
        before
            .or_else(behind)
            .map_or(mention.words, |named| named.words)
    }

    fn unknown(&self, mention: &Mention, index: &CharIndex) -> Actor {
        Actor {
            code: None,
            entity: None,
            name: self.reading.words_of(mention.words).to_owned(),
            office: None,
            mention: self.span(mention.words, index),
        }
    }

    fn about(&self, words: TokenSpan) -> String {
        let text = self.reading.words_of(words);
        let mut end = text.len().min(LONGEST_ABOUT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text[..end].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The sentence around the trigger, without white space at its ends.
    fn evidence(&self, draft: &Draft) -> TokenSpan {
        let mut words = self
            .reading
            .sentence_of(draft.head())
            .join(draft.found.trigger());
        let blank = |word: usize| self.reading.word(word).pos == Pos::Space;
        while words.len() > 1 && blank(words.end - 1) {
            words.end -= 1;
        }
        while words.len() > 1 && blank(words.start) {
            words.start += 1;
        }
        words
    }

    pub(crate) fn span(&self, words: TokenSpan, index: &CharIndex) -> Span {
        self.supplied(self.reading.bytes(words), index)
    }

    fn supplied(&self, repaired: ByteSpan, index: &CharIndex) -> Span {
        Span::supplied(self.reading, index, repaired)
    }

    /// When each act happened: by its own expression, that of the act it repeats, or as the story tells it.
    fn all_times(&self, drafts: &[Draft<'a>], media: &[Medium]) -> Vec<When> {
        let mut narrator = Narrator::new(
            self.reading,
            self.mentions,
            self.codebook,
            self.lexicon,
            self.times,
        );
        let mut dated: Vec<(usize, When)> = Vec::with_capacity(drafts.len());
        for (draft, medium) in drafts.iter().zip(media) {
            let own = self.when(draft, self.status(draft));
            let exchange = || {
                let verb = medium.within?;
                let told = dated.iter().rev().find(|(head, _)| *head == verb);
                let now = scope::is_present(self.reading, draft.head());
                told.filter(|(_, when)| !now && when.start.or(when.end).is_some())
            };
            let when = match (own.reach, draft.same_as) {
                (Reach::Clause | Reach::Enclosing, _) => {
                    narrator.tell(draft, &own);
                    own
                }
                (_, Some(first)) => When {
                    expression: None,
                    ..dated[first].1.clone()
                },
                // What is said in a call, a letter or at a meeting is said when that took place.
                _ => match exchange() {
                    Some((_, when)) => When {
                        expression: None,
                        ..when.clone()
                    },
                    None => narrator.undated(draft, &dated),
                },
            };
            dated.push((draft.head(), when));
        }
        date_first_tellings(drafts, &mut dated);
        self.share_times(drafts, &mut dated);
        dated.into_iter().map(|(_, when)| when).collect()
    }

    /// Dates what is told beside the story by the same kind of act between the same countries: of the same sentence, or,
    /// where a noun means it, of one just before ("flew there to see him. In the *talks*, ...").
    fn share_times(&self, drafts: &[Draft<'a>], dated: &mut [(usize, When)]) {
        let own: Vec<Option<When>> = dated
            .iter()
            .map(|(_, when)| {
                (when.expression.is_some() && when.start.is_some()).then(|| when.clone())
            })
            .collect();
        let countries: Vec<[Vec<&str>; 2]> = drafts.iter().map(|it| self.countries(it)).collect();
        for at in 0..drafts.len() {
            let draft = &drafts[at];
            let head = draft.head();
            let undated = dated[at].1.precision == Precision::Unresolved
                && self.status(draft) == Status::Actual
                && !scope::is_perfect(self.reading, head);
            if !undated {
                continue;
            }
            let back = if self.reading.word(head).pos == Pos::Noun {
                NOUN_REACH
            } else {
                0
            };
            let sentence = |at: usize| self.reading.word(drafts[at].head()).sentence;
            let is_same = |other: &usize| {
                let near =
                    sentence(*other) <= sentence(at) && sentence(*other) + back >= sentence(at);
                near && drafts[*other].event_type() == draft.event_type()
                    && self.status(&drafts[*other]) == Status::Actual
                    && are_same(&countries[*other], &countries[at])
            };
            let same = (0..drafts.len())
                .filter(|other| own[*other].is_some())
                .filter(is_same)
                .min_by_key(|other| drafts[*other].head().abs_diff(head));
            if let Some(when) = same.and_then(|same| own[same].as_ref()) {
                dated[at].1 = When {
                    expression: None,
                    ..when.clone()
                };
            }
        }
    }

    /// The countries on both sides of an act, in order of the alphabet.
    fn countries(&self, draft: &Draft<'a>) -> [Vec<&'a str>; 2] {
        [&draft.found.sources, &draft.found.targets].map(|side| {
            let parties = side.parties();
            let country = |id: &PartyId| self.mentions.party(*id).country.as_deref();
            let mut countries: Vec<&str> = parties.iter().filter_map(country).collect();
            countries.sort_unstable();
            countries.dedup();
            countries
        })
    }

    fn when(&self, draft: &Draft<'a>, status: Status) -> When {
        let mut when = time::of_event(
            self.reading,
            self.times,
            draft.head(),
            draft.found.noun,
            status,
            self.document_date(),
        );
        if when.expression.is_none()
            && self.is_said(draft)
            && !scope::is_perfect(self.reading, draft.head())
        {
            let saying =
                time::of_saying(self.reading, self.times, draft.head(), self.document_date());
            when = saying.unwrap_or(when);
        }
        if let Some(expression) = when.expression
            && let TimeKind::Tenure { holder } = self.times[expression].kind
        {
            let (start, end) =
                tenure::days(self.codebook, self.mentions, holder, self.document_date());
            when.start = start;
            when.end = end;
            when.precision = if start.is_some() || end.is_some() {
                Precision::Interval
            } else {
                Precision::Unresolved
            };
        }
        when
    }

    /// How the text presents an act: what is told in the present of a day to come is planned ("flies there on
    /// Friday", "is due on Friday").
    fn status(&self, draft: &Draft<'a>) -> Status {
        let status = draft.standing.status;
        let ahead = || {
            let (reading, head) = (self.reading, draft.head());
            time::is_planned(reading, self.times, head, self.document_date())
        };
        // A threat is made when it is spoken.
        let threat = draft.event_type() == EventType::Threaten;
        if status == Status::Actual && !threat && ahead() {
            Status::Future
        } else {
            status
        }
    }

    /// Whether an act is done in saying it.
    fn is_said(&self, draft: &Draft<'a>) -> bool {
        let verbal = matches!(
            draft.found.frame.cameo.get(..2),
            Some("01" | "02" | "03" | "04" | "05" | "09" | "10" | "11" | "12" | "13")
        );
        verbal && draft.standing.status == Status::Actual
    }

    fn event_time(&self, when: &When, index: &CharIndex) -> EventTime {
        EventTime {
            start: when.start,
            end: when.end,
            precision: when.precision,
            mention: when
                .expression
                .map(|expression| self.supplied(self.times[expression].span, index)),
        }
    }

    /// Where each act happened: where its own words say, where the act was that it repeats or the meeting or speech that
    /// it belongs to, or at the dateline.
    fn all_places(&self, drafts: &[Draft<'a>], media: &[Medium]) -> Vec<Option<PlaceMention>> {
        let dateline = place::dateline(self.reading, self.codebook);
        let mut places: Vec<Option<PlaceMention>> = Vec::with_capacity(drafts.len());
        for (draft, medium) in drafts.iter().zip(media) {
            let saying = || place::of_saying(self.reading, self.places, draft.head());
            let own = place::of_event(self.reading, self.places, draft.head(), draft.found.noun)
                .or_else(|| self.is_said(draft).then(saying).flatten())
                .map(|place| self.places[place.mention].clone());
            let repeated = || draft.same_as.and_then(|first| places[first].clone());
            let within = || self.place_of_meeting(drafts, medium, &places);
            let at_dateline = || {
                let plainly = self.is_at_dateline(draft, medium);
                dateline.clone().filter(|_| plainly)
            };
            let place = own.or_else(repeated).or_else(within).or_else(at_dateline);
            places.push(place);
        }
        places
    }

    /// Where the meeting or speech is held that an act belongs to.
    fn place_of_meeting(
        &self,
        drafts: &[Draft<'a>],
        medium: &Medium,
        places: &[Option<PlaceMention>],
    ) -> Option<PlaceMention> {
        let verb = medium.within.filter(|_| is_gathering(medium.channel))?;
        let told = drafts
            .iter()
            .zip(places)
            .rev()
            .find(|(it, _)| it.head() == verb);
        match told {
            Some((_, place)) => place.clone(),
            None => place::of_event(self.reading, self.places, verb, None)
                .map(|place| self.places[place.mention].clone()),
        }
    }

    /// Whether an act without a place of its own plainly took place where the report comes from: what people came together
    /// for in the news of the first sentence.
    fn is_at_dateline(&self, draft: &Draft<'a>, medium: &Medium) -> bool {
        let signed = draft.found.frame.cameo == "057";
        let lead = self.reading.word(draft.head()).sentence == time::lead(self.reading);
        let done = draft.standing.status == Status::Actual;
        lead && done && (signed || is_gathering(medium.channel))
    }

    fn place(&self, place: &PlaceMention, index: &CharIndex) -> Place {
        let is_country = place.kind == PlaceKind::Country;
        Place {
            name: place.name.clone(),
            country: place.country.clone(),
            geonames: place.geonames,
            lat: place.lat.filter(|_| !is_country),
            lon: place.lon.filter(|_| !is_country),
            mention: (!place.words.is_empty()).then(|| self.span(place.words, index)),
        }
    }
}

/// Whether two acts are between the same countries, at least one.
fn are_same(one: &[Vec<&str>; 2], other: &[Vec<&str>; 2]) -> bool {
    let all = |sides: &[Vec<&str>; 2]| {
        let mut all = sides.concat();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    let turned = one[0] == other[1] && one[1] == other[0];
    all(one) > 0 && (one == other || (turned && all(one) > 1))
}

/// Gives an act that its first telling does not date the day of a later telling that does: "have signed a pact. ... Monday's
/// *signing*".
fn date_first_tellings(drafts: &[Draft], dated: &mut [(usize, When)]) {
    for later in 0..drafts.len() {
        let Some(first) = drafts[later].same_as else {
            continue;
        };
        let when = &dated[later].1;
        let told = when.expression.is_some() && when.precision == Precision::Day;
        let open = matches!(
            dated[first].1.precision,
            Precision::Document | Precision::Unresolved
        );
        if told && open {
            dated[first].1 = When {
                expression: None,
                ..when.clone()
            };
        }
    }
}

/// When, where and by what medium an act took place.
struct Circumstances<'w> {
    when: &'w When,
    place: Option<&'w PlaceMention>,
    channel: Option<Channel>,
}

/// Whether people come together for a medium.
fn is_gathering(channel: Option<Channel>) -> bool {
    matches!(
        channel,
        Some(Channel::Meeting | Channel::Summit | Channel::Speech | Channel::PressConference)
    )
}

/// A value of one decimal, free of the noise of single precision.
fn tenths(value: f32) -> f64 {
    (f64::from(value) * 10.0).round() / 10.0
}

/// How likely the coding is right, from how closely the frame fits.
fn confidence(draft: &Draft) -> f64 {
    let odds = f64::from(draft.found.score) * 0.45 - 1.2;
    let probability = 1.0 / (1.0 + (-odds).exp());
    (probability * 1000.0).round() / 1000.0
}
