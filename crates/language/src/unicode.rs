//! Characters as Python sees them, where Rust sees them otherwise.

use unicode_general_category::{GeneralCategory as G, get_general_category};

/// Python's `str.isspace`: Unicode white space and the four separators U+001C to U+001F.
pub(crate) fn is_space(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{1c}'..='\u{1f}')
}

/// Python's `str.isalpha`: a letter by general category.
pub(crate) fn is_alpha(char: char) -> bool {
    if char.is_ascii() {
        return char.is_ascii_alphabetic();
    }
    matches!(
        get_general_category(char),
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
    )
}

/// Python's `str.isdigit`: decimal digits, and those in circles, brackets, above and below the line.
pub(crate) fn is_digit(char: char) -> bool {
    if char.is_ascii() {
        return char.is_ascii_digit();
    }
    get_general_category(char) == G::DecimalNumber || is_special_digit(char)
}

/// Numeric type `Digit`, which is not among the general categories.
fn is_special_digit(char: char) -> bool {
    matches!(char,
        '\u{b2}'..='\u{b3}' | '\u{b9}' | '\u{1369}'..='\u{1371}' | '\u{19da}' | '\u{2070}'
        | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}' | '\u{2460}'..='\u{2468}'
        | '\u{2474}'..='\u{247c}' | '\u{2488}'..='\u{2490}' | '\u{24ea}' | '\u{24f5}'..='\u{24fd}'
        | '\u{24ff}' | '\u{2776}'..='\u{277e}' | '\u{2780}'..='\u{2788}' | '\u{278a}'..='\u{2792}'
        | '\u{10a40}'..='\u{10a43}' | '\u{10e60}'..='\u{10e68}' | '\u{11052}'..='\u{1105a}'
        | '\u{1f100}'..='\u{1f10a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_in_python() {
        assert!(is_space('\u{1c}') && is_space('\u{3000}') && !is_space('\u{200b}'));
        assert!(is_alpha('ª') && is_alpha('中') && !is_alpha('\u{300}') && !is_alpha('Ⅷ'));
        assert!(is_digit('²') && is_digit('٣') && !is_digit('½'));
    }
}
