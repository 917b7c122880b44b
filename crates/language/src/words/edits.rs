//! Edit trees: what a trainable lemmatizer learns to do to a form (Müller et al., Joint
//! lemmatization and morphological tagging with Lemming, 2015).

use hashbrown::HashMap;

use crate::error::{Error, Result};
use crate::model::Value;
use crate::strings::string_id;

/// spaCy's number for no tree.
const NOTHING: usize = u32::MAX as usize;

/// How many nodes of a tree are followed; a hostile one could go round without end.
const MAX_NODES: usize = 1_000;

/// All edit trees of a lemmatizer.
#[derive(Debug)]
pub(crate) struct EditTrees {
    trees: Vec<Edit>,
}

#[derive(Debug)]
enum Edit {
    /// Keeps the middle, so many characters from each end; trees for what is before and after it.
    Match {
        prefix: usize,
        suffix: usize,
        before: Option<usize>,
        after: Option<usize>,
    },
    /// Replaces exactly this by that.
    Replace { from: Box<str>, to: Box<str> },
}

impl EditTrees {
    /// Reads a `trees` file; strings in it are numbers, looked up among those of the vocabulary.
    pub(crate) fn read(file: &str, bytes: &[u8], strings: &[String]) -> Result<Self> {
        let wrong = |what: &str| Error::malformed(file, what);
        // The empty string is number 0 without standing in the list.
        let texts = strings.iter().map(String::as_str).chain([""]);
        let by_id: HashMap<u64, &str> = texts.map(|text| (string_id(text), text)).collect();
        let value = Value::read(bytes).map_err(|what| wrong(&what))?;
        let trees = value.get("trees").and_then(Value::as_array);
        let trees = trees
            .ok_or_else(|| wrong("no `trees`"))?
            .iter()
            .map(|tree| read_tree(tree, &by_id))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| wrong("a tree is not written as spaCy writes it"))?;
        let count = trees.len();
        let known = |tree: &Option<usize>| tree.is_none_or(|at| at < count);
        let whole = trees.iter().all(|tree| match tree {
            Edit::Match { before, after, .. } => known(before) && known(after),
            Edit::Replace { .. } => true,
        });
        if !whole {
            return Err(wrong("a tree refers to one that is not there"));
        }
        Ok(Self { trees })
    }

    pub(crate) fn len(&self) -> usize {
        self.trees.len()
    }

    /// What a tree makes of a form, where it fits.
    pub(crate) fn apply(&self, tree: usize, form: &str) -> Option<String> {
        let mut lemma = String::with_capacity(form.len());
        let mut left = MAX_NODES;
        self.append(tree, form, &mut lemma, &mut left)?;
        Some(lemma)
    }

    fn append(&self, tree: usize, form: &str, lemma: &mut String, left: &mut usize) -> Option<()> {
        *left = left.checked_sub(1)?;
        match &self.trees[tree] {
            Edit::Replace { from, to } if **from == *form => lemma.push_str(to),
            Edit::Replace { .. } => return None,
            Edit::Match {
                prefix,
                suffix,
                before,
                after,
            } => {
                let middle = form.chars().count().checked_sub(prefix + suffix)?;
                let start = byte_of(form, *prefix);
                let end = start + byte_of(&form[start..], middle);
                if let Some(before) = before {
                    self.append(*before, &form[..start], lemma, left)?;
                }
                lemma.push_str(&form[start..end]);
                if let Some(after) = after {
                    self.append(*after, &form[end..], lemma, left)?;
                }
            }
        }
        Some(())
    }
}

fn byte_of(text: &str, char: usize) -> usize {
    let mut starts = text.char_indices();
    starts.nth(char).map_or(text.len(), |(at, _)| at)
}

fn read_tree(tree: &Value<'_>, strings: &HashMap<u64, &str>) -> Option<Edit> {
    let number = |key: &str| tree.get(key).and_then(Value::as_usize);
    let text = |key: &str| strings.get(&tree.get(key)?.as_u64()?).copied();
    if tree.get("orig").is_some() {
        let (from, to) = (text("orig")?.into(), text("subst")?.into());
        return Some(Edit::Replace { from, to });
    }
    let child = |key: &str| Some(number(key)?).map(|at| (at != NOTHING).then_some(at));
    Some(Edit::Match {
        prefix: number("prefix_len")?.min(u32::MAX as usize),
        suffix: number("suffix_len")?.min(u32::MAX as usize),
        before: child("prefix_tree")?,
        after: child("suffix_tree")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_replaces_around_what_it_keeps() {
        let trees = EditTrees {
            trees: vec![
                Edit::Match {
                    prefix: 2,
                    suffix: 1,
                    before: Some(1),
                    after: Some(2),
                },
                Edit::Replace {
                    from: "gé".into(),
                    to: "".into(),
                },
                Edit::Replace {
                    from: "t".into(),
                    to: "en".into(),
                },
            ],
        };
        assert_eq!(trees.apply(0, "gésagt").as_deref(), Some("sagen"));
        assert_eq!(trees.apply(0, "gesagt"), None);
        assert_eq!(trees.apply(0, "gé"), None);
    }
}
