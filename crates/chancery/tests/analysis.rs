//! `parse` and `relate` as they print.

#[allow(dead_code)]
mod support;

use serde_json::Value;
use std::path::Path;
use support::chancery;

#[test]
fn conllu_can_be_put_together_again() {
    let text = " Norway's  envoy left\tGeneva.\n\nHe \u{1F54A} will return.";
    let Some(run) = chancery(Path::new("."), &["parse", "-"], text.as_bytes()) else {
        return;
    };
    let mut again = String::new();
    for line in run
        .out
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 10, "{line}");
        let misc = |key: &str| {
            fields[9]
                .split('|')
                .find_map(|part| part.strip_prefix(key))
                .map(unescaped)
        };
        again += &misc("SpacesBefore=").unwrap_or_default();
        again += fields[1];
        again += &match (misc("SpaceAfter="), misc("SpacesAfter=")) {
            (Some(_), _) => String::new(),
            (_, Some(space)) => space,
            _ => " ".to_owned(),
        };
    }
    assert_eq!(again, text);
    assert!(
        run.out
            .starts_with("# newdoc id = -\n# sent_id = --1\n# text = Norway's  envoy left Geneva."),
        "{}",
        run.out
    );
}

fn unescaped(space: &str) -> String {
    space
        .replace("\\s", " ")
        .replace("\\t", "\t")
        .replace("\\n", "\n")
        .replace("\\r", "\r")
}

#[test]
fn json_offsets_count_characters_of_the_text_as_supplied() {
    let text = "\u{1F54A} Norway‚Äôs envoy left Geneva.";
    let Some(run) = chancery(
        Path::new("."),
        &["parse", "--format", "jsonl", "-"],
        text.as_bytes(),
    ) else {
        return;
    };
    let document: Value = serde_json::from_str(run.out.trim()).expect("JSON");
    let chars: Vec<char> = text.chars().collect();
    for sentence in document["sentences"].as_array().expect("sentences") {
        let tokens = sentence.as_array().expect("tokens");
        for token in tokens {
            let at = |name: &str| token[name].as_u64().expect("a number") as usize;
            let words: String = chars[at("start")..at("end")].iter().collect();
            assert_eq!(words, token["text"]);
            assert!(at("head") < tokens.len());
        }
    }
}

#[test]
fn relations_answer_line_by_line() {
    let text = "Norway condemned Ghana after Ghana's army crossed the border.";
    let lines = [
        serde_json::json!({ "id": 1, "text": text, "source": "Norway", "target": "Ghana" }),
        serde_json::json!({ "id": 2, "text": text, "source": [0, 6], "target": null }),
        serde_json::json!({ "id": 3, "text": text, "source": "Sweden", "target": null }),
        serde_json::json!({ "id": 4, "source": "Norway" }),
        serde_json::json!({ "id": 5, "text": text, "source": [0, 600], "target": null }),
    ]
    .map(|line| line.to_string())
    .join("\n");
    for scheme in ["plover", "plv"] {
        let Some(run) = chancery(
            Path::new("."),
            &["relate", "--scheme", scheme, "-"],
            lines.as_bytes(),
        ) else {
            return;
        };
        assert_eq!(run.status, 1);
        for words in [
            "-:3: `source` must be",
            "not in the text",
            "-:4: no field",
            "-:5: `source` must be",
            "outside the text",
        ] {
            assert!(run.err.contains(words), "no `{words}` in {}", run.err);
        }
        let answers: Vec<Value> = run
            .out
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(
            answers
                .iter()
                .map(|answer| answer["id"].clone())
                .collect::<Vec<_>>(),
            [1, 2]
        );
        for answer in answers {
            for field in [
                "type",
                "cameo",
                "status",
                "confidence",
                "frame",
                "trigger",
                "ranking",
            ] {
                assert!(answer.get(field).is_some(), "no {field} in {answer}");
            }
            assert!(scheme == "plover" || answer["type"].is_string());
            assert!(
                answer["ranking"]
                    .as_array()
                    .is_some_and(|ranking| ranking.len() >= 15)
            );
        }
    }
}
