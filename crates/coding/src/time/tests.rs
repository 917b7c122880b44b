//! Small cases: a date, a sentence and what is found in it, `words = value`, joined by `;`.

use super::{TimeKind, find, find_plain, of_event};
use crate::event::Status;
use crate::trial::{read, word};
use jiff::civil::Date;
use proptest::prelude::*;

/// Monday.
const MARCH_22: &str = "2021-03-22";

fn render(anchor: &str, text: &str) -> String {
    let found = find_plain(text, anchor.parse().ok());
    let each = found
        .iter()
        .map(|found| format!("{} = {}", found.span.of(text), found.value));
    each.collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check_at(anchor: &str, text: &str, expected: &str) {
    assert_eq!(render(anchor, text), expected, "{text}");
}

#[track_caller]
fn check(text: &str, expected: &str) {
    check_at(MARCH_22, text, expected);
}

/// Checks the first and last day of the first expression.
#[track_caller]
fn check_days(text: &str, from: &str, to: &str) {
    let found = find_plain(text, MARCH_22.parse().ok());
    let day = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
    let days = found.first().map(|first| (day(first.from), day(first.to)));
    assert_eq!(days, Some((from.to_owned(), to.to_owned())), "{text}");
}

#[test]
fn absolute_dates_in_all_orders() {
    check("They signed on May 3, 2019.", "May 3, 2019 = 2019-05-03");
    check("They signed on 3 May 2019.", "3 May 2019 = 2019-05-03");
    check(
        "They signed on 3rd May, 2019.",
        "3rd May, 2019 = 2019-05-03",
    );
    check(
        "They signed on the 3rd of May 2019.",
        "the 3rd of May 2019 = 2019-05-03",
    );
    check(
        "They signed on May 3rd, 2019.",
        "May 3rd, 2019 = 2019-05-03",
    );
    check(
        "They signed on Friday, May 3, 2019.",
        "Friday, May 3, 2019 = 2019-05-03",
    );
    check(
        "They signed on Fri., 3 May 2019.",
        "Fri., 3 May 2019 = 2019-05-03",
    );
    check("They signed on 2019-05-03.", "2019-05-03 = 2019-05-03");
    check("They signed on 5/3/2019.", "5/3/2019 = 2019-05-03");
    check("They signed on 13/05/2019.", "13/05/2019 = 2019-05-13");
    check("They signed on 03.05.2019.", "03.05.2019 = 2019-05-03");
    check("They signed in May 2019.", "May 2019 = 2019-05");
    check("They signed in May of 2019.", "May of 2019 = 2019-05");
    check("They signed in Sept. 2019.", "Sept. 2019 = 2019-09");
    check(
        "They signed on Nov. 7, 1917, in the capital.",
        "Nov. 7, 1917 = 1917-11-07",
    );
    check("The 2014 annexation was condemned.", "2014 = 2014");
}

#[test]
fn years_and_what_only_looks_like_one() {
    check("Ties were cut in 2016.", "2016 = 2016");
    check("Ties were cut in the year 2016.", "the year 2016 = 2016");
    check("Ties were cut in '98.", "'98 = 1998");
    check(
        "Ties were cut in nineteen ninety-eight.",
        "nineteen ninety-eight = 1998",
    );
    check("The treaty of 1815 stood.", "");
    check("The treaty dates from 1815.", "1815 = 1815");
    check("Some 2000 soldiers crossed.", "");
    check("It let in two thousand for a time.", "");
    check(
        "Ties will be cut by the year two thousand.",
        "the year two thousand = 2000",
    );
    check("They paid $1995 for it.", "");
    check("Flight 1907 was turned back.", "");
    check("The council passed Resolution 1973.", "");
    check("About 1,950 people fled.", "");
    check("Shares closed at 2017.35 points.", "");
    check("The team won 21-19.", "");
    check("Call 555-2020 for help.", "");
}

#[test]
fn decades_and_centuries() {
    check("Borders were drawn in the 1990s.", "the 1990s = 199");
    check(
        "Borders were drawn in the late 1970s.",
        "the late 1970s = 197",
    );
    check(
        "Borders were drawn in the mid-1990s.",
        "the mid-1990s = 199",
    );
    check("Borders were drawn in the '80s.", "the '80s = 198");
    check("Borders were drawn in the nineties.", "the nineties = 199");
    check(
        "Borders were drawn in the 19th century.",
        "the 19th century = 18",
    );
    check(
        "Borders were drawn in the twentieth century.",
        "the twentieth century = 19",
    );
}

#[test]
fn weekdays_follow_the_tense() {
    check("The envoy arrived on Monday.", "Monday = 2021-03-22");
    check("The envoy arrived on Friday.", "Friday = 2021-03-19");
    check("The envoy will arrive on Friday.", "Friday = 2021-03-26");
    check(
        "The envoy is scheduled to arrive Friday.",
        "Friday = 2021-03-26",
    );
    check("The envoy arrived last Monday.", "last Monday = 2021-03-15");
    check("The envoy arrives next Monday.", "next Monday = 2021-03-29");
    check(
        "The envoy arrives this Thursday.",
        "this Thursday = 2021-03-25",
    );
    check(
        "The envoy arrived on Tuesday of last week.",
        "Tuesday of last week = 2021-03-16",
    );
    check(
        "The envoy arrived Sunday night.",
        "Sunday night = 2021-03-21TNI",
    );
    check(
        "The envoy arrived on Saturday morning.",
        "Saturday morning = 2021-03-20TMO",
    );
    check(
        "The envoy arrived in the capital on Wednesday's flight.",
        "Wednesday = 2021-03-17",
    );
    check(
        "The envoy arrives this coming Sunday.",
        "this coming Sunday = 2021-03-28",
    );
    check("The sun rose and they sat; mon ami.", "");
}

#[test]
fn days_near_the_document() {
    check("He flew home yesterday.", "yesterday = 2021-03-21");
    check("He flew home today.", "today = 2021-03-22");
    check("He flies home tomorrow.", "tomorrow = 2021-03-23");
    check(
        "He flew home the day before yesterday.",
        "the day before yesterday = 2021-03-20",
    );
    check(
        "He flies home the day after tomorrow.",
        "the day after tomorrow = 2021-03-24",
    );
    check("He flew home last night.", "last night = 2021-03-21TNI");
    check("He speaks tonight.", "tonight = 2021-03-22TNI");
    check("He spoke this morning.", "this morning = 2021-03-22TMO");
    check(
        "He spoke yesterday afternoon.",
        "yesterday afternoon = 2021-03-21TAF",
    );
    check(
        "He flies home tomorrow night.",
        "tomorrow night = 2021-03-23TNI",
    );
}

#[test]
fn weeks_months_quarters_years() {
    check("Talks stalled last week.", "last week = 2021-W11");
    check("Talks resume next week.", "next week = 2021-W13");
    check("Talks stalled last month.", "last month = 2021-02");
    check("Talks resume next month.", "next month = 2021-04");
    check("Talks stalled this year.", "this year = 2021");
    check("Talks stalled last year.", "last year = 2020");
    check("Talks resume next year.", "next year = 2022");
    check(
        "Talks stalled earlier this week.",
        "earlier this week = 2021-W12",
    );
    check(
        "Talks resume later this month.",
        "later this month = 2021-03",
    );
    check("Talks stalled late last year.", "late last year = 2020");
    check(
        "Talks resume early next week.",
        "early next week = 2021-W13",
    );
    check(
        "Talks stalled over the weekend.",
        "the weekend = 2021-W11-WE",
    );
    check(
        "Talks resume by the end of the month.",
        "the end of the month = 2021-03",
    );
    check(
        "Talks resume at the end of this week.",
        "the end of this week = 2021-W12",
    );
    check(
        "Growth slowed in the fourth quarter.",
        "the fourth quarter = 2020-Q4",
    );
    check(
        "Growth slowed in the third quarter of 2019.",
        "the third quarter of 2019 = 2019-Q3",
    );
    check("Growth slowed in Q3 2019.", "Q3 2019 = 2019-Q3");
    check(
        "Growth slowed in the first half of 2019.",
        "the first half of 2019 = 2019-H1",
    );
    check(
        "Growth will slow in next year's first quarter.",
        "next year's first quarter = 2022-Q1",
    );
    check("Third-quarter exports dropped.", "Third-quarter = 2020-Q3");
    check("Exports rose in fiscal 2019.", "fiscal 2019 = 2019");
    check(
        "Talks resume in the week of April 5.",
        "the week of April 5 = 2021-W14",
    );
}

#[test]
fn months_and_days_without_a_year() {
    check("They met in January.", "January = 2021-01");
    check("They met in December.", "December = 2020-12");
    check("They will meet in May.", "May = 2021-05");
    check("They may meet.", "");
    check("They will march in June.", "June = 2021-06");
    check("They met in early March.", "early March = 2021-03");
    check("They met in mid-February.", "mid-February = 2021-02");
    check("They met last November.", "last November = 2020-11");
    check("They met on Feb. 11 in Oslo.", "Feb. 11 = 2021-02-11");
    check("They will meet on April 6.", "April 6 = 2021-04-06");
    check("They met in June last year.", "June last year = 2020-06");
    check(
        "They met in January this year.",
        "January this year = 2021-01",
    );
    check_at(
        "1989-10-30",
        "The payment was set for Dec. 7.",
        "Dec. 7 = 1989-12-07",
    );
    check_at(
        "2000-01-06",
        "He was to return on Jan. 14.",
        "Jan. 14 = 2000-01-14",
    );
}

#[test]
fn seasons_and_holidays() {
    check("They met last summer.", "last summer = 2020-SU");
    check("They met this winter.", "this winter = 2020-WI");
    check(
        "They met in the winter of 1994.",
        "the winter of 1994 = 1994-WI",
    );
    check(
        "They met in the spring of 2019.",
        "the spring of 2019 = 2019-SP",
    );
    check("Prices fall; water will spring up.", "");
    check("They met on Christmas Day.", "Christmas Day = 2020-12-25");
    check("They met on New Year's Eve.", "New Year's Eve = 2020-12-31");
    check("They will meet on Good Friday.", "Good Friday = 2021-04-02");
    check(
        "They met on Easter Sunday 2018.",
        "Easter Sunday 2018 = 2018-04-01",
    );
    check(
        "They will meet on Thanksgiving.",
        "Thanksgiving = 2021-11-25",
    );
    check(
        "They will meet on the first Monday of May.",
        "the first Monday of May = 2021-05-03",
    );
    check(
        "They met on the last Friday in January 2019.",
        "the last Friday in January 2019 = 2019-01-25",
    );
    check(
        "They will meet in the last week of April.",
        "the last week of April = 2021-W17",
    );
}

#[test]
fn offsets() {
    check("The war ended five years ago.", "five years ago = 2016");
    check("The war ended two months ago.", "two months ago = 2021-01");
    check(
        "The war ended three weeks ago.",
        "three weeks ago = 2021-W09",
    );
    check("The war ended ten days ago.", "ten days ago = 2021-03-12");
    check("The war ended a decade ago.", "a decade ago = 2011");
    check(
        "The war ended nearly two years ago.",
        "nearly two years ago = 2019",
    );
    check(
        "The war ended a couple of years ago.",
        "a couple of years ago = 2019",
    );
    check("The war ended years ago.", "years ago = PAST_REF");
    check(
        "They met on May 3, 2019. Two days later he resigned.",
        "May 3, 2019 = 2019-05-03; Two days later = 2019-05-05",
    );
    check(
        "They met on May 3, 2019. The following day he resigned.",
        "May 3, 2019 = 2019-05-03; The following day = 2019-05-04",
    );
    check(
        "They met in 1995. The following year he resigned.",
        "1995 = 1995; The following year = 1996",
    );
    check(
        "They met on May 3, 2019. He resigned the same day.",
        "May 3, 2019 = 2019-05-03; the same day = 2019-05-03",
    );
    check(
        "They met on May 3, 2019, and a month earlier too.",
        "May 3, 2019 = 2019-05-03; a month earlier = 2019-04",
    );
    check(
        "They met two days after Easter.",
        "two days after Easter = 2021-04-06",
    );
    check(
        "They met the day before May 3, 2019.",
        "the day before May 3, 2019 = 2019-05-02",
    );
    check(
        "They will meet three days from now.",
        "three days from now = 2021-03-25",
    );
    check("They met two days after the vote.", "two days = P2D");
    check(
        "They split two and a half years ago.",
        "two and a half years ago = 2018-09",
    );
}

#[test]
fn weeks_off_are_days() {
    check_days("They met two weeks ago.", "2021-03-08", "2021-03-08");
    check_days("They had met a week earlier.", "2021-03-15", "2021-03-15");
    check_days("A week before, they had met.", "2021-03-15", "2021-03-15");
    check_days("They had met the week before.", "2021-03-15", "2021-03-21");
}

#[test]
fn nights_before_and_eves() {
    check(
        "They met on Friday, but had quarrelled the night before.",
        "Friday = 2021-03-19; the night before = 2021-03-18TNI",
    );
    check(
        "They met on Friday. They had quarrelled on the very eve.",
        "Friday = 2021-03-19; the very eve = 2021-03-18",
    );
    check("They stood on the eve of war.", "");
}

#[test]
fn heads_of_chronologies_go_forward() {
    let heads = |text: &str| find_plain(text, MARCH_22.parse().ok());
    assert_eq!(heads("August: The two sides meet.")[0].value, "2020-08");
    assert_eq!(heads("March: The two sides meet.")[0].value, "2021-03");
}

#[test]
fn lengths() {
    check("They talked for three days.", "three days = P3D");
    check(
        "They talked for two and a half hours.",
        "two and a half hours = PT2H30M",
    );
    check("They talked for half an hour.", "half an hour = PT30M");
    check("They talked for 2 1/2 years.", "2 1/2 years = P2Y6M");
    check(
        "They talked for a year and a half.",
        "a year and a half = P1Y6M",
    );
    check(
        "They talked for twenty-four hours.",
        "twenty-four hours = PT24H",
    );
    check(
        "They talked for more than a decade.",
        "more than a decade = P10Y",
    );
    check(
        "They talked for at least two more weeks.",
        "at least two more weeks = P2W",
    );
    check("They talked for weeks.", "weeks = PXW");
    check("They talked for several months.", "several months = PXM");
    check(
        "They talked for two to three weeks.",
        "two to three weeks = PXW",
    );
    check("A two-day visit began.", "two-day = P2D");
    check("A week-long visit began.", "week-long = P1W");
    check("A yearlong siege began.", "yearlong = P1Y");
    check("They talked for a hundred days.", "a hundred days = P100D");
    check(
        "Profit rose in the year ended March 1.",
        "the year = P1Y; March 1 = 2021-03-01",
    );
    check("He sentenced them to twenty years.", "twenty years = P20Y");
}

#[test]
fn ages_are_no_times() {
    check("He is 48 years old.", "");
    check("The 48-year-old diplomat spoke.", "");
    check("A man, 54, was held.", "");
    check("An eight-month-old dispute ended.", "");
}

#[test]
fn stretches_up_to_now_and_from_now() {
    check("Tension rose in recent weeks.", "recent weeks = PXW");
    check(
        "Tension rose in the past two weeks.",
        "the past two weeks = P2W",
    );
    check(
        "Tension rose over the last five years.",
        "the last five years = P5Y",
    );
    check(
        "Tension will rise in the coming months.",
        "the coming months = PXM",
    );
    check(
        "Tension will rise in the next ten days.",
        "the next ten days = P10D",
    );
    check_days("Tension rose in recent days.", "2021-03-15", "2021-03-22");
    check_days("Tension rose in recent weeks.", "2021-02-22", "2021-03-22");
    check_days("Tension rose in recent months.", "2020-12-22", "2021-03-22");
    check_days("Tension rose in recent years.", "", "2021-03-22");
    check_days(
        "Tension rose in the past two weeks.",
        "2021-03-08",
        "2021-03-22",
    );
    check_days(
        "Tension will rise in the next ten days.",
        "2021-03-22",
        "2021-04-01",
    );
}

#[test]
fn bounds_make_intervals() {
    check_days("It has been shut since 2017.", "2017-01-01", "");
    check_days("It has been shut since Friday.", "2021-03-19", "");
    check_days("It will be shut until April 6.", "", "2021-04-06");
    check_days("It must be shut by Friday.", "2021-03-22", "2021-03-26");
    check_days("It was shut before May 3, 2019.", "", "2019-05-02");
    check_days("It was shut after May 3, 2019.", "2019-05-04", "");
    check_days(
        "It was shut from May 3 to 7, 2019.",
        "2019-05-03",
        "2019-05-07",
    );
    check_days("It was shut May 3-7, 2019.", "2019-05-03", "2019-05-07");
    check_days(
        "It was shut between 2014 and 2016.",
        "2014-01-01",
        "2016-12-31",
    );
    check_days("It was shut in 2014-2016.", "2014-01-01", "2016-12-31");
    check_days(
        "It will be open from Monday to Friday.",
        "2021-03-22",
        "2021-03-26",
    );
    check_days(
        "He spoke on the eve of May 3, 2019.",
        "2019-05-02",
        "2019-05-02",
    );
}

#[test]
fn days_of_stretches() {
    check_days("They met earlier this week.", "2021-03-22", "2021-03-28");
    check_days("They met earlier this month.", "2021-03-01", "2021-03-31");
    check_days("They met in early February.", "2021-02-01", "2021-02-10");
    check_days("They met in mid-February.", "2021-02-11", "2021-02-20");
    check_days("They met late last year.", "2020-09-01", "2020-12-31");
    check_days(
        "They met at the end of February.",
        "2021-02-21",
        "2021-02-28",
    );
    check_days("They met in the past week.", "2021-03-15", "2021-03-22");
    check_days("They met in the last month.", "2021-02-22", "2021-03-22");
    check_days("They fought overnight.", "2021-03-21", "2021-03-22");
    check_days(
        "They met on Thursday and Friday.",
        "2021-03-18",
        "2021-03-19",
    );
    check_days("They met in 2014 and 2016.", "2014-01-01", "2014-12-31");
    check_days(
        "They will leave within ten days.",
        "2021-03-22",
        "2021-04-01",
    );
    check_days(
        "They will leave before the end of the year.",
        "2021-03-22",
        "2021-12-31",
    );
    check_days("They met shortly after 9pm.", "2021-03-22", "2021-03-22");
    check_days("They met last week.", "2021-03-15", "2021-03-21");
    check_days("They met in the 1990s.", "1990-01-01", "1999-12-31");
    check_days("They met over the weekend.", "2021-03-20", "2021-03-21");
    check_days("They met last summer.", "2020-06-01", "2020-08-31");
    check_days("They met in February 2020.", "2020-02-01", "2020-02-29");
    check_days("They are now meeting.", "2021-03-22", "2021-03-22");
}

#[test]
fn hours() {
    check(
        "They met at 9 a.m. on Friday.",
        "9 a.m. on Friday = 2021-03-19T09:00",
    );
    check(
        "They met at 10:35 p.m. Friday.",
        "10:35 p.m. Friday = 2021-03-19T22:35",
    );
    check("They met at noon.", "noon = 2021-03-22T12:00");
    check(
        "They met at midnight Friday.",
        "midnight Friday = 2021-03-19T24:00",
    );
    check("They met at 14:30 GMT.", "14:30 GMT = 2021-03-22T14:30");
    check("They met at 0600 GMT.", "0600 GMT = 2021-03-22T06:00");
    check(
        "They met at 4 in the morning.",
        "4 in the morning = 2021-03-22T04:00",
    );
    check("They met at six o'clock.", "six o'clock = 2021-03-22T06:00");
    check("The score was 3:2.", "");
}

#[test]
fn sets() {
    check("They meet every Monday.", "every Monday = XXXX-WXX-1");
    check("They meet each year.", "each year = P1Y");
    check("They meet daily.", "daily = P1D");
    check("They meet twice a week.", "twice a week = P1W");
    check("They meet every two years.", "every two years = P2Y");
    check("They meet on Tuesdays.", "Tuesdays = XXXX-WXX-2");
    check("They meet each July.", "each July = XXXX-07");
    check("They meet annually.", "annually = P1Y");
    check("The People's Daily wrote it.", "");
}

#[test]
fn references() {
    check("They are now talking.", "now = PRESENT_REF");
    check("They currently disagree.", "currently = PRESENT_REF");
    check("They recently agreed.", "recently = PAST_REF");
    check("They will agree soon.", "soon = FUTURE_REF");
    check("They agreed in the past.", "the past = PAST_REF");
    check(
        "They may agree in the near future.",
        "the near future = FUTURE_REF",
    );
}

#[test]
fn without_an_anchor_nothing_is_invented() {
    let open = |text, expected| check_at("", text, expected);
    open("They met on Monday.", "Monday = XXXX-WXX-1");
    open("They met in May 2019.", "May 2019 = 2019-05");
    open("They met in March.", "March = XXXX-03");
    open("They met on May 3.", "May 3 = XXXX-05-03");
    open("They met yesterday.", "yesterday = XXXX-XX-XX");
    open("They met last week.", "last week = XXXX-WXX");
    open("They met last year.", "last year = XXXX");
    open("They met five years ago.", "five years ago = XXXX");
    open(
        "They met on May 3, 2019, and the following day.",
        "May 3, 2019 = 2019-05-03; the following day = 2019-05-04",
    );
    let found = find_plain("It rose in recent weeks and on Friday.", None);
    assert!(
        found
            .iter()
            .all(|each| each.from.is_none() && each.to.is_none())
    );
}

#[test]
fn other_apostrophes_dashes_and_cases() {
    check("It was New Year’s Day.", "New Year’s Day = 2021-01-01");
    check("It was shut 2014–2016.", "2014 = 2014; 2016 = 2016");
    check(
        "IT WAS SHUT ON FRIDAY, MARCH 19.",
        "FRIDAY, MARCH 19 = 2021-03-19",
    );
    check("A three‑day visit.", "three‑day = P3D");
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        find_plain(&text, MARCH_22.parse().ok());
    }

    #[test]
    fn spans_are_in_bounds_in_order_and_days_are_too(words in prop::collection::vec(time_word(), 0..30), anchored: bool) {
        let text = words.join(" ");
        let anchor = MARCH_22.parse().ok().filter(|_| anchored);
        let mut end = 0;
        for found in find_plain(&text, anchor) {
            prop_assert!(found.span.start >= end && found.span.end <= text.len());
            prop_assert!(!found.span.of(&text).trim().is_empty());
            prop_assert!(found.from.is_none() || found.to.is_none() || found.from <= found.to, "{text}: {found:?}");
            prop_assert!(!found.value.is_empty());
            end = found.span.end;
        }
    }
}

/// Words and signs of time, thrown together.
fn time_word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "Monday",
            "May",
            "the",
            "of",
            "3",
            "31",
            "2019",
            "9999",
            "first",
            "last",
            "next",
            "week",
            "years",
            "two",
            "a",
            "ago",
            "later",
            "before",
            "after",
            "since",
            "until",
            "from",
            "to",
            "and",
            "-",
            ",",
            "'",
            "s",
            "99",
            "1000000",
            "century",
            "decade",
            "morning",
            "a.m.",
            ":",
            "30",
            "half",
            "every",
            "recent",
            "February",
            "30th",
            "Easter",
            "quarter",
            "year",
            "end",
            "early",
            "earlier",
            "century",
            "hundred",
            "thousand",
            "in",
            "Q4",
            "2020-02-30",
            "the day",
            "weekend",
            "that",
            "following",
            "previous",
            "ten",
            "millennia",
            "1990s",
        ])
        .prop_map(str::to_owned),
        "[0-9]{1,12}",
    ]
}

/// Checks when the act of the word `trigger` took place: `from..to precision`.
#[track_caller]
fn check_when(text: &str, trigger: &str, status: Status, expected: &str) {
    let anchor: Option<Date> = MARCH_22.parse().ok();
    let found = read(text, Some(MARCH_22), |reading, _| {
        let times = find(reading, anchor);
        let when = of_event(
            reading,
            &times,
            word(reading, trigger),
            None,
            status,
            anchor,
        );
        let day = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
        format!(
            "{}..{} {:?}",
            day(when.start),
            day(when.end),
            when.precision
        )
    });
    if let Some(found) = found {
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn joined_days_and_announcements() {
    check_when(
        "The envoys met on Thursday and Friday.",
        "met",
        Status::Actual,
        "2021-03-18..2021-03-19 Interval",
    );
    check_when(
        "Envoys arrived last week. The minister said on Friday that troops would withdraw.",
        "withdraw",
        Status::Actual,
        "2021-03-19..2021-03-19 Day",
    );
    check_when(
        "Envoys arrived last week. The minister said on Friday that troops would withdraw.",
        "withdraw",
        Status::Future,
        ".. Unresolved",
    );
}

#[test]
fn an_expression_dates_its_own_act() {
    use Status::{Actual, Future};
    let check = check_when;
    check(
        "The envoys met in Vienna on Friday.",
        "met",
        Actual,
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "The envoys will meet on Friday.",
        "meet",
        Future,
        "2021-03-26..2021-03-26 Day",
    );
    check(
        "She said on Friday that they would meet on Wednesday.",
        "meet",
        Future,
        "2021-03-24..2021-03-24 Day",
    );
    check(
        "She said on Friday that they would meet on Wednesday.",
        "said",
        Actual,
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "They agreed on Sunday to hold talks in May.",
        "agreed",
        Actual,
        "2021-03-21..2021-03-21 Day",
    );
    check(
        "They held talks last week.",
        "talks",
        Actual,
        "2021-03-15..2021-03-21 Week",
    );
    check(
        "Friday's attack killed four soldiers.",
        "attack",
        Actual,
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "Friday's attack killed four soldiers.",
        "killed",
        Actual,
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "When asked about it on Friday, he called on all sides to talk.",
        "called",
        Actual,
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "They rejected requests in recent weeks.",
        "rejected",
        Actual,
        "2021-02-22..2021-03-22 Interval",
    );
    check(
        "They have been at war since 2014.",
        "war",
        Actual,
        "2014-01-01.. Interval",
    );
}

#[test]
fn a_length_before_after_dates_what_went_before() {
    use Status::Actual;
    let check = check_when;
    let text = "The two states broke off ties on Friday, two days after troops crossed the river.";
    check(text, "broke", Actual, "2021-03-19..2021-03-19 Day");
    check(text, "crossed", Actual, "2021-03-17..2021-03-17 Day");
    check(
        "The deal was struck in January, when he visited the port.",
        "visited",
        Actual,
        "2021-01-01..2021-01-31 Month",
    );
}

#[test]
fn what_went_just_before_is_of_the_same_day() {
    check_when(
        "The general fled on Friday after his guards fired into the crowd.",
        "fired",
        Status::Actual,
        "2021-03-19..2021-03-19 Day",
    );
    check_when(
        "They marched on Friday, fifty years after Moscow annexed the country.",
        "annexed",
        Status::Actual,
        ".. Unresolved",
    );
}

#[test]
fn what_has_been_done_since_is_of_no_day_beside_it() {
    check_when(
        "Envoys arrived. A week ago the islands signed a treaty, and New Zealand has frozen its aid.",
        "frozen",
        Status::Actual,
        ".. Unresolved",
    );
}

#[test]
fn a_length_after_after_ends_with_the_day() {
    use Status::Actual;
    let check = check_when;
    check(
        "The king came home on Friday after a three-day visit to Rabat.",
        "visit",
        Actual,
        "2021-03-17..2021-03-19 Interval",
    );
    check(
        "The envoys left on Friday after five days of talks.",
        "talks",
        Actual,
        "2021-03-15..2021-03-19 Interval",
    );
}

#[test]
fn a_message_dates_what_it_contains() {
    check_when(
        "The king sent her a letter last week in which he thanked the Swedes.",
        "thanked",
        Status::Actual,
        "2021-03-15..2021-03-21 Week",
    );
}

#[test]
fn an_expression_is_of_the_acts_own_tense() {
    check_when(
        "The president called a meeting for Friday.",
        "called",
        Status::Actual,
        "2021-03-22..2021-03-22 Document",
    );
    check_when(
        "Kyrgyz guards accuse the Tajiks of having been first to fire at a post on Wednesday.",
        "accuse",
        Status::Actual,
        "2021-03-22..2021-03-22 Document",
    );
}

#[test]
fn nothing_is_done_since_a_day_in_the_simple_past() {
    check_when(
        "The king arrived in Rabat on his first visit since 2000.",
        "arrived",
        Status::Actual,
        "2021-03-22..2021-03-22 Document",
    );
}

#[test]
fn an_expression_of_something_else_does_not() {
    use Status::{Actual, Future};
    let check = check_when;
    check(
        "It was calm. They quarrelled after the summit of 2019.",
        "quarrelled",
        Actual,
        ".. Unresolved",
    );
    check(
        "It was calm. They test again for the first time since 2017.",
        "test",
        Future,
        ".. Unresolved",
    );
    check(
        "It was calm. According to reports on Sunday, he wrote a letter.",
        "wrote",
        Actual,
        ".. Unresolved",
    );
    check(
        "It was calm. They thanked a man who had fled in 2010.",
        "thanked",
        Actual,
        ".. Unresolved",
    );
    check(
        "It was calm. They meet every Monday.",
        "meet",
        Actual,
        ".. Unresolved",
    );
    check(
        "It was calm. They agreed to meet on Wednesday.",
        "agreed",
        Actual,
        ".. Unresolved",
    );
}

#[test]
fn the_leads_news_has_the_documents_day() {
    use Status::{Actual, Future};
    let check = check_when;
    let today = "2021-03-22..2021-03-22 Document";
    check(
        "The two leaders exchanged letters, state media reported.",
        "exchanged",
        Actual,
        today,
    );
    check(
        "The two leaders will exchange letters.",
        "exchange",
        Future,
        ".. Unresolved",
    );
    check(
        "Rebels who had seized the port freed two sailors.",
        "freed",
        Actual,
        today,
    );
    check(
        "Rebels who had seized the port freed two sailors.",
        "seized",
        Actual,
        ".. Unresolved",
    );
    check(
        "The port is calm. The two sides exchanged letters.",
        "exchanged",
        Actual,
        ".. Unresolved",
    );
}

#[test]
fn the_tree_tells_past_from_future() {
    let check = |text: &str, expected: &str| {
        let found = read(text, Some(MARCH_22), |reading, _| {
            find(reading, MARCH_22.parse().ok())
                .into_iter()
                .map(|found| found.value)
                .collect::<Vec<_>>()
                .join(" ")
        });
        if let Some(found) = found {
            assert_eq!(found, expected, "{text}");
        }
    };
    check(
        "The envoy, who arrived on Friday, will leave on Wednesday.",
        "2021-03-19 2021-03-24",
    );
    check(
        "He said on Thursday that the king would travel on Saturday.",
        "2021-03-18 2021-03-27",
    );
    check("A vote scheduled for Thursday was put off.", "2021-03-25");
    check("They plan to meet on Friday.", "2021-03-26");
    check("On Friday, the ministry planned to pay them.", "2021-03-19");
    check("The group might arrive as early as Friday.", "2021-03-26");
    check("The truce had been due to expire on Friday.", "2021-03-19");
    check("Permits issued on Friday will be withdrawn.", "2021-03-19");
    check(
        "The hearing to be held on Friday was welcomed.",
        "2021-03-26",
    );
    check(
        "The court that ruled on Wednesday meets again on Thursday.",
        "2021-03-17 2021-03-25",
    );
}

#[test]
fn a_bare_day_is_of_the_month_that_the_tense_points_to() {
    check("They met on the 5th.", "the 5th = 2021-03-05");
    check("They met on the 25th.", "the 25th = 2021-02-25");
    check("They will meet on the 5th.", "the 5th = 2021-04-05");
    check(
        "They met on the 25th of last month.",
        "the 25th of last month = 2021-02-25",
    );
}

#[test]
fn the_first_of_two_days_may_be_a_number_alone() {
    check_days("They met on 3-5 March.", "2021-03-03", "2021-03-05");
    check_days(
        "Talks ran from 3 to 5 March 2019.",
        "2019-03-03",
        "2019-03-05",
    );
    check("It killed 3 on 5 March.", "5 March = 2021-03-05");
}

#[test]
fn a_term_of_office_waits_for_its_holder() {
    let found = read(
        "They met twice during his tenure.",
        Some(MARCH_22),
        |reading, _| {
            find(reading, None)
                .into_iter()
                .map(|found| found.kind)
                .collect::<Vec<_>>()
        },
    );
    if let Some(found) = found {
        assert_eq!(found, [TimeKind::Tenure { holder: 4 }]);
    }
}

#[test]
fn a_clause_hangs_on_the_day_before_it() {
    let check = |text, trigger, expected| check_when(text, trigger, Status::Actual, expected);
    check(
        "Thousands have fled since March 3, when rebels attacked the town.",
        "attacked",
        "2021-03-03..2021-03-03 Day",
    );
    check(
        "The fleet sailed on Friday, a day on which Cairo recalled its envoy.",
        "recalled",
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "It was a reference to the drill that marines were conducting on Friday.",
        "drill",
        "2021-03-19..2021-03-19 Day",
    );
}

#[test]
fn acts_of_one_sentence_share_a_day() {
    let check = |text, trigger, expected| check_when(text, trigger, Status::Actual, expected);
    check(
        "Special units shot two men and captured a third on Friday.",
        "shot",
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "On Friday crowds threw stones and burned cars before police arrested forty.",
        "arrested",
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "Cairo recalled its envoy on Friday, an hour or so after Ankara had expelled him.",
        "expelled",
        "2021-03-19..2021-03-19 Day",
    );
    check(
        "The ambassadors were called in on Friday for a meeting.",
        "meeting",
        "2021-03-19..2021-03-19 Day",
    );
}

#[test]
fn a_limit_is_that_of_what_is_done_in_the_end() {
    check_when(
        "Cairo is expelling ten diplomats within a week.",
        "expelling",
        Status::Actual,
        "2021-03-22..2021-03-22 Document",
    );
    check_when(
        "Cairo arrived on its first visit since 2000.",
        "arrived",
        Status::Actual,
        "2021-03-22..2021-03-22 Document",
    );
}

#[test]
fn a_bare_day_stands_before_words_that_it_cannot_count() {
    check("On the 5th the cabinet met.", "the 5th = 2021-03-05");
    check("They met on the 5th in Vienna.", "the 5th = 2021-03-05");
    check(
        "It fired on the morning of the 5th.",
        "the 5th = 2021-03-05",
    );
    check("They met on the 5th anniversary.", "");
}

#[test]
fn a_year_between_the_subject_and_its_verb_is_that_of_the_verb() {
    check_when(
        "A Japanese court in 2010 convicted the skipper.",
        "convicted",
        Status::Actual,
        "2010-01-01..2010-12-31 Year",
    );
}

#[test]
fn a_rule_that_one_speaks_of_is_no_time() {
    check_when(
        "Mr Sato offered the islanders an apology for Spain's colonial rule on Friday.",
        "offered",
        Status::Actual,
        "2021-03-19..2021-03-19 Day",
    );
}
