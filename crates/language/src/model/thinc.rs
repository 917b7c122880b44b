//! A thinc model file: a tree of layers, written breadth-first, with their weights.

use super::msgpack::Value;
use crate::error::{Error, Result};

/// The layers of one model file.
#[derive(Debug)]
pub(crate) struct Layers<'a> {
    file: String,
    layers: Vec<Layer<'a>>,
}

/// One layer: its kind, numbers of the layers that it refers to by name, settings and weights.
#[derive(Debug)]
pub(crate) struct Layer<'a> {
    file: String,
    pub(crate) name: &'a str,
    refs: Vec<(&'a str, usize)>,
    attrs: Vec<(&'a str, &'a [u8])>,
    params: Vec<(&'a str, Array)>,
}

/// An array of 32-bit floats in row-major order.
#[derive(Clone, Debug)]
pub(crate) struct Array {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Vec<f32>,
}

impl<'a> Layers<'a> {
    /// Reads the bytes of `file`.
    pub(crate) fn read(file: &str, bytes: &'a [u8]) -> Result<Self> {
        let wrong = |what: String| Error::malformed(file, what);
        let value = Value::read(bytes).map_err(wrong)?;
        let list = |key: &str| match value.get(key) {
            Some(Value::Array(items)) => Ok(items),
            _ => Err(wrong(format!("no list `{key}`; not a thinc model"))),
        };
        let (nodes, attrs, params) = (list("nodes")?, list("attrs")?, list("params")?);
        if attrs.len() != nodes.len() || params.len() != nodes.len() {
            return Err(wrong("nodes, attrs and params differ in number".into()));
        }
        let layers = nodes
            .iter()
            .zip(attrs)
            .zip(params)
            .map(|((node, attrs), params)| Layer::read(file, node, attrs, params))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| wrong("a layer is not written as thinc writes it".into()))?;
        Ok(Self {
            file: file.to_owned(),
            layers,
        })
    }

    /// All layers of a kind, in the file's order.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &Layer<'a>> {
        self.layers.iter().filter(move |layer| layer.name == name)
    }

    /// The layer that the outermost one refers to as `name`.
    pub(crate) fn reference(&self, name: &str) -> Result<&Layer<'a>> {
        self.layers
            .first()
            .and_then(|root| root.refs.iter().find(|(key, _)| *key == name))
            .and_then(|&(_, at)| self.layers.get(at))
            .ok_or_else(|| self.wrong(format!("no layer `{name}`")))
    }

    /// An error about this file.
    pub(crate) fn wrong(&self, what: impl Into<String>) -> Error {
        Error::malformed(&self.file, what)
    }
}

impl<'a> Layer<'a> {
    fn read(file: &str, node: &Value<'a>, attrs: &Value<'a>, params: &Value<'a>) -> Option<Self> {
        let refs = node.get("refs")?.as_map()?.iter();
        let attrs = attrs.as_map()?.iter();
        let params = params.as_map()?.iter();
        Some(Self {
            file: file.to_owned(),
            name: node.get("name")?.as_str()?,
            // A reference that is not set is nil.
            refs: refs
                .filter_map(|(name, at)| Some((name.as_str()?, at.as_usize()?)))
                .collect(),
            attrs: attrs
                .filter_map(|(name, value)| Some((name.as_str()?, value.as_bytes()?)))
                .collect(),
            params: params
                .filter(|(_, value)| *value != Value::Nil)
                .map(|(name, value)| Some((name.as_str()?, Array::read(value)?)))
                .collect::<Option<_>>()?,
        })
    }

    /// The weights called `name`, which must have `rank` dimensions.
    pub(crate) fn param(&self, name: &str, rank: usize) -> Result<&Array> {
        let found = self.params.iter().find(|(key, _)| *key == name);
        match found {
            Some((_, array)) if array.shape.len() == rank => Ok(array),
            Some((_, array)) => Err(self.wrong(format!(
                "weights `{name}` of `{}` have shape {:?}, expected {rank} dimensions",
                self.name, array.shape
            ))),
            None => Err(self.wrong(format!("layer `{}` has no weights `{name}`", self.name))),
        }
    }

    /// A setting that is a whole number.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.setting(name)?.as_usize()
    }

    /// A setting that is a list of words.
    pub(crate) fn words(&self, name: &str) -> Option<Vec<&'a str>> {
        match self.setting(name)? {
            Value::Array(items) => items.iter().map(Value::as_str).collect(),
            _ => None,
        }
    }

    fn setting(&self, name: &str) -> Option<Value<'a>> {
        let (_, bytes) = self.attrs.iter().find(|(key, _)| *key == name)?;
        Value::read(bytes).ok()
    }

    /// An error about this layer's file.
    pub(crate) fn wrong(&self, what: impl Into<String>) -> Error {
        Error::malformed(&self.file, what)
    }
}

impl Array {
    fn read(value: &Value<'_>) -> Option<Self> {
        let shape: Vec<usize> = value
            .get("shape")?
            .as_array()?
            .iter()
            .map(Value::as_usize)
            .collect::<Option<_>>()?;
        let count = shape
            .iter()
            .try_fold(1usize, |product, &side| product.checked_mul(side))?;
        let bytes = value.get("data")?.as_bytes()?;
        if value.get("type")?.as_str()? != "<f4" || Some(bytes.len()) != count.checked_mul(4) {
            return None;
        }
        let data = bytes
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes(four.try_into().expect("four bytes")))
            .collect();
        Some(Self { shape, data })
    }
}
