//! Names: folding for comparison, identifiers, capitals, and whether two names can be one person's.

/// Lower case without diacritics, apostrophes and hyphens dropped: what names are compared by.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None if c.is_alphanumeric() => folded.push(c),
            None if matches!(
                c,
                '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '\u{300}'..='\u{36f}'
            ) => {}
            None => folded.push(' '),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `name` with macrons, breves and other marks that English news leaves out replaced by plain letters.
pub fn ascii(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        match plain(lower) {
            Some(letters) if c.is_uppercase() => out.push_str(&capitalised(letters)),
            Some(letters) => out.push_str(letters),
            None if c == '’' || c == '‘' => out.push('\''),
            None => out.push(c),
        }
    }
    out
}

/// The plain Latin letters for a lower-case letter with marks.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ'
        | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' | 'ə' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ċ' | 'ĉ' => "c",
        'ď' | 'đ' | 'ḍ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ĕ' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể'
        | 'ễ' | 'ệ' => "e",
        'ğ' | 'ģ' | 'ġ' | 'ǧ' => "g",
        'ħ' | 'ḥ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' | 'ĩ' | 'ị' | 'ỉ' | 'ĭ' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ļ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' | 'ŏ' | 'ơ' | 'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ổ'
        | 'ỗ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ỡ' | 'ợ' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'ṣ' | 'ŝ' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'ṭ' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ŭ' | 'ư' | 'ụ' | 'ủ' | 'ũ' | 'ứ' | 'ừ'
        | 'ử' | 'ữ' | 'ự' => "u",
        'ý' | 'ÿ' | 'ỳ' | 'ỹ' | 'ỵ' => "y",
        'ź' | 'ż' | 'ž' | 'ẓ' => "z",
        _ => return None,
    })
}

/// `name` as the last part of an identifier: `xi-jinping`.
pub fn slug(name: &str) -> String {
    let folded = fold(name);
    let kept: String = folded
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join("-")
}

/// A word with its first letter written large.
pub fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Particles that stay in lower case inside a name.
const PARTICLES: &[&str] = &[
    "al", "an", "ar", "as", "at", "ash", "az", "el", "ed", "bin", "bint", "ibn", "ben", "de",
    "del", "della", "der", "den", "di", "do", "dos", "da", "das", "du", "la", "le", "van", "von",
    "ter", "ten", "zu", "y", "e", "ul", "ur", "ud", "of", "the", "and", "i",
];

/// A name in capitals (or in any mixture) in the ordinary spelling: `Kim Jong-Un`, `Ahmed al-Sharaa`, `Ronald McDonald`.
pub fn title_case(name: &str) -> String {
    let words = name.split_whitespace().enumerate();
    words
        .map(|(place, word)| title_word(word, place == 0))
        .collect::<Vec<_>>()
        .join(" ")
}

fn title_word(word: &str, first: bool) -> String {
    let lower = word.to_lowercase();
    if !first && PARTICLES.contains(&lower.as_str()) {
        return lower;
    }
    let parts: Vec<&str> = lower.split('-').collect();
    let cased = parts.iter().enumerate().map(|(place, part)| {
        let particle = place + 1 < parts.len() && PARTICLES.contains(part) && part.len() <= 3;
        if particle && !first {
            (*part).to_string()
        } else {
            title_part(part)
        }
    });
    cased.collect::<Vec<_>>().join("-")
}

fn title_part(part: &str) -> String {
    if let Some(rest) = part.strip_prefix("mc").filter(|rest| rest.len() > 2) {
        return format!("Mc{}", capitalised(rest));
    }
    for mark in ['\'', '’', '.'] {
        if let Some((head, tail)) = part.split_once(mark).filter(|(_, tail)| !tail.is_empty()) {
            let upper = head.chars().count() == 1 || mark == '.';
            let tail = if upper {
                title_part(tail)
            } else {
                tail.to_string()
            };
            return format!("{}{mark}{tail}", capitalised(head));
        }
    }
    capitalised(part)
}

/// How two names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Cannot be told to be one person's.
    Different,
    /// Equal in sound only: one person's if the offices agree too.
    Similar,
    /// One leaves out middle names or initials of the other.
    Shortened,
    /// The same words, in any order.
    Equal,
}

/// Compares two full names.
pub fn likeness(a: &str, b: &str) -> Likeness {
    if let (Some(one), Some(other)) = (lineage(a), lineage(b))
        && one != other
    {
        return Likeness::Different;
    }
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if short.len() < 2 {
        return Likeness::Different;
    }
    if sorted(short) == sorted(long) || short.concat() == long.concat() {
        return Likeness::Equal;
    }
    if shortened(short, long) {
        return Likeness::Shortened;
    }
    let sound = |words: &[String]| words.iter().map(|word| skeleton(word)).collect::<Vec<_>>();
    let (short_sound, long_sound) = (sound(short), sound(long));
    if sorted(&short_sound) == sorted(&long_sound)
        || short_sound.concat() == long_sound.concat()
        || shortened(&short_sound, &long_sound)
        || within(&short_sound, &long_sound)
    {
        return Likeness::Similar;
    }
    Likeness::Different
}

/// How a name and the father's name in it begin: "Abdulaziz bin Salman" is not "Salman bin Abdulaziz".
fn lineage(name: &str) -> Option<[String; 2]> {
    let folded = fold(name);
    let (own, father) = [" bin ", " ibn "]
        .into_iter()
        .find_map(|of| folded.split_once(of))?;
    let start = |name: &str| -> String {
        let name = name.rsplit("prince ").next().unwrap_or(name);
        let name = name.rsplit("king ").next().unwrap_or(name);
        let letters = skeleton(name);
        letters.chars().take(4).collect()
    };
    Some([start(own), start(father)])
}

fn within(short: &[String], long: &[String]) -> bool {
    short
        .iter()
        .all(|word| word.len() > 1 && long.contains(word))
}

fn words(name: &str) -> Vec<String> {
    let dropped = [
        "al", "el", "bin", "ibn", "ben", "jr", "sr", "ii", "iii", "dr", "sir",
    ];
    let folded = fold(name);
    folded
        .split(' ')
        .filter(|word| !word.is_empty() && !dropped.contains(word))
        .map(str::to_string)
        .collect()
}

fn sorted(words: &[String]) -> Vec<&String> {
    let mut sorted: Vec<&String> = words.iter().collect();
    sorted.sort();
    sorted
}

/// First and last word agree, and what stands between them in the shorter name occurs in the longer, in order.
fn shortened(short: &[String], long: &[String]) -> bool {
    let (Some(first), Some(last)) = (short.first(), short.last()) else {
        return false;
    };
    if first.len() < 2 || Some(first) != long.first() || Some(last) != long.last() {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|word| {
        let initial = word.chars().next();
        rest.any(|other| other == word || (word.len() == 1 && other.chars().next() == initial))
    })
}

/// Consonants of a folded word, with letters that transliterations swap made equal.
fn skeleton(word: &str) -> String {
    let word = word
        .replace("kh", "h")
        .replace("dj", "j")
        .replace("ph", "f")
        .replace("sch", "sh")
        .replace("ck", "k");
    let mut out = String::new();
    for (place, c) in word.chars().enumerate() {
        let c = match c {
            'q' | 'c' => 'k',
            'w' => 'v',
            'z' => 's',
            'y' => 'i',
            other => other,
        };
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
        if vowel && place == 0 {
            out.push('a');
        } else if !vowel && !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Whether `word` (a surname alone) sounds like a word, or the last words, of the full `name`.
pub fn has_surname(name: &str, surname: &str) -> bool {
    let (name, surname) = (words(name), words(surname));
    let sound = |words: &[String]| words.iter().map(|word| skeleton(word)).collect::<Vec<_>>();
    let (name, surname) = (sound(&name), sound(&surname));
    !surname.is_empty()
        && surname
            .iter()
            .all(|word| word.len() > 1 && name.contains(word))
}

/// Words of a list cell, `|` between them.
pub fn listed(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|')
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

/// A list cell without repeats, in order of first mention.
pub fn list<I: IntoIterator<Item = String>>(words: I) -> String {
    let mut seen: Vec<String> = Vec::new();
    for word in words {
        if !word.is_empty() && !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expected: Likeness) {
        assert_eq!(likeness(a, b), expected, "{a} / {b}");
        assert_eq!(likeness(b, a), expected, "{b} / {a}");
    }

    #[test]
    fn names_of_one_person() {
        check("Abe Shinzo", "Shinzō Abe", Likeness::Equal);
        check("Kim Jong-un", "Kim Jong Un", Likeness::Equal);
        check("Donald J. Trump", "Donald Trump", Likeness::Shortened);
        check("Hasan Ruhani", "Hassan Rouhani", Likeness::Similar);
        check(
            "Aleksandr Lukashenko",
            "Alexander Lukashenko",
            Likeness::Different,
        );
    }

    #[test]
    fn names_of_two_persons() {
        check(
            "Salman bin Abdulaziz Al Saud",
            "Abdullah bin Abdulaziz Al Saud",
            Likeness::Different,
        );
        check(
            "Abdulaziz bin Salman",
            "Salman bin Abdulaziz",
            Likeness::Different,
        );
        check(
            "Abdullah bin Abdulaziz Al Saud",
            "Abdullah bin Bandar bin Abdulaziz Al Saud",
            Likeness::Different,
        );
        check("George W. Bush", "Jeb Bush", Likeness::Different);
        check("Trump", "Donald Trump", Likeness::Different);
    }

    #[test]
    fn spelling() {
        assert_eq!(
            title_case("Muhammad BIN SALMAN Al Saud"),
            "Muhammad bin Salman al Saud"
        );
        assert_eq!(
            title_case("JEAN-LOUIS D'ANGLEBERME"),
            "Jean-Louis D'Angleberme"
        );
        assert_eq!(title_case("MITCH MCCONNELL"), "Mitch McConnell");
        assert_eq!(slug("Recep Tayyip Erdoğan"), "recep-tayyip-erdogan");
        assert_eq!(ascii("Élysée"), "Elysee");
    }
}
