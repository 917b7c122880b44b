//! Writing an incident with all that follows from it: its parties and its dyads.

use crate::actors::Numbers;
use crate::days;
use crate::events::{Role, number, word};
use chancery_codebook::Quad;
use chancery_coding::{Actor, Event, EventType, Place, Precision, Status};
use jiff::civil::Date;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// An incident as it is to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident<'e> {
    /// What `show` takes.
    pub id: String,
    /// The event that tells of it best.
    pub best: i64,
    /// Type.
    pub event_type: EventType,
    /// Mode.
    pub mode: Option<&'e str>,
    /// CAMEO code.
    pub cameo: &'e str,
    /// Quad class.
    pub quad: Quad,
    /// Goldstein value.
    pub goldstein: f64,
    /// Status.
    pub status: Status,
    /// Channel.
    pub channel: Option<&'static str>,
    /// What it is about.
    pub about: Option<&'e str>,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
    /// How exact the days are.
    pub precision: Precision,
    /// Where; its mention is not kept.
    pub place: Option<&'e Place>,
    /// How many reports.
    pub reports: i64,
    /// How many independent ones.
    pub origins: i64,
    /// Per field, what reports say: see `incidents.consensus`.
    pub consensus: String,
    /// Who takes which part.
    pub parties: Vec<(Role, &'e Actor)>,
}

impl<'e> Incident<'e> {
    /// The incident that one event alone tells of; `key` is the event's.
    pub fn of(id: &str, key: i64, event: &'e Event) -> Self {
        let part = |role: Role| role.of(event).iter().map(move |actor| (role, actor));
        Self {
            id: id.to_owned(),
            best: key,
            event_type: event.event_type,
            mode: event.mode.as_deref(),
            cameo: &event.cameo,
            quad: event.quad,
            goldstein: event.goldstein,
            status: event.status,
            channel: event.channel.map(|channel| channel.as_str()),
            about: event.about.as_deref(),
            first: event.time.start,
            last: event.time.end,
            precision: event.time.precision,
            place: event.place.as_ref(),
            reports: 1,
            origins: 1,
            consensus: "{}".into(),
            parties: Role::ALL.into_iter().flat_map(part).collect(),
        }
    }

    /// Who has this part.
    pub fn sides(&self, role: Role) -> impl Iterator<Item = &'e Actor> + '_ {
        self.parties
            .iter()
            .filter(move |(part, _)| *part == role)
            .map(|(_, actor)| *actor)
    }
}

/// Writes an incident, new or in the place of the one with the key `known`, and returns its key.
pub fn store(
    sql: &Connection,
    known: Option<i64>,
    incident: &Incident<'_>,
    numbers: &mut Numbers,
) -> rusqlite::Result<i64> {
    let key = put(sql, known, incident)?;
    if known.is_some() {
        for delete in [
            "DELETE FROM incident_parties WHERE incident = ?1",
            "DELETE FROM dyads WHERE incident = ?1",
        ] {
            sql.prepare_cached(delete)?.execute([key])?;
        }
    }
    put_parties(sql, key, incident, numbers)?;
    put_dyads(sql, key, incident, numbers)?;
    Ok(key)
}

/// The columns of an incident but for its key.
const COLUMNS: &str = "id, type, mode, cameo, quad, goldstein, status, channel, about, first_date, last_date, \"precision\", place, country,
    lat, lon, reports, origins, event, consensus";
const VALUES: &str =
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20";

// An upsert would do for both, but for each SQLite keeps what the pages were before.
static ADD: LazyLock<String> =
    LazyLock::new(|| format!("INSERT INTO incidents ({COLUMNS}, key) VALUES ({VALUES}, ?21)"));
static CHANGE: LazyLock<String> =
    LazyLock::new(|| format!("UPDATE incidents SET ({COLUMNS}) = ({VALUES}) WHERE key = ?21"));

fn put(sql: &Connection, known: Option<i64>, incident: &Incident<'_>) -> rusqlite::Result<i64> {
    let place = incident.place;
    let put = if known.is_some() { &CHANGE } else { &ADD };
    sql.prepare_cached(put)?.execute(params![
        incident.id,
        number(EventType::ALL, incident.event_type),
        incident.mode,
        incident.cameo,
        number(Quad::ALL, incident.quad),
        incident.goldstein,
        number(Status::ALL, incident.status),
        incident.channel,
        incident.about,
        incident.first.map(|day| day.to_string()),
        incident.last.map(|day| day.to_string()),
        word(&incident.precision),
        place.map(|place| &place.name),
        place.and_then(|place| place.country.as_ref()),
        place.and_then(|place| place.lat),
        place.and_then(|place| place.lon),
        incident.reports,
        incident.origins,
        incident.best,
        incident.consensus,
        known
    ])?;
    Ok(known.unwrap_or_else(|| sql.last_insert_rowid()))
}

fn put_parties(
    sql: &Connection,
    key: i64,
    incident: &Incident<'_>,
    numbers: &mut Numbers,
) -> rusqlite::Result<()> {
    let add =
        "INSERT INTO incident_parties (incident, role, position, actor) VALUES (?1, ?2, ?3, ?4)";
    let mut add = sql.prepare_cached(add)?;
    for role in Role::ALL {
        for (position, actor) in incident.sides(role).enumerate() {
            let actor = numbers.actor(sql, actor)?;
            add.execute([key, role as i64, position as i64, actor])?;
        }
    }
    Ok(())
}

/// One row for each ordered pair of codes; who is on both sides does nothing to themselves, unless they are alone.
fn put_dyads(
    sql: &Connection,
    key: i64,
    incident: &Incident<'_>,
    numbers: &mut Numbers,
) -> rusqlite::Result<()> {
    let add =
        "INSERT INTO dyads (source, target, day, incident, fits, type, status, quad, goldstein)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let mut add = sql.prepare_cached(add)?;
    let fits = days::fits(incident.first, incident.last);
    for (source, target) in pairs(incident) {
        let (source, target) = (numbers.code(sql, source)?, numbers.code(sql, target)?);
        add.execute(params![
            source,
            target,
            days::number(incident.first.or(incident.last)),
            key,
            fits,
            number(EventType::ALL, incident.event_type),
            number(Status::ALL, incident.status),
            number(Quad::ALL, incident.quad),
            incident.goldstein
        ])?;
    }
    Ok(())
}

fn pairs<'e>(incident: &Incident<'e>) -> BTreeSet<(Option<&'e str>, Option<&'e str>)> {
    let side = |role| -> Vec<Option<&'e Actor>> {
        let actors: Vec<_> = incident.sides(role).map(Some).collect();
        if actors.is_empty() {
            vec![None]
        } else {
            actors
        }
    };
    let (sources, targets) = (side(Role::Source), side(Role::Target));
    let same = |a: Option<&Actor>, b: Option<&Actor>| {
        let (a, b) = (a.map(who), b.map(who));
        a == b
    };
    let all = |with_self: bool| -> BTreeSet<_> {
        let mut pairs = BTreeSet::new();
        for source in &sources {
            for target in &targets {
                if with_self || !same(*source, *target) {
                    pairs.insert((code_of(*source), code_of(*target)));
                }
            }
        }
        pairs
    };
    let differ = all(false);
    if differ.is_empty() { all(true) } else { differ }
}

fn who(actor: &Actor) -> (Option<&str>, Option<&str>, &str) {
    (actor.code.as_deref(), actor.entity.as_deref(), &actor.name)
}

fn code_of(actor: Option<&Actor>) -> Option<&str> {
    actor.and_then(|actor| actor.code.as_deref())
}

/// Removes those of the incidents that have no reports left.
pub fn remove_empty(sql: &Connection, incidents: &[i64]) -> rusqlite::Result<()> {
    let delete = "DELETE FROM incidents WHERE key = ?1
                  AND NOT EXISTS (SELECT 1 FROM reports WHERE incident = ?1)";
    for key in incidents {
        sql.prepare_cached(delete)?.execute([key])?;
    }
    Ok(())
}
