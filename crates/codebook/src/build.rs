//! Puts a codebook together from what its files say.

use crate::frames::{FrameData, Frames};
use crate::names::{NameBuilder, NameForm, Posting};
use crate::places::{self, Places};
use crate::table::{Rows, Table, values};
use crate::who::{self, EntityKind, EntityRef, OFFICES, ROLES, Who, office_country};

pub(crate) fn frames(mut data: FrameData) -> Frames {
    // The stable sort keeps the first of two frames with one id first; `check` reports the other.
    data.frames.sort_by(|a, b| a.id.cmp(&b.id));
    data.frames.dedup_by(|a, b| a.id == b.id);
    Frames::new(data)
}

/// A user's frame replaces the one of its id.
pub(crate) fn overlay_frames(frames: &mut Frames, over: FrameData) {
    if over.frames.is_empty() && over.classes == frames.data.classes {
        return;
    }
    let mut all = over.frames;
    all.append(&mut frames.data.frames);
    *frames = self::frames(FrameData {
        frames: all,
        classes: over.classes,
    });
}

/// A user's row replaces the rows whose first cell is the same.
pub(crate) fn overlay_who(who: &mut Who, over: [Rows; 7]) {
    if over.iter().all(|rows| rows.0.is_empty()) {
        return;
    }
    let mut rows: [Rows; 7] = std::array::from_fn(|index| who.tables[index].unpack());
    for (rows, over) in rows.iter_mut().zip(over) {
        rows.overlay(over, &[0]);
    }
    *who = self::who(rows);
}

/// A user's place replaces the one of the same number, name and country.
pub(crate) fn overlay_places(places: &mut Places, over: Rows) {
    if over.0.is_empty() {
        return;
    }
    let mut rows = places.table.unpack();
    rows.overlay(over, &[0, 1, 2]);
    *places = self::places(rows);
}

pub(crate) fn who(mut rows: [Rows; 7]) -> Who {
    for row in &mut rows[ROLES].0 {
        row.cells[0] = row.cells[0].to_lowercase();
    }
    rows.iter_mut().for_each(Rows::sort);
    let mut index = 0;
    let tables = rows.map(|rows| {
        let table = Table::pack(who::FILES[index].1.len(), &rows);
        index += 1;
        table
    });
    let mut who = Who {
        by_country: by_country(&tables[OFFICES]),
        tables,
        names: NameBuilder::default().build(),
        surnames: NameBuilder::default().build(),
    };
    who.names = entity_names(&who).build();
    who.surnames = surnames(&who).build();
    who
}

fn by_country(offices: &Table) -> Vec<u32> {
    let mut rows: Vec<u32> = (0..offices.len() as u32).collect();
    rows.sort_by_key(|&row| {
        let cell = |column| offices.cell(row as usize, column);
        (office_country(cell(1)), cell(3), cell(4), row)
    });
    rows
}

/// Main names of all entities first, then the rest, so that candidates come in that order.
fn entity_names(who: &Who) -> NameBuilder {
    let mut names = NameBuilder::default();
    let posting = |entity: EntityRef, form| Posting {
        number: entity.0,
        form,
    };
    for (entity, first) in who.periods() {
        let form = match entity.kind() {
            EntityKind::Metonym => NameForm::Metonym,
            _ => NameForm::Name,
        };
        names.add(entity.name(), posting(first, form));
    }
    for (entity, first) in who
        .periods()
        .filter(|(entity, _)| entity.kind() == EntityKind::Person)
    {
        for name in std::iter::once(entity.name()).chain(entity.aliases()) {
            let variants = [
                capital_after_hyphen(name),
                small_after_hyphen(name, entity.surname()),
            ];
            for variant in variants.iter().flatten() {
                names.add(variant, posting(first, NameForm::Alias));
            }
        }
    }
    for (entity, first) in who.periods() {
        let mut add = |name: &str, form| names.add(name, posting(first, form));
        add(entity.official(), NameForm::Alias);
        // "the Faroes" is found without its article.
        let bare = |name: &str| name.strip_prefix("the ").unwrap_or(name).to_owned();
        entity
            .aliases()
            .for_each(|name| add(&bare(name), NameForm::Alias));
        entity
            .adjectives()
            .for_each(|name| add(name, NameForm::Adjective));
        for name in entity.inhabitants() {
            add(name, NameForm::Inhabitants);
            if let Some(plural) = plural(name) {
                add(&plural, NameForm::Inhabitants);
            }
        }
    }
    names
}

/// The plural of an inhabitant's noun; none where it is one already or has none ("Chinese").
fn plural(noun: &str) -> Option<String> {
    if let Some(stem) = noun.strip_suffix("man") {
        return Some(format!("{stem}men"));
    }
    let same = ["s", "x", "ese", "sh", "ch", "men", "people"];
    (!same.iter().any(|ending| noun.ends_with(ending))).then(|| format!("{noun}s"))
}

/// "Kim Jong-un" is "Kim Jong Un" elsewhere; none where no small letter follows a hyphen.
fn capital_after_hyphen(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('-').collect();
    let small = |part: &&str| part.starts_with(|c: char| c.is_lowercase());
    if !parts[1..].iter().any(small) {
        return None;
    }
    let capital = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    };
    let rest: Vec<String> = parts[1..].iter().map(|part| capital(part)).collect();
    Some(format!("{}-{}", parts[0], rest.join("-")))
}

/// "Choe Son Hui" is "Choe Son-hui" elsewhere: a surname that comes first, and a given name of two syllables.
fn small_after_hyphen(name: &str, surname: &str) -> Option<String> {
    let [family, first, second] = name.split(' ').collect::<Vec<_>>()[..] else {
        return None;
    };
    let mut given = first.chars().chain(second.chars());
    let plain = family == surname && given.all(char::is_alphabetic);
    plain.then(|| format!("{family} {first}-{}", second.to_lowercase()))
}

fn surnames(who: &Who) -> NameBuilder {
    let mut names = NameBuilder::default();
    for entity in who
        .entities()
        .filter(|entity| entity.kind() == EntityKind::Person)
    {
        for surname in values(entity.surname()) {
            names.add(
                surname,
                Posting {
                    number: entity.reference().0,
                    form: NameForm::Surname,
                },
            );
        }
    }
    names
}

pub(crate) fn places(mut rows: Rows) -> Places {
    rows.sort();
    // Of places of one name the one with the most people comes first.
    rows.0
        .sort_by_key(|row| std::cmp::Reverse(row.cell(6).parse::<u64>().unwrap_or(0)));
    let table = Table::pack(places::COLUMNS.len(), &rows);
    let mut names = NameBuilder::default();
    for row in 0..table.len() {
        names.add(
            table.cell(row, 1),
            Posting {
                number: row as u32,
                form: NameForm::Name,
            },
        );
        for alias in table.list(row, 8) {
            names.add(
                alias,
                Posting {
                    number: row as u32,
                    form: if is_abbreviation(alias) {
                        NameForm::Abbreviation
                    } else {
                        NameForm::Alias
                    },
                },
            );
        }
    }
    Places {
        table,
        names: names.build(),
    }
}

/// "Calif.", "N.Y.", "NSW": a form that ends in a period, or of two or three capitals.
fn is_abbreviation(alias: &str) -> bool {
    let capitals = (2..=3).contains(&alias.len()) && alias.chars().all(|c| c.is_ascii_uppercase());
    capitals || alias.ends_with('.')
}
