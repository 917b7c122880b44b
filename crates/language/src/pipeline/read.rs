//! Puts a pipeline together from its files.

use std::sync::{Arc, Mutex};

use hashbrown::HashMap;
use serde_json::Value as Json;

use super::head::Head;
use super::{Components, EditLemmatizer, Pipeline, Recogniser};
use crate::analysis::ChunkRules;
use crate::error::{Error, Result};
use crate::lexeme::NormTable;
use crate::model::{Config, Layers, Store, Value, read_npy};
use crate::neural::{Linear, Tok2Vec, WordVectors};
use crate::parse::{DependencyParser, EntityRecogniser};
use crate::strings::{Label, Labels, symbol};
use crate::tokenizer::Tokenizer;
use crate::words::{EditTrees, Lemmatizer, Ruler};

/// How many of the best edit trees spaCy allows to be tried before it works another way.
const MAX_TRIED: usize = 20;

pub(super) fn load(store: Store) -> Result<Pipeline> {
    Builder::new(store)?.build()
}

struct Builder {
    store: Store,
    config: Config,
    labels: Labels,
    vectors: Option<Arc<WordVectors>>,
    components: Components,
}

impl Builder {
    fn new(mut store: Store) -> Result<Self> {
        let text = String::from_utf8(store.read("config.cfg")?)
            .map_err(|_| Error::malformed("config.cfg", "not UTF-8"))?;
        Ok(Self {
            config: Config::read(&text)?,
            store,
            labels: Labels::default(),
            vectors: None,
            components: Components::default(),
        })
    }

    fn build(mut self) -> Result<Pipeline> {
        self.vectors = self.read_vectors()?.map(Arc::new);
        let disabled = self.config.words("nlp", "disabled");
        for component in self.config.words("nlp", "pipeline") {
            if !disabled.contains(&component) {
                self.add(&component)?;
            }
        }
        let tokenizer = Tokenizer::read(&self.store.read("tokenizer")?, self.read_norms()?)?;
        let language = self.config.text("nlp", "lang");
        self.labels.chunks = ChunkRules::of(&language);
        Ok(Pipeline {
            language,
            labels: self.labels.into(),
            tokenizer,
            components: self.components,
            pool: Mutex::default(),
        })
    }

    fn add(&mut self, component: &str) -> Result<()> {
        let section = format!("components.{component}");
        let factory = self.config.text(&section, "factory");
        self.check_order(component, &factory)?;
        match factory.as_str() {
            "tok2vec" => self.add_tok2vec(component),
            "tagger" => self.add_tagger(component),
            "morphologizer" => self.add_morphologizer(component),
            "senter" => self.add_senter(component),
            "trainable_lemmatizer" => self.add_edits(component),
            "parser" => self.add_parser(component),
            "ner" => self.add_recogniser(component),
            "attribute_ruler" => {
                let bytes = self.store.read(&format!("{component}/patterns"))?;
                self.components.ruler = Some(Ruler::read(&bytes, &mut self.labels)?);
                Ok(())
            }
            "lemmatizer" => {
                let bytes = self
                    .store
                    .read(&format!("{component}/lookups/lookups.bin"))?;
                let lemmatizer = Lemmatizer::read(component, &self.config, &bytes)?;
                self.components.lemmatizer = Some(lemmatizer);
                Ok(())
            }
            factory => Err(Error::unsupported(
                component,
                format!("the factory {factory:?}"),
            )),
        }
    }

    /// Components run in one fixed order; a pipeline in which another order would matter is refused.
    fn check_order(&self, component: &str, factory: &str) -> Result<()> {
        let all = &self.components;
        let late = match factory {
            "tagger" | "morphologizer" | "parser" | "senter" | "trainable_lemmatizer" => {
                all.ruler.is_some() || all.lemmatizer.is_some()
            }
            "attribute_ruler" => all.lemmatizer.is_some(),
            _ => false,
        };
        let twice = match factory {
            "tok2vec" => all.tok2vec.is_some(),
            "tagger" => all.tagger.is_some(),
            "morphologizer" => all.morphologizer.is_some(),
            "parser" => all.parser.is_some() || all.senter.is_some(),
            "senter" => all.senter.is_some(),
            "trainable_lemmatizer" => all.edits.is_some(),
            "ner" => all.recogniser.is_some(),
            "attribute_ruler" => all.ruler.is_some(),
            "lemmatizer" => all.lemmatizer.is_some(),
            _ => false,
        };
        if late || twice {
            return Err(Error::unsupported(component, "its place in the pipeline"));
        }
        Ok(())
    }

    fn add_tok2vec(&mut self, component: &str) -> Result<()> {
        let file = format!("{component}/model");
        let bytes = self.store.read(&file)?;
        let layers = Layers::read(&file, &bytes)?;
        let section = format!("components.{component}.model");
        self.components.tok2vec = Some(self.read_tok2vec(component, &section, &layers)?);
        Ok(())
    }

    fn add_tagger(&mut self, component: &str) -> Result<()> {
        let tags = self.read_labels(component)?;
        self.components.tagger = Some(self.read_head(component, tags)?);
        Ok(())
    }

    fn add_morphologizer(&mut self, component: &str) -> Result<()> {
        let file = format!("{component}/cfg");
        let settings = self.read_json(&file)?;
        let wrong = || Error::malformed(&file, "labels are not written as spaCy writes them");
        let morphs = settings["labels_morph"].as_object().ok_or_else(wrong)?;
        let mut classes = Vec::new();
        for (label, morph) in morphs {
            let pos = match &settings["labels_pos"][label] {
                Json::Number(pos) => pos.as_u64().and_then(symbol).unwrap_or(""),
                Json::String(pos) => pos,
                _ => "",
            };
            let morph = morph.as_str().ok_or_else(wrong)?;
            let (pos, morph) = (self.labels.add(pos), self.labels.add(morph));
            classes.push(pos.zip(morph).ok_or_else(wrong)?);
        }
        self.components.morphologizer = Some(self.read_head(component, classes)?);
        Ok(())
    }

    fn add_senter(&mut self, component: &str) -> Result<()> {
        let overwrite = self.read_json(&format!("{component}/cfg"))?["overwrite"] == true;
        match (&self.components.parser, overwrite) {
            // The parser has said of every token whether it begins a sentence.
            (Some(_), false) => Ok(()),
            (Some(_), true) => Err(Error::unsupported(
                component,
                "overwriting the parser's sentences",
            )),
            (None, _) => {
                self.components.senter = Some(self.read_head(component, vec![false, true])?);
                Ok(())
            }
        }
    }

    fn add_edits(&mut self, component: &str) -> Result<()> {
        let section = format!("components.{component}");
        let file = format!("{component}/trees");
        let strings: Vec<String> = match self.read_json("vocab/strings.json")? {
            Json::Array(strings) => strings
                .into_iter()
                .filter_map(|text| text.as_str().map(str::to_owned))
                .collect(),
            _ => return Err(Error::malformed("vocab/strings.json", "not a list")),
        };
        let trees = EditTrees::read(&file, &self.store.read(&file)?, &strings)?;
        let settings = self.read_json(&format!("{component}/cfg"))?;
        let labels = settings["labels"].as_array().into_iter().flatten();
        let classes = labels
            .map(|label| {
                usize::try_from(label.as_u64()?)
                    .ok()
                    .filter(|&tree| tree < trees.len())
            })
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| Error::malformed(&file, "a label stands for no tree"))?;
        let tried = self.config.get(&section, "top_k").as_u64().unwrap_or(1);
        let falls_back = match self.config.get(&section, "backoff") {
            Json::Null => false,
            Json::String(field) if field == "orth" => true,
            other => return Err(Error::unsupported(component, format!("backoff {other}"))),
        };
        self.components.edits = Some(EditLemmatizer {
            head: self.read_head(component, classes)?,
            trees,
            tried: usize::try_from(tried)
                .unwrap_or(MAX_TRIED)
                .clamp(1, MAX_TRIED),
            falls_back,
        });
        Ok(())
    }

    fn add_parser(&mut self, component: &str) -> Result<()> {
        let (moves, model) = self.read_transitions(component, "parser")?;
        let layers = Layers::read(&format!("{component}/model"), &model)?;
        let width = self.listened_width(component)?;
        let file = format!("{component}/moves");
        let parser = DependencyParser::read(&file, &moves, &layers, width, &mut self.labels)?;
        self.components.parser = Some(parser);
        Ok(())
    }

    fn add_recogniser(&mut self, component: &str) -> Result<()> {
        let (moves, model) = self.read_transitions(component, "ner")?;
        let layers = Layers::read(&format!("{component}/model"), &model)?;
        let own = self.read_own_tok2vec(component, &layers)?;
        let width = match &own {
            Some(own) => own.width(),
            None => self.listened_width(component)?,
        };
        let file = format!("{component}/moves");
        self.components.recogniser = Some(Recogniser {
            system: EntityRecogniser::read(&file, &moves, &layers, width, &mut self.labels)?,
            own,
            sees_sentences: self.components.parser.is_some() || self.components.senter.is_some(),
        });
        Ok(())
    }

    /// A `spacy.Tagger.v2` network whose outputs stand for `classes`.
    fn read_head<T>(&mut self, component: &str, classes: Vec<T>) -> Result<Head<T>> {
        self.expect_architecture(component, &["spacy.Tagger.v2", "spacy.Tagger.v1"])?;
        let file = format!("{component}/model");
        let bytes = self.store.read(&file)?;
        let layers = Layers::read(&file, &bytes)?;
        let output = Linear::read(
            layers
                .reference("softmax")
                .or_else(|_| layers.reference("output_layer"))?,
        )?;
        let own = self.read_own_tok2vec(component, &layers)?;
        let width = match &own {
            Some(own) => own.width(),
            None => self.listened_width(component)?,
        };
        if output.weights.outputs() != classes.len() || output.weights.inputs() != width {
            return Err(layers.wrong(format!(
                "a layer of {} × {} values for {} classes",
                output.weights.inputs(),
                output.weights.outputs(),
                classes.len()
            )));
        }
        Ok(Head {
            output,
            classes,
            own,
        })
    }

    fn read_tok2vec(&self, component: &str, section: &str, layers: &Layers<'_>) -> Result<Tok2Vec> {
        Tok2Vec::read(
            component,
            &self.config,
            section,
            layers,
            self.vectors.as_ref(),
        )
    }

    /// Nothing for a component that listens to the shared token vectors.
    fn read_own_tok2vec(&self, component: &str, layers: &Layers<'_>) -> Result<Option<Tok2Vec>> {
        if self.listens(component) {
            return Ok(None);
        }
        let section = format!("components.{component}.model.tok2vec");
        self.read_tok2vec(component, &section, layers).map(Some)
    }

    /// The `moves` and `model` files of a transition-based component.
    fn read_transitions(&mut self, component: &str, kind: &str) -> Result<(Vec<u8>, Vec<u8>)> {
        self.expect_architecture(component, &["spacy.TransitionBasedParser.v2"])?;
        let section = format!("components.{component}.model");
        let unsupported = |what| Err(Error::unsupported(component, what));
        if self.config.text(&section, "state_type") != kind {
            return unsupported("the state type");
        }
        if self.config.flag(&section, "extra_state_tokens") {
            return unsupported("`extra_state_tokens`");
        }
        if !self.config.flag(&section, "use_upper") {
            return unsupported("`use_upper = false`");
        }
        let moves = self.store.read(&format!("{component}/moves"))?;
        Ok((moves, self.store.read(&format!("{component}/model"))?))
    }

    fn expect_architecture(&self, component: &str, expected: &[&str]) -> Result<()> {
        let section = format!("components.{component}.model");
        let found = self.config.text(&section, "@architectures");
        if expected.contains(&found.as_str()) {
            return Ok(());
        }
        Err(Error::unsupported(
            component,
            format!("the architecture {found:?}"),
        ))
    }

    fn listens(&self, component: &str) -> bool {
        let section = format!("components.{component}.model.tok2vec");
        let found = self.config.text(&section, "@architectures");
        found.starts_with("spacy.Tok2VecListener.")
    }

    /// The width of the shared token vectors, for a component that listens to them.
    fn listened_width(&self, component: &str) -> Result<usize> {
        match &self.components.tok2vec {
            Some(tok2vec) if self.listens(component) => Ok(tok2vec.width()),
            _ => Err(Error::unsupported(
                component,
                "anything but token vectors of its own or of a `tok2vec` component before it",
            )),
        }
    }

    fn read_labels(&mut self, component: &str) -> Result<Vec<Label>> {
        let file = format!("{component}/cfg");
        let settings = self.read_json(&file)?;
        let labels = settings["labels"].as_array().into_iter().flatten();
        labels
            .map(|label| self.labels.add(label.as_str()?))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| Error::malformed(&file, "the labels are not a list of words"))
    }

    fn read_json(&mut self, file: &str) -> Result<Json> {
        let bytes = self.store.read(file)?;
        serde_json::from_slice(&bytes).map_err(|error| Error::malformed(file, error.to_string()))
    }

    fn read_norms(&mut self) -> Result<NormTable> {
        const FILE: &str = "vocab/lookups.bin";
        let Some(bytes) = self.store.find(FILE)? else {
            return Ok(NormTable::default());
        };
        let value = Value::read(&bytes).map_err(|what| Error::malformed(FILE, what))?;
        let entries = value
            .get("lexeme_norm")
            .and_then(Value::as_map)
            .unwrap_or(&[]);
        entries
            .iter()
            .map(|(form, norm)| Some((form.as_u64()?, norm.as_str()?.into())))
            .collect::<Option<_>>()
            .ok_or_else(|| Error::malformed(FILE, "`lexeme_norm` is not a table of words"))
    }

    /// The pipeline's word vectors, where it has any.
    fn read_vectors(&mut self) -> Result<Option<WordVectors>> {
        const FILE: &str = "vocab/vectors";
        let (Some(data), Some(rows)) = (self.store.find(FILE)?, self.store.find("vocab/key2row")?)
        else {
            return Ok(None);
        };
        let array = read_npy(&data).map_err(|what| Error::malformed(FILE, what))?;
        if array.data.is_empty() {
            return Ok(None);
        }
        if let Some(settings) = self.store.find("vocab/vectors.cfg")? {
            let settings: Json = serde_json::from_slice(&settings)
                .map_err(|error| Error::malformed("vocab/vectors.cfg", error.to_string()))?;
            let plain = settings["mode"]
                .as_str()
                .is_none_or(|mode| mode == "default");
            let by_form = settings["attr"].as_str().is_none_or(|attr| attr == "ORTH")
                && settings["attr"]
                    .as_u64()
                    .is_none_or(|attr| Some("ORTH") == symbol(attr));
            if !plain || !by_form {
                return Err(Error::unsupported(
                    "vocab/vectors",
                    format!("the kind {settings}"),
                ));
            }
        }
        let value = Value::read(&rows).map_err(|what| Error::malformed("vocab/key2row", what))?;
        let entries = value.as_map().unwrap_or(&[]).iter();
        let rows: Option<HashMap<u64, u32>> = entries
            .map(|(form, row)| Some((form.as_u64()?, row.as_usize()?.try_into().ok()?)))
            .collect();
        rows.and_then(|rows| WordVectors::new(&array, rows))
            .map(Some)
            .ok_or_else(|| Error::malformed("vocab/key2row", "a form has no row"))
    }
}
