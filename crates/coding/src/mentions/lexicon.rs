//! What mentions need to know of the language: `data/language/{titles,groups,peoples,pronouns,places}.toml`.

use chancery_codebook::{Codebook, Words};
use hashbrown::{HashMap, HashSet};

use super::Gender;

/// The words of these files, ready to be asked.
#[derive(Debug)]
pub(crate) struct Lexicon<'w> {
    roles: HashMap<&'w str, &'w str>,
    owned: HashMap<&'w str, &'w str>,
    ranks: HashMap<&'w str, &'w str>,
    bearings: HashMap<&'w str, &'w str>,
    genders: HashMap<&'w str, Gender>,
    honorifics: HashMap<&'w str, Gender>,
    plural: HashMap<&'w str, Reach>,
    definite: HashMap<&'w str, Reach>,
    pronouns: HashMap<&'w str, Pronoun>,
    regions: HashMap<&'w str, &'w [String]>,
    others: HashMap<&'w str, Reach>,
    sorts: HashMap<&'w str, &'w [String]>,
    collectives: HashMap<&'w str, &'w [String]>,
    called: HashMap<&'w str, &'w [String]>,
    points: HashMap<&'w str, (&'w str, &'w [String])>,
    blocs: HashMap<&'w str, &'w str>,
    alliances: Vec<&'w [String]>,
    /// What body, and by which noun.
    bodies: HashSet<(&'w str, &'w str)>,
    homes: HashMap<&'w str, &'w [String]>,
    shorts: HashMap<&'w str, Vec<(&'w str, &'w [String])>>,
    counts: HashMap<&'w str, usize>,
    sets: [HashSet<&'w str>; LISTS.len()],
    /// The last words of all roles.
    role_ends: HashSet<&'w str>,
}

/// Lists that are only asked whether a word is on them.
#[derive(Clone, Copy)]
pub(super) enum List {
    Former,
    Envoys,
    Counterparts,
    Administrations,
    Belonging,
    Things,
    Never,
    Open,
    Either,
    Mediates,
    Allies,
    Reciprocal,
    First,
    Last,
    PlacePrepositions,
    MotionPrepositions,
    Motion,
    PlaceVerbs,
    Commands,
    Peoples,
    Borne,
    Crowds,
    Nowhere,
    Suffered,
    Encounters,
    Hostile,
    Missions,
    ThingDone,
    ThingDoes,
    ThingTold,
    OfParties,
    Courtesy,
    Arms,
    Vessels,
    NamedAfter,
}

/// File and path of each [`List`].
const LISTS: [(&str, &str); 35] = [
    ("titles", "former"),
    ("titles", "envoys"),
    ("titles", "counterparts"),
    ("titles", "administrations"),
    ("titles", "belonging"),
    ("titles", "things"),
    ("titles", "never"),
    ("groups", "open.words"),
    ("groups", "either.words"),
    ("groups", "mediators.words"),
    ("alliances", "nouns"),
    ("groups", "reciprocal.words"),
    ("groups", "order.first"),
    ("groups", "order.last"),
    ("places", "place_prepositions"),
    ("places", "motion_prepositions"),
    ("places", "motion"),
    ("places", "place_verbs"),
    ("titles", "commands"),
    ("titles", "peoples"),
    ("peoples", "borne.words"),
    ("groups", "crowds.words"),
    ("places", "nowhere"),
    ("groups", "crowds.suffered"),
    ("titles", "encounters"),
    ("titles", "hostile"),
    ("titles", "missions"),
    ("pronouns", "thing.done"),
    ("pronouns", "thing.does"),
    ("pronouns", "thing.told"),
    ("pronouns", "thing.party"),
    ("titles", "courtesy"),
    ("titles", "arms"),
    ("titles", "vessels"),
    ("titles", "named_after"),
];

/// What a short form may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Person,
    State,
    Organisation,
    Any,
}

/// What a personal pronoun says of whom it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pronoun {
    /// Who speaks rather than who is spoken of.
    pub(super) speaker: bool,
    pub(super) plural: bool,
    pub(super) gender: Gender,
    pub(super) usage: Usage,
}

/// How a pronoun may be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usage {
    Plain,
    Possessive,
    Reflexive,
}

impl<'w> Lexicon<'w> {
    pub(crate) fn new(codebook: &'w Codebook) -> Self {
        let words = codebook.words();
        let roles: HashMap<&str, &str> = inverted(words, "titles", "roles", Some);
        let listed = codebook.who().roles().map(|role| role.role);
        let role_ends = listed.chain(roles.keys().copied()).map(end).collect();
        let counts = words.map("groups", "counts");
        let counts = counts.filter_map(|(word, count)| Some((word, count.parse().ok()?)));
        Self {
            counts: counts.collect(),
            role_ends,
            roles,
            owned: inverted(words, "titles", "owned", |key| {
                Some(if key == "any" { "" } else { key })
            }),
            ranks: inverted(words, "titles", "ranks", Some),
            bearings: inverted(words, "titles", "bearings", Some),
            genders: inverted(words, "titles", "gender", gender),
            honorifics: inverted(words, "titles", "honorifics", gender),
            plural: inverted(words, "groups", "plural", reach),
            definite: inverted(words, "groups", "definite", reach),
            pronouns: inverted(words, "pronouns", "", pronoun),
            regions: words.table("groups", "regions").collect(),
            others: inverted(words, "groups", "other", reach),
            sorts: words.table("groups", "sorts").collect(),
            collectives: words.table("groups", "collective").collect(),
            called: words.table("groups", "called").collect(),
            points: words
                .table("groups", "points")
                .filter_map(|(key, context)| {
                    let (adjective, state) = key.split_once('.')?;
                    Some((adjective, (state, context)))
                })
                .collect(),
            blocs: words.map("groups", "blocs").collect(),
            alliances: words
                .table("alliances", "members")
                .map(|(_, states)| states)
                .collect(),
            bodies: words.map("groups", "bodies").collect(),
            homes: homes(words),
            shorts: shorts(words),
            sets: LISTS
                .map(|(file, path)| words.list(file, path).iter().map(String::as_str).collect()),
        }
    }

    /// Whether `word` is on `list`.
    pub(super) fn has(&self, list: List, word: &str) -> bool {
        self.sets[list as usize].contains(word)
    }

    /// The sector of a role noun that the who-is-who does not list.
    pub(super) fn role(&self, words: &str) -> Option<&'w str> {
        self.roles.get(words).copied()
    }

    /// The sector of a noun that speaks of a party only where the phrase tells whose it is ("gunners", "team"); empty where it
    /// may be of any ("ships").
    pub(super) fn owned(&self, noun: &str) -> Option<&'w str> {
        self.owned.get(noun).copied()
    }

    /// Whether some role ends as these words do.
    pub(super) fn ends_role(&self, words: &str) -> bool {
        self.role_ends.contains(end(words))
    }

    /// The rank of an office that one person holds at a time: `head`, `foreign`, `defence`.
    pub(super) fn rank(&self, role: &str) -> Option<&'w str> {
        self.ranks.get(role).copied()
    }

    /// The rank of whoever a title before a surname means, by its last word: `head` for "leader", `spokesperson`.
    pub(super) fn bearing(&self, role: &str) -> Option<&'w str> {
        self.bearings.get(end(role)).copied()
    }

    pub(super) fn pronoun(&self, form: &str) -> Option<Pronoun> {
        self.pronouns.get(form).copied()
    }

    /// The gender that a role noun tells, by its last word.
    pub(super) fn gender(&self, role: &str) -> Gender {
        let last = role.rsplit(' ').next().unwrap_or(role);
        self.genders.get(last).copied().unwrap_or_default()
    }

    pub(super) fn honorific(&self, form: &str) -> Option<Gender> {
        self.honorifics.get(form).copied()
    }

    /// The states that a people without one of its own lives in, most of them first.
    pub(super) fn homes(&self, people: &str) -> &'w [String] {
        self.homes.get(people).copied().unwrap_or_default()
    }

    /// What a plural noun may stand for: "leaders" for persons, "sides" for any.
    pub(super) fn plural(&self, noun: &str) -> Option<Reach> {
        self.plural.get(noun).copied()
    }

    /// What "the" with this noun may stand for.
    pub(super) fn definite(&self, noun: &str) -> Option<Reach> {
        self.definite.get(noun).copied()
    }

    /// The states of a region: "Baltic", "West African".
    pub(super) fn region(&self, words: &str) -> Option<&'w [String]> {
        self.regions.get(words).copied()
    }

    /// The body whose members go by an adjective of region.
    pub(super) fn bloc(&self, region: &str) -> Option<&'w str> {
        self.blocs.get(region).copied()
    }

    /// The states that a noun for a sort of state may mean: "kingdom", "island".
    pub(super) fn sort(&self, noun: &str) -> Option<&'w [String]> {
        self.sorts.get(noun).copied()
    }

    /// The states that a name for several stands for: "the two Koreas".
    pub(super) fn collective(&self, name: &str) -> Option<&'w [String]> {
        self.collectives.get(name).copied()
    }

    /// The members of each alliance.
    pub(super) fn alliances(&self) -> impl Iterator<Item = &'w [String]> {
        self.alliances.iter().copied()
    }

    /// Whether states are all bound by one alliance.
    pub(super) fn are_allied(&self, states: &[String]) -> bool {
        let binds = |alliance: &&[String]| states.iter().all(|it| alliance.contains(it));
        self.alliances.iter().any(binds)
    }

    /// Whether "the" with this noun may mean a body of such a country (`IGO`) or sector.
    pub(super) fn is_body(&self, noun: &str, sort: &str) -> bool {
        self.bodies.contains(&(sort, noun))
    }

    /// The bodies that go by this noun alone: "the alliance".
    pub(super) fn called(&self, noun: &str) -> &'w [String] {
        self.called.get(noun).copied().unwrap_or_default()
    }

    /// The state that an adjective of a cardinal point means, with the states whose presence explains it.
    pub(super) fn point(&self, adjective: &str) -> Option<(&'w str, &'w [String])> {
        self.points.get(adjective).copied()
    }

    /// What a noun for the other one of two stands for: "neighbour" for a state, "host" for a person.
    pub(super) fn other(&self, noun: &str) -> Option<Reach> {
        self.others.get(noun).copied()
    }

    /// How many parties a word of quantity asks for.
    pub(super) fn count(&self, word: &str) -> Option<usize> {
        self.counts.get(word).copied()
    }

    /// Whom a name cut short may mean, each with the states whose presence explains it.
    pub(super) fn short(&self, form: &str) -> impl Iterator<Item = (&'w str, &'w [String])> {
        self.shorts.get(form).into_iter().flatten().copied()
    }
}

/// The last word, of what a hyphen joins the last part.
fn end(words: &str) -> &str {
    words.rsplit([' ', '-']).next().unwrap_or(words)
}

/// Whom each name cut short may mean, with the states whose presence explains it.
fn shorts(words: &Words) -> HashMap<&str, Vec<(&str, &[String])>> {
    let mut all: HashMap<&str, Vec<(&str, &[String])>> = HashMap::new();
    for (key, states) in words.table("groups", "short") {
        if let Some((form, entity)) = key.rsplit_once('.') {
            all.entry(form).or_default().push((entity, states));
        }
    }
    all
}

/// The states of each people by each of its names.
fn homes(words: &Words) -> HashMap<&str, &[String]> {
    let names = words
        .table("peoples", "people")
        .filter_map(|(key, names)| Some((key.strip_suffix(".names")?, names)));
    names
        .flat_map(|(people, names)| {
            let states = words.list("peoples", &format!("people.{people}.states"));
            names.iter().map(move |name| (name.as_str(), states))
        })
        .collect()
}

/// Each word of a table's lists with what the list's key says.
fn inverted<'w, V: Copy>(
    words: &'w Words,
    file: &'static str,
    table: &'static str,
    value: impl Fn(&'w str) -> Option<V>,
) -> HashMap<&'w str, V> {
    words
        .map(file, table)
        .filter_map(|(key, word)| Some((word, value(key)?)))
        .collect()
}

fn reach(key: &str) -> Option<Reach> {
    Some(match key {
        "person" => Reach::Person,
        "state" => Reach::State,
        "organisation" => Reach::Organisation,
        "any" => Reach::Any,
        _ => return None,
    })
}

fn gender(key: &str) -> Option<Gender> {
    Some(match key {
        "m" => Gender::Male,
        "f" => Gender::Female,
        _ => Gender::Unknown,
    })
}

fn pronoun(path: &str) -> Option<Pronoun> {
    let (whom, usage) = path.split_once('.')?;
    Some(Pronoun {
        speaker: matches!(whom, "speaker" | "speakers"),
        plural: matches!(whom, "plural" | "speakers"),
        gender: match whom {
            "masculine" => Gender::Male,
            "feminine" => Gender::Female,
            "neuter" => Gender::Neuter,
            _ => Gender::Unknown,
        },
        usage: match usage {
            "plain" => Usage::Plain,
            "possessive" => Usage::Possessive,
            "reflexive" => Usage::Reflexive,
            _ => return None,
        },
    })
}
