//! Token vectors: an embedding, then residual window layers.

use std::ops::Range;
use std::sync::Arc;

use super::embedding::{Embedding, Form, Places, WordVectors};
use super::layers::{Finish, MaxoutNorm};
use super::matrix::Weights;
use super::simd::{self, greater};
use super::window::{Tile, Window, tiles};
use crate::error::{Error, Result};
use crate::model::{Config, Layers};

/// How many rows go through the layers together: they then stay in the cache between layers.
const ROWS: usize = 1_024;

/// Longer documents are computed in stretches of so many tokens, so that memory stays bounded.
const STRETCH: usize = 512;

/// Longer batches are computed in parts of about so many tokens, for the same reason.
const PART: usize = 4_096;

/// A `spacy.Tok2Vec.v2` network.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    embedding: Embedding,
    encoder: Encoder,
    width: usize,
}

/// The window layers of a `spacy.MaxoutWindowEncoder.v2`.
#[derive(Debug)]
enum Encoder {
    /// No layers.
    None,
    /// Windows of one token to each side; the embedding knows the first layer's products.
    Near { first: Finish, others: Vec<Window> },
    /// Wider windows, computed the plain way.
    Wide {
        layers: Vec<(Weights, Finish)>,
        radius: usize,
    },
}

/// Buffers of one thread.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    places: Places,
    input: Vec<f32>,
    output: Vec<f32>,
    space: Vec<f32>,
    tiles: Vec<Tile>,
}

/// Documents of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Batch<'a> {
    /// The tokens of all documents.
    pub(crate) forms: &'a [Form<'a>],
    /// A number for each token, the same for the same form.
    pub(crate) ids: &'a [u32],
    /// Which tokens each document has.
    pub(crate) documents: &'a [Range<usize>],
}

impl Batch<'_> {
    /// Cuts the batch where no stretch is cut.
    pub(crate) fn parts(&self) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = 0;
        for (_, stretch) in self.stretches() {
            if stretch.end - start >= PART {
                parts.push(start..stretch.end);
                start = stretch.end;
            }
        }
        let rest = start..self.forms.len();
        parts.extend((!rest.is_empty()).then_some(rest));
        parts
    }

    /// The stretches of all documents, each with its document.
    fn stretches(&self) -> impl Iterator<Item = (&Range<usize>, Range<usize>)> {
        self.documents.iter().flat_map(|document| {
            let starts = document.clone().step_by(STRETCH);
            starts.map(move |start| (document, start..document.end.min(start + STRETCH)))
        })
    }
}

/// A stretch of a document, and the row of the buffers that stands for its first token.
#[derive(Debug)]
struct Stretch {
    document: Range<usize>,
    tokens: Range<usize>,
    row: usize,
}

impl Tok2Vec {
    /// Reads the network of `component`, whose settings stand in `section`.
    pub(crate) fn read(
        component: &str,
        config: &Config,
        section: &str,
        layers: &Layers<'_>,
        words: Option<&Arc<WordVectors>>,
    ) -> Result<Self> {
        check_architecture(component, config, section)?;
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
            .unwrap_or(0);
        let width = mix.width();
        let fits = |layer: &MaxoutNorm| {
            layer.width() == width && radius < 16 && layer.inputs() == width * (2 * radius + 1)
        };
        if !windows.iter().all(fits) {
            return Err(layers.wrong("the layers of the encoder do not fit one another"));
        }
        let mut embedding = Embedding::read(component, layers, mix, words)?;
        let encoder = match windows.split_first() {
            None => Encoder::None,
            Some((first, others)) if radius == 1 => {
                embedding.share_with(first);
                Encoder::Near {
                    first: first.finish().clone(),
                    others: others.iter().map(Window::new).collect(),
                }
            }
            Some(_) => Encoder::Wide {
                layers: windows
                    .iter()
                    .map(|layer| (layer.weights(), layer.finish().clone()))
                    .collect(),
                radius,
            },
        };
        Ok(Self {
            embedding,
            encoder,
            width,
        })
    }

    /// How long a token's vector is.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// How far to each side a token's vector depends on other tokens.
    fn reach(&self) -> usize {
        match &self.encoder {
            Encoder::None => 0,
            Encoder::Near { others, .. } => 1 + others.len(),
            Encoder::Wide { layers, radius } => radius * layers.len(),
        }
    }

    /// Writes the vectors of the tokens of a part to `vectors`.
    pub(crate) fn apply(
        &self,
        batch: Batch<'_>,
        part: &Range<usize>,
        buffers: &mut Buffers,
        vectors: &mut Vec<f32>,
    ) {
        vectors.resize(part.len() * self.width, 0.0);
        let seen =
            part.start.saturating_sub(self.reach())..batch.forms.len().min(part.end + self.reach());
        self.embedding.look_up(batch, seen, &mut buffers.places);
        let mut group = Vec::new();
        let mut rows = 0;
        let stretches = batch.stretches();
        for (document, tokens) in stretches.filter(|(_, tokens)| part.contains(&tokens.start)) {
            let length = tokens.len() + 2 * self.reach();
            if rows + length > ROWS {
                self.apply_group(&group, rows, buffers, part.start, vectors);
                group.clear();
                rows = 0;
            }
            group.push(Stretch {
                document: document.clone(),
                tokens,
                row: rows + self.reach(),
            });
            rows += length;
        }
        self.apply_group(&group, rows, buffers, part.start, vectors);
    }

    /// Computes a group of stretches; the vectors are those of the tokens from `first` on.
    fn apply_group(
        &self,
        group: &[Stretch],
        rows: usize,
        buffers: &mut Buffers,
        first: usize,
        vectors: &mut [f32],
    ) {
        let size = rows * self.width;
        buffers.input.resize(buffers.input.len().max(size), 0.0);
        buffers.output.resize(buffers.output.len().max(size), 0.0);
        match &self.encoder {
            Encoder::None => self.fill(group, buffers),
            Encoder::Near { first, others } => {
                self.apply_first(first, group, others.len(), buffers);
                for (done, window) in others.iter().enumerate() {
                    let margin = others.len() - 1 - done;
                    buffers.tiles.clear();
                    for stretch in group {
                        let (start, end) = (stretch.row, stretch.row + stretch.tokens.len());
                        buffers.tiles.extend(tiles(start - margin, end + margin));
                    }
                    let Buffers {
                        input,
                        output,
                        space,
                        tiles,
                        ..
                    } = buffers;
                    window.apply(input, tiles, output, space);
                    std::mem::swap(input, output);
                }
            }
            Encoder::Wide { layers, radius } => {
                self.fill(group, buffers);
                for (weights, finish) in layers {
                    self.apply_plain(weights, finish, *radius, rows, buffers);
                }
            }
        }
        for stretch in group {
            let size = stretch.tokens.len() * self.width;
            let (from, to) = (stretch.row, stretch.tokens.start - first);
            vectors[to * self.width..][..size]
                .copy_from_slice(&buffers.input[from * self.width..][..size]);
        }
    }

    /// The first window layer, from the shares of each token in its products; rows up to `margin`
    /// tokens around each stretch are computed, since later layers look at them.
    fn apply_first(&self, first: &Finish, group: &[Stretch], margin: usize, buffers: &mut Buffers) {
        let (width, count) = (self.width, first.products());
        let Buffers {
            places,
            input,
            space,
            ..
        } = buffers;
        space.resize(space.len().max(count + width), 0.0);
        let (none, space) = space.split_at_mut(count);
        none.fill(0.0);
        let best = &mut space[..width];
        let shares =
            |document: &Range<usize>, at: usize| document.contains(&at).then(|| places.shares(at));
        simd::run(
            #[inline(always)]
            || {
                for stretch in group {
                    // Counted from a margin before the stretch, so that nothing falls below zero.
                    for step in 0..stretch.tokens.len() + 2 * margin {
                        let at = (stretch.tokens.start + step).wrapping_sub(margin);
                        let before = shares(&stretch.document, at.wrapping_sub(1));
                        let here = shares(&stretch.document, at);
                        let after = shares(&stretch.document, at.wrapping_add(1));
                        let mut tap = 0;
                        let taps = [before, here, after].map(|shares| {
                            tap += 1;
                            shares.map_or(&*none, |shares| {
                                &shares[width + (tap - 1) * count..][..count]
                            })
                        });
                        best_of_taps(taps, first, best);
                        let row = stretch.row + step - margin;
                        let row = &mut input[row * width..(row + 1) * width];
                        match here {
                            Some(shares) => row.copy_from_slice(&shares[..width]),
                            None => row.fill(0.0),
                        }
                        first.normalise_onto(best, row);
                    }
                }
            },
        );
    }

    /// Fills the input with the embedded tokens, and with zeros beyond the documents.
    fn fill(&self, group: &[Stretch], buffers: &mut Buffers) {
        let (width, reach) = (self.width, self.reach());
        for stretch in group {
            for step in 0..stretch.tokens.len() + 2 * reach {
                let at = (stretch.tokens.start + step).wrapping_sub(reach);
                let row = (stretch.row + step - reach) * width;
                let row = &mut buffers.input[row..row + width];
                if stretch.document.contains(&at) {
                    row.copy_from_slice(&buffers.places.shares(at)[..width]);
                } else {
                    row.fill(0.0);
                }
            }
        }
    }

    /// A window layer the plain way, over all rows; those at the edges of stretches come out wrong,
    /// but no token depends on them.
    fn apply_plain(
        &self,
        weights: &Weights,
        finish: &Finish,
        radius: usize,
        rows: usize,
        buffers: &mut Buffers,
    ) {
        let Buffers {
            input,
            output,
            space,
            ..
        } = buffers;
        let size = rows * self.width;
        output[..size].copy_from_slice(&input[..size]);
        let inner = rows.saturating_sub(2 * radius);
        let first = &mut output[radius * self.width..];
        finish.apply_onto(weights, input, self.width, inner, first, space);
        std::mem::swap(input, output);
    }
}

/// Adds up the shares of three tokens in a row's products; bias and maximum of that.
#[inline(always)]
fn best_of_taps(taps: [&[f32]; 3], finish: &Finish, best: &mut [f32]) {
    best.fill(f32::NEG_INFINITY);
    let width = finish.width;
    let best = &mut best[..width];
    for (range, bias) in finish.pieces() {
        let [before, here, after] = taps.map(|shares| &shares[range.clone()][..width]);
        let bias = &bias[..width];
        for i in 0..width {
            best[i] = greater(best[i], before[i] + here[i] + after[i] + bias[i]);
        }
    }
}

fn check_architecture(component: &str, config: &Config, section: &str) -> Result<()> {
    for (part, expected) in [
        ("", "spacy.Tok2Vec.v2"),
        (".embed", "spacy.MultiHashEmbed.v2"),
        (".encode", "spacy.MaxoutWindowEncoder.v2"),
    ] {
        let found = config.text(&format!("{section}{part}"), "@architectures");
        if found != expected {
            return Err(Error::unsupported(
                component,
                format!("the architecture {found:?}"),
            ));
        }
    }
    Ok(())
}
