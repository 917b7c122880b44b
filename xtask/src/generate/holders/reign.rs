//! The REIGN leader list: effective leaders of all states to March 2021, mostly by surname alone.

use super::{CowCodes, Holding, Source};
use crate::generate::{Paths, table};
use anyhow::Result;
use serde::Deserialize;

#[derive(Deserialize)]
struct Leader {
    ccode: u32,
    leader: String,
    sdate: String,
    smonth: String,
    syear: String,
    emonth: String,
    eyear: String,
    gender: String,
}

pub fn read(paths: &Paths, cow: &CowCodes) -> Result<Vec<Holding>> {
    let leaders: Vec<Leader> =
        table::read_csv(&paths.reference("leaders/reign_leaderlist_2021-03.csv"))?;
    Ok(leaders
        .iter()
        .filter_map(|leader| holding(leader, cow))
        .collect())
}

fn holding(leader: &Leader, cow: &CowCodes) -> Option<Holding> {
    let country = cow.code(leader.ccode, leader.syear.parse().ok()?)?;
    let name = leader.leader.split('(').next().unwrap_or_default().trim();
    Some(Holding {
        country: country.into(),
        names: vec![name.into()],
        gender: match leader.gender.as_str() {
            "1" => "m".into(),
            "0" => "f".into(),
            _ => String::new(),
        },
        code: format!("{country}.GOV"),
        rank: "head".into(),
        from: date(&leader.syear, &leader.smonth, &leader.sdate),
        to: date(&leader.eyear, &leader.emonth, ""),
        source: Source::Reign,
        ..Holding::default()
    })
}

fn date(year: &str, month: &str, day: &str) -> String {
    match (
        year.parse::<u32>(),
        month.parse::<u32>(),
        day.parse::<u32>(),
    ) {
        (Ok(year), Ok(month), Ok(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Ok(year), Ok(month), _) => format!("{year:04}-{month:02}"),
        (Ok(year), ..) => format!("{year:04}"),
        _ => String::new(),
    }
}
