//! The PLV development sentences (Hu et al., ACL 2024): a sentence, two marked parties and a class.

use std::collections::{HashMap, HashSet};
use std::fs;

use anyhow::{Context as _, Result, bail};
use chancery_coding::{Coder, Features, PlvClass};
use chancery_intake::{Document, Options, Supplied, assemble};
use chancery_text::ByteSpan;
use rayon::prelude::*;

use crate::corpus;

/// A sentence with its marked parties and the class that annotators gave.
pub struct Case {
    /// The sentence.
    pub text: String,
    /// Who does it.
    pub source: ByteSpan,
    /// To whom.
    pub target: Option<ByteSpan>,
    /// The place of the class in [`PlvClass::ALL`].
    pub class: usize,
}

/// The sentences, in the file's order; nothing where the file is not at hand.
pub fn cases() -> Result<Option<Vec<Case>>> {
    let path = corpus::shared().join("data/classification/PLV_train.tsv");
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let rows = text.lines().enumerate().skip(1);
    let rows = rows.filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(at, line)| {
        case(line).with_context(|| format!("{}, line {}", path.display(), at + 1))
    })
    .collect::<Result<Vec<Option<Case>>>>()
    .map(|cases| Some(cases.into_iter().flatten().collect()))
}

/// Reads a row: sentence, sentence with `<s>` and `<t>` marks, source, target, class, quad; nothing
/// where no source is marked.
fn case(line: &str) -> Result<Option<Case>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let (Some(marked), Some(name)) = (fields.get(1), fields.get(4)) else {
        bail!("too few fields");
    };
    let class = PlvClass::ALL
        .iter()
        .position(|class| class.as_str() == *name)
        .with_context(|| format!("no class {name}"))?;
    let (text, source, target) = unmark(marked);
    Ok(source.map(|source| Case {
        text,
        source,
        target,
        class,
    }))
}

/// The text without its marks, and the first span of each mark.
fn unmark(marked: &str) -> (String, Option<ByteSpan>, Option<ByteSpan>) {
    let mut text = String::new();
    let (mut source, mut target) = (None, None);
    let mut open = 0;
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = ["<s>", "<t>", "</s>", "</t>"]
            .into_iter()
            .find(|tag| rest.starts_with(tag));
        match tag {
            Some("<s>" | "<t>") => open = text.len(),
            Some("</s>") => source = source.or(Some(ByteSpan::new(open, text.len()))),
            Some("</t>") => target = target.or(Some(ByteSpan::new(open, text.len()))),
            _ => text.push('<'),
        }
        rest = &rest[tag.map_or(1, str::len)..];
    }
    text.push_str(rest);
    (text, source, target)
}

/// The sentence as a document whose body it is, whatever looks like a dateline in it.
pub fn document(case: &Case) -> Result<Document> {
    let supplied = Supplied {
        text: case.text.clone(),
        ..Supplied::default()
    };
    let mut document = assemble(supplied, &Options::default())
        .map_err(|reason| anyhow::anyhow!("{}: {reason}", case.text))?;
    document.repaired.clone_from(&case.text);
    document.map = chancery_text::OffsetMap::identity();
    document.body = vec![ByteSpan::new(0, case.text.len())];
    Ok(document)
}

/// What a ranker sees of each sentence.
pub fn features(coder: &Coder, cases: &[Case]) -> Result<Vec<Features>> {
    let features = |case: &Case| Ok(coder.features(&document(case)?, case.source, case.target));
    cases.par_iter().map(features).collect()
}

/// A number for each sentence, the same for those that share eight words in a row or most of their
/// words: near-duplicates, of which one must not teach what the other tests.
pub fn groups(cases: &[Case]) -> Vec<usize> {
    let texts: Vec<String> = cases.iter().map(|case| case.text.to_lowercase()).collect();
    let words: Vec<Vec<&str>> = texts.iter().map(|text| plain_words(text)).collect();
    let mut groups: Vec<usize> = (0..cases.len()).collect();
    let mut known: HashMap<&[&str], usize> = HashMap::new();
    for (at, words) in words.iter().enumerate() {
        for gram in words.windows(8) {
            let first = *known.entry(gram).or_insert(at);
            unite(&mut groups, first, at);
        }
    }
    let sets: Vec<HashSet<&str>> = words
        .iter()
        .map(|words| words.iter().copied().collect())
        .collect();
    for a in 0..sets.len() {
        for b in a + 1..sets.len() {
            let shared = sets[a].intersection(&sets[b]).count();
            // Jaccard's index of 0.6.
            if shared * 16 >= (sets[a].len() + sets[b].len()) * 6 {
                unite(&mut groups, a, b);
            }
        }
    }
    (0..groups.len()).map(|at| root(&groups, at)).collect()
}

fn plain_words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect()
}

fn root(groups: &[usize], mut at: usize) -> usize {
    while groups[at] != at {
        at = groups[at];
    }
    at
}

fn unite(groups: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(groups, a), root(groups, b));
    groups[a.max(b)] = a.min(b);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Case {
        Case {
            text: text.into(),
            source: ByteSpan::new(0, 1),
            target: None,
            class: 0,
        }
    }

    #[test]
    fn marks_become_spans() {
        let (text, source, target) = unmark("<t>Mali</t> < <s>Chad</s> met");
        assert_eq!(text, "Mali < Chad met");
        assert_eq!(source.map(|span| span.of(&text)), Some("Chad"));
        assert_eq!(target.map(|span| span.of(&text)), Some("Mali"));
    }

    #[test]
    fn near_duplicates_are_one_group() {
        let cases = [
            plain("The envoy of Chad flew to the capital of Mali for talks on grain."),
            plain("Fishermen protested at the quay."),
            plain("Again the envoy of Chad flew to the capital of Mali."),
            plain("At the quay fishermen protested"),
        ];
        assert_eq!(groups(&cases), [0, 1, 0, 1]);
    }
}
