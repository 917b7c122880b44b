//! What holds of every analysis, whatever the text.

mod common;

use chancery_language::Analysis;
use proptest::prelude::*;

/// Words, marks and white space in any order; more like what comes in than any characters are.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("envoy".to_owned()),
        Just("Ankara".to_owned()),
        Just("can't".to_owned()),
        Just("gonna".to_owned()),
        Just("U.S.-led".to_owned()),
        Just("3.5km".to_owned()),
        Just(":-)".to_owned()),
        Just("http://example.org/a?b=c".to_owned()),
        Just("e\u{301}".to_owned()),
        "[\"'(),.;:!?…—-]{1,4}",
        "[ \t\n\u{a0}]{1,3}",
        "[A-Za-z]{1,12}",
        "\\PC{1,6}",
    ];
    let spaced =
        (word, any::<bool>()).prop_map(|(word, space)| word + if space { " " } else { "" });
    proptest::collection::vec(spaced, 0..60).prop_map(|words| words.concat())
}

/// The text that tokens and the spaces behind them make.
fn rebuilt(analysis: &Analysis) -> String {
    let token = |token: chancery_language::Token<'_>| {
        token.text().to_owned() + if token.has_space() { " " } else { "" }
    };
    analysis.tokens().map(token).collect()
}

/// Everything that an analysis says, for comparison.
fn everything(analysis: &Analysis) -> String {
    let mut all = format!("{:?} {:?}\n", analysis.sentences(), analysis.entities());
    for token in analysis.tokens() {
        all += &format!(
            "{:?} {} {} {} {} {} {} {}\n",
            token.span(),
            token.lemma(),
            token.tag(),
            token.pos(),
            token.morph(),
            token.head(),
            token.dep(),
            token.ent_iob(),
        );
    }
    all
}

fn check(analysis: &Analysis) -> Result<(), TestCaseError> {
    prop_assert_eq!(rebuilt(analysis), analysis.text());
    let mut end = 0;
    for sentence in analysis.sentences() {
        prop_assert_eq!(sentence.start, end);
        prop_assert!(!sentence.is_empty());
        end = sentence.end;
        let tokens = sentence.range().map(|at| analysis.token(at));
        let roots = tokens.filter(|token| token.head() == token.index()).count();
        prop_assert_eq!(roots, 1, "roots of {:?}", sentence);
    }
    prop_assert_eq!(end, analysis.len());
    for token in analysis.tokens() {
        prop_assert!(!token.text().is_empty());
        prop_assert!(token.ancestors().take(analysis.len() + 1).count() < analysis.len());
        for child in token.children() {
            prop_assert_eq!(child.head(), token.index());
        }
    }
    let mut end = 0;
    for entity in analysis.entities() {
        prop_assert!(entity.tokens.start >= end && !entity.tokens.is_empty());
        end = entity.tokens.end;
        for at in entity.tokens.range() {
            prop_assert_eq!(analysis.token(at).entity(), Some(entity.label.as_str()));
        }
    }
    let mut end = 0;
    for chunk in analysis.noun_chunks() {
        prop_assert!(chunk.start >= end && !chunk.is_empty());
        end = chunk.end;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn an_analysis_is_whole(text in text()) {
        if let Some(pipeline) = common::pipeline() {
            check(&pipeline.analyse(&text))?;
        }
    }

    #[test]
    fn company_changes_nothing(texts in proptest::collection::vec(text(), 1..40)) {
        if let Some(pipeline) = common::pipeline() {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let together = pipeline.analyse_all(&texts);
            let streamed = pipeline.analyse_iter(&texts, 3);
            for ((text, together), streamed) in texts.iter().zip(&together).zip(streamed) {
                let alone = everything(&pipeline.analyse(text));
                prop_assert_eq!(&everything(together), &alone);
                prop_assert_eq!(&everything(&streamed), &alone);
            }
        }
    }
}

#[test]
fn a_tree_can_be_walked() {
    let Some(pipeline) = common::pipeline() else {
        return;
    };
    let analysis = pipeline.analyse("The old envoy of the republic carried two letters.");
    let words = |tokens: Vec<chancery_language::Token<'_>>| {
        let words = tokens.iter().map(|token| token.text());
        words.collect::<Vec<_>>().join(" ")
    };
    let root = analysis
        .tokens()
        .find(|token| token.dep() == "ROOT")
        .unwrap();
    assert_eq!(root.text(), "carried");
    assert_eq!(words(root.children().collect()), "envoy letters .");
    let envoy = root.children().next().unwrap();
    assert_eq!(
        words(envoy.subtree().collect()),
        "The old envoy of the republic"
    );
    let republic = envoy.subtree().last().unwrap();
    assert_eq!(words(republic.ancestors().collect()), "of envoy carried");
    let chunks: Vec<&str> = analysis
        .noun_chunks()
        .map(|chunk| analysis.bytes(chunk).of(analysis.text()))
        .collect();
    assert_eq!(chunks, ["The old envoy", "the republic", "two letters"]);
}
