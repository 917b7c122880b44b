//! Dates as people and machines write them.

use chancery_text::ByteSpan;
use jiff::civil::Date;

/// The forms that [`metadata`] reads, for messages.
pub const ACCEPTED: &str = "2021-03-22, 2021-03-22T10:00:00Z, 20210322, 22 March 2021, March 22, 2021, Mon, 22 Mar 2021 10:00:00 GMT";

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// A date in a text, perhaps without its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its words.
    pub span: ByteSpan,
    year: Option<i16>,
    month: i8,
    day: i8,
}

impl Written {
    /// The same date in a text in which these words begin `by` bytes later.
    pub fn shifted(self, by: usize) -> Self {
        Self {
            span: self.span.shift(by),
            ..self
        }
    }

    /// The date, if the text names the year.
    pub fn full(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// The date, in the year that brings it nearest to `anchor` where the text names none.
    pub fn near(&self, anchor: Option<Date>) -> Option<Date> {
        if self.year.is_some() {
            return self.full();
        }
        let anchor = anchor?;
        (anchor.year() - 1..=anchor.year() + 1)
            .filter_map(|year| Date::new(year, self.month, self.day).ok())
            .min_by_key(|date| (*date - anchor).get_days().abs())
    }
}

/// Reads the date that a metadata field or an option holds; see [`ACCEPTED`].
pub fn metadata(field: &str) -> Option<Date> {
    let field = field.trim();
    compact(field)
        .or_else(|| slashed(field))
        .or_else(|| written_at(field, 0)?.full())
}

/// `20210322`, also with a time after it.
fn compact(field: &str) -> Option<Date> {
    let digits = field.get(..8)?;
    let rest = &field.as_bytes()[8..];
    if !all_digits(digits)
        || rest
            .first()
            .is_some_and(|&next| next != b'T' && next != b' ')
            && !(rest.len() == 6 && rest.iter().all(u8::is_ascii_digit))
    {
        return None;
    }
    Date::new(
        digits[..4].parse().ok()?,
        digits[4..6].parse().ok()?,
        digits[6..].parse().ok()?,
    )
    .ok()
}

/// `3/22/2021` and `22/3/2021`, where only one reading is possible; `2021/03/22`.
fn slashed(field: &str) -> Option<Date> {
    let mut parts = field.split([' ', 'T']).next()?.split('/');
    let mut number = || parts.next()?.parse::<i16>().ok();
    let (a, b, c) = (number()?, number()?, number()?);
    let make = |year: i16, month: i16, day: i16| {
        Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
    };
    if a > 999 {
        return make(a, b, c);
    }
    match (a > 12, b > 12) {
        (true, false) => make(c, b, a),
        (false, true) => make(c, a, b),
        _ if a == b => make(c, a, b),
        _ => None,
    }
}

/// The date that begins at byte `at` of `text`.
pub fn written_at(text: &str, at: usize) -> Option<Written> {
    let mut scan = Scan { text, at };
    scan.weekday();
    let start = scan.at;
    let (year, month, day) = [Scan::iso, Scan::month_first, Scan::day_first, Scan::dotted]
        .iter()
        .find_map(|form| scan.attempt(form))?;
    // A day that no calendar has is no date; a leap day of an unnamed year may be one.
    Date::new(year.unwrap_or(2024), month, day).ok()?;
    Some(Written {
        span: ByteSpan::new(start, scan.at),
        year,
        month,
        day,
    })
}

/// Whether a word is the name of a month or of a day of the week, in full or shortened.
pub fn is_calendar_word(word: &str) -> bool {
    month_named(word).is_some() || weekday_named(word)
}

type Parts = (Option<i16>, i8, i8);

/// A reader of one text that moves on only past what it has understood.
struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn attempt(&mut self, form: impl Fn(&mut Self) -> Option<Parts>) -> Option<Parts> {
        let back = self.at;
        let found = form(self);
        if found.is_none() {
            self.at = back;
        }
        found
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn weekday(&mut self) {
        let back = self.at;
        if !self.word().is_some_and(weekday_named) {
            self.at = back;
            return;
        }
        self.skip(&['.', ',', ' ', '\u{a0}']);
    }

    fn iso(&mut self) -> Option<Parts> {
        let year = self.number(4, 4)?;
        self.one('-')?;
        let month = self.number(2, 2)?;
        self.one('-')?;
        let day = self.number(2, 2)?;
        Some((Some(year), month as i8, day as i8))
    }

    fn month_first(&mut self) -> Option<Parts> {
        let month = self.month()?;
        let day = self.day()?;
        let year = self.year_after();
        Some((year, month, day))
    }

    fn day_first(&mut self) -> Option<Parts> {
        let day = self.day()?;
        self.blank();
        if let Some(rest) = self.rest().strip_prefix("of ") {
            self.at = self.text.len() - rest.len();
        }
        // `22-Mar-2021`
        let hyphen = self.one('-').is_some();
        let month = self.month()?;
        if hyphen {
            self.one('-')?;
        }
        let year = self.year_after();
        Some((year, month, day))
    }

    fn dotted(&mut self) -> Option<Parts> {
        let day = self.number(1, 2)?;
        self.one('.')?;
        let month = self.number(1, 2)?;
        self.one('.')?;
        let year = self.number(4, 4)?;
        Some((Some(year), month as i8, day as i8))
    }

    fn month(&mut self) -> Option<i8> {
        let month = month_named(self.word()?)?;
        self.one('.');
        self.blank();
        Some(month)
    }

    fn day(&mut self) -> Option<i8> {
        let day = self.number(1, 2)?;
        let ordinal = self.rest().get(..2).unwrap_or("").to_ascii_lowercase();
        if ["st", "nd", "rd", "th"].contains(&ordinal.as_str()) {
            self.at += 2;
        }
        let next = self.rest().chars().next();
        (1..=31).contains(&day).then_some(())?;
        (!next.is_some_and(char::is_alphanumeric)).then_some(day as i8)
    }

    /// The year after a day or month, with or without a comma; without one, nothing is consumed.
    fn year_after(&mut self) -> Option<i16> {
        let back = self.at;
        self.skip(&[',', ' ', '\u{a0}']);
        let year = self
            .number(4, 4)
            .filter(|year| (1000..=2999).contains(year));
        if year.is_none() {
            self.at = back;
        }
        year
    }

    fn number(&mut self, least: usize, most: usize) -> Option<i16> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if digits < least || digits > most {
            return None;
        }
        let number = self.rest()[..digits].parse().ok();
        self.at += digits;
        number
    }

    fn word(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| &rest[..end])
    }

    fn one(&mut self, wanted: char) -> Option<()> {
        self.rest()
            .starts_with(wanted)
            .then(|| self.at += wanted.len_utf8())
    }

    fn blank(&mut self) {
        self.skip(&[' ', '\u{a0}']);
    }

    fn skip(&mut self, these: &[char]) {
        self.at = self.text.len() - self.rest().trim_start_matches(these).len();
    }
}

fn month_named(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|month| shortens(word, month))?;
    Some(at as i8 + 1)
}

fn weekday_named(word: &str) -> bool {
    WEEKDAYS.iter().any(|day| shortens(word, day))
}

/// `Sept` shortens `september`: three or four letters of it, or all.
fn shortens(word: &str, name: &str) -> bool {
    let whole = word.len() == name.len();
    (whole || (3..=4).contains(&word.len()) && word.len() < name.len())
        && name.as_bytes()[..word.len()].eq_ignore_ascii_case(word.as_bytes())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn all_digits(words: &str) -> bool {
    words.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field: &str, expected: Option<&str>) {
        let found = metadata(field).map(|date| date.to_string());
        assert_eq!(found.as_deref(), expected, "{field}");
    }

    #[test]
    fn metadata_dates() {
        let day = Some("2021-03-22");
        for field in [
            "2021-03-22",
            "2021-03-22T10:00:00Z",
            "2021-03-22 10:00:00+09:00",
            "20210322",
            "20210322T101500Z",
            "20210322101500",
            "Mon, 22 Mar 2021 10:00:00 +0000",
            "22 March 2021",
            "22nd March, 2021",
            "22nd of March 2021",
            "March 22, 2021",
            "Mar. 22, 2021",
            "Monday, March 22, 2021",
            "22-Mar-2021",
            "22.03.2021",
            "3/22/2021",
            "22/3/2021",
            "2021/03/22",
        ] {
            check(field, day);
        }
        for field in [
            "",
            "yesterday",
            "March",
            "2021",
            "2021-02-30",
            "3/4/2021",
            "1616371200",
            "32 March 2021",
            "März",
        ] {
            check(field, None);
        }
    }

    #[test]
    fn a_year_is_completed_to_the_nearest() {
        let near = |words: &str, anchor: &str| {
            written_at(words, 0)
                .unwrap()
                .near(anchor.parse().ok())
                .unwrap()
                .to_string()
        };
        assert_eq!(near("Dec. 31", "2021-01-02"), "2020-12-31");
        assert_eq!(near("1 January", "2020-12-30"), "2021-01-01");
        assert_eq!(near("Sept 3", "2022-09-04"), "2022-09-03");
        assert_eq!(near("Sept 3, 2019", "2022-09-04"), "2019-09-03");
    }
}
