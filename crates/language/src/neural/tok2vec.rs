//! Token vectors: hash embeddings mixed by a maxout layer, then residual window layers.

use super::layers::MaxoutNorm;
use crate::error::{Error, Result};
use crate::lexeme::{Feature, Lexeme};
use crate::model::{Config, Layers};
use crate::strings::embedding_keys;

/// A `spacy.Tok2Vec.v2` network.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    tables: Vec<HashTable>,
    mix: MaxoutNorm,
    windows: Vec<MaxoutNorm>,
    radius: usize,
    width: usize,
}

/// One column of the embedding.
#[derive(Debug)]
struct HashTable {
    feature: Feature,
    seed: u32,
    rows: usize,
    width: usize,
    data: Vec<f32>,
}

/// Buffers and cached vectors of one network on one thread.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    products: Vec<f32>,
    input: Vec<f32>,
    output: Vec<f32>,
    embedded: Vec<f32>,
}

impl Tok2Vec {
    /// Reads the network of `component`, whose settings stand in `section`.
    pub(crate) fn read(
        component: &str,
        config: &Config,
        section: &str,
        layers: &Layers<'_>,
    ) -> Result<Self> {
        check_architecture(component, config, section)?;
        let columns = layers
            .named("extract_features")
            .next()
            .and_then(|layer| layer.words("columns"))
            .ok_or_else(|| layers.wrong("no list of embedded features"))?;
        let tables = columns
            .iter()
            .zip(layers.named("hashembed"))
            .map(|(name, layer)| {
                let table = layer.param("E", 2)?;
                let feature = Feature::named(name).ok_or_else(|| {
                    Error::unsupported(component, format!("embedding the feature {name}"))
                })?;
                let seed = layer
                    .number("seed")
                    .and_then(|seed| u32::try_from(seed).ok());
                Ok(HashTable {
                    feature,
                    seed: seed.ok_or_else(|| layer.wrong("a hash embedding has no seed"))?,
                    rows: table.shape[0],
                    width: table.shape[1],
                    data: table.data.clone(),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let mut maxouts = layers
            .named("maxout")
            .zip(layers.named("layernorm"))
            .map(|(maxout, norm)| MaxoutNorm::read(maxout, norm));
        let mix = maxouts
            .next()
            .ok_or_else(|| layers.wrong("no maxout layer over the embedding"))??;
        let windows = maxouts.collect::<Result<Vec<_>>>()?;
        let radius = layers
            .named("expand_window")
            .next()
            .and_then(|layer| layer.number("window_size"))
            .unwrap_or(1);
        let network = Self {
            width: mix.width(),
            tables,
            mix,
            windows,
            radius,
        };
        network.check(layers, columns.len())?;
        Ok(network)
    }

    /// Refuses a network whose parts do not fit one another.
    fn check(&self, layers: &Layers<'_>, columns: usize) -> Result<()> {
        let embedded: usize = self.tables.iter().map(|table| table.width).sum();
        let tables = self.tables.iter().all(|table| table.rows > 0);
        let windows = self.windows.iter().all(|layer| {
            layer.width() == self.width
                && layer.weights.inputs() == self.width * (2 * self.radius + 1)
        });
        if self.tables.len() != columns || !tables || !windows {
            return Err(layers.wrong("the layers of the embedding and the encoder do not fit"));
        }
        if embedded != self.mix.weights.inputs() {
            return Err(layers.wrong(format!(
                "the mixing layer takes {} values, the embedding gives {embedded}",
                self.mix.weights.inputs()
            )));
        }
        Ok(())
    }

    /// How long a token's vector is.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// How many rows of zeros stand between documents.
    pub(crate) fn padding(&self) -> usize {
        self.radius * self.windows.len()
    }

    /// The mixed embedding of a form.
    fn embed(&self, lexeme: &Lexeme, space: bool, embedded: &mut Vec<f32>) {
        let start = embedded.len();
        for table in &self.tables {
            let at = embedded.len();
            embedded.resize(at + table.width, 0.0);
            let keys = embedding_keys(lexeme.feature(table.feature, space), table.seed);
            for key in keys {
                let row = key as usize % table.rows;
                let row = &table.data[row * table.width..(row + 1) * table.width];
                for (sum, value) in embedded[at..].iter_mut().zip(row) {
                    *sum += value;
                }
            }
        }
        debug_assert_eq!(embedded.len() - start, self.mix.weights.inputs());
    }

    /// Vectors of the tokens of several documents, one after the other.
    pub(crate) fn apply<'l>(
        &self,
        documents: impl Iterator<Item = &'l [(&'l Lexeme, bool)]> + Clone,
        buffers: &mut Buffers,
    ) -> Vec<f32> {
        let padding = self.padding();
        buffers.embedded.clear();
        let mut count = 0;
        for document in documents.clone() {
            for &(lexeme, space) in document {
                self.embed(lexeme, space, &mut buffers.embedded);
                count += 1;
            }
        }
        let mut mixed = vec![0.0; count * self.width];
        self.mix.apply_onto(
            &buffers.embedded,
            self.mix.weights.inputs(),
            count,
            &mut mixed,
            &mut buffers.products,
        );
        // Rows of zeros around each document; the window layers run over them too, as in spaCy.
        let documents_count = documents.clone().count();
        let rows = count + padding * (documents_count + 1);
        let edge = self.radius * self.width;
        buffers.input.clear();
        buffers.input.resize(rows * self.width + 2 * edge, 0.0);
        let mut at = edge + padding * self.width;
        let mut from = 0;
        for document in documents.clone() {
            let length = document.len() * self.width;
            buffers.input[at..at + length].copy_from_slice(&mixed[from..from + length]);
            from += length;
            at += length + padding * self.width;
        }
        for window in &self.windows {
            buffers.output.clear();
            buffers.output.extend_from_slice(&buffers.input);
            window.apply_onto(
                &buffers.input,
                self.width,
                rows,
                &mut buffers.output[edge..],
                &mut buffers.products,
            );
            std::mem::swap(&mut buffers.input, &mut buffers.output);
        }
        let mut vectors = mixed;
        let mut at = edge + padding * self.width;
        let mut from = 0;
        for document in documents {
            let length = document.len() * self.width;
            vectors[from..from + length].copy_from_slice(&buffers.input[at..at + length]);
            from += length;
            at += length + padding * self.width;
        }
        vectors
    }
}

fn check_architecture(component: &str, config: &Config, section: &str) -> Result<()> {
    for (part, expected) in [
        ("", ["spacy.Tok2Vec.v2", "spacy.Tok2Vec.v1"]),
        (
            ".embed",
            ["spacy.MultiHashEmbed.v2", "spacy.MultiHashEmbed.v2"],
        ),
        (
            ".encode",
            [
                "spacy.MaxoutWindowEncoder.v2",
                "spacy.MaxoutWindowEncoder.v2",
            ],
        ),
    ] {
        let found = config.text(&format!("{section}{part}"), "@architectures");
        if !expected.contains(&found.as_str()) {
            return Err(Error::unsupported(
                component,
                format!("the architecture {found:?}"),
            ));
        }
    }
    Ok(())
}
