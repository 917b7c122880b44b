//! How a dispatch is laid out on the page: lines, paragraphs, what stands above and below the body.

use chancery_text::ByteSpan;

/// The lines of `text` from byte `from` on, without the white space around them; blank lines are empty spans.
pub fn lines(text: &str, from: usize) -> Vec<ByteSpan> {
    let mut lines = Vec::new();
    let mut start = from;
    for (at, c) in text[from..].char_indices() {
        if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
            // The line feed of a carriage return closes no second line.
            let pair = c == '\n' && text[..from + at].ends_with('\r') && start == from + at;
            if !pair {
                lines.push(trimmed(text, ByteSpan::new(start, from + at)));
            }
            start = from + at + c.len_utf8();
        }
    }
    lines.push(trimmed(text, ByteSpan::new(start, text.len())));
    lines
}

/// `span` without the white space at its ends.
pub fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    ByteSpan::new(start, start + words.trim().len())
}

/// The paragraphs from byte `from` on: blank lines part them, and single line ends do where every line is a
/// whole sentence or longer than anybody wraps.
pub fn paragraphs(text: &str, from: usize) -> Vec<ByteSpan> {
    lines(text, from)
        .split(|line| line.is_empty())
        .filter(|block| !block.is_empty())
        .flat_map(|block| block_paragraphs(text, block))
        .map(|paragraph| without_debris(text, paragraph))
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// Columns beyond which no line is one of a wrapped paragraph.
const WIDEST_WRAP: usize = 110;

fn block_paragraphs(text: &str, block: &[ByteSpan]) -> Vec<ByteSpan> {
    let (last, rest) = block.split_last().expect("a block has a line");
    let whole = rest.iter().all(|line| ends_sentence(line.of(text)));
    let wide = block
        .iter()
        .any(|line| line.of(text).chars().count() > WIDEST_WRAP);
    if whole || wide {
        return block.to_vec();
    }
    vec![block[0].join(*last)]
}

/// Whether the words end as a sentence does, closing marks aside.
pub fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['"', '\'', '”', '’', '»', ')', ']'])
        .ends_with(['.', '!', '?', '…', '。', ':', ';'])
}

/// How many bullets and brackets in a row are taken for debris.
const MOST_DEBRIS: usize = 4;

/// The paragraph without bullets, or a bracket that opens it and never closes.
fn without_debris(text: &str, mut paragraph: ByteSpan) -> ByteSpan {
    for _ in 0..MOST_DEBRIS {
        let words = paragraph.of(text);
        let mut chars = words.chars();
        let (Some(first), Some(second)) = (chars.next(), chars.next()) else {
            break;
        };
        let open = || matches!(first, '(' | '[') && !words.contains([')', ']']);
        if !second.is_whitespace() || !is_bullet(first) && !open() {
            break;
        }
        let rest = ByteSpan::new(paragraph.start + first.len_utf8(), paragraph.end);
        paragraph = trimmed(text, rest);
    }
    paragraph
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '·' | '*' | '-' | '–' | '—' | '>' | '|' | '■' | '▪' | '●'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = paragraphs(text, 0)
            .iter()
            .map(|span| span.of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        check(
            "One is here.\n\n \t\nTwo is\nhere.\r\n\r\nThree.",
            &["One is here.", "Two is\nhere.", "Three."],
        );
        check("One.\rTwo.", &["One.", "Two."]);
        check("  \n\n", &[]);
    }

    #[test]
    fn lines_that_are_sentences_are_paragraphs() {
        check(
            "They met.\n“They agreed.”\nThey left",
            &["They met.", "“They agreed.”", "They left"],
        );
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The two ministers met in the capital on\nMonday and agreed to meet again. They\nleft at noon.";
        check(text, &[text]);
    }

    #[test]
    fn an_open_bracket_and_bullets_are_cut() {
        check("( The minister left.", &["The minister left."]);
        check("( The minister ) left.", &["( The minister ) left."]);
        check(
            "• One.\n\n* Two.\n\n-3 degrees.",
            &["One.", "Two.", "-3 degrees."],
        );
    }
}
