//! Puts a pipeline together from its files.

use std::path::Path;
use std::sync::Mutex;

use super::{Pipeline, Tagger};
use crate::error::{Error, Result};
use crate::lexeme::NormTable;
use crate::model::{Config, Layers, Store, Value};
use crate::neural::{Linear, Tok2Vec};
use crate::parse::{DependencyParser, EntityRecogniser};
use crate::strings::Labels;
use crate::tokenizer::Tokenizer;
use crate::words::{Lemmatizer, Ruler};

pub(super) fn load(path: &Path) -> Result<Pipeline> {
    Builder::open(path)?.build()
}

struct Builder {
    store: Store,
    config: Config,
    labels: Labels,
    tok2vec: Option<Tok2Vec>,
    tagger: Option<Tagger>,
    parser: Option<DependencyParser>,
    recogniser: Option<(EntityRecogniser, Option<Tok2Vec>)>,
    ruler: Option<Ruler>,
    lemmatizer: Option<Lemmatizer>,
}

impl Builder {
    fn open(path: &Path) -> Result<Self> {
        let mut store = Store::open(path)?;
        let text = store.read("config.cfg")?;
        let text =
            String::from_utf8(text).map_err(|_| Error::malformed("config.cfg", "not UTF-8"))?;
        Ok(Self {
            config: Config::read(&text)?,
            store,
            labels: Labels::default(),
            tok2vec: None,
            tagger: None,
            parser: None,
            recogniser: None,
            ruler: None,
            lemmatizer: None,
        })
    }

    fn build(mut self) -> Result<Pipeline> {
        let disabled = self.config.words("nlp", "disabled");
        for component in self.config.words("nlp", "pipeline") {
            if !disabled.contains(&component) {
                self.add(&component)?;
            }
        }
        let tokenizer = Tokenizer::read(&self.store.read("tokenizer")?, self.read_norms()?)?;
        Ok(Pipeline {
            labels: self.labels.into(),
            tokenizer,
            tok2vec: self.tok2vec,
            tagger: self.tagger,
            parser: self.parser,
            recogniser: self.recogniser,
            ruler: self.ruler,
            lemmatizer: self.lemmatizer,
            pool: Mutex::default(),
        })
    }

    fn add(&mut self, component: &str) -> Result<()> {
        let section = format!("components.{component}");
        match self.config.text(&section, "factory").as_str() {
            "tok2vec" => self.add_tok2vec(component),
            "tagger" => self.add_tagger(component),
            "parser" => self.add_parser(component),
            "ner" => self.add_recogniser(component),
            "attribute_ruler" => {
                let bytes = self.store.read(&format!("{component}/patterns"))?;
                self.ruler = Some(Ruler::read(&bytes, &mut self.labels)?);
                Ok(())
            }
            "lemmatizer" => {
                let bytes = self
                    .store
                    .read(&format!("{component}/lookups/lookups.bin"))?;
                self.lemmatizer = Some(Lemmatizer::read(component, &self.config, &bytes)?);
                Ok(())
            }
            factory => Err(Error::unsupported(
                component,
                format!("the factory {factory:?}"),
            )),
        }
    }

    fn add_tok2vec(&mut self, component: &str) -> Result<()> {
        let file = format!("{component}/model");
        let bytes = self.store.read(&file)?;
        let layers = Layers::read(&file, &bytes)?;
        let section = format!("components.{component}.model");
        self.tok2vec = Some(Tok2Vec::read(component, &self.config, &section, &layers)?);
        Ok(())
    }

    fn add_tagger(&mut self, component: &str) -> Result<()> {
        self.expect_architecture(component, &["spacy.Tagger.v2", "spacy.Tagger.v1"])?;
        let file = format!("{component}/model");
        let bytes = self.store.read(&file)?;
        let layers = Layers::read(&file, &bytes)?;
        let output = Linear::read(layers.reference("output_layer")?)?;
        let width = self.listened_width(component)?;
        let settings = self.read_json(&format!("{component}/cfg"))?;
        let tags = settings["labels"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|tag| self.labels.add(tag.as_str()?))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| layers.wrong("the tags are not a list of words"))?;
        if output.weights.outputs() != tags.len() || output.weights.inputs() != width {
            return Err(layers.wrong(format!(
                "a layer of {} × {} values for {} tags",
                output.weights.inputs(),
                output.weights.outputs(),
                tags.len()
            )));
        }
        self.tagger = Some(Tagger { output, tags });
        Ok(())
    }

    fn add_parser(&mut self, component: &str) -> Result<()> {
        let (moves, model) = self.read_transitions(component, "parser")?;
        let layers = Layers::read(&format!("{component}/model"), &model)?;
        let width = self.listened_width(component)?;
        let file = format!("{component}/moves");
        let parser = DependencyParser::read(&file, &moves, &layers, width, &mut self.labels)?;
        self.parser = Some(parser);
        Ok(())
    }

    fn add_recogniser(&mut self, component: &str) -> Result<()> {
        let (moves, model) = self.read_transitions(component, "ner")?;
        let layers = Layers::read(&format!("{component}/model"), &model)?;
        let own = match self.listens(component) {
            true => None,
            false => {
                let section = format!("components.{component}.model.tok2vec");
                Some(Tok2Vec::read(component, &self.config, &section, &layers)?)
            }
        };
        let width = match &own {
            Some(own) => own.width(),
            None => self.listened_width(component)?,
        };
        let file = format!("{component}/moves");
        let recogniser = EntityRecogniser::read(&file, &moves, &layers, width, &mut self.labels)?;
        self.recogniser = Some((recogniser, own));
        Ok(())
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
            Ok(())
        } else {
            Err(Error::unsupported(
                component,
                format!("the architecture {found:?}"),
            ))
        }
    }

    fn listens(&self, component: &str) -> bool {
        let section = format!("components.{component}.model.tok2vec");
        let found = self.config.text(&section, "@architectures");
        found.starts_with("spacy.Tok2VecListener.")
    }

    /// The width of the shared token vectors, for a component that listens to them.
    fn listened_width(&self, component: &str) -> Result<usize> {
        match &self.tok2vec {
            Some(tok2vec) if self.listens(component) => Ok(tok2vec.width()),
            _ => Err(Error::unsupported(
                component,
                "anything but the token vectors of a `tok2vec` component before it",
            )),
        }
    }

    fn read_json(&mut self, file: &str) -> Result<serde_json::Value> {
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
}
