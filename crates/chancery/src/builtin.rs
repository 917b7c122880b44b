//! The codebook that the binary carries.

use chancery_codebook::Codebook;

static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/codebook.image"));

/// The built-in codebook, as the files under `data/` were when the program was built.
pub fn built_in_codebook() -> Codebook {
    Codebook::from_static_image(IMAGE).expect("the image is the one this very build compiled")
}
