//! Acts without a date, in small stories.

use crate::trial::coded;

/// Checks the first and last day of the act that the words `trigger` tell, in a text of Monday 22 March 2021.
#[track_caller]
fn check(text: &str, trigger: &str, expected: &str) {
    let Some(events) = coded(text, Some("2021-03-22")) else {
        return;
    };
    let found = events
        .iter()
        .find(|event| event.trigger.text.starts_with(trigger));
    let days = found.map(|event| {
        let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
        format!("{}..{}", day(event.time.start), day(event.time.end))
    });
    assert_eq!(days.as_deref(), Some(expected), "{text}");
}

const LEAD: &str = "France recalled its ambassador to Turkey.\n\n";
const NOW: &str = "2021-03-22..2021-03-22";

#[test]
fn relative_clauses_tell_news_where_they_tell_what_is_so_now_or_stand_behind() {
    let check = |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
    check(
        "The talks were led by the foreign minister of Greece, who accuses Turkey of piracy.",
        "accuses",
        NOW,
    );
    check(
        "\"It is a lie,\" said Foreign Minister Jean-Yves Le Drian, who accused Turkey of hypocrisy.",
        "accused",
        NOW,
    );
    check(
        "The foreign minister of Egypt, who accused Turkey of hypocrisy, stayed at home.",
        "accused",
        "..",
    );
}

#[test]
fn what_is_so_now_does_not_go_on_from_a_past_day() {
    check(
        &format!(
            "{LEAD}Israel bombed Syria on March 17. It accuses Syria of harbouring militants."
        ),
        "accuses",
        NOW,
    );
}

#[test]
fn a_chronologys_heads_date_their_entries() {
    let text = "Chronology\n\nMay 2019: Turkey and Libya sign an agreement.\n\nAugust: France recalls its ambassador \
                to Turkey. Egypt accuses Turkey of piracy.\n\nFebruary: Greece expels the ambassador of Turkey.";
    check(text, "accuses", "2019-08-01..2019-08-31");
    check(text, "expels", "2020-02-01..2020-02-29");
}

#[test]
fn what_goes_on_from_a_past_perfect_is_background() {
    let check = |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
    check(
        "Greece had accused Turkey of piracy; Turkey rejected the charge.",
        "rejected",
        "..",
    );
    check(
        "Greece had accused Turkey of piracy. Turkey rejected the charge.",
        "rejected",
        NOW,
    );
    check(
        "Greece had recalled its ambassador. It accused Turkey of piracy.",
        "accused",
        "..",
    );
}

#[test]
fn what_is_now_said_to_have_been_done_went_before() {
    let check = |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
    check("Egypt says that Turkey bombed Syria.", "bombed", "..");
    check("Egypt said that Turkey bombed Syria.", "bombed", NOW);
    check("Turkey is alleged to have bombed Syria.", "bombed", "..");
}

#[test]
fn what_is_so_now_was_not_said_in_a_past_call() {
    check(
        &format!(
            "{LEAD}President Emmanuel Macron telephoned President Recep Tayyip Erdogan on March 17. He accuses Turkey of piracy."
        ),
        "accuses",
        NOW,
    );
}

#[test]
fn a_meeting_before_is_of_the_days_story() {
    check(
        &format!(
            "{LEAD}Chancellor Angela Merkel thanked Turkey after a meeting with Foreign Minister Mevlut Cavusoglu in Berlin."
        ),
        "meeting",
        NOW,
    );
}

#[test]
fn an_undated_meeting_leaves_what_was_said_to_the_story() {
    check(
        &format!(
            "{LEAD}Chancellor Angela Merkel, who met Prime Minister Boris Johnson in Berlin, urged Turkey to withdraw."
        ),
        "urged",
        NOW,
    );
}

#[test]
fn what_is_willed_is_said_now() {
    let check = |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
    check(
        "Egypt said that it would expel the ambassador of Turkey.",
        "expel",
        NOW,
    );
}

#[test]
fn what_one_met_with_force_is_of_its_day() {
    check(
        &format!(
            "{LEAD}Egyptian troops on Friday fired on rioters who had stormed the French embassy."
        ),
        "stormed",
        "2021-03-19..2021-03-19",
    );
}

#[test]
fn clauses_behind_a_comma_add_what_another_did() {
    let check = |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
    check(
        "Greece sent a frigate to Cyprus, which Turkey denounced.",
        "denounced",
        NOW,
    );
    check(
        "President Abdel Fattah el-Sisi, who met Prime Minister Boris Johnson in London, thanked Britain.",
        "met",
        NOW,
    );
}

#[test]
fn a_new_voice_speaks_of_the_past_today() {
    let check = |text: &str, trigger, expected| check(&format!("{LEAD}{text}"), trigger, expected);
    check(
        "Turkey bombed Syria on March 3. Greek Foreign Minister Nikos Dendias accused Egypt of piracy.",
        "accused",
        NOW,
    );
    check(
        "Turkey bombed Syria on March 3. Greece accused Egypt of piracy.",
        "accused",
        "..",
    );
}

#[test]
fn a_pronoun_goes_on_from_what_had_gone_before() {
    check(
        &format!(
            "{LEAD}Foreign Minister Nikos Dendias had flown to Cairo on Friday. He was received by President Abdel Fattah el-Sisi."
        ),
        "received",
        "2021-03-19..2021-03-19",
    );
}

#[test]
fn what_was_done_earlier_is_aside() {
    check(
        &format!("{LEAD}Greece earlier rejected a plan by Turkey."),
        "rejected",
        "..",
    );
}
