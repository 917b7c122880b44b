//! What people say of events: kept apart from them, added to and never overwritten, so that it outlives every re-coding.

mod edit;

pub use edit::{FIELDS, edit};

use crate::error::{Error, Result};
use crate::record::Record;
use chancery_coding::Event;
use rusqlite::{Row, params};
use serde_json::{Map, Value};

/// A person's verdict on an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is coded as it should be.
    Right,
    /// The text tells of no such act.
    Wrong,
    /// It is an act, but some fields should be otherwise.
    Edit,
}

impl Verdict {
    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Edit => "edit",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Right, Self::Wrong, Self::Edit]
            .into_iter()
            .find(|verdict| verdict.as_str() == word)
    }
}

/// A review: who said what of which event, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The root of the document.
    pub root: String,
    /// The document's id.
    pub document: String,
    /// The event's id.
    pub event: String,
    /// What was said.
    pub verdict: Verdict,
    /// The fields as they should be, as in the event schema; empty unless the verdict is an edit.
    pub edit: Map<String, Value>,
    /// The event as it was when it was judged.
    pub coding: Event,
    /// SHA-256 of the document's text as it was then; none where that is not known.
    pub sha256: Option<[u8; 32]>,
    /// In the reviewer's words.
    pub note: Option<String>,
    /// Who said it.
    pub reviewer: String,
    /// When: an instant, UTC.
    pub at: String,
}

impl Review {
    /// The event as the reviewer would have it.
    ///
    /// # Errors
    ///
    /// Where the edit makes no event.
    pub fn corrected(&self) -> Result<Event> {
        corrected(&self.coding, &self.edit)
    }

    /// A line of gold for `score`: the event as it should be, with the verdict, who gave it and when. An event that is wrong is there
    /// too, so that coding it again counts as an error.
    ///
    /// # Errors
    ///
    /// Where the edit makes no event.
    pub fn gold(&self) -> Result<Value> {
        let mut gold = serde_json::to_value(self.corrected()?).expect("an event is JSON");
        if let Value::Object(fields) = &mut gold {
            fields.insert("verdict".into(), self.verdict.as_str().into());
            fields.insert("reviewer".into(), self.reviewer.as_str().into());
            fields.insert("at".into(), self.at.as_str().into());
            fields.insert("note".into(), self.note.clone().into());
        }
        Ok(gold)
    }
}

/// An event with some fields otherwise.
fn corrected(event: &Event, edit: &Map<String, Value>) -> Result<Event> {
    let mut whole = serde_json::to_value(event).expect("an event is JSON");
    if let Value::Object(fields) = &mut whole {
        fields.extend(edit.clone());
    }
    serde_json::from_value(whole).map_err(|error| Error::Unreadable {
        what: format!("a review of {}", event.id),
        why: error.to_string(),
    })
}

/// An event of the record, with what a reviewer looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The root of its document.
    pub root: String,
    /// The event.
    pub event: Event,
    /// The text of its document.
    pub text: String,
}

impl Record {
    /// The event of an id; `root` chooses where documents of several roots have one id.
    ///
    /// # Errors
    ///
    /// Where there is none, or several.
    pub fn to_review(&self, id: &str, root: Option<&str>) -> Result<Reviewed> {
        let document = id.rsplit_once('#').map_or("", |(document, _)| document);
        let find = "SELECT e.key, d.root, d.text FROM documents d JOIN events e ON e.document = d.key AND e.id = ?2
                    WHERE d.id = ?1 AND (?3 IS NULL OR d.root = ?3) ORDER BY d.root";
        let mut found: Vec<(i64, String, String)> = self.ask(|sql| {
            let mut find = sql.prepare_cached(find)?;
            let rows = find.query_map(params![document, id, root], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            rows.collect()
        })?;
        match found.len() {
            0 => Err(Error::Question(format!("the record has no event `{id}`"))),
            1 => {
                let (key, root, text) = found.remove(0);
                Ok(Reviewed {
                    root,
                    event: self.event(key)?,
                    text,
                })
            }
            _ => {
                let roots: Vec<String> = found.into_iter().map(|(_, root, _)| root).collect();
                let said = format!(
                    "`{id}` is in documents of several roots; name one with --root: {}",
                    roots.join(", ")
                );
                Err(Error::Question(said))
            }
        }
    }

    /// Adds a review of the text that it says.
    ///
    /// # Errors
    ///
    /// Where its edit makes no event, or the record cannot be written.
    pub fn add_review(&mut self, review: &Review) -> Result<()> {
        review.corrected()?;
        let edit =
            (!review.edit.is_empty()).then(|| Value::Object(review.edit.clone()).to_string());
        let coding = serde_json::to_string(&review.coding).expect("an event is JSON");
        let add =
            "INSERT INTO reviews (root, document, event, verdict, edit, coding, note, reviewer, at, sha256)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let values = params![
            review.root,
            review.document,
            review.event,
            review.verdict.as_str(),
            edit,
            coding,
            review.note,
            review.reviewer,
            review.at,
            review.sha256
        ];
        self.ask(|sql| sql.execute(add, values)).map(|_| ())
    }

    /// The reviews that count, by document and place: the last of each event, of those of the text that its document has now.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
    pub fn latest_reviews(&self) -> Result<Vec<Review>> {
        let find = "SELECT root, document, event, verdict, edit, coding, note, reviewer, at, sha256 FROM latest_reviews
                    ORDER BY root, document, json_extract(coding, '$.trigger.start'), event";
        let rows: Vec<Kept> = self.ask(|sql| {
            let mut find = sql.prepare_cached(find)?;
            find.query_map([], Kept::read)?.collect()
        })?;
        rows.into_iter().map(Kept::review).collect()
    }

    /// How many events were reviewed in an earlier text of their document alone.
    ///
    /// # Errors
    ///
    /// Where they cannot be counted.
    pub fn reviewed_in_earlier_texts(&self) -> Result<i64> {
        let count = "SELECT count(*) FROM (SELECT 1 FROM all_reviews GROUP BY root, event HAVING max(of_present_text) = 0)";
        self.ask(|sql| sql.query_row(count, [], |row| row.get(0)))
    }
}

/// A row of the table.
struct Kept(
    [String; 3],
    String,
    Option<String>,
    String,
    Option<String>,
    [String; 2],
    Option<[u8; 32]>,
);

impl Kept {
    fn read(row: &Row) -> rusqlite::Result<Self> {
        Ok(Self(
            [row.get(0)?, row.get(1)?, row.get(2)?],
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
            [row.get(7)?, row.get(8)?],
            row.get(9)?,
        ))
    }

    fn review(self) -> Result<Review> {
        let Self([root, document, event], verdict, edit, coding, note, [reviewer, at], sha256) =
            self;
        let unreadable = |why: String| Error::Unreadable {
            what: format!("a review of {event}"),
            why,
        };
        let edit = edit.map_or(Ok(Map::new()), |edit| serde_json::from_str(&edit));
        let coding = serde_json::from_str(&coding);
        Ok(Review {
            verdict: Verdict::parse(&verdict)
                .ok_or_else(|| unreadable(format!("the verdict `{verdict}`")))?,
            edit: edit.map_err(|error| unreadable(error.to_string()))?,
            coding: coding.map_err(|error| unreadable(error.to_string()))?,
            root,
            document,
            event: event.clone(),
            sha256,
            note,
            reviewer,
            at,
        })
    }
}
