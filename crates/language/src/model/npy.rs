//! NumPy's file format for one array, as far as pipelines use it: 32-bit floats in row-major order.

use super::Array;

const MAGIC: &[u8] = b"\x93NUMPY";

/// Reads an array; see NumPy's format specification (NEP 1).
pub(crate) fn read_npy(bytes: &[u8]) -> Result<Array, String> {
    let rest = bytes.strip_prefix(MAGIC).ok_or("not a NumPy array")?;
    let (&[major, _], rest) = rest.split_first_chunk::<2>().ok_or("cut off")?;
    let (length, rest) = if major == 1 {
        let (length, rest) = rest.split_first_chunk::<2>().ok_or("cut off")?;
        (u16::from_le_bytes(*length).into(), rest)
    } else {
        let (length, rest) = rest.split_first_chunk::<4>().ok_or("cut off")?;
        (u32::from_le_bytes(*length) as usize, rest)
    };
    let (header, data) = rest.split_at_checked(length).ok_or("cut off")?;
    let header = std::str::from_utf8(header).map_err(|_| "the header is not text")?;
    if !header.contains("'<f4'") || !header.contains("'fortran_order': False") {
        return Err(format!(
            "not 32-bit floats in row-major order: {}",
            header.trim()
        ));
    }
    let shape = header
        .split_once("'shape': (")
        .and_then(|(_, rest)| rest.split_once(')'))
        .ok_or("the header has no shape")?
        .0;
    let shape: Vec<usize> = shape
        .split(',')
        .map(str::trim)
        .filter(|side| !side.is_empty())
        .map(|side| {
            side.parse()
                .map_err(|_| "the shape is not of whole numbers")
        })
        .collect::<Result<_, _>>()?;
    let count = shape
        .iter()
        .try_fold(4usize, |product, &side| product.checked_mul(side));
    if count != Some(data.len()) {
        return Err(format!(
            "{} bytes for an array of shape {shape:?}",
            data.len()
        ));
    }
    let data = data
        .chunks_exact(4)
        .map(|four| f32::from_le_bytes(four.try_into().expect("four bytes")))
        .collect();
    Ok(Array { shape, data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_must_fit_the_data() {
        let file = |shape: &str, floats: usize| {
            let header =
                format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
            let mut bytes = [MAGIC, &[1, 0]].concat();
            bytes.extend((header.len() as u16).to_le_bytes());
            bytes.extend(header.as_bytes());
            bytes.extend(std::iter::repeat_n(0, floats * 4));
            bytes
        };
        assert_eq!(read_npy(&file("(2, 3)", 6)).unwrap().shape, [2, 3]);
        assert!(read_npy(&file("(2, 3)", 5)).is_err());
        assert!(read_npy(&file("(2, 99999999999999999999)", 5)).is_err());
        assert!(read_npy(b"\x93NUMPY\x01\x00\xff\xff{").is_err());
    }
}
