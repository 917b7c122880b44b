//! Government members of all states, about 1960 to 2011, from the Phoenix country dictionary (MIT).

use super::{Holding, Source};
use crate::generate::Paths;
use crate::generate::names::title_case;
use anyhow::{Context, Result};

pub fn read(paths: &Paths) -> Result<Vec<Holding>> {
    let path = paths.reference("countries/Phoenix.Countries.actors.txt");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut holdings = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        let entry = line.split(['#', ';']).next().unwrap_or_default();
        if let Some(alias) = entry.strip_prefix('+') {
            names.push(name(alias));
        } else if let Some(code) = entry.trim().strip_prefix('[') {
            holdings.extend(holding(&names, code.trim_end_matches([']', ' '])));
        } else {
            // Only entries that the dictionary marks as taken from its table of office holders are persons.
            names = if line.contains("CountryInfo.txt") {
                vec![name(entry)]
            } else {
                Vec::new()
            };
        }
    }
    Ok(holdings)
}

fn name(entry: &str) -> String {
    title_case(entry.trim().trim_end_matches('_').replace('_', " ").trim())
}

fn holding(names: &[String], code: &str) -> Option<Holding> {
    let first = names.first().filter(|name| plausible(name))?;
    let (actor, span) = code.split_once(' ').unwrap_or((code, ""));
    let country = today(actor.get(..3)?)?;
    if actor.get(3..6) != Some("GOV") {
        return None;
    }
    let (from, to) = dates(span.trim());
    Some(Holding {
        country: country.into(),
        names: std::iter::once(first)
            .chain(names[1..].iter().filter(|name| plausible(name)))
            .cloned()
            .collect(),
        code: format!("{country}.GOV"),
        rank: "minister".into(),
        from,
        to,
        source: Source::Phoenix,
        ..Holding::default()
    })
}

/// The dictionary's code of a state as the conventions have it; none for the invented state that it has for tests.
fn today(code: &str) -> Option<&str> {
    match code {
        "KNT" => None,
        "KSV" => Some("XKX"),
        "TMP" => Some("TLS"),
        "ROM" => Some("ROU"),
        "ZAR" => Some("COD"),
        other => Some(other),
    }
}

/// Two to five words of which none is a title.
fn plausible(name: &str) -> bool {
    let words = name.split(' ').count();
    let titles = [
        "gen",
        "maj",
        "brig",
        "lt",
        "col",
        "prince",
        "princess",
        "sheikh",
        "king",
        "queen",
        "doctor",
        "mme",
        "sir",
        "dr",
        "jr",
        "ii",
        "iii",
        "president",
        "minister",
        "prime",
        "general",
        "leader",
        "assembly",
        "authority",
        "hojatolislam",
        "sovyet",
        "ayatollah",
        "chairman",
        "colonel",
        "major",
        "captain",
        "admiral",
        "senator",
        "ambassador",
        "emperor",
        "sultan",
        "emir",
        "pope",
        "lord",
        "acting",
        "party",
        "council",
        "government",
        "governor",
        "mr",
        "mrs",
        "ms",
        "chief",
        "premier",
        "secretary",
        "department",
        "house",
        "vice-president",
        "advisor",
        "us",
        "chancellor",
        "mullah",
        "al",
    ];
    (2..=5).contains(&words)
        && !name
            .to_lowercase()
            .split([' ', '.'])
            .any(|word| titles.contains(&word))
}

/// `780430-790916`, `>080401` or `<790916` as two dates; the century is the one that keeps them in order.
fn dates(span: &str) -> (String, String) {
    match (
        span.strip_prefix('>'),
        span.strip_prefix('<'),
        span.split_once('-'),
    ) {
        (Some(from), ..) => (date(from), String::new()),
        (_, Some(to), _) => (String::new(), date(to)),
        (.., Some((from, to))) => {
            let (from, to) = (date(from), date(to));
            if from > to && from.starts_with("20") {
                (from.replacen("20", "19", 1), to)
            } else {
                (from, to)
            }
        }
        _ => (String::new(), String::new()),
    }
}

fn date(digits: &str) -> String {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return String::new();
    }
    if let (8, Some(year), Some(month)) = (digits.len(), digits.get(..4), digits.get(4..6)) {
        return format!("{year}-{month}");
    }
    let (Some(year), Some(month)) = (digits.get(..2), digits.get(2..4)) else {
        return String::new();
    };
    if !("01"..="12").contains(&month) {
        return String::new();
    }
    let century = if year <= "14" { "20" } else { "19" };
    format!("{century}{year}-{month}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        assert_eq!(dates("780430-790916"), ("1978-04".into(), "1979-09".into()));
        assert_eq!(dates(">080401"), ("2008-04".into(), String::new()));
        assert_eq!(dates("120101-500101"), ("1912-01".into(), "1950-01".into()));
    }

    #[test]
    fn persons() {
        let found = holding(&[name("DAI_BINGGUO_")], "CHNGOV >080401");
        assert_eq!(
            found.map(|holding| holding.names),
            Some(vec!["Dai Bingguo".to_string()])
        );
        assert!(holding(&[name("DAI_BINGGUO_")], "CHNELI").is_none());
    }
}
