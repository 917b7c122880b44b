//! An analysis as one JSON object a line, offsets in characters.

use chancery_language::{Analysis, Token};
use chancery_text::CharIndex;
use serde::Serialize;

#[derive(Serialize)]
struct DocumentLine<'a> {
    id: &'a str,
    sentences: Vec<Vec<TokenFields<'a>>>,
}

#[derive(Serialize)]
struct TokenFields<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    lemma: &'a str,
    tag: &'a str,
    pos: &'a str,
    morph: &'a str,
    head: usize,
    dep: &'a str,
    ent_iob: &'static str,
    ent_type: &'a str,
}

/// Writes the line of one document.
pub fn write<'a>(bytes: &mut Vec<u8>, id: &'a str, analysis: &'a Analysis) {
    let index = CharIndex::new(analysis.text());
    let iob = iob(analysis);
    let fields = |first: usize, token: Token<'a>| {
        let chars = index.chars(token.span());
        TokenFields {
            text: token.text(),
            start: chars.start,
            end: chars.end,
            lemma: token.lemma(),
            tag: token.tag(),
            pos: token.pos(),
            morph: token.morph(),
            head: token.head() - first,
            dep: token.dep(),
            ent_iob: iob[token.index()],
            ent_type: token.entity().unwrap_or(""),
        }
    };
    let sentences = analysis
        .sentences()
        .iter()
        .map(|sentence| {
            sentence
                .range()
                .map(|at| fields(sentence.start, analysis.token(at)))
                .collect()
        })
        .collect();
    serde_json::to_writer(&mut *bytes, &DocumentLine { id, sentences })
        .expect("strings and numbers are JSON");
    bytes.push(b'\n');
}

/// For each token whether an entity begins there, goes on there, or is none.
pub fn iob(analysis: &Analysis) -> Vec<&'static str> {
    let mut marks = vec!["O"; analysis.len()];
    for entity in analysis.entities() {
        marks[entity.tokens.range()].fill("I");
        if !entity.tokens.is_empty() {
            marks[entity.tokens.start] = "B";
        }
    }
    marks
}
