//! What counts as right, missing and superfluous.

use super::*;
use serde_json::Value;

/// An event at `start` of a document, as JSON that is both gold and coded.
fn event(document: &str, start: usize, kind: &str, sides: &str) -> Value {
    let (source, target) = sides.split_once('>').expect("source>target");
    let side = |codes: &str| -> Vec<Value> {
        let codes = codes.split('+').filter(|code| !code.is_empty());
        let span = json!({"start": 0, "end": 1, "text": "x"});
        codes
            .map(|code| json!({"code": code, "entity": null, "name": code, "office": null, "mention": span}))
            .collect()
    };
    json!({
        "id": format!("{document}#{start}"), "document": document, "type": kind, "mode": null, "contexts": [], "cameo": "040",
        "quad": "verbal cooperation", "goldstein": 1.0, "status": "actual", "sources": side(source), "targets": side(target),
        "carriers": [], "channel": null, "reply_to": null, "same_as": null, "about": null,
        "time": {"start": null, "end": null, "precision": "unresolved", "mention": null}, "place": null, "attribution": [],
        "hedged": false, "evidence": {"start": start, "end": start + 30, "text": "The envoys of both sides met.."},
        "trigger": {"start": start + 25, "end": start + 28, "text": "met"}, "confidence": 0.5, "frame": "CONSULT/meet.talk",
    })
}

fn with(mut event: Value, fields: Value) -> Value {
    let (Value::Object(event_fields), Value::Object(more)) = (&mut event, fields) else {
        unreachable!()
    };
    event_fields.extend(more);
    event
}

fn scored(gold: &[Value], events: &[Value]) -> Score {
    let lines: Vec<String> = gold.iter().map(Value::to_string).collect();
    let gold = read_gold(lines.join("\n").as_bytes(), "gold").expect("gold");
    let events: Vec<Event> = events
        .iter()
        .map(|event| serde_json::from_value(event.clone()).expect("an event"))
        .collect();
    score(&gold, &events, |_| None)
}

/// Right, missed, extra.
fn check(gold: &[Value], events: &[Value], counts: [usize; 3]) {
    let found = scored(gold, events).events;
    assert_eq!(
        [found.right, found.missed, found.extra],
        counts,
        "{gold:?} {events:?}"
    );
}

#[test]
fn an_event_is_right_by_type_sides_and_place() {
    let gold = event("a", 100, "CONSULT", "CHN.GOV>PRK");
    let check = |coded: Value, counts| check(std::slice::from_ref(&gold), &[coded], counts);
    check(gold.clone(), [1, 0, 0]);
    check(event("a", 100, "CONSULT", "CHN>PRK.GOV"), [1, 0, 0]);
    check(event("a", 130, "CONSULT", "CHN>PRK"), [1, 0, 0]);
    check(event("a", 190, "CONSULT", "CHN>PRK"), [0, 1, 1]);
    check(event("a", 100, "AGREE", "CHN>PRK"), [0, 1, 1]);
    check(event("a", 100, "CONSULT", "PRK>CHN"), [0, 1, 1]);
    check(event("b", 100, "CONSULT", "CHN>PRK"), [0, 1, 0]);
}

#[test]
fn parties_of_a_meeting_may_stand_either_way() {
    let gold = [event("a", 0, "CONSULT", "CHN+PRK>CHN+PRK")];
    check(&gold, &[event("a", 0, "CONSULT", "CHN>PRK")], [1, 0, 0]);
    check(
        &gold,
        &[event("a", 0, "CONSULT", "PRK+CHN>CHN+PRK")],
        [1, 0, 0],
    );
    check(&gold, &[event("a", 0, "CONSULT", "CHN>KOR")], [0, 1, 1]);
}

#[test]
fn any_of_several_types_will_do() {
    let gold = [with(
        event("a", 0, "CONSULT", "CHN>PRK"),
        json!({"type": ["SUPPORT", "CONSULT"]}),
    )];
    check(&gold, &[event("a", 0, "CONSULT", "CHN>PRK")], [1, 0, 0]);
}

#[test]
fn second_mentions_do_not_count() {
    let again = |event| with(event, json!({"same_as": "a#0"}));
    let gold = [
        event("a", 0, "CONSULT", "CHN>PRK"),
        again(event("a", 200, "CONSULT", "CHN>PRK")),
    ];
    check(&gold, &gold[..1], [1, 0, 0]);
    check(&gold, &gold, [1, 0, 0]);
    // Coded as a first mention, it is forgiven.
    check(
        &gold,
        &[gold[0].clone(), event("a", 200, "CONSULT", "CHN>PRK")],
        [1, 0, 0],
    );
    check(
        &gold[..1],
        &[gold[0].clone(), again(event("a", 400, "AGREE", "CHN>PRK"))],
        [1, 0, 0],
    );
}

#[test]
fn words_of_the_gold_are_found_in_the_evidence_or_the_text() {
    let gold = [with(
        event("a", 0, "CONSULT", "CHN>PRK"),
        json!({"trigger": "met", "near": "sides met"}),
    )];
    check(&gold, &[event("a", 0, "CONSULT", "CHN>PRK")], [1, 0, 0]);
    let lines = gold[0].to_string();
    let gold = read_gold(lines.as_bytes(), "gold").expect("gold");
    let text = |_: &str| Some("Elsewhere. ".repeat(30) + "The sides met.");
    let events = [serde_json::from_value(event("a", 0, "CONSULT", "CHN>PRK")).expect("an event")];
    assert_eq!(score(&gold, &events, text).events.missed, 1);
}

#[test]
fn fields_are_counted_over_all_events() {
    let gold = [
        event("a", 0, "CONSULT", "CHN.GOV>PRK"),
        event("a", 200, "CONSULT", "CHN>PRK"),
    ];
    let coded = [
        with(
            event("a", 0, "CONSULT", "CHN>PRK"),
            json!({"status": "future", "cameo": "042"}),
        ),
        event("a", 400, "CONSULT", "CHN>PRK"),
    ];
    let score = scored(&gold, &coded);
    let field = |name: &str| {
        score.fields[FIELDS
            .iter()
            .position(|field| *field == name)
            .expect("a field")]
    };
    let one = |right, missed, extra| Count {
        right,
        missed,
        extra,
    };
    assert_eq!(score.events, one(1, 1, 1));
    assert_eq!(field("status"), one(0, 2, 2));
    assert_eq!(field("date"), one(1, 1, 1));
    assert_eq!(field("sectors"), one(0, 2, 2));
    assert_eq!(field("cameo"), one(0, 2, 2));
    assert_eq!(score.types["CONSULT"], one(1, 1, 1));
}

#[test]
fn reviews_say_nothing_of_what_nobody_looked_at() {
    let right = with(
        event("a", 0, "CONSULT", "CHN>PRK"),
        json!({"verdict": "right"}),
    );
    let wrong = with(
        event("a", 200, "CONSULT", "CHN>PRK"),
        json!({"verdict": "wrong"}),
    );
    let coded = |start| event("a", start, "CONSULT", "CHN>PRK");
    let gold = [right, wrong];
    check(&gold, &[coded(0)], [1, 0, 0]);
    check(&gold, &[coded(0), coded(200)], [1, 0, 1]);
    check(&gold, &[coded(0), coded(400)], [1, 0, 0]);
    check(&gold, &[event("a", 0, "AGREE", "CHN>PRK")], [0, 1, 1]);
}

#[test]
fn a_bad_line_is_named() {
    let check = |line: &str, said: &str| {
        let error = read_gold(format!("\n{line}").as_bytes(), "gold.jsonl").expect_err("it is bad");
        assert!(
            error.starts_with("gold.jsonl, line 2: ") && error.contains(said),
            "{error}"
        );
    };
    check("{", "EOF");
    check("{\"document\": \"a\"}", "trigger");
    check(
        &with(event("a", 0, "CONSULT", "CHN>PRK"), json!({"trigger": 3})).to_string(),
        "neither words",
    );
}
