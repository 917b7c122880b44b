//! Archigos 4.1 (Goemans, Gleditsch and Chiozza 2009): effective leaders with exact dates, to 2015.

use super::{CowCodes, Holding, Source};
use crate::generate::{Paths, table};
use anyhow::Result;
use serde::Deserialize;

/// Leaders who left before this are not kept.
const SINCE: &str = "1945";

#[derive(Deserialize)]
struct Leader {
    ccode: f64,
    leader: String,
    startdate: String,
    enddate: String,
    exit: String,
    dbpediauri: String,
}

pub fn read(paths: &Paths, cow: &CowCodes) -> Result<Vec<Holding>> {
    let leaders: Vec<Leader> = table::read_csv(&paths.reference("leaders/archigos_4.1.csv"))?;
    let recent = leaders
        .into_iter()
        .filter(|leader| leader.enddate.as_str() >= SINCE);
    Ok(recent.filter_map(|leader| holding(&leader, cow)).collect())
}

fn holding(leader: &Leader, cow: &CowCodes) -> Option<Holding> {
    let year: u32 = leader.startdate.get(..4)?.parse().ok()?;
    let country = cow.code(leader.ccode as u32, year)?;
    let name = encyclopedia_name(&leader.dbpediauri).unwrap_or_else(|| leader.leader.clone());
    let still = leader.exit.contains("Still");
    Some(Holding {
        country: country.into(),
        names: vec![name],
        code: format!("{country}.GOV"),
        rank: "head".into(),
        from: leader.startdate.clone(),
        to: if still {
            String::new()
        } else {
            leader.enddate.clone()
        },
        source: Source::Archigos,
        ..Holding::default()
    })
}

/// The full name that ends an encyclopedia link, doubly encoded: `Ulysses-5FS.-5FGrant`.
fn encyclopedia_name(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("_resource_")?;
    let coded = rest.split('&').next()?.replace('-', "%");
    let once = percent_decoded(&coded)?;
    let twice = percent_decoded(&once)?.replace('_', " ");
    let name = twice.split(['(', ',']).next()?.trim().to_string();
    let plain = name.contains(' ')
        && name
            .chars()
            .all(|c| c.is_alphabetic() || " .'-’".contains(c));
    plain.then_some(name)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) => {
                let hex = [*high, *low];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_links() {
        let name =
            |tail: &str| encyclopedia_name(&format!("http-3A__dbpedia.org_resource_{tail}&d=BQ"));
        assert_eq!(
            name("Ulysses-5FS.-5FGrant").as_deref(),
            Some("Ulysses S. Grant")
        );
        assert_eq!(
            name("Oswaldo-5FL-25C3-25B3pez-5FArellano").as_deref(),
            Some("Oswaldo López Arellano")
        );
        assert_eq!(name("List-5Fof-5F2"), None);
        assert_eq!(encyclopedia_name("NA"), None);
    }
}
