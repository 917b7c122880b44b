use super::*;

/// `place | date | agencies | body`, with `-` for what is not there.
fn check(text: &str, expected: &str) {
    let Some(found) = read(text, 0, "2021-03-22".parse().ok()) else {
        assert_eq!(
            "no dateline",
            expected,
            "{text:?}: {:?}",
            Parts::read(text, 0)
        );
        return;
    };
    let names: Vec<&str> = found
        .agencies
        .iter()
        .map(|agency| agency.name.as_str())
        .collect();
    let or_dash = |words: Option<String>| words.unwrap_or_else(|| "-".into());
    let shown = [
        or_dash(found.place.map(|span| span.of(text).into())),
        or_dash(found.date.map(|date| date.to_string())),
        or_dash((!names.is_empty()).then(|| names.join(" + "))),
        text[found.span.end..].trim_start().to_string(),
    ];
    assert_eq!(shown.join(" | "), expected, "{text:?}");
}

#[test]
fn forms_of_the_agencies() {
    check(
        "GENEVA (AP) — Talks began.",
        "GENEVA | - | AP | Talks began.",
    );
    check(
        "SEOUL, South Korea (AP) -- Talks began.",
        "SEOUL, South Korea | - | AP | Talks began.",
    );
    check(
        "SACRAMENTO, Calif. (AP) _ Talks began.",
        "SACRAMENTO, Calif. | - | AP | Talks began.",
    );
    check(
        "GENEVA, July 4 (Reuters) - Talks began.",
        "GENEVA | 2021-07-04 | Reuters | Talks began.",
    );
    check(
        "GENEVA (Reuters) - Talks began.",
        "GENEVA | - | Reuters | Talks began.",
    );
    check(
        "GENEVA, July 4, 2019 (AFP) - Talks began.",
        "GENEVA | 2019-07-04 | AFP | Talks began.",
    );
    check(
        "GENEVA, July 4 (AFP)\nTalks began.",
        "GENEVA | 2021-07-04 | AFP | Talks began.",
    );
    check(
        "GENEVA, Sept. 4 (Xinhua) -- Talks began.",
        "GENEVA | 2021-09-04 | Xinhua | Talks began.",
    );
    check(
        "Pyongyang, March 4 (KCNA) -- Talks began.",
        "Pyongyang | 2021-03-04 | KCNA | Talks began.",
    );
    check(
        "GENEVA, March 4, Kyodo - Talks began.",
        "GENEVA | 2021-03-04 | Kyodo | Talks began.",
    );
    check(
        "GENEVA, March 4. /TASS/. Talks began.",
        "GENEVA | 2021-03-04 | TASS | Talks began.",
    );
    check(
        "GENEVA. March 4 (Interfax) - Talks began.",
        "GENEVA | 2021-03-04 | Interfax | Talks began.",
    );
    check(
        "GENEVA, March 4 (Itar-Tass) - Talks began.",
        "GENEVA | 2021-03-04 | Itar-Tass | Talks began.",
    );
    check(
        "Geneva (dpa) - Talks began.",
        "Geneva | - | dpa | Talks began.",
    );
    check(
        "Geneva, Mar 4 (EFE).- Talks began.",
        "Geneva | 2021-03-04 | EFE | Talks began.",
    );
    check(
        "Geneva, March 4, IRNA - Talks began.",
        "Geneva | 2021-03-04 | IRNA | Talks began.",
    );
    check(
        "Geneva, IRNA – Talks began.",
        "Geneva | - | IRNA | Talks began.",
    );
    check(
        "RIYADH, 4 March (SPA) -- Talks began.",
        "RIYADH | 2021-03-04 | SPA | Talks began.",
    );
    check(
        "Riyadh, Ramadan 05, 1442, April 17, 2021, SPA -- Talks began.",
        "Riyadh | 2021-04-17 | SPA | Talks began.",
    );
    check("GENEVA\n\nTalks began.", "GENEVA | - | - | Talks began.");
    check(
        "Geneva, Mar 4 (PTI) Talks began.",
        "Geneva | 2021-03-04 | PTI | Talks began.",
    );
    check("GENEVA —  Talks began.", "GENEVA | - | - | Talks began.");
    check(
        "GENEVA, March 4 — Talks began.",
        "GENEVA | 2021-03-04 | - | Talks began.",
    );
    check("GENEVA: Talks began.", "GENEVA | - | - | Talks began.");
    check("GENEVA—Talks began.", "GENEVA | - | - | Talks began.");
}

#[test]
fn other_forms() {
    check(
        "GENEVA (Daily Wire / Sputnik - 4th March, 2020) Talks began.",
        "GENEVA | 2020-03-04 | Daily Wire + Sputnik | Talks began.",
    );
    check(
        "BONN/PARIS, Dec 31 (Reuters) - Talks began.",
        "BONN/PARIS | 2020-12-31 | Reuters | Talks began.",
    );
    check(
        "UNITED NATIONS (AP) — Talks began.",
        "UNITED NATIONS | - | AP | Talks began.",
    );
    check(
        "WASHINGTON, D.C. (AP) — Talks began.",
        "WASHINGTON, D.C. | - | AP | Talks began.",
    );
    check(
        "ST. PETERSBURG, March 4. /TASS/. Talks began.",
        "ST. PETERSBURG | 2021-03-04 | TASS | Talks began.",
    );
    check(
        "RIO DE JANEIRO, March 4 (Xinhua) -- Talks began.",
        "RIO DE JANEIRO | 2021-03-04 | Xinhua | Talks began.",
    );
    check(
        "NEW YORK, March 4, 2021 /PRNewswire/ -- Talks began.",
        "NEW YORK | 2021-03-04 | PRNewswire | Talks began.",
    );
    check("(Reuters) - Talks began.", "- | - | Reuters | Talks began.");
    check(
        "March 4 (Reuters) - Talks began.",
        "- | 2021-03-04 | Reuters | Talks began.",
    );
    check(
        "ADEN, Yemen — Talks began.",
        "ADEN, Yemen | - | - | Talks began.",
    );
    check(
        "CAIRO, 22nd of March 2021 (MENA) - Talks began.",
        "CAIRO | 2021-03-22 | MENA | Talks began.",
    );
    check(
        "CAIRO, March 22, 2021. Talks began.",
        "CAIRO | 2021-03-22 | - | Talks began.",
    );
}

#[test]
fn prose_is_no_dateline() {
    for text in [
        "Talks began.",
        "NATO (North Atlantic Treaty Organization) said no.",
        "BREAKING - Talks began.",
        "EXCLUSIVE: Talks began.",
        "Kim — the leader — said no.",
        "Anna Weber (Greens) - said no.",
        "March 4 was cold.",
        "On March 4 talks began.",
        "A: yes.\nB: no.",
        "MR. SMITH: Yes.\n\nMS. JONES: No.",
        "US-led talks began.",
        "TALKS IN GENEVA RESUME\n\nThey met.",
        "In Geneva, March 4 was cold.",
        "",
        "(",
        "(AP",
    ] {
        check(text, "no dateline");
    }
}

#[test]
fn a_large_city_is_known_for_one() {
    check("Havana — Talks began.", "Havana | - | - | Talks began.");
    check("Jeddah: Talks began.", "Jeddah | - | - | Talks began.");
    check("ALMATY. Talks began.", "ALMATY | - | - | Talks began.");
    check(
        "OTTAWA/NUUK. Talks began.",
        "OTTAWA/NUUK | - | - | Talks began.",
    );
    check("Talks - the first in a year - began.", "no dateline");
    check("Havana. Talks began.", "no dateline");
    check("UNESCO. Talks began.", "no dateline");
}

#[test]
fn a_date_needs_no_year_before_a_stop_nor_an_agency_a_name_known() {
    check(
        "MOSCOW, July 22. Talks began.",
        "MOSCOW | 2021-07-22 | - | Talks began.",
    );
    check(
        "Ankara (HOL) - Talks began.",
        "Ankara | - | HOL | Talks began.",
    );
    check("Talks (the first) - began.", "no dateline");
}

#[test]
fn an_agency_may_go_by_the_name_of_its_site() {
    check(
        "Dhaka, Nov 24 (bdnews24.com) - Talks began.",
        "Dhaka | 2020-11-24 | bdnews24.com | Talks began.",
    );
}
