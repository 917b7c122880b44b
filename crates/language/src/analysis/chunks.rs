//! Base noun phrases, by the rules that spaCy has for each language (`spacy.lang.*.syntax_iterators`).

use chancery_text::TokenSpan;

use super::{Analysis, Token};

/// Which language's rules hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ChunkRules {
    /// There are none.
    #[default]
    None,
    English,
    French,
}

impl ChunkRules {
    /// The rules for a language, by its ISO 639-1 code.
    pub(crate) fn of(language: &str) -> Self {
        match language {
            "en" => Self::English,
            "fr" => Self::French,
            _ => Self::None,
        }
    }

    /// Whether a noun phrase may hang from its head by an arc of this label.
    fn nominal(self, dep: &str) -> bool {
        match self {
            Self::None => false,
            Self::English => matches!(
                dep,
                "oprd"
                    | "nsubj"
                    | "dobj"
                    | "nsubjpass"
                    | "pcomp"
                    | "pobj"
                    | "dative"
                    | "appos"
                    | "attr"
                    | "ROOT"
            ),
            Self::French => matches!(
                dep,
                "nsubj"
                    | "nsubj:pass"
                    | "obj"
                    | "obl"
                    | "obl:agent"
                    | "obl:arg"
                    | "obl:mod"
                    | "nmod"
                    | "pcomp"
                    | "appos"
                    | "ROOT"
            ),
        }
    }

    /// The phrase around a noun in a nominal role.
    fn span(self, noun: Token<'_>) -> (usize, usize) {
        let (start, end) = noun.edges();
        if self != Self::French {
            return (start, noun.index() + 1);
        }
        let skipped = usize::from(noun.analysis.token(start).pos() == "ADP");
        let right = noun.children().find(|child| child.index() > noun.index());
        let last = match right {
            Some(child) if child.dep() == "amod" => child.edges().1,
            Some(child) if child.dep() == "det" && child.pos() == "DET" => child.index(),
            Some(child) if is_name_part(child.dep()) => end,
            _ => noun.index(),
        };
        (start + skipped, last + 1)
    }

    /// The phrase around a noun that is joined to one in a nominal role.
    fn joined_span(self, noun: Token<'_>) -> (usize, usize) {
        let (start, _) = noun.edges();
        let conjunction = noun.analysis.token(start).pos() == "CCONJ";
        let skipped = usize::from(self == Self::French && conjunction);
        (start + skipped, noun.index() + 1)
    }
}

fn is_name_part(dep: &str) -> bool {
    matches!(
        dep,
        "flat" | "flat:name" | "flat:foreign" | "fixed" | "compound"
    )
}

/// The noun phrases of an analysis, which do not overlap.
pub(super) fn noun_chunks(analysis: &Analysis) -> impl Iterator<Item = TokenSpan> {
    let rules = analysis.labels.chunks;
    let mut done = 0;
    analysis.tokens().filter_map(move |token| {
        let noun = matches!(token.pos(), "NOUN" | "PROPN" | "PRON");
        if !noun || token.edges().0 < done {
            return None;
        }
        let (start, end) = if rules.nominal(token.dep()) {
            rules.span(token)
        } else if token.dep() == "conj" && rules.nominal(joined_to(token).dep()) {
            rules.joined_span(token)
        } else {
            return None;
        };
        done = end;
        Some(TokenSpan::new(start.min(end), end))
    })
}

/// The first word of the series that a word is joined to.
fn joined_to(token: Token<'_>) -> Token<'_> {
    let mut first = head(token);
    while first.dep() == "conj" && first.head() < first.index() {
        first = head(first);
    }
    first
}

fn head(token: Token<'_>) -> Token<'_> {
    token.analysis.token(token.head())
}
