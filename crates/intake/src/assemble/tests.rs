use super::*;
use proptest::prelude::*;

fn document(text: &str, published: Option<&str>) -> Document {
    let supplied = Supplied {
        id: "test".into(),
        text: text.into(),
        published: published.map(Into::into),
        ..Supplied::default()
    };
    assemble(supplied, &Options::default()).expect("a document")
}

fn body(document: &Document) -> Vec<&str> {
    document
        .body
        .iter()
        .map(|span| span.of(&document.repaired))
        .collect()
}

#[test]
fn a_dispatch_is_taken_apart() {
    let text = " date 2019-05-06 (@somebody)\n\nEnvoys Meet In Old Town\n\nBy Ann Lee\n\nGENEVA (Daily Wire / Sputnik - 6th May, 2019) Envoys met.\n\nThey left.\n\n(Reporting by Ann Lee)";
    let document = document(text, None);
    assert_eq!(document.title.as_deref(), Some("Envoys Meet In Old Town"));
    assert_eq!(document.byline.unwrap().of(text), "By Ann Lee");
    assert_eq!(body(&document), ["Envoys met.", "They left."]);
    let dateline = document.dateline.as_ref().unwrap();
    assert_eq!(dateline.place.unwrap().of(text), "GENEVA");
    let date = document.date.as_ref().unwrap();
    assert_eq!(
        (date.date.to_string().as_str(), date.provenance),
        ("2019-05-06", DateProvenance::Dateline)
    );
}

#[test]
fn the_date_comes_from_the_best_place() {
    let check = |text: &str, published: Option<&str>, expected: Option<(&str, DateProvenance)>| {
        let found = document(text, published)
            .date
            .map(|date| (date.date.to_string(), date.provenance));
        assert_eq!(
            found,
            expected.map(|(date, provenance)| (date.to_owned(), provenance)),
            "{text:?}"
        );
    };
    let both = "date 2019-05-07\n\nGENEVA, May 6 (AP) - They met.";
    check(
        both,
        Some("8 May 2019"),
        Some(("2019-05-08", DateProvenance::Metadata)),
    );
    check(both, None, Some(("2019-05-06", DateProvenance::Dateline)));
    check(
        both,
        Some("some day"),
        Some(("2019-05-06", DateProvenance::Dateline)),
    );
    check(
        "date 2019-05-07\n\nThey met.",
        None,
        Some(("2019-05-07", DateProvenance::Header)),
    );
    check("GENEVA, May 6 (AP) - They met.", None, None);
    check("They met on 6 May 2019.", None, None);
}

#[test]
fn a_date_that_cannot_be_read_is_a_warning() {
    let document = document("They met.", Some("some day"));
    assert_eq!(document.date, None);
    assert!(
        document.warnings[0].contains("published: `some day` is no date; accepted are 2021-03-22")
    );
}

#[test]
fn a_stray_bracket_does_not_hurt() {
    let document = document(
        "Envoys Meet In Town\n\n( They met, it was said.\n\nThey ‚Äúleft‚Äù.",
        None,
    );
    assert_eq!(body(&document), ["They met, it was said.", "They “left”."]);
    let left = document.repaired.find("left").unwrap();
    let span = document.map.supplied(ByteSpan::new(left, left + 4));
    assert_eq!(span.of(&document.text), "left");
}

#[test]
fn what_is_no_document_is_refused() {
    let refused = |text: &str| {
        let supplied = Supplied {
            text: text.into(),
            ..Supplied::default()
        };
        assemble(
            supplied,
            &Options {
                max_document: 40,
                ..Options::default()
            },
        )
        .unwrap_err()
    };
    assert_eq!(refused(" \n"), Reason::Empty);
    assert_eq!(refused(&"é".repeat(41)), Reason::TooLong { limit: 40 });
    assert!(matches!(refused("PK\u{3}\u{4}\0"), Reason::Binary(_)));
    assert!(matches!(
        refused("\u{1}\u{2}\u{3}\u{4}abc"),
        Reason::Binary(_)
    ));
}

#[test]
fn hostile_texts_take_no_time() {
    for piece in [
        "( ",
        "- ",
        "-0- ",
        "(reporting by x) ",
        "@x\n",
        "A:\n",
        "Ã©",
        "ÃƒÂ©",
        "√±",
        "by A\n",
        "END\n\n",
    ] {
        let text = piece.repeat(900_000 / piece.len());
        let begun = std::time::Instant::now();
        document(&text, None);
        let seconds = begun.elapsed().as_secs();
        // A quadratic pass over a text of this size takes minutes; nothing finer is asserted.
        assert!(seconds < 30, "{piece:?} took {seconds} s");
    }
}

proptest! {
    #[test]
    fn no_text_breaks_it_and_spans_are_in_order(text in "([A-Z]{2,9}|[a-z .,]{0,12}|[(/)\\-:—\n\r#]{1,3}|March 4|\\PC{0,4}){0,30}") {
        let supplied = Supplied { text, ..Supplied::default() };
        if let Ok(document) = assemble(supplied, &Options::default()) {
            let mut end = document.dateline.as_ref().map_or(0, |dateline| dateline.span.end);
            for span in &document.body {
                prop_assert!(span.start >= end && !span.is_empty());
                prop_assert!(!span.of(&document.repaired).trim().is_empty());
                document.map.supplied(*span).of(&document.text);
                end = span.end;
            }
        }
    }
}
