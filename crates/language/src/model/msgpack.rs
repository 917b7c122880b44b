//! Reads msgpack without copying; lengths are checked against what is left, nesting is limited.

/// How deep values may nest; spaCy's files nest five levels.
const MAX_DEPTH: usize = 32;

/// One msgpack value that borrows its strings and bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Nil,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Str(&'a str),
    Bin(&'a [u8]),
    Array(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Reads exactly one value that takes up all of `bytes`.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, String> {
        let mut reader = Reader { bytes, at: 0 };
        let value = reader.value(0)?;
        if reader.at == bytes.len() {
            Ok(value)
        } else {
            Err(format!("{} bytes after the end", bytes.len() - reader.at))
        }
    }

    /// The value under a text or binary key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        let Value::Map(entries) = self else {
            return None;
        };
        entries
            .iter()
            .find(|(name, _)| match name {
                Value::Str(name) => *name == key,
                Value::Bin(name) => *name == key.as_bytes(),
                _ => false,
            })
            .map(|(_, value)| value)
    }

    pub(crate) fn as_str(&self) -> Option<&'a str> {
        match self {
            Value::Str(text) => Some(text),
            Value::Bin(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    pub(crate) fn as_bytes(&self) -> Option<&'a [u8]> {
        match self {
            Value::Bin(bytes) => Some(bytes),
            Value::Str(text) => Some(text.as_bytes()),
            _ => None,
        }
    }

    /// A whole number, negative ones as spaCy's 64-bit hashes are: modulo 2^64.
    pub(crate) fn as_u64(&self) -> Option<u64> {
        match *self {
            Value::Int(number) => Some(number as u64),
            Value::UInt(number) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn as_usize(&self) -> Option<usize> {
        match *self {
            Value::Int(number) => usize::try_from(number).ok(),
            Value::UInt(number) => usize::try_from(number).ok(),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Value<'a>]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Result<Value<'a>, String> {
        if depth > MAX_DEPTH {
            return Err(format!("nested more than {MAX_DEPTH} levels deep"));
        }
        let start = self.at;
        Ok(match self.byte()? {
            byte @ 0x00..=0x7f => Value::UInt(byte.into()),
            byte @ 0x80..=0x8f => self.map((byte & 0x0f).into(), depth)?,
            byte @ 0x90..=0x9f => self.array((byte & 0x0f).into(), depth)?,
            byte @ 0xa0..=0xbf => self.text((byte & 0x1f).into())?,
            0xc0 => Value::Nil,
            0xc2 => Value::Bool(false),
            0xc3 => Value::Bool(true),
            byte @ 0xc4..=0xc6 => {
                let length = self.length(byte - 0xc4)?;
                Value::Bin(self.take(length)?)
            }
            0xca => Value::Float(f32::from_be_bytes(self.fixed()?).into()),
            0xcb => Value::Float(f64::from_be_bytes(self.fixed()?)),
            byte @ 0xcc..=0xcf => Value::UInt(self.unsigned(byte - 0xcc)?),
            0xd0 => Value::Int(i8::from_be_bytes(self.fixed()?).into()),
            0xd1 => Value::Int(i16::from_be_bytes(self.fixed()?).into()),
            0xd2 => Value::Int(i32::from_be_bytes(self.fixed()?).into()),
            0xd3 => Value::Int(i64::from_be_bytes(self.fixed()?)),
            byte @ 0xd9..=0xdb => {
                let length = self.length(byte - 0xd9)?;
                self.text(length)?
            }
            byte @ 0xdc..=0xdd => {
                let length = self.length(byte - 0xdc + 1)?;
                self.array(length, depth)?
            }
            byte @ 0xde..=0xdf => {
                let length = self.length(byte - 0xde + 1)?;
                self.map(length, depth)?
            }
            byte @ 0xe0..=0xff => Value::Int((byte as i8).into()),
            byte => return Err(format!("byte {byte:#04x} at {start} begins no known value")),
        })
    }

    fn array(&mut self, length: usize, depth: usize) -> Result<Value<'a>, String> {
        self.expect(length)?;
        (0..length)
            .map(|_| self.value(depth + 1))
            .collect::<Result<_, _>>()
            .map(Value::Array)
    }

    fn map(&mut self, length: usize, depth: usize) -> Result<Value<'a>, String> {
        self.expect(length.saturating_mul(2))?;
        (0..length)
            .map(|_| Ok((self.value(depth + 1)?, self.value(depth + 1)?)))
            .collect::<Result<_, _>>()
            .map(Value::Map)
    }

    fn text(&mut self, length: usize) -> Result<Value<'a>, String> {
        let bytes = self.take(length)?;
        // Python's msgpack wrote bytes as raw text in its old format, which some files still use.
        Ok(match std::str::from_utf8(bytes) {
            Ok(text) => Value::Str(text),
            Err(_) => Value::Bin(bytes),
        })
    }

    /// Each value takes a byte at least, so a larger count is a lie that must not be allocated for.
    fn expect(&self, values: usize) -> Result<(), String> {
        if values > self.bytes.len() - self.at {
            return Err(format!(
                "{values} values promised where fewer bytes are left"
            ));
        }
        Ok(())
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], String> {
        let rest = &self.bytes[self.at..];
        if length > rest.len() {
            return Err(format!(
                "cut off: {length} bytes promised, {} left",
                rest.len()
            ));
        }
        self.at += length;
        Ok(&rest[..length])
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], String> {
        Ok(self.take(N)?.try_into().expect("took as many"))
    }

    fn byte(&mut self) -> Result<u8, String> {
        Ok(self.fixed::<1>()?[0])
    }

    /// An unsigned number of 1, 2, 4 or 8 bytes for size 0 to 3.
    fn unsigned(&mut self, size: u8) -> Result<u64, String> {
        Ok(match size {
            0 => self.byte()?.into(),
            1 => u16::from_be_bytes(self.fixed()?).into(),
            2 => u32::from_be_bytes(self.fixed()?).into(),
            _ => u64::from_be_bytes(self.fixed()?),
        })
    }

    fn length(&mut self, size: u8) -> Result<usize, String> {
        usize::try_from(self.unsigned(size)?).map_err(|_| "a length beyond memory".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<Value<'_>, &str>) {
        match (Value::read(bytes), expected) {
            (Err(error), Err(part)) => assert!(error.contains(part), "{error}"),
            (found, expected) => assert_eq!(found, expected.map_err(str::to_owned)),
        }
    }

    #[test]
    fn reads_each_kind() {
        check(&[0x07], Ok(Value::UInt(7)));
        check(&[0xff], Ok(Value::Int(-1)));
        check(&[0xa2, b'h', b'i'], Ok(Value::Str("hi")));
        check(&[0xc4, 2, 0xff, 0], Ok(Value::Bin(&[0xff, 0])));
        check(&[0x91, 0xc0], Ok(Value::Array(vec![Value::Nil])));
        check(
            &[0x81, 0xa1, b'k', 0xc3],
            Ok(Value::Map(vec![(Value::Str("k"), Value::Bool(true))])),
        );
    }

    #[test]
    fn lies_about_length_are_errors() {
        check(&[0xdd, 0xff, 0xff, 0xff, 0xff], Err("promised"));
        check(&[0xdf, 0xff, 0xff, 0xff, 0xff], Err("promised"));
        check(&[0xdb, 0xff, 0xff, 0xff, 0xff], Err("cut off"));
        check(&[0x91; 100], Err("nested"));
        check(&[0xc1], Err("no known value"));
        check(&[0xc0, 0xc0], Err("after the end"));
        check(&[], Err("cut off"));
    }
}
