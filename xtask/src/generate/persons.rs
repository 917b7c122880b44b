//! Joins holdings of all sources into persons and their terms of office.

use super::holders::{self, Holding, Source};
use super::names::{Likeness, ascii, fold, has_surname, likeness, list, listed, slug};
use super::rows::{Office, Person, State};
use super::terms::{close, finer, first_day, last_day, near, overlap};
use super::{Paths, table};
use anyhow::Result;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One person under way: the holdings that were found to be theirs.
type Cluster = Vec<Holding>;

/// Persons and their terms from all sources.
pub fn read(paths: &Paths, states: &[State]) -> Result<(Vec<Person>, Vec<Office>)> {
    let leading = LeadingOffices::read(paths)?;
    let mut by_country: BTreeMap<String, Vec<Holding>> = BTreeMap::new();
    for holding in holders::read(paths, states)?
        .into_iter()
        .filter_map(|holding| in_its_time(holding, states))
    {
        by_country
            .entry(holding.country.clone())
            .or_default()
            .push(holding);
    }
    let namesakes = Namesakes::read(paths)?;
    let countries = by_country.into_values();
    let mut clusters: Vec<Cluster> = countries
        .flat_map(|holdings| join_country(holdings, &namesakes))
        .collect();
    clusters = join_abroad(clusters);
    let entities = entities(&clusters);
    let mut persons = Vec::new();
    let mut offices = Vec::new();
    for (cluster, entity) in clusters.iter().zip(&entities) {
        let terms = terms(cluster, entity, &leading);
        if !terms.is_empty() {
            persons.push(person(cluster, entity));
            offices.extend(terms);
        }
    }
    finish(&mut offices);
    let held: BTreeSet<&str> = offices
        .iter()
        .map(|office| office.entity.as_str())
        .collect();
    persons.retain(|person| held.contains(person.entity.as_str()));
    drop_names_of_others(&mut persons);
    Ok((persons, offices))
}

/// Persons whose names are alike and who are not one: `hand/namesakes.tsv`.
struct Namesakes(BTreeSet<[String; 2]>);

impl Namesakes {
    fn read(paths: &Paths) -> Result<Self> {
        #[derive(Deserialize)]
        struct Pair {
            name: String,
            other: String,
        }
        let pairs = table::read::<Pair>(&paths.hand("namesakes.tsv"))?;
        let both_ways = pairs.iter().flat_map(|pair| {
            let [name, other] = [&pair.name, &pair.other].map(|name| fold(name));
            [[name.clone(), other.clone()], [other, name]]
        });
        Ok(Self(both_ways.collect()))
    }

    /// The names of those who are not the person of `holding`.
    fn of(&self, holding: &Holding) -> BTreeSet<&str> {
        let own: BTreeSet<String> = holding.names.iter().map(|name| fold(name)).collect();
        let alike = self.0.iter().filter(|[name, _]| own.contains(name));
        alike.map(|[_, other]| other.as_str()).collect()
    }
}

/// Drops aliases that are the name of somebody whom the hand-written rows know: a source mixes up father and son.
fn drop_names_of_others(persons: &mut [Person]) {
    let by_hand = |person: &&Person| listed(&person.source).any(|it| it == Source::Hand.word());
    let known: BTreeSet<String> = persons
        .iter()
        .filter(by_hand)
        .map(|it| fold(&it.name))
        .collect();
    for person in persons {
        let aliases = listed(&person.aliases).filter(|alias| !known.contains(&fold(alias)));
        person.aliases = list(aliases.map(str::to_owned));
    }
}

/// `holding` within the life of its state; none if it began when the state had ended.
fn in_its_time(mut holding: Holding, states: &[State]) -> Option<Holding> {
    let end = states
        .iter()
        .find(|state| state.code == holding.country)
        .map_or("", |state| &state.to);
    if !end.is_empty() && first_day(&holding.from) >= first_day(end) {
        return None;
    }
    if last_day(&holding.to) > last_day(end) {
        holding.to = end.into();
    }
    Some(holding)
}

/// The persons among the holdings of one country.
fn join_country(mut holdings: Vec<Holding>, namesakes: &Namesakes) -> Vec<Cluster> {
    // The most trusted source and the fullest name first, so that later ones find them.
    holdings.sort_by(|a, b| {
        let length =
            |holding: &Holding| std::cmp::Reverse(holding.names.first().map_or(0, String::len));
        (a.source, length(a), &a.names, &a.from).cmp(&(b.source, length(b), &b.names, &b.from))
    });
    let (full, surname_only): (Vec<_>, Vec<_>) = holdings.into_iter().partition(named_in_full);
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for holding in full {
        let key = identity(&holding);
        let place = index
            .get(&key)
            .copied()
            .or_else(|| find(&clusters, &holding, namesakes));
        match place {
            Some(place) => {
                index.entry(key).or_insert(place);
                clusters[place].push(holding);
            }
            None => {
                index.insert(key, clusters.len());
                clusters.push(vec![holding]);
            }
        }
    }
    for holding in surname_only {
        if let Some(place) = find_by_surname(&clusters, &holding) {
            clusters[place].push(holding);
        }
    }
    clusters
}

fn named_in_full(holding: &Holding) -> bool {
    let single = matches!(holding.source, Source::Archigos | Source::Reign);
    let initial = |name: &str| {
        name.split([' ', '.'])
            .next()
            .is_some_and(|word| word.len() < 2)
    };
    holding.source == Source::Hand
        || holding.names.first().is_some_and(|name| {
            name.contains(' ')
                && !(single && initial(name))
                && !(single && holding.source == Source::Reign)
        })
}

/// What makes two holdings of one source one person's without further comparison.
fn identity(holding: &Holding) -> String {
    match holding.wikidata.as_str() {
        "" => fold(holding.names.first().map_or("", String::as_str)),
        id => id.to_string(),
    }
}

/// The cluster that `holding` belongs to: an equal name, else the likeliest shortened or similar one that fits in time.
fn find(clusters: &[Cluster], holding: &Holding, namesakes: &Namesakes) -> Option<usize> {
    let apart = namesakes.of(holding);
    let is_apart = |cluster: &Cluster| {
        let mut names = cluster.iter().flat_map(|held| &held.names);
        !apart.is_empty() && names.any(|name| apart.contains(fold(name).as_str()))
    };
    let alike = clusters.iter().enumerate();
    let alike = alike.filter(|(_, cluster)| !is_apart(cluster));
    let scored = alike.filter_map(|(place, cluster)| {
        let score = score(cluster, holding)?;
        Some((score, place))
    });
    scored
        .max_by_key(|(score, place)| (*score, std::cmp::Reverse(*place)))
        .map(|(_, place)| place)
}

/// How well `holding` fits `cluster`; none if it does not.
fn score(cluster: &Cluster, holding: &Holding) -> Option<(Likeness, bool)> {
    let other_id = |held: &Holding| {
        !held.wikidata.is_empty()
            && !holding.wikidata.is_empty()
            && held.wikidata != holding.wikidata
    };
    if cluster.iter().any(other_id) {
        return None;
    }
    let names = || cluster.iter().flat_map(|held| &held.names);
    let best = holding
        .names
        .iter()
        .flat_map(|name| names().map(move |other| likeness(name, other)))
        .max()?;
    let same_post = cluster.iter().any(|held| same_post(held, holding));
    let alive = cluster.iter().any(|held| near_in_time(held, holding));
    match best {
        Likeness::Equal if alive => Some((best, same_post)),
        Likeness::Shortened if alive => Some((best, same_post)),
        Likeness::Similar if same_post => Some((best, same_post)),
        _ => None,
    }
}

/// Whether two holdings can be the same term: alike in rank, beginning or ending together or overlapping.
fn same_post(a: &Holding, b: &Holding) -> bool {
    let leading = |holding: &Holding| matches!(holding.rank.as_str(), "head" | "government");
    let ranks = a.rank == b.rank
        || (leading(a) && leading(b))
        || a.source == Source::Phoenix
        || b.source == Source::Phoenix;
    ranks && near(&a.from, &b.from, 2)
}

/// Whether one life can hold both: no more than forty years between them.
fn near_in_time(a: &Holding, b: &Holding) -> bool {
    let known = |holding: &Holding| {
        if holding.from.is_empty() {
            holding.to.clone()
        } else {
            holding.from.clone()
        }
    };
    let (a, b) = (known(a), known(b));
    a.is_empty() || b.is_empty() || near(&a, &b, 480)
}

/// The leader of that surname who held the top office when the surname alone is given.
fn find_by_surname(clusters: &[Cluster], holding: &Holding) -> Option<usize> {
    let surname = holding.names.first()?;
    let mut found = clusters.iter().enumerate().filter(|(_, cluster)| {
        let named = cluster
            .iter()
            .flat_map(|held| &held.names)
            .any(|name| has_surname(name, surname));
        let leading = |held: &Holding| {
            matches!(held.rank.as_str(), "head" | "government") || held.source == Source::Phoenix
        };
        named
            && cluster
                .iter()
                .any(|held| leading(held) && near(&held.from, &holding.from, 3))
    });
    match (found.next(), found.next()) {
        (Some((place, _)), None) => Some(place),
        _ => None,
    }
}

/// Joins persons who hold offices of several countries or bodies: by their Wikidata id, or where a hand-written row names them.
fn join_abroad(clusters: Vec<Cluster>) -> Vec<Cluster> {
    let mut joined: Vec<Cluster> = Vec::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let hand = |cluster: &Cluster| cluster.iter().any(|held| held.source == Source::Hand);
    let mut clusters = clusters;
    clusters.sort_by_key(|cluster| !hand(cluster));
    for cluster in clusters {
        let ids: Vec<String> = cluster
            .iter()
            .map(|held| held.wikidata.clone())
            .filter(|id| !id.is_empty())
            .collect();
        let name = fold(main_name(&cluster));
        let place = ids
            .iter()
            .find_map(|id| by_id.get(id))
            .or_else(|| by_name.get(&name))
            .copied();
        let place = place.filter(|place| {
            joined[*place]
                .iter()
                .any(|held| cluster.iter().any(|other| near_in_time(held, other)))
        });
        let from_hand = hand(&cluster);
        let place = match place {
            Some(place) => {
                joined[place].extend(cluster);
                place
            }
            None => {
                joined.push(cluster);
                joined.len() - 1
            }
        };
        for id in ids {
            by_id.insert(id, place);
        }
        if from_hand {
            by_name.entry(name).or_insert(place);
        }
    }
    joined
}

/// The spelling of the most trusted source.
fn main_name(cluster: &Cluster) -> &str {
    let full = cluster.iter().filter(|held| named_in_full(held));
    let best = full.min_by_key(|held| held.source);
    best.and_then(|held| held.names.first())
        .map_or("", String::as_str)
}

/// Identifiers, the same for one person in every generation: the bare name for whoever is written by hand or stands highest.
fn entities(clusters: &[Cluster]) -> Vec<String> {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_by_key(|place| {
        (
            weight(&clusters[*place]),
            clusters[*place][0].country.clone(),
            *place,
        )
    });
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut entities = vec![String::new(); clusters.len()];
    for place in order {
        let bare = slug(main_name(&clusters[place]));
        let country = slug(&clusters[place][0].country);
        let candidates =
            std::iter::once(bare.clone()).chain(std::iter::once(format!("{bare}-{country}")));
        let mut candidates =
            candidates.chain((2..).map(|number| format!("{bare}-{country}-{number}")));
        let free = candidates
            .find(|candidate| !taken.contains(candidate))
            .unwrap_or_default();
        taken.insert(free.clone());
        entities[place] = format!("person/{free}");
    }
    entities
}

fn weight(cluster: &Cluster) -> (Source, usize) {
    let ranks = ["head", "government", "foreign", "defence"];
    let rank = |held: &Holding| {
        ranks
            .iter()
            .position(|rank| *rank == held.rank)
            .unwrap_or(ranks.len())
    };
    let source = cluster
        .iter()
        .map(|held| held.source)
        .min()
        .unwrap_or_default();
    (source, cluster.iter().map(rank).min().unwrap_or_default())
}

fn person(cluster: &Cluster, entity: &str) -> Person {
    let name = main_name(cluster).to_string();
    let mut ordered: Vec<&Holding> = cluster.iter().filter(|held| named_in_full(held)).collect();
    ordered.sort_by_key(|held| held.source);
    let main = name.as_str();
    let spelled = ordered.iter().flat_map(|held| {
        let by_hand = held.source == Source::Hand;
        let kept = move |alias: &&String| (by_hand && *alias != main) || worth(alias, main);
        held.names.iter().filter(kept).cloned()
    });
    let mut seen: BTreeSet<String> = BTreeSet::from([fold(&name)]);
    let aliases = list(spelled.filter(|alias| seen.insert(fold(alias))));
    let sources: BTreeSet<Source> = cluster.iter().map(|held| held.source).collect();
    Person {
        entity: entity.into(),
        surname: surname(cluster, &name),
        gender: cluster
            .iter()
            .map(|held| held.gender.clone())
            .find(|gender| !gender.is_empty())
            .unwrap_or_default(),
        name,
        aliases,
        source: list(sources.into_iter().map(|source| source.word().to_string())),
    }
}

/// An alias in Latin script of two words or more, not a note or a sentence; the hand-written single names pass too.
fn worth(alias: &str, name: &str) -> bool {
    let latin = alias.chars().all(|c| {
        !c.is_alphabetic() || (c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32))
    });
    let titled = fold(alias).split(' ').any(|word| TITLES.contains(&word));
    latin
        && !titled
        && alias != name
        && alias.contains(' ')
        && alias.len() <= 48
        && !alias.chars().any(|c| c.is_ascii_digit())
}

/// The short form that news uses: as marked, else the last name, or the first in countries that put it there.
fn surname(cluster: &Cluster, name: &str) -> String {
    let given = cluster
        .iter()
        .map(|held| &held.surname)
        .find(|surname| !surname.is_empty());
    if let Some(given) = given.filter(|given| contains_words(name, given)) {
        return given.clone();
    }
    let lineage = ["Jr.", "Jr", "Sr.", "Sr", "I", "II", "III", "IV"];
    let mut words: Vec<&str> = name.split(' ').collect();
    words.retain(|word| !lineage.contains(word));
    let family_first =
        ["CHN", "TWN", "KOR", "PRK", "HKG", "MAC"].contains(&cluster[0].country.as_str());
    let capital_first = words
        .first()
        .is_some_and(|word| word.len() <= 6 && words.len() <= 3);
    match words.as_slice() {
        [] => String::new(),
        [only] => (*only).to_string(),
        [first, ..] if family_first && capital_first => (*first).to_string(),
        [.., particle, last]
            if ["da", "de", "von", "van", "der", "Al", "del"].contains(particle)
                && words.len() > 2 =>
        {
            if *particle == "Al" {
                format!("{particle} {last}")
            } else {
                (*last).to_string()
            }
        }
        [.., last] => last
            .trim_start_matches("al-")
            .trim_start_matches("Al-")
            .trim_start_matches("el-")
            .to_string(),
    }
}

/// Whether all words of `part` occur in `name`, diacritics apart.
fn contains_words(name: &str, part: &str) -> bool {
    let (name, part) = (fold(name), fold(part));
    part.split(' ')
        .all(|word| name.split(' ').any(|other| other == word))
}

/// Words of titles, which make an alias more than a name.
const TITLES: &[&str] = &[
    "president",
    "vice",
    "minister",
    "chancellor",
    "kanzler",
    "bundeskanzler",
    "prime",
    "premier",
    "general",
    "senator",
    "secretary",
    "ambassador",
    "mr",
    "mrs",
    "colonel",
    "professor",
    "doctor",
    "comrade",
    "chairman",
];

/// The terms of one person, those that several sources tell of joined.
fn terms(cluster: &Cluster, entity: &str, leading: &LeadingOffices) -> Vec<Office> {
    let mut ordered: Vec<&Holding> = cluster.iter().collect();
    ordered.sort_by_key(|held| (held.source, first_day(&held.from)));
    let mut kept: Vec<Holding> = Vec::new();
    for held in ordered {
        match kept.iter_mut().find(|other| one_term(other, held)) {
            Some(other) => {
                if other.source != Source::Hand {
                    refine(other, held);
                }
            }
            None => kept.push(leading.titled(held)),
        }
    }
    end_vague(&mut kept);
    kept.iter().map(|held| office(held, entity)).collect()
}

/// Ends a term of which nothing is known but its beginning where a better known one of the same person begins.
fn end_vague(terms: &mut [Holding]) {
    let known: Vec<String> = terms
        .iter()
        .filter(|held| held.source != Source::Phoenix && !held.from.is_empty())
        .map(|held| held.from.clone())
        .collect();
    let vague = |held: &&mut Holding| held.source == Source::Phoenix && held.to.is_empty();
    for held in terms.iter_mut().filter(vague) {
        let begun = first_day(&held.from);
        let next = known.iter().filter(|from| first_day(from) > begun).min();
        if let Some(next) = next {
            held.to.clone_from(next);
        }
    }
}

/// Whether `held` tells of the term `known` once more.
fn one_term(known: &Holding, held: &Holding) -> bool {
    let leading = |rank: &str| matches!(rank, "head" | "government");
    let vague = held.office.is_empty();
    let ranks = known.rank == held.rank
        || (vague && leading(&held.rank) && leading(&known.rank))
        || (vague && held.rank == "minister");
    // Two rows by hand are two terms, unless they are the same.
    let by_hand =
        known.source == Source::Hand && held.source != Source::Hand && known.rank == held.rank;
    let titles = vague
        || by_hand
        || known.office.is_empty()
        || known.office == held.office
        || near(&known.from, &held.from, 1) && held.source != Source::Hand;
    known.country == held.country
        && ranks
        && titles
        && overlap((&known.from, &known.to), (&held.from, &held.to))
}

/// Takes the finer of two dates for one day, and dates where they were missing.
fn refine(known: &mut Holding, held: &Holding) {
    let better = |known: &str, held: &str| {
        if known.is_empty() || held.starts_with(known) {
            finer(known, held).to_string()
        } else {
            known.to_string()
        }
    };
    if held.source != Source::Phoenix || known.from.is_empty() {
        known.from = better(&known.from, &held.from);
    }
    if first_day(&held.to) >= first_day(&known.from)
        && !(known.to.is_empty() && held.source >= Source::Factbook && known.source < held.source)
    {
        known.to = better(&known.to, &held.to);
    }
}

fn office(held: &Holding, entity: &str) -> Office {
    Office {
        entity: entity.into(),
        code: held.code.clone(),
        office: if held.office.is_empty() {
            "Member of the government".into()
        } else {
            held.office.clone()
        },
        rank: held.rank.clone(),
        from: held.from.clone(),
        to: held.to.clone(),
        source: held.source.word().into(),
    }
}

/// Ends from successors, and no dates that contradict each other.
fn finish(offices: &mut Vec<Office>) {
    let generic = [
        "Member of",
        "Deputy head",
        "Vice President",
        "Deputy",
        "Minister without",
        "Charge",
    ];
    let single = |office: &Office| {
        office.source != "hand" && !generic.iter().any(|start| office.office.starts_with(start))
    };
    close(offices, single);
    offices.retain(|office| {
        first_day(&office.from) <= last_day(&office.to) && office.from.as_str() < "2026-09"
    });
    settle(offices);
    for office in offices.iter_mut() {
        office.office = ascii(&office.office).replace('|', "/");
    }
}

/// Posts that one person holds at a time: a term that runs into its successor's ends there, and a term inside another,
/// which is a deputy's or another spelling of the same person, goes. Hand-written terms stay as they are.
fn settle(offices: &mut Vec<Office>) {
    let leading = |office: &Office| matches!(office.rank.as_str(), "head" | "government");
    let mut order: Vec<usize> = (0..offices.len())
        .filter(|place| leading(&offices[*place]))
        .collect();
    order.sort_by_key(|place| {
        let office = &offices[*place];
        (
            office.code.clone(),
            office.rank.clone(),
            first_day(&office.from),
            trust(&office.source),
        )
    });
    let mut dropped: BTreeSet<usize> = BTreeSet::new();
    let mut current: Option<usize> = None;
    for next in order {
        let same_post = |held: &usize| {
            let (held, next) = (&offices[*held], &offices[next]);
            held.code == next.code
                && held.rank == next.rank
                && !super::check::shares_head(&held.code)
        };
        let Some(held) = current.filter(same_post) else {
            current = Some(next);
            continue;
        };
        let (first, second) = (offices[held].clone(), offices[next].clone());
        if first.entity == second.entity || last_day(&first.to) <= first_day(&second.from) {
            current = Some(next);
            continue;
        }
        let by_hand = |office: &Office| office.source == "hand";
        let inside = !first.to.is_empty()
            && last_day(&second.to) <= last_day(&first.to)
            && second.from != first.to;
        let together = near(&first.from, &second.from, 1) && near(&first.to, &second.to, 2)
            || first.from == second.from;
        if (inside || together) && !by_hand(&second) {
            dropped.insert(next);
        } else if (together && by_hand(&second))
            || (by_hand(&second) && first_day(&first.from) >= first_day(&second.from))
        {
            dropped.insert(held);
            current = Some(next);
        } else if by_hand(&first) && !first.to.is_empty() && !by_hand(&second) {
            offices[next].from = first.to;
            current = Some(next);
        } else if by_hand(&first) && !by_hand(&second) {
            dropped.insert(next);
        } else {
            if !by_hand(&first) {
                offices[held].to = second.from;
            }
            current = Some(next);
        }
    }
    let mut place = 0;
    offices.retain(|_| {
        place += 1;
        !dropped.contains(&(place - 1))
    });
}

fn trust(source: &str) -> usize {
    [
        "hand",
        "archigos",
        "everypolitician",
        "reign",
        "factbook",
        "phoenix",
    ]
    .iter()
    .position(|known| *known == source)
    .unwrap_or(9)
}

/// The title of the effective leader of each state, where sources only say that someone led it.
struct LeadingOffices(Vec<LeadingOffice>);

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct LeadingOffice {
    country: String,
    office: String,
    rank: String,
    from: String,
    to: String,
}

impl LeadingOffices {
    fn read(paths: &Paths) -> Result<Self> {
        Ok(Self(table::read(&paths.hand("leading_offices.tsv"))?))
    }

    /// `held` with its title, if it had none.
    fn titled(&self, held: &Holding) -> Holding {
        let mut held = held.clone();
        if held.office.is_empty() && held.rank == "head" {
            let fits = |entry: &&LeadingOffice| {
                entry.country == held.country
                    && first_day(&entry.from) <= first_day(&held.from)
                    && first_day(&held.from) < last_day(&entry.to)
            };
            match self.0.iter().find(fits) {
                Some(entry) => {
                    held.office = entry.office.clone();
                    held.rank = entry.rank.clone();
                }
                None => held.office = "Leader".into(),
            }
        }
        held
    }
}
