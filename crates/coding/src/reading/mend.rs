//! Trees mended where a statistical parser is known to slip and the words leave no doubt.
//!
//! Each rule looks for a tree that English does not allow and makes the nearest one that it does.

use chancery_text::TokenSpan;

use super::{Analysis, Dep, Pos, Tag, Word};

/// Mends the tree of one sentence in place.
pub(super) fn mend(words: &mut [Word], analyses: &[Analysis], sentence: TokenSpan, text: &str) {
    for word in sentence.range() {
        state_in_a_list(words, analyses, sentence, word);
        one_of_each(words, sentence, word, text);
        second_object(words, sentence, word);
        clause_before_semicolon(words, word, text);
        acronym_as_verb(words, sentence, word, text);
        list_under_title(words, sentence, word, text);
        subject_before_coordinated_verb(words, sentence, word);
        bare_infinitive(words, sentence, word);
        stranded_main_verb(words, sentence, word);
        second_subject(words, sentence, word);
        clause_as_modifier(words, sentence, word);
        clause_without_verb(words, sentence, word);
        speaker_behind_verb(words, sentence, word);
        object_of_second_reason(words, sentence, word, text);
        finite_beside_participle(words, word);
    }
}

/// "Saudi Arabia, *the Emirates*, Bahrain and Egypt": a state with its article, and others joined to it, stands beside no
/// state as another name of it, but is one more in the list; so is one between two of a list, "Australia, *Papua New
/// Guinea*, Fiji and New Zealand".
fn state_in_a_list(words: &mut [Word], analyses: &[Analysis], sentence: TokenSpan, name: usize) {
    let Word { head, dep, .. } = words[name];
    let is_state = |at: usize| {
        let word = &words[at];
        let token = analyses[word.paragraph as usize].token(word.token as usize);
        word.pos == Pos::Propn && token.entity() == Some("GPE")
    };
    if dep != Dep::Appos || head > name || !is_state(name) || !is_state(head) {
        return;
    }
    let mut before = head + 1..name;
    let article = before.any(|at| words[at].head == name && words[at].dep == Dep::Det);
    let mut behind = name + 1..sentence.end;
    let joined =
        behind.any(|at| words[at].head == name && words[at].dep == Dep::Conj && is_state(at));
    let joined_to = |to: usize, mut range: std::ops::Range<usize>| {
        let is = |at: &usize| {
            let Word { head, dep, pos, .. } = words[*at];
            head == to && dep == Dep::Conj && pos == Pos::Propn
        };
        range.find(is)
    };
    // "Guatemala, Honduras and *Togo*" of which the first two are joined already.
    let listed = joined_to(head, head + 1..name).is_some_and(is_state);
    let next = joined_to(head, name + 1..sentence.end);
    let below = joined_to(name, name + 1..sentence.end);
    let mut after = next.into_iter().chain(below);
    if article && joined || listed || after.any(|next| is_right_behind(words, next, name)) {
        words[name].dep = Dep::Conj;
    }
}

/// "Ghana's John Kufuor, *Mozambique's Armando Guebuza* and South Africa's Thabo Mbeki": one of a state is no other name of
/// one of another state, nor "the president of Ghana, *the king of Jordan* and the emir of Qatar"; "the bishops A of Lyon and
/// *B of Metz*": nor is he joined to what another is of.
fn one_of_each(words: &mut [Word], sentence: TokenSpan, name: usize, text: &str) {
    let Word { head, dep, pos, .. } = words[name];
    if head >= name || !matches!(pos, Pos::Propn | Pos::Noun) {
        return;
    }
    let child = |of: usize, dep: Dep| {
        let mut all = sentence.range();
        all.find(|&at| words[at].head == of && words[at].dep == dep)
    };
    let of_each = |noun: usize| {
        let of = child(noun, Dep::Prep).filter(|&of| words[of].span.of(text) == "of");
        let owner = of.and_then(|of| child(of, Dep::Pobj));
        owner.is_some_and(|it| words[it].pos == Pos::Propn)
    };
    let owned = |from: usize, to: usize| words[from..to].iter().any(|it| it.pos == Pos::Part);
    match dep {
        Dep::Appos
            if of_each(head)
                && of_each(name)
                && child(name, Dep::Conj).is_some_and(|next| next > name && of_each(next)) =>
        {
            words[name].dep = Dep::Conj;
        }
        Dep::Appos if words[head].pos == Pos::Propn && owned(head + 1, name) => {
            let next = child(name, Dep::Conj).filter(|&next| next > name);
            if next.is_some_and(|next| words[next].pos == Pos::Propn && owned(name + 1, next)) {
                words[name].dep = Dep::Conj;
            }
        }
        Dep::Conj if words[head].dep == Dep::Pobj && words[head].pos == Pos::Propn => {
            let of = words[head].head;
            let again = child(name, Dep::Prep);
            let same = again.is_some_and(|it| words[it].span.of(text) == words[of].span.of(text));
            let owner = child(name, Dep::Poss).is_some_and(|it| words[it].pos == Pos::Propn);
            let above = words[of].head;
            let noun = matches!(words[above].pos, Pos::Propn | Pos::Noun) && above < of;
            if noun && words[of].span.of(text) == "of" && (same || owner) {
                words[name].head = above;
            }
        }
        _ => {}
    }
}

/// "the ministers of the Republic of Congo and *Rwanda*": one preposition has one object; a second behind "and" is joined to it.
fn second_object(words: &mut [Word], sentence: TokenSpan, noun: usize) {
    let Word { head: of, dep, .. } = words[noun];
    if dep != Dep::Pobj || of >= noun || noun == sentence.start {
        return;
    }
    let first = (of + 1..noun).find(|&at| words[at].head == of && words[at].dep == Dep::Pobj);
    let Some(first) = first else { return };
    let mut start = noun;
    while start > first + 1 && is_below(words, start - 1, noun) {
        start -= 1;
    }
    if words[start - 1].dep == Dep::Cc {
        words[noun].head = first;
        words[noun].dep = Dep::Conj;
    }
}

/// Whether nothing but a comma stands between what hangs on `before` and what hangs on `word`.
fn is_right_behind(words: &[Word], word: usize, before: usize) -> bool {
    let mut first = word;
    while first > before + 1 && is_below(words, first - 1, word) {
        first -= 1;
    }
    first >= before + 2
        && words[first - 1].pos == Pos::Punct
        && (first - 2 == before || is_below(words, first - 2, before))
}

/// "praised Kim for leaving them in their sheds and *thanked* him": a finite verb cannot be coordinated with a bare
/// participle; it goes with the finite verb above.
fn finite_beside_participle(words: &mut [Word], verb: usize) {
    let Word { head, dep, tag, .. } = words[verb];
    let finite = |tag| matches!(tag, Tag::Vbd | Tag::Vbz);
    let bare = words[head].tag == Tag::Vbg
        && matches!(words[head].dep, Dep::Pcomp | Dep::Advcl | Dep::Acl);
    if dep != Dep::Conj || !finite(tag) || !bare {
        return;
    }
    let above = governing_verb(words, head);
    if finite(words[above].tag) && above < head {
        words[verb].head = above;
    }
}

/// "'It will not get through,' *warned an officer*": right behind what was said stands the verb and then who says it.
fn speaker_behind_verb(words: &mut [Word], sentence: TokenSpan, verb: usize) {
    let finite = matches!(words[verb].tag, Tag::Vbd | Tag::Vbz);
    let behind_mark = verb > sentence.start && words[verb - 1].pos == Pos::Punct;
    if !finite || !behind_mark || has_subject(words, sentence, verb) {
        return;
    }
    let says =
        (sentence.start..verb).any(|at| words[at].head == verb && words[at].dep == Dep::Ccomp);
    let mut behind = verb + 1..sentence.end;
    let object = behind.find(|&at| words[at].head == verb && words[at].dep == Dep::Dobj);
    if let Some(speaker) = object.filter(|_| says) {
        words[speaker].dep = Dep::Nsubj;
    }
}

/// "thanked A for its patience and *B for its help*": a name between "and" and the preposition that stood behind the
/// object is one more object, not one more reason.
fn object_of_second_reason(words: &mut [Word], sentence: TokenSpan, name: usize, text: &str) {
    let Word { head, dep, pos, .. } = words[name];
    if dep != Dep::Conj || pos != Pos::Propn || words[head].dep != Dep::Pobj || head > name {
        return;
    }
    let preposition = words[head].head;
    let verb = words[preposition].head;
    if words[verb].pos != Pos::Verb || verb > preposition {
        return;
    }
    let again = name + 1 < sentence.end
        && words[name + 1].dep == Dep::Prep
        && words[name + 1].span.of(text) == words[preposition].span.of(text);
    let mut before = verb + 1..preposition;
    let object = before.find(|&at| words[at].head == verb && words[at].dep == Dep::Dobj);
    if let Some(object) = object.filter(|_| again) {
        words[name].head = object;
    }
}

/// "A accused B; *C rejected* the charge": a clause that ends with a semicolon is not what the verb behind
/// it tells of, but goes beside it.
fn clause_before_semicolon(words: &mut [Word], verb: usize, text: &str) {
    let Word { head, dep, .. } = words[verb];
    if dep != Dep::Ccomp || verb > head {
        return;
    }
    let semicolon =
        (verb + 1..head).any(|at| words[at].pos == Pos::Punct && words[at].span.of(text) == ";");
    if semicolon {
        words[verb].dep = Dep::Conj;
    }
}

/// "*ECOWAS ministers*, meeting in Abuja, threatened": what stands in capitals before a noun is its name, not a
/// verb with that noun as its object; the noun takes its place, as the subject of a verb that lacks one.
fn acronym_as_verb(words: &mut [Word], sentence: TokenSpan, verb: usize, text: &str) {
    let own = words[verb].span.of(text);
    let capitals = own.len() >= 2 && own.bytes().all(|byte| byte.is_ascii_uppercase());
    if !capitals || words[verb].pos != Pos::Verb {
        return;
    }
    let mut noun = verb + 1;
    while noun < sentence.end
        && matches!(words[noun].pos, Pos::Adj | Pos::Noun | Pos::Propn)
        && words[noun].head != verb
    {
        noun += 1;
    }
    let object = noun < sentence.end && words[noun].head == verb && words[noun].dep == Dep::Dobj;
    if !object {
        return;
    }
    let Word {
        head: above, dep, ..
    } = words[verb];
    let root = above == verb;
    for at in sentence.range().filter(|&at| at != verb && at != noun) {
        if words[at].head == verb {
            words[at].head = noun;
            if words[at].dep == Dep::Advcl {
                words[at].dep = Dep::Acl;
            }
        }
    }
    let lacking = !root
        && above > noun
        && words[above].pos == Pos::Verb
        && !has_subject(words, sentence, above);
    words[noun].head = if root { noun } else { above };
    words[noun].dep = if lacking { Dep::Nsubj } else { dep };
    words[verb].head = noun;
    words[verb].dep = Dep::Compound;
    words[verb].pos = Pos::Propn;
}

/// "thanked *Anwar* and President *Trump*": the parser takes the first of two names joined by "and" for a
/// part of the second; it takes the place of the second, which is coordinated with it.
fn list_under_title(words: &mut [Word], sentence: TokenSpan, first: usize, text: &str) {
    let Word {
        head: last,
        dep,
        pos,
        ..
    } = words[first];
    let before = dep == Dep::Nmod && pos == Pos::Propn && first < last;
    if !before || words[last].pos != Pos::Propn || words[last].head == last {
        return;
    }
    let joined = sentence.range().any(|at| {
        words[at].head == first && words[at].dep == Dep::Cc && words[at].span.of(text) == "and"
    });
    if !joined {
        return;
    }
    let (above, role) = (words[last].head, words[last].dep);
    for at in sentence.range() {
        // The title between the two belongs to the second name.
        if words[at].head == first && words[at].dep == Dep::Conj && at < last {
            words[at].head = last;
            words[at].dep = Dep::Compound;
        }
    }
    words[first].head = above;
    words[first].dep = role;
    words[last].head = first;
    words[last].dep = Dep::Conj;
}

/// "*A*, *B* and C demanded": of two subjects before one verb the second is coordinated with the first.
fn second_subject(words: &mut [Word], sentence: TokenSpan, noun: usize) {
    let Word { head, dep, .. } = words[noun];
    if dep != Dep::Nsubj || noun > head {
        return;
    }
    let first =
        (sentence.start..noun).find(|&at| words[at].head == head && words[at].dep == Dep::Nsubj);
    if let Some(first) = first.filter(|&first| words[first].pos == words[noun].pos) {
        words[noun].head = first;
        words[noun].dep = Dep::Conj;
    }
}

/// "When asked about the talks, the minister *declined*": a sentence whose root is a participle behind
/// "when" lacks its main verb; a finite verb that the tree hangs on a noun as if it were a participle
/// is the one, and the noun before it is its subject.
fn stranded_main_verb(words: &mut [Word], sentence: TokenSpan, verb: usize) {
    let stranded = words[verb].dep == Dep::Acl && matches!(words[verb].tag, Tag::Vbd | Tag::Vbz);
    if !stranded || has_subject(words, sentence, verb) {
        return;
    }
    let Some(root) = sentence
        .range()
        .find(|&at| words[at].head == at && at < verb)
    else {
        return;
    };
    let subordinate = matches!(words[root].tag, Tag::Vbn | Tag::Vbg)
        && sentence
            .range()
            .any(|at| words[at].head == root && at < root && words[at].tag == Tag::Wrb);
    let mut subject = verb;
    while subject > sentence.start
        && (subject == verb || matches!(words[subject].pos, Pos::Punct | Pos::Adv))
    {
        subject -= 1;
    }
    if !subordinate || !matches!(words[subject].pos, Pos::Noun | Pos::Propn | Pos::Pron) {
        return;
    }
    words[verb].head = verb;
    words[verb].dep = Dep::Root;
    words[root].head = verb;
    words[root].dep = Dep::Advcl;
    words[subject].head = verb;
    words[subject].dep = Dep::Nsubj;
}

/// "the talks with Pyongyang and *Kim* made stops": a finite verb coordinated with another, without
/// a subject, right behind "and" and a noun: the noun is its subject, not one more partner. So are both in "left on
/// Thursday and *France and Belgium* asked".
fn subject_before_coordinated_verb(words: &mut [Word], sentence: TokenSpan, verb: usize) {
    let finite = matches!(words[verb].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
    let beside = match words[verb].dep {
        Dep::Conj => true,
        Dep::Advcl => !sentence
            .range()
            .any(|at| words[at].head == verb && matches!(words[at].dep, Dep::Mark | Dep::Advmod)),
        _ => false,
    };
    if !finite || !beside || has_subject(words, sentence, verb) {
        return;
    }
    let mut noun = verb;
    while noun > sentence.start && (noun == verb || matches!(words[noun].pos, Pos::Adv | Pos::Aux))
    {
        noun -= 1;
    }
    let first = words[noun].head;
    let joined = |noun: usize| {
        let between = words[noun].head + 1..noun;
        between
            .clone()
            .any(|at| words[at].head == words[noun].head && words[at].dep == Dep::Cc)
    };
    if words[noun].dep == Dep::Conj
        && words[first].dep == Dep::Conj
        && joined(noun)
        && joined(first)
    {
        noun = first;
    }
    let coordinated = words[noun].dep == Dep::Conj
        && matches!(words[noun].pos, Pos::Noun | Pos::Propn | Pos::Pron)
        && words[words[noun].head].pos != Pos::Verb
        && words[noun].head != words[verb].head;
    let inside = |at: usize| is_below(words, at, noun);
    let mut first = noun;
    while first > sentence.start && inside(first - 1) {
        first -= 1;
    }
    let after_and = first > sentence.start && words[first - 1].dep == Dep::Cc;
    if coordinated && after_and {
        words[noun].head = verb;
        words[noun].dep = Dep::Nsubj;
        words[verb].dep = Dep::Conj;
    }
}

/// "since *the military seized power*": a verb before a noun that has a subject of its own is no participle of the
/// noun; the noun is its object, and a preposition above them opens their clause.
fn clause_as_modifier(words: &mut [Word], sentence: TokenSpan, verb: usize) {
    let Word {
        head: noun,
        dep,
        pos,
        ..
    } = words[verb];
    let modifier = dep == Dep::Amod && pos == Pos::Verb && verb < noun;
    if !modifier || !has_subject(words, sentence, verb) {
        return;
    }
    let Word {
        head: above,
        dep: role,
        ..
    } = words[noun];
    if above == noun || (role == Dep::Pobj && words[above].head == above) {
        return;
    }
    words[noun].head = verb;
    words[noun].dep = Dep::Dobj;
    if role == Dep::Pobj {
        words[verb].head = governing_verb(words, above);
        words[verb].dep = Dep::Advcl;
        words[above].head = verb;
        words[above].dep = Dep::Mark;
    } else {
        words[verb].head = above;
        words[verb].dep = role;
    }
    for at in sentence.range() {
        if at > noun && words[at].head == noun && words[at].dep == Dep::Prep {
            words[at].head = verb;
        }
        // "the military", "the wounded"
        let subject = words[at].head == verb && words[at].dep == Dep::Nsubj;
        if subject && words[at].pos == Pos::Adj {
            words[at].pos = Pos::Noun;
        }
    }
}

/// "demanded that *the premier resign*": a clause behind "that" has a verb; where it has none but a noun without an article
/// that stands behind another, that noun is the verb, and the one before it its subject.
fn clause_without_verb(words: &mut [Word], sentence: TokenSpan, verb: usize) {
    let Word { head, dep, pos, .. } = words[verb];
    if dep != Dep::Ccomp || pos != Pos::Noun || verb < head + 2 || words[verb].tag != Tag::Nn {
        return;
    }
    let child = |at: usize, dep: Dep| words[at].head == verb && words[at].dep == dep;
    let subject = verb - 1;
    let named = child(subject, Dep::Compound) || child(subject, Dep::Nmod);
    let marked = (head + 1..verb).any(|at| child(at, Dep::Mark));
    if !named || !marked || has_subject(words, sentence, verb) {
        return;
    }
    for word in &mut words[head + 1..subject] {
        if word.head == verb && word.dep != Dep::Mark {
            word.head = subject;
        }
    }
    words[subject].dep = Dep::Nsubj;
    words[verb].pos = Pos::Verb;
    words[verb].tag = Tag::Vb;
}

/// The nearest verb above a word, else the root.
fn governing_verb(words: &[Word], word: usize) -> usize {
    let mut at = words[word].head;
    for _ in 0..MOST_STEPS {
        if words[at].head == at || matches!(words[at].pos, Pos::Verb | Pos::Aux) {
            break;
        }
        at = words[at].head;
    }
    at
}

fn has_subject(words: &[Word], sentence: TokenSpan, verb: usize) -> bool {
    sentence.range().any(|at| {
        words[at].head == verb
            && matches!(
                words[at].dep,
                Dep::Nsubj | Dep::NsubjPass | Dep::Csubj | Dep::Expl
            )
    })
}

/// "is willing to work and *contribute*": a bare infinitive cannot be coordinated with a finite verb;
/// it goes with the infinitive before it.
fn bare_infinitive(words: &mut [Word], sentence: TokenSpan, verb: usize) {
    let above = words[verb].head;
    let coordinated = words[verb].dep == Dep::Conj && words[verb].tag == Tag::Vb && above != verb;
    if !coordinated || !matches!(words[above].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) {
        return;
    }
    let helped = sentence.range().any(|at| {
        words[at].head == verb
            && matches!(words[at].dep, Dep::Aux | Dep::Nsubj)
            && words[at].tag != Tag::Other
    });
    if helped {
        return;
    }
    let earlier = (above.min(verb)..verb)
        .rev()
        .find(|&at| words[at].tag == Tag::Vb && is_below(words, at, above) && at != above);
    if let Some(earlier) = earlier {
        words[verb].head = earlier;
    }
}

/// How far up a tree is looked.
const MOST_STEPS: usize = 40;

fn is_below(words: &[Word], word: usize, ancestor: usize) -> bool {
    let mut at = word;
    for _ in 0..MOST_STEPS {
        if at == ancestor {
            return true;
        }
        if words[at].head == at {
            return false;
        }
        at = words[at].head;
    }
    false
}
