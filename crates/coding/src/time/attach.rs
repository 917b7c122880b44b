//! Which expression dates which act.

use super::direction::{is_due, is_gathering, is_light, is_prompt};
use super::{Reach, TimeExpression, TimeKind, When, path};
use crate::event::{Precision, Status};
use crate::reading::{Dep, Pos, Reading, Tag};
use crate::scope;
use jiff::civil::Date;

/// When the act whose predicate is `head` (and whose noun, where a phrase like "held talks" means it, is
/// `noun`) took place.
///
/// The expression that modifies the act or stands in its clause dates it, then one of a clause around
/// it. Without one the first sentence's news is dated by the document; all else is unresolved.
pub fn of_event(
    reading: &Reading<'_>,
    expressions: &[TimeExpression],
    head: usize,
    noun: Option<usize>,
    status: Status,
    document: Option<Date>,
) -> When {
    let act = Act {
        reading,
        expressions,
        head,
        status,
        document,
    };
    act.since_then()
        .or_else(|| act.by_expression(noun))
        .or_else(|| act.that_lasted(noun.unwrap_or(head)))
        .or_else(|| act.after_another())
        .or_else(|| act.after_gathering())
        .or_else(|| act.in_the_same_stretch())
        .or_else(|| act.as_what_follows())
        .or_else(|| document.filter(|_| act.is_lead_news()).map(on_document_day))
        .unwrap_or(UNRESOLVED)
}

/// When the act whose predicate is `head` took place where it is done in saying it ("said on Monday that
/// it *would withdraw*" is a promise of Monday): the date of the verb of saying, if it has one.
pub fn of_saying(
    reading: &Reading<'_>,
    expressions: &[TimeExpression],
    head: usize,
    document: Option<Date>,
) -> Option<When> {
    let saying = scope::saying(reading, head)?;
    let act = Act {
        reading,
        expressions,
        head: saying,
        status: Status::Actual,
        document,
    };
    act.by_expression(None).map(|when| When {
        reach: Reach::Enclosing,
        ..when
    })
}

/// When the main clause of the verb `verb` took place, by an expression that modifies the verb itself.
pub(crate) fn of_clause(
    reading: &Reading<'_>,
    expressions: &[TimeExpression],
    verb: usize,
    document: Option<Date>,
) -> Option<When> {
    let act = Act {
        reading,
        expressions,
        head: verb,
        status: Status::Actual,
        document,
    };
    act.nearest(verb)
        .map(|expression| act.found(expression, Reach::Clause))
}

/// Whether a verb in the present or with a modal, or the "is due" of an adjective, is put on days after the document's, or
/// is to be done by such a day.
pub(crate) fn is_planned(
    reading: &Reading<'_>,
    expressions: &[TimeExpression],
    head: usize,
    document: Option<Date>,
) -> bool {
    let word = reading.word(head);
    let copula = matches!(word.dep, Dep::Acomp | Dep::Attr | Dep::Oprd);
    let verb = if copula {
        word.head
    } else {
        due_verb(reading, head).unwrap_or(head)
    };
    let present = |word: usize| scope::is_present(reading, word);
    let auxiliary =
        |child: usize| matches!(reading.word(child).dep, Dep::Aux | Dep::AuxPass) && present(child);
    let will = |child: usize| {
        let word = reading.word(child);
        word.dep == Dep::Aux && word.tag == Tag::Md
    };
    let ahead = |child: usize| auxiliary(child) || will(child);
    let told =
        (present(verb) || reading.children(verb).any(ahead)) && !scope::is_perfect(reading, verb);
    let act = Act {
        reading,
        expressions,
        head,
        status: Status::Future,
        document,
    };
    told && document.is_some()
        && act
            .nearest(head)
            .or_else(|| act.nearest(verb))
            .or_else(|| act.of_what_is_planned(verb))
            .map(|at| {
                (
                    expressions[at].from,
                    path::is_limit_of(reading, &expressions[at], document),
                )
            })
            .or_else(|| Some((act.told_when(verb)?.start, false)))
            .is_some_and(|(from, limit)| from > document || limit)
}

/// The verb by which a noun is said to be due: "the *talks* are due to start", "is due in Seoul for the *talks*".
fn due_verb(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    if !is_noun(reading, noun) {
        return None;
    }
    let mut at = noun;
    let verb = loop {
        let word = reading.word(at);
        match word.dep {
            Dep::Pobj | Dep::Prep | Dep::Nsubj | Dep::NsubjPass | Dep::Acomp | Dep::Conj => {}
            _ => return None,
        }
        if matches!(reading.word(word.head).pos, Pos::Verb | Pos::Aux) {
            break word.head;
        }
        at = word.head;
    };
    is_due(reading, verb).then_some(verb)
}

/// How many sentences back "since then" may look for its day.
const SINCE_REACH: u32 = 2;

const UNRESOLVED: When = When {
    start: None,
    end: None,
    precision: Precision::Unresolved,
    expression: None,
    reach: Reach::None,
};

fn on_document_day(date: Date) -> When {
    When {
        start: Some(date),
        end: Some(date),
        precision: Precision::Document,
        expression: None,
        reach: Reach::Document,
    }
}

struct Act<'a> {
    reading: &'a Reading<'a>,
    expressions: &'a [TimeExpression],
    head: usize,
    status: Status,
    document: Option<Date>,
}

impl Act<'_> {
    /// The date of the nearest expression, level by level.
    fn by_expression(&self, noun: Option<usize>) -> Option<When> {
        let own = 1 + usize::from(noun.is_some_and(|noun| noun != self.head));
        let container = path::container(self.reading, self.head);
        let leaves = |word: usize| !container.contains(&word) && self.leaves(word);
        let levels = scope::levels(self.reading, self.head, noun, leaves);
        levels.into_iter().enumerate().find_map(|(level, act)| {
            if let Some(when) = self.told_when(act) {
                return Some(when);
            }
            let expression = self
                .nearest(act)
                .or_else(|| self.of_what_is_planned(act))
                .or_else(|| self.nearest(self.carrier(act).filter(|_| act == self.head)?))
                .or_else(|| self.nearest(scope::gathering(self.reading, act)?))?;
            let same = level < own || scope::arcs(self.reading, self.head, act, |_| true).is_some();
            if !same && self.is_beside(act) && !self.is_shared_beside(expression, act) {
                return None;
            }
            let reach = if same {
                Reach::Clause
            } else {
                Reach::Enclosing
            };
            Some(self.found(expression, reach))
        })
    }

    fn found(&self, expression: usize, reach: Reach) -> When {
        let TimeExpression {
            from,
            to,
            precision,
            ..
        } = self.expressions[expression];
        When {
            start: from,
            end: to,
            precision,
            expression: Some(expression),
            reach,
        }
    }

    /// The expression that hangs nearest below `act`.
    fn nearest(&self, act: usize) -> Option<usize> {
        self.in_sentence(act)
            .filter(|at| self.fits(&self.expressions[*at]))
            .filter(|at| !self.is_out_of_tense(&self.expressions[*at], act))
            .filter_map(|at| {
                let (arcs, word) = path::arcs(self.reading, &self.expressions[at], act)?;
                Some((arcs, word.abs_diff(act), at))
            })
            .min()
            .map(|(.., at)| at)
    }

    /// "Arrived on his first visit *since 2000*": nothing has been done since a day in the simple past. "Called a meeting
    /// *for Friday*" is done before; "*blames* them for the riots on 5 July" is done now.
    fn is_out_of_tense(&self, time: &TimeExpression, act: usize) -> bool {
        let reading = self.reading;
        let present = scope::is_present(reading, act);
        if reading.word(act).pos == Pos::Verb && present {
            let before = time.to.is_some() && time.to < self.document;
            if before && !path::is_beside(reading, time, act) {
                return true;
            }
        }
        if self.status == Status::Actual && path::is_for(reading, time) {
            return true;
        }
        let open = time.from.is_some() && time.to.is_none();
        let past = |verb: usize| {
            let word = reading.word(verb);
            word.pos == Pos::Verb && word.tag == Tag::Vbd && !scope::is_perfect(reading, verb)
        };
        open && path::is_since(reading, time) && (past(act) || past(self.head))
    }

    fn in_sentence(&self, word: usize) -> impl Iterator<Item = usize> {
        let sentence = self.reading.sentence_of(word);
        let first = self
            .expressions
            .partition_point(|time| time.words.start < sentence.start);
        let last = self
            .expressions
            .partition_point(|time| time.words.start < sentence.end);
        first..last
    }

    /// The days of the expression that the act's clause hangs on: "in April, *when he visited*"; "since April, *when he
    /// was killed*" begins with them.
    fn told_when(&self, act: usize) -> Option<When> {
        let at = self
            .in_sentence(act)
            .filter(|at| self.fits(&self.expressions[*at]))
            .find(|at| self.hangs_on(act, &self.expressions[*at]))
            .filter(|_| self.nearest(act).is_none())?;
        let when = self.found(at, Reach::Clause);
        let stretch = self.expressions[at].stretch();
        Some(match (when.start, when.end, stretch) {
            (Some(_), None, Some((start, end, precision))) => When {
                start,
                end,
                precision,
                ..when
            },
            _ => when,
        })
    }

    /// Whether a clause hangs on an expression: in the tree, by a "when" right behind it ("have fled since May 3, *when
    /// rebels attacked*"), or on a noun that stands for it ("on Friday, a day on which they *met*").
    fn hangs_on(&self, clause: usize, time: &TimeExpression) -> bool {
        let reading = self.reading;
        let word = reading.word(clause);
        let below = |head: usize| time.words.contains(head);
        let stands_for = || {
            let gap = word.head.checked_sub(time.words.end);
            let beside = gap.is_some_and(|gap| gap <= 2) && reading.text(time.words.end) == ",";
            let day = ["day", "night", "date"]
                .iter()
                .any(|known| path::is(reading, word.head, known));
            word.dep == Dep::Relcl && beside && day && !path::is_ordered(reading, clause)
        };
        let behind = |child: usize| {
            let comma = child > 0 && reading.text(child - 1) == ",";
            let opens = reading.word(child).tag == Tag::Wrb && path::is(reading, child, "when");
            opens && child - usize::from(comma) == time.words.end
        };
        match word.dep {
            Dep::Relcl | Dep::Acl | Dep::Advcl if below(word.head) => true,
            _ => stands_for() || reading.children(clause).any(behind),
        }
    }

    /// The verb that only carries the noun that it describes: "the drill that they *were holding* on Monday".
    fn carrier(&self, noun: usize) -> Option<usize> {
        let reading = self.reading;
        let carries = |clause: &usize| {
            matches!(reading.word(*clause).dep, Dep::Relcl | Dep::Acl)
                && is_light(reading, *clause)
                && reading
                    .child(*clause, Dep::Dobj)
                    .is_none_or(|object| matches!(reading.word(object).tag, Tag::Wdt | Tag::Wp))
        };
        let mut below = reading.children(noun).filter(|_| is_noun(reading, noun));
        below.find(carries)
    }

    /// "*Met* him and signed the accord on Monday": what is told first is of the day that stands behind the last.
    fn as_what_follows(&self) -> Option<When> {
        let reading = self.reading;
        let last = |verb: usize| {
            reading.children(verb).find(|child| {
                let word = reading.word(*child);
                word.dep == Dep::Conj
                    && word.tag == reading.word(verb).tag
                    && reading.child(*child, Dep::Nsubj).is_none()
                    && reading.child(*child, Dep::NsubjPass).is_none()
            })
        };
        if self.status != Status::Actual || reading.word(self.head).pos != Pos::Verb {
            return None;
        }
        let mut at = last(self.head)?;
        loop {
            let time = self
                .nearest(at)
                .filter(|time| self.expressions[*time].words.start > at);
            if let Some(time) = time {
                let beside = path::is_beside(reading, &self.expressions[time], at);
                let shared = beside && self.is_shared(time);
                return shared.then(|| self.found(time, Reach::Enclosing));
            }
            at = last(at)?;
        }
    }

    /// "Since then he *has refused*", "has since *refused*": from the day told of last.
    fn since_then(&self) -> Option<When> {
        let reading = self.reading;
        let since = reading.children(self.head).find(|child| {
            let alone = || reading.child(*child, Dep::Pobj).is_none();
            let then = || {
                let below = reading.children(*child).next();
                below.is_none_or(|word| path::is(reading, word, "then"))
            };
            matches!(reading.word(*child).dep, Dep::Prep | Dep::Advmod)
                && path::is(reading, *child, "since")
                && alone()
                && then()
        })?;
        if self.status != Status::Actual || !scope::is_perfect(reading, self.head) {
            return None;
        }
        let sentence = reading.word(since).sentence;
        let before = self
            .expressions
            .partition_point(|time| time.words.start < since);
        let told = self.expressions[..before].iter().rev().find(|time| {
            let day = time.from.filter(|_| dates(time));
            day.is_some() && day <= self.document
        })?;
        let near = reading.word(told.words.start).sentence + SINCE_REACH >= sentence;
        near.then_some(When {
            start: told.from,
            end: None,
            precision: Precision::Interval,
            expression: None,
            reach: Reach::Clause,
        })
    }

    /// "Plans *to fly home on Sunday*": what is planned is the act.
    fn of_what_is_planned(&self, act: usize) -> Option<usize> {
        let planned = matches!(self.status, Status::Future | Status::Hypothetical);
        let inner = self.reading.child(act, Dep::Xcomp).or_else(|| {
            let due = self.reading.child(act, Dep::Acomp)?;
            self.reading.child(due, Dep::Xcomp)
        })?;
        self.nearest(inner).filter(|_| planned)
    }

    /// Whether an expression can date this act.
    fn fits(&self, time: &TimeExpression) -> bool {
        dates(time) && self.is_possible(time)
    }

    /// What has happened did not happen after the document was written, and what is planned not before.
    fn is_possible(&self, time: &TimeExpression) -> bool {
        let Some(document) = self.document else {
            return true;
        };
        match self.status {
            // "Is expelling them within a week": the limit is theirs.
            Status::Actual => {
                time.from.is_none_or(|from| from <= document) && !path::is_limit(time, document)
            }
            Status::Future => time.to.is_none_or(|to| to >= document),
            _ => true,
        }
    }

    /// Whether the act's clause has a subject or a perfect of its own and stands beside that of `other`: "They demanded it;
    /// his guards *have held* him", "was freed and *has fled*".
    fn is_beside(&self, other: usize) -> bool {
        let reading = self.reading;
        let subject = |verb: usize| {
            reading.child(verb, Dep::Nsubj).is_some()
                || reading.child(verb, Dep::NsubjPass).is_some()
        };
        let perfect =
            || scope::is_perfect(reading, self.head) && !scope::is_perfect(reading, other);
        ((subject(self.head) && subject(other)) || perfect())
            && path::is_conjunct(reading, self.head, other)
    }

    /// Whether clauses side by side share an expression: not an open stretch ("since Wednesday"), nor a limit; nor one
    /// that stands behind the other's verb ("They demanded it on Monday; his guards held him"); nor is what has been done
    /// of the day of what was ("A week ago they signed, and he *has frozen* the aid").
    fn is_shared_beside(&self, expression: usize, other: usize) -> bool {
        let reading = self.reading;
        if scope::is_perfect(reading, self.head) && !scope::is_perfect(reading, other) {
            return false;
        }
        self.is_shared(expression) && self.expressions[expression].words.start < other
    }

    fn is_shared(&self, expression: usize) -> bool {
        let time = &self.expressions[expression];
        time.from.is_some() && time.to.is_some() && time.precision != Precision::Interval
    }

    /// "Voiced solidarity *after a meeting on Tuesday*": on the day of what people had come together for.
    fn after_gathering(&self) -> Option<When> {
        let reading = self.reading;
        if self.status != Status::Actual {
            return None;
        }
        let clause = std::iter::once(self.head).chain(scope::gathering(reading, self.head));
        let nouns = clause
            .flat_map(|verb| reading.children(verb))
            .filter(|word| reading.word(*word).dep == Dep::Prep && path::is_after(reading, *word))
            .filter_map(|preposition| reading.child(preposition, Dep::Pobj))
            .filter(|noun| is_gathering(reading, *noun));
        for noun in nouns {
            let nearest = self.nearest(noun);
            let day = |at: &usize| self.expressions[*at].precision == Precision::Day;
            if let Some(at) = nearest.filter(day) {
                return Some(self.found(at, Reach::Enclosing));
            }
        }
        None
    }

    /// "They were sent in May *after rioters burned* the quarter", "resigned on Monday, hours *after X had left*": what
    /// went before is of the same month or year; of the same day too where it is told in the simple past, or where the
    /// words say that little time passed.
    fn in_the_same_stretch(&self) -> Option<When> {
        let reading = self.reading;
        if self.status != Status::Actual {
            return None;
        }
        let below = std::iter::once(self.head)
            .chain(reading.ancestors(self.head))
            .take_while(|word| !matches!(reading.word(*word).dep, Dep::Ccomp | Dep::Relcl))
            .find(|word| {
                let each = reading.word(*word);
                let behind = each.dep == Dep::Pobj && path::is_after(reading, each.head);
                behind || (each.dep == Dep::Advcl && path::is_ordered(reading, *word))
            })?;
        let each = reading.word(below);
        let (link, host) = if each.dep == Dep::Pobj {
            (each.head, reading.word(each.head).head)
        } else {
            let mark = |word: &usize| reading.word(*word).dep == Dep::Mark;
            (reading.children(below).find(mark)?, each.head)
        };
        if path::is(reading, link, "if") || path::is(reading, link, "unless") {
            return None;
        }
        let around = Act {
            head: host,
            ..*self
        };
        let expression = around.by_expression(None)?.expression?;
        let short = |at: usize| {
            let time = &self.expressions[at];
            time.words.end == link && time.is_short()
        };
        let prompt =
            (link > 0 && is_prompt(reading, link - 1)) || self.in_sentence(link).any(short);
        let coarse = path::is_coarse(&self.expressions[expression]);
        let shared = self.is_shared(expression);
        let precision = self.expressions[expression].precision;
        // Not "fifty years *after* it was annexed".
        let far = self.in_sentence(link).any(|at| {
            let time = &self.expressions[at];
            time.kind == TimeKind::Duration && time.words.end == link
        });
        let day = precision == Precision::Day
            && each.dep == Dep::Advcl
            && (path::is_after(reading, link) || path::is(reading, link, "before"))
            && !far
            && !scope::is_perfect(reading, below);
        let month = precision == Precision::Month;
        (shared && (coarse || month || day || prompt))
            .then(|| self.found(expression, Reach::Enclosing))
            .map(|when| When {
                expression: None,
                ..when
            })
    }

    /// Whether the way up from `word` leaves its time: what is said, asked for or thought has its own,
    /// and so has an act that is only spoken of by its noun.
    fn leaves(&self, word: usize) -> bool {
        let reading = self.reading;
        if self.status == Status::Requested {
            return true;
        }
        if self.status == Status::Actual && path::is_announced(reading, word) {
            return false;
        }
        if path::is_contained(reading, word) {
            return false;
        }
        match reading.word(word).dep {
            Dep::Ccomp
            | Dep::Relcl
            | Dep::Parataxis
            | Dep::Acl
            | Dep::Csubj
            | Dep::Pcomp
            | Dep::Appos => true,
            Dep::Advcl => scope::is_clause(reading, word) && path::is_ordered(reading, word),
            // "On Saturday, a day *after he put off* the trip".
            Dep::Conj => scope::is_clause(reading, word) && path::is_ordered(reading, word),
            Dep::Pobj => {
                let link = reading.word(word).head;
                // "Was summoned on Sunday for a *session*".
                let come_for = path::is(reading, link, "for") && is_gathering(reading, word);
                !(come_for || path::is_inside(reading, link))
            }
            Dep::Dobj => is_noun(reading, word) && !is_light(reading, reading.word(word).head),
            _ => false,
        }
    }

    /// "Left on Friday after three days of *talks*", "came home after a two-day *visit*": the days up to that one.
    fn that_lasted(&self, noun: usize) -> Option<When> {
        let reading = self.reading;
        let mut noun = noun;
        while reading.word(noun).dep == Dep::Conj && is_noun(reading, noun) {
            noun = reading.word(noun).head;
        }
        let length = |at: &usize| self.expressions[*at].days().is_some_and(|days| days > 1);
        let measured = |at: &usize| {
            let words = self.expressions[*at].words;
            let of = reading.word(noun).head;
            let counted = reading.word(noun).dep == Dep::Pobj
                && path::is(reading, of, "of")
                && words.contains(reading.word(of).head);
            counted || words.range().any(|word| reading.word(word).head == noun)
        };
        let at = self
            .in_sentence(noun)
            .filter(length)
            .find(measured)
            .filter(|_| is_noun(reading, noun) && self.status == Status::Actual)?;
        let words = self.expressions[at].words;
        let top = words
            .range()
            .find(|word| {
                !words.contains(reading.word(*word).head) && reading.word(*word).head != noun
            })
            .unwrap_or(noun);
        let after = Some(reading.word(top))
            .filter(|word| word.dep == Dep::Pobj && path::is_after(reading, word.head))?
            .head;
        let host = reading.word(after).head;
        let last = Act {
            head: host,
            ..*self
        }
        .by_expression(None)?;
        let day = last.start.filter(|start| last.end == Some(*start))?;
        Some(When {
            start: Some(super::calendar::days_after(
                day,
                1 - self.expressions[at].days()?,
            )),
            end: Some(day),
            precision: Precision::Interval,
            expression: Some(at),
            reach: Reach::Clause,
        })
    }

    /// "A day after X did it": so long before what the clause around it tells.
    fn after_another(&self) -> Option<When> {
        let reading = self.reading;
        let mark = |clause: usize| {
            reading.children(clause).find(|child| {
                reading.word(*child).dep == Dep::Mark && path::is(reading, *child, "after")
            })
        };
        let (clause, mark) = std::iter::once(self.head)
            .chain(reading.ancestors(self.head))
            .find_map(|word| Some((word, mark(word)?)))
            .filter(|(clause, _)| path::is_told_by(reading, self.head, *clause))?;
        let expression = self
            .in_sentence(clause)
            .find(|at| self.expressions[*at].words.end == mark);
        // "The morning after he had left".
        let next = || {
            let before = mark.checked_sub(1)?;
            let day = ["day", "morning"]
                .iter()
                .any(|known| path::is(reading, before, known));
            day.then_some(1)
        };
        let days = match expression {
            Some(at) => self.expressions[at].days()?,
            None => next()?,
        };
        let host = reading.word(clause).head;
        let at = |head: usize| Act { head, ..*self }.by_expression(None);
        let when = at(host)
            .or_else(|| at(scope::saying(reading, host)?))
            .or_else(|| self.document.map(on_document_day))?;
        let day = when.start.filter(|start| when.end == Some(*start))?;
        let date = super::calendar::days_after(day, -days);
        Some(When {
            start: Some(date),
            end: Some(date),
            precision: Precision::Day,
            expression,
            reach: Reach::Clause,
        })
    }

    /// Whether the act is the news of the first sentence: told as done, and not as what went before it.
    fn is_lead_news(&self) -> bool {
        let told = matches!(
            self.status,
            Status::Actual | Status::Negated | Status::Denied
        );
        told && self.reading.word(self.head).sentence == lead(self.reading) && !self.is_background()
    }

    /// Whether the act stands in a relative clause, in the past perfect, or behind "after" or "since".
    fn is_background(&self) -> bool {
        let reading = self.reading;
        std::iter::once(self.head)
            .chain(reading.ancestors(self.head))
            .any(|word| {
                let behind = reading.word(word).dep == Dep::Pobj
                    && path::is_earlier(reading, reading.word(word).head);
                scope::is_past_perfect(reading, word)
                    || reading.word(word).dep == Dep::Relcl
                    || path::is_ordered(reading, word)
                    || behind
            })
    }
}

/// Whether an expression can date anything: lengths and recurrences by themselves do not.
fn dates(time: &TimeExpression) -> bool {
    match time.kind {
        TimeKind::Duration => time.from.is_some() || time.to.is_some(),
        TimeKind::Set => false,
        TimeKind::Date | TimeKind::Time | TimeKind::Tenure { .. } => true,
    }
}

fn is_noun(reading: &Reading<'_>, word: usize) -> bool {
    matches!(reading.word(word).pos, Pos::Noun | Pos::Propn)
}

/// The first sentence that says anything: one with a verb.
pub(crate) fn lead(reading: &Reading<'_>) -> u32 {
    let has_verb = |word: usize| matches!(reading.word(word).pos, Pos::Verb | Pos::Aux);
    let sentences = reading.sentences();
    sentences
        .iter()
        .position(|sentence| sentence.range().any(has_verb))
        .unwrap_or(0) as u32
}
