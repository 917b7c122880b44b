//! Hash embeddings of a token's features, mixed into one vector, and what the first window layer
//! makes of it: all of that depends on the features alone and is remembered for each set of them.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use hashbrown::HashMap;

use super::layers::{MAX_OUTPUTS, MaxoutNorm, Table};
use super::matrix::Weights;
use super::tok2vec::Batch;
use crate::error::{Error, Result};
use crate::lexeme::{Feature, Lexeme};
use crate::model::{Array, Layers};
use crate::strings::embedding_keys;

/// How many bytes of vectors are remembered before the older half is forgotten.
const MEMORY: usize = 24 << 20;

/// A `spacy.MultiHashEmbed.v2` network.
#[derive(Debug)]
pub(super) struct Embedding {
    columns: Vec<Column>,
    vectors: Option<StaticVectors>,
    mix: MaxoutNorm,
    mix_weights: Weights,
    /// From a vector to its shares in the first window layer's products, if that is wanted.
    taps: Option<Weights>,
    known: Mutex<Known>,
}

/// One embedded feature.
#[derive(Debug)]
struct Column {
    feature: Feature,
    seed: u32,
    table: Table,
}

/// A layer over a pipeline's table of word vectors.
#[derive(Debug)]
struct StaticVectors {
    table: Arc<WordVectors>,
    weights: Weights,
}

/// A pipeline's table of word vectors, by the number of the form.
#[derive(Debug)]
pub(crate) struct WordVectors {
    table: Table,
    rows: HashMap<u64, u32>,
}

impl WordVectors {
    /// From an array and the rows of forms; nothing where a row is not there.
    pub(crate) fn new(array: &Array, rows: HashMap<u64, u32>) -> Option<Self> {
        let table = Table::new(array)?;
        let count = array.shape[0];
        let whole = rows.values().all(|&row| (row as usize) < count);
        whole.then_some(Self { table, rows })
    }
}

/// A token's mixed vector, and after it its shares in the first window layer's products: as the
/// token after, in the middle, before.
type Shares = Arc<[f32]>;

type Features = Box<[u64]>;

/// What was computed, in two generations; what is asked for stays in the younger one.
#[derive(Debug, Default)]
struct Known {
    young: HashMap<Features, Shares>,
    old: HashMap<Features, Shares>,
}

/// What one thread remembers within a part of a batch: which distinct form has which place.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By form: the part in which it was seen last, and its place there.
    seen: Vec<(u32, u32)>,
    part: u32,
    count: u32,
    shares: Vec<Shares>,
    /// The first token, and the places of all from there on.
    first: usize,
    tokens: Vec<u32>,
}

/// The tokens of a batch: form and whether a space follows.
pub(crate) type Form<'a> = (&'a Lexeme, bool);

impl Embedding {
    /// Reads the embedding of `component`; `mix` is the layer over it.
    pub(super) fn read(
        component: &str,
        layers: &Layers<'_>,
        mix: MaxoutNorm,
        words: Option<&Arc<WordVectors>>,
    ) -> Result<Self> {
        let names = layers
            .named("extract_features")
            .next()
            .and_then(|layer| layer.words("columns"))
            .ok_or_else(|| layers.wrong("no list of embedded features"))?;
        let columns = names
            .iter()
            .zip(layers.named("hashembed"))
            .map(|(name, layer)| {
                let feature = Feature::named(name).ok_or_else(|| {
                    Error::unsupported(component, format!("embedding the feature {name}"))
                })?;
                let seed = layer.number("seed").and_then(|seed| seed.try_into().ok());
                let table = Table::new(layer.param("E", 2)?);
                Ok(Column {
                    feature,
                    seed: seed.ok_or_else(|| layer.wrong("a hash embedding has no seed"))?,
                    table: table.ok_or_else(|| layer.wrong("an embedding is empty"))?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let vectors = StaticVectors::read(component, layers, words)?;
        let width = columns.iter().map(|c| c.table.width()).sum::<usize>()
            + vectors
                .as_ref()
                .map_or(0, |vectors| vectors.weights.outputs());
        if columns.len() != names.len() || width != mix.inputs() {
            return Err(layers.wrong(format!(
                "the mixing layer takes {} values, the embedding gives {width}",
                mix.inputs()
            )));
        }
        Ok(Self {
            columns,
            vectors,
            mix_weights: mix.weights(),
            mix,
            taps: None,
            known: Mutex::default(),
        })
    }

    pub(super) fn width(&self) -> usize {
        self.mix.width()
    }

    /// Also computes the shares in the products of a layer over three tokens.
    pub(super) fn share_with(&mut self, first: &MaxoutNorm) {
        self.taps = Some(first.parts_side_by_side(3));
    }

    /// Finds or computes the vectors of some tokens.
    pub(super) fn look_up(&self, batch: Batch<'_>, tokens: Range<usize>, places: &mut Places) {
        let mut new = Vec::new();
        places.begin(tokens.start);
        for at in tokens {
            if places.place(batch.ids[at]) {
                new.push(self.features(&batch.forms[at]));
            }
        }
        let found = {
            let mut known = self
                .known
                .lock()
                .unwrap_or_else(|poison| poison.into_inner());
            new.iter()
                .map(|features| known.get(features))
                .collect::<Vec<_>>()
        };
        let missing = || new.iter().zip(&found).filter(|(_, found)| found.is_none());
        let mut computed = self
            .compute(missing().map(|(features, _)| features))
            .into_iter();
        if computed.len() > 0 {
            let entry = self.entry();
            let mut known = self
                .known
                .lock()
                .unwrap_or_else(|poison| poison.into_inner());
            for ((features, _), shares) in missing().zip(computed.clone()) {
                known.insert(features.clone(), shares, MEMORY / (2 * 4 * entry));
            }
        }
        places.shares.clear();
        places.shares.extend(
            found
                .into_iter()
                .filter_map(|found| found.or_else(|| computed.next())),
        );
    }

    /// How many floats are remembered for a form.
    fn entry(&self) -> usize {
        self.width() + self.taps.as_ref().map_or(0, Weights::outputs)
    }

    fn features(&self, form: &Form<'_>) -> Features {
        let columns = self.columns.iter().map(|column| column.feature);
        let key = self.vectors.is_some().then_some(Feature::Orth);
        columns
            .chain(key)
            .map(|feature| form.0.feature(feature, form.1))
            .collect()
    }

    fn compute<'f>(&self, missing: impl Iterator<Item = &'f Features>) -> Vec<Shares> {
        let mut embedded = Vec::new();
        let mut count = 0;
        for features in missing {
            self.embed(features, &mut embedded);
            count += 1;
        }
        let width = self.width();
        let mut mixed = vec![0.0; count * width];
        let inputs = self.mix.inputs();
        self.mix.finish().apply_onto(
            &self.mix_weights,
            &embedded,
            inputs,
            count,
            &mut mixed,
            &mut Vec::new(),
        );
        let products = self.taps.as_ref().map_or(0, Weights::outputs);
        let mut shares = vec![0.0; count * products];
        if let Some(taps) = &self.taps {
            taps.multiply(&mixed, width, count, &mut shares);
        }
        let entry = |at: usize| {
            let vector = &mixed[at * width..(at + 1) * width];
            let shares = &shares[at * products..(at + 1) * products];
            [vector, shares].concat().into()
        };
        (0..count).map(entry).collect()
    }

    /// Appends the sums of the rows that each feature hashes to.
    fn embed(&self, features: &Features, embedded: &mut Vec<f32>) {
        for (column, &id) in self.columns.iter().zip(features) {
            let at = embedded.len();
            embedded.resize(at + column.table.width(), 0.0);
            for key in embedding_keys(id, column.seed) {
                let row = column.table.row(key as usize);
                for (sum, value) in embedded[at..].iter_mut().zip(row) {
                    *sum += value;
                }
            }
        }
        if let (Some(vectors), Some(&form)) = (&self.vectors, features.last()) {
            vectors.append(form, embedded);
        }
    }
}

impl StaticVectors {
    /// Nothing where the network has no such layer.
    fn read(
        component: &str,
        layers: &Layers<'_>,
        words: Option<&Arc<WordVectors>>,
    ) -> Result<Option<Self>> {
        let Some(layer) = layers.named("static_vectors").next() else {
            return Ok(None);
        };
        let weights = layer.param("W", 2)?;
        let (outputs, inputs) = (weights.shape[0], weights.shape[1]);
        if !(1..=MAX_OUTPUTS).contains(&outputs) {
            return Err(layer.wrong("the layer over word vectors has no outputs, or too many"));
        }
        let table = words.filter(|words| words.table.width() == inputs && inputs > 0);
        let table = table.ok_or_else(|| {
            let what =
                format!("word vectors of {inputs} values, which the pipeline does not have,");
            Error::unsupported(component, what)
        })?;
        Ok(Some(Self {
            table: table.clone(),
            weights: Weights::from_rows(inputs, weights.data.chunks(inputs)),
        }))
    }

    /// Appends what the layer makes of a form's vector; zeros for a form without one.
    fn append(&self, form: u64, embedded: &mut Vec<f32>) {
        let at = embedded.len();
        embedded.resize(at + self.weights.outputs(), 0.0);
        if let Some(&row) = self.table.rows.get(&form) {
            let vector = self.table.table.row(row as usize);
            self.weights
                .multiply(vector, vector.len(), 1, &mut embedded[at..]);
        }
    }
}

impl Known {
    fn get(&mut self, features: &Features) -> Option<Shares> {
        if let Some(shares) = self.young.get(features) {
            return Some(shares.clone());
        }
        let shares = self.old.remove(features)?;
        self.young.insert(features.clone(), shares.clone());
        Some(shares)
    }

    fn insert(&mut self, features: Features, shares: Shares, half: usize) {
        if self.young.len() >= half {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(features, shares);
    }
}

impl Places {
    /// What was found for a token.
    pub(super) fn shares(&self, token: usize) -> &[f32] {
        &self.shares[self.tokens[token - self.first] as usize]
    }

    fn begin(&mut self, first: usize) {
        self.part = self.part.wrapping_add(1);
        if self.part == 0 {
            self.seen.clear();
            self.part = 1;
        }
        self.first = first;
        self.count = 0;
        self.tokens.clear();
        self.shares.clear();
    }

    /// Notes the next token; true where its form is new in this part.
    fn place(&mut self, id: u32) -> bool {
        let id = id as usize;
        if id >= self.seen.len() {
            self.seen.resize(id + 1, (0, 0));
        }
        let (part, place) = self.seen[id];
        if part == self.part {
            self.tokens.push(place);
            return false;
        }
        let place = self.count;
        self.count += 1;
        self.seen[id] = (self.part, place);
        self.tokens.push(place);
        true
    }
}
