//! A document as coding reads it: all paragraphs' words in one row, with the tree over them.
//!
//! Paragraphs are analysed one by one; here their tokens are numbered through, so that a mention,
//! a clause or a date is a [`TokenSpan`] of the whole document and no stage has to carry paragraph
//! numbers about.

mod mend;

use chancery_intake::Document;
use chancery_language::Analysis;
use chancery_text::{ByteSpan, TokenSpan};

/// A document with the analyses of its paragraphs.
#[derive(Debug)]
pub struct Reading<'d> {
    /// What intake handed over.
    pub document: &'d Document,
    analyses: Vec<Analysis>,
    words: Vec<Word>,
    sentences: Vec<TokenSpan>,
    paragraphs: Vec<TokenSpan>,
    /// Children of word `w` are `children[first_child[w]..first_child[w + 1]]`, in text order.
    first_child: Vec<u32>,
    children: Vec<u32>,
    /// The outermost words of each word's subtree.
    edges: Vec<(u32, u32)>,
}

/// One token, with what is asked of it most often made cheap to compare.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its bytes in the repaired text.
    pub span: ByteSpan,
    /// The word that governs it; itself for the root of a sentence.
    pub head: usize,
    /// Its relation to its head.
    pub dep: Dep,
    /// Its part of speech.
    pub pos: Pos,
    /// Its Penn Treebank tag.
    pub tag: Tag,
    /// The sentence that it stands in.
    pub sentence: u32,
    /// The paragraph that it stands in.
    pub paragraph: u32,
    token: u32,
}

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $label:literal),* $(,)? }) => {
        $(#[$doc])*
        #[allow(missing_docs, reason = "the variants are the labels of the scheme named above")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($variant,)* Other }

        impl $name {
            /// The value for a label as the pipeline writes it; `Other` for labels of other schemes.
            pub fn parse(label: &str) -> Self {
                match label {
                    $($label => Self::$variant,)*
                    _ => Self::Other,
                }
            }

            /// What the models call it; `other` where coding does not ask about it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)*
                    Self::Other => "other",
                }
            }
        }
    };
}

labels! {
    /// Dependency relations of the English pipelines (the ClearNLP scheme).
    Dep {
        Root = "ROOT", Acl = "acl", Acomp = "acomp", Advcl = "advcl", Advmod = "advmod", Agent = "agent",
        Amod = "amod", Appos = "appos", Attr = "attr", Aux = "aux", AuxPass = "auxpass", Case = "case",
        Cc = "cc", Ccomp = "ccomp", Compound = "compound", Conj = "conj", Csubj = "csubj",
        CsubjPass = "csubjpass", Dative = "dative", Unclassified = "dep", Det = "det", Dobj = "dobj",
        Expl = "expl", Intj = "intj", Mark = "mark", Meta = "meta", Neg = "neg", Nmod = "nmod",
        Npadvmod = "npadvmod", Nsubj = "nsubj", NsubjPass = "nsubjpass", Nummod = "nummod", Oprd = "oprd",
        Parataxis = "parataxis", Pcomp = "pcomp", Pobj = "pobj", Poss = "poss", Preconj = "preconj",
        Predet = "predet", Prep = "prep", Prt = "prt", Punct = "punct", Quantmod = "quantmod",
        Relcl = "relcl", Xcomp = "xcomp",
    }
}

labels! {
    /// Universal parts of speech.
    Pos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Space = "SPACE", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

labels! {
    /// The Penn Treebank tags that coding asks about.
    Tag {
        Vb = "VB", Vbd = "VBD", Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Md = "MD", To = "TO",
        Nn = "NN", Nns = "NNS", Nnp = "NNP", Nnps = "NNPS", Jj = "JJ", Jjr = "JJR", Jjs = "JJS",
        Prp = "PRP", PrpPoss = "PRP$", Wp = "WP", WpPoss = "WP$", Wdt = "WDT", Wrb = "WRB", Dt = "DT",
        Cd = "CD", In = "IN", Rb = "RB", Rp = "RP", Pos = "POS", Ex = "EX", Cc = "CC",
    }
}

impl<'d> Reading<'d> {
    /// Joins `analyses`, one for each paragraph of the document's body, in order.
    ///
    /// # Panics
    ///
    /// Where there are not as many analyses as paragraphs.
    pub fn new(document: &'d Document, analyses: Vec<Analysis>) -> Self {
        assert_eq!(
            analyses.len(),
            document.body.len(),
            "one analysis for each paragraph"
        );
        let mut reading = Self {
            document,
            words: Vec::with_capacity(analyses.iter().map(Analysis::len).sum()),
            sentences: Vec::new(),
            paragraphs: Vec::with_capacity(analyses.len()),
            first_child: Vec::new(),
            children: Vec::new(),
            edges: Vec::new(),
            analyses,
        };
        for paragraph in 0..reading.analyses.len() {
            reading.append(paragraph);
        }
        for &sentence in &reading.sentences {
            let (words, analyses) = (&mut reading.words, &reading.analyses);
            mend::mend(words, analyses, sentence, &document.repaired);
        }
        reading.link();
        reading
    }

    fn append(&mut self, paragraph: usize) {
        let analysis = &self.analyses[paragraph];
        let first = self.words.len();
        let shift = self.document.body[paragraph].start;
        for sentence in analysis.sentences() {
            let number = self.sentences.len() as u32;
            self.sentences
                .push(TokenSpan::new(first + sentence.start, first + sentence.end));
            for token in sentence.range().map(|index| analysis.token(index)) {
                self.words.push(Word {
                    span: token.span().shift(shift),
                    head: first + token.head(),
                    dep: Dep::parse(token.dep()),
                    pos: Pos::parse(token.pos()),
                    tag: Tag::parse(token.tag()),
                    sentence: number,
                    paragraph: paragraph as u32,
                    token: token.index() as u32,
                });
            }
        }
        self.paragraphs
            .push(TokenSpan::new(first, self.words.len()));
    }

    fn link(&mut self) {
        let count = self.words.len();
        self.first_child = vec![0; count + 2];
        for (index, word) in self.words.iter().enumerate() {
            if word.head != index {
                self.first_child[word.head + 2] += 1;
            }
        }
        for at in 2..count + 2 {
            self.first_child[at] += self.first_child[at - 1];
        }
        self.children = vec![0; self.first_child[count + 1] as usize];
        for (index, word) in self.words.iter().enumerate() {
            if word.head != index {
                let slot = &mut self.first_child[word.head + 1];
                self.children[*slot as usize] = index as u32;
                *slot += 1;
            }
        }
        self.edges = (0..count as u32).map(|index| (index, index)).collect();
        for index in 0..count {
            self.widen(index);
        }
    }

    /// Makes the edges of every ancestor of `index` include it.
    fn widen(&mut self, index: usize) {
        let mut at = index;
        while self.words[at].head != at {
            at = self.words[at].head;
            let (left, right) = &mut self.edges[at];
            if *left <= index as u32 && index as u32 <= *right {
                break;
            }
            *left = (*left).min(index as u32);
            *right = (*right).max(index as u32);
        }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the body is empty.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Word `index`.
    pub fn word(&self, index: usize) -> &Word {
        &self.words[index]
    }

    /// All words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The characters of a word.
    pub fn text(&self, index: usize) -> &str {
        self.words[index].span.of(&self.document.repaired)
    }

    /// The dictionary form of a word.
    pub fn lemma(&self, index: usize) -> &str {
        let word = &self.words[index];
        self.analyses[word.paragraph as usize]
            .token(word.token as usize)
            .lemma()
    }

    /// The morphology of a word, `Number=Sing|Person=3`.
    pub fn morph(&self, index: usize) -> &str {
        let word = &self.words[index];
        self.analyses[word.paragraph as usize]
            .token(word.token as usize)
            .morph()
    }

    /// The type of the named entity that a word belongs to (`PERSON`, `GPE`, `ORG`, `DATE`, ...).
    pub fn entity(&self, index: usize) -> Option<&str> {
        let word = &self.words[index];
        self.analyses[word.paragraph as usize]
            .token(word.token as usize)
            .entity()
    }

    /// The named entities of the whole document, in order: words and type.
    pub fn entities(&self) -> impl Iterator<Item = (TokenSpan, &str)> {
        self.analyses
            .iter()
            .zip(&self.paragraphs)
            .flat_map(|(analysis, paragraph)| {
                analysis
                    .entities()
                    .iter()
                    .map(|entity| (entity.tokens.shift(paragraph.start), entity.label.as_str()))
            })
    }

    /// The sentences, in order.
    pub fn sentences(&self) -> &[TokenSpan] {
        &self.sentences
    }

    /// The words of the sentence that `index` stands in.
    pub fn sentence_of(&self, index: usize) -> TokenSpan {
        self.sentences[self.words[index].sentence as usize]
    }

    /// The words of each paragraph, in order.
    pub fn paragraphs(&self) -> &[TokenSpan] {
        &self.paragraphs
    }

    /// The words that `index` governs directly, in order.
    pub fn children(&self, index: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.first_child[index] as usize..self.first_child[index + 1] as usize;
        self.children[range].iter().map(|&child| child as usize)
    }

    /// Whether a pronoun says whose a noun is: "its ambassador".
    pub fn is_possessed(&self, noun: usize) -> bool {
        self.children(noun).any(|child| {
            let word = self.word(child);
            word.dep == Dep::Poss && word.pos == Pos::Pron
        })
    }

    /// The first child of `index` in relation `dep`.
    pub fn child(&self, index: usize, dep: Dep) -> Option<usize> {
        self.children(index)
            .find(|&child| self.words[child].dep == dep)
    }

    /// From the leftmost to the rightmost word below `index`, itself included.
    pub fn subtree(&self, index: usize) -> TokenSpan {
        let (left, right) = self.edges[index];
        TokenSpan::new(left as usize, right as usize + 1)
    }

    /// The governors of `index`, nearest first, up to the root.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = index;
        std::iter::from_fn(move || {
            let head = self.words[at].head;
            (head != at).then(|| {
                at = head;
                head
            })
        })
    }

    /// Whether `index` stands somewhere below `ancestor`, or is it.
    pub fn is_below(&self, index: usize, ancestor: usize) -> bool {
        index == ancestor || self.ancestors(index).any(|at| at == ancestor)
    }

    /// The bytes of the repaired text that a span of words covers.
    pub fn bytes(&self, words: TokenSpan) -> ByteSpan {
        if words.is_empty() {
            return ByteSpan::default();
        }
        ByteSpan::new(
            self.words[words.start].span.start,
            self.words[words.end - 1].span.end,
        )
    }

    /// The repaired words of a span.
    pub fn words_of(&self, words: TokenSpan) -> &str {
        self.bytes(words).of(&self.document.repaired)
    }
}
