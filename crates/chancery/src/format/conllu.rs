//! An analysis in CoNLL-U (<https://universaldependencies.org/format.html>).
//!
//! White space that is a token by itself in spaCy is none here: it is kept in `SpacesAfter` of the word before it,
//! or in `SpacesBefore` of the first word. Entities stand in MISC as `NER=B-GPE`.

use super::tokens::iob;
use chancery_language::{Analysis, Token};
use chancery_text::TokenSpan;
use std::fmt::Write;

/// Writes the sentences of one document.
pub fn write(bytes: &mut Vec<u8>, id: &str, analysis: &Analysis) {
    let mut page = format!("# newdoc id = {}\n", one_line(id));
    let iob = iob(analysis);
    let mut number = 0;
    for sentence in analysis.sentences() {
        let words = words(analysis, *sentence);
        if words.is_empty() {
            continue;
        }
        number += 1;
        let text = analysis.bytes(*sentence).of(analysis.text());
        let _ = writeln!(page, "# sent_id = {}-{number}", one_line(id));
        let _ = writeln!(page, "# text = {}", one_line(text.trim()));
        for (at, word) in words.iter().enumerate() {
            let first = number == 1 && at == 0;
            let misc = misc(analysis, *word, iob[word.index()], first);
            line(
                &mut page,
                at + 1,
                *word,
                head(&words, analysis, *word),
                &misc,
            );
        }
        page.push('\n');
    }
    bytes.extend_from_slice(page.as_bytes());
}

/// The tokens of a sentence that are no white space.
fn words(analysis: &Analysis, sentence: TokenSpan) -> Vec<Token<'_>> {
    let tokens = sentence.range().map(|at| analysis.token(at));
    tokens.filter(|token| !is_space(*token)).collect()
}

fn is_space(token: Token<'_>) -> bool {
    token.text().trim().is_empty()
}

fn line(page: &mut String, number: usize, word: Token<'_>, head: usize, misc: &str) {
    let or_blank = |field: &str| {
        if field.is_empty() {
            "_".to_owned()
        } else {
            one_line(field)
        }
    };
    let relation = if head == 0 {
        "root".into()
    } else {
        or_blank(word.dep())
    };
    let _ = writeln!(
        page,
        "{number}\t{}\t{}\t{}\t{}\t{}\t{head}\t{relation}\t_\t{misc}",
        or_blank(word.text()),
        or_blank(word.lemma()),
        or_blank(word.pos()),
        or_blank(word.tag()),
        or_blank(word.morph()),
    );
}

/// The number of a word's head in its sentence, nought for the root; heads that are white space are passed over.
fn head(words: &[Token<'_>], analysis: &Analysis, word: Token<'_>) -> usize {
    let mut at = word;
    loop {
        let head = analysis.token(at.head());
        if head.index() == at.index() {
            return 0;
        }
        if let Ok(found) = words.binary_search_by_key(&head.index(), |word| word.index()) {
            return found + 1;
        }
        at = head;
    }
}

fn misc(analysis: &Analysis, word: Token<'_>, iob: &str, first: bool) -> String {
    let mut parts = Vec::new();
    if let Some(entity) = word.entity().filter(|_| iob != "O") {
        parts.push(format!("NER={iob}-{entity}"));
    }
    let text = analysis.text();
    let before = &text[..word.span().start];
    if first && !before.is_empty() {
        parts.push(format!("SpacesBefore={}", escaped(before)));
    }
    let rest = &text[word.span().end..];
    let space = &rest[..rest.len() - rest.trim_start().len()];
    match space {
        " " => {}
        "" => parts.push("SpaceAfter=No".into()),
        space => parts.push(format!("SpacesAfter={}", escaped(space))),
    }
    if parts.is_empty() {
        "_".into()
    } else {
        parts.join("|")
    }
}

/// White space as CoNLL-U's readers expect it.
fn escaped(space: &str) -> String {
    let mut out = String::new();
    for c in space.chars() {
        match c {
            ' ' => out.push_str("\\s"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            c => out.push(c),
        }
    }
    out
}

/// The words with every run of white space as one space: a field holds neither tabs nor line ends.
fn one_line(words: &str) -> String {
    words
        .split(['\t', '\n', '\r', '\u{2028}', '\u{2029}'])
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
