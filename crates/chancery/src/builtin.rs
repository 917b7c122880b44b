//! The codebook and the trained models that the binary carries.

use chancery_codebook::Codebook;
use chancery_coding::{
    ActJudge, ActRanker, GroupRanker, OriginRanker, PlaceRanker, Ranker, RankerError, SideRanker,
    Vectors,
};

static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/codebook.image"));

/// The built-in codebook, as the files under `data/` were when the program was built.
pub fn built_in_codebook() -> Codebook {
    Codebook::from_static_image(IMAGE).expect("the image is the one this very build compiled")
}

/// The compiled image of the built-in codebook, as [`Codebook::compile`] makes it.
pub fn built_in_image() -> &'static [u8] {
    IMAGE
}

static RANKER: &[u8] = include_bytes!("../../../data/ranker/plv.bin");

/// The built-in ranker of `relate`, as `data/ranker/plv.bin` was when the program was built.
///
/// # Errors
///
/// Where the file was damaged.
pub fn built_in_ranker() -> Result<Ranker, RankerError> {
    Ranker::from_bytes(RANKER)
}

static ACTS: &[u8] = include_bytes!("../../../data/ranker/acts.bin");

/// The built-in model of acts, as `data/ranker/acts.bin` was when the program was built.
///
/// # Errors
///
/// Where the file was damaged.
pub fn built_in_acts() -> Result<ActRanker, RankerError> {
    ActRanker::from_bytes(ACTS)
}

static JUDGE: &[u8] = include_bytes!("../../../data/ranker/judge.bin");

/// The built-in model that judges acts, as `data/ranker/judge.bin` was when the program was built.
///
/// # Errors
///
/// Where the file was damaged.
pub fn built_in_judge() -> Result<ActJudge, RankerError> {
    ActJudge::from_bytes(JUDGE)
}

static SIDES: &[u8] = include_bytes!("../../../data/ranker/sides.bin");

/// The built-in model of sides, as `data/ranker/sides.bin` was when the program was built.
///
/// # Errors
///
/// Where the file was damaged.
pub fn built_in_sides() -> Result<SideRanker, RankerError> {
    SideRanker::from_bytes(SIDES)
}

static PLACES: &[u8] = include_bytes!("../../../data/ranker/places.bin");

/// The built-in model of places, as `data/ranker/places.bin` was when the program was built.
///
/// # Errors
///
/// Where the file was damaged.
pub fn built_in_places() -> Result<PlaceRanker, RankerError> {
    PlaceRanker::from_bytes(PLACES)
}

static ORIGINS: &[u8] = include_bytes!("../../../data/ranker/origins.bin");

/// The built-in model of origins, as `data/ranker/origins.bin` was when the program was built.
///
/// # Errors
///
/// Where the file was damaged.
pub fn built_in_origins() -> Result<OriginRanker, RankerError> {
    OriginRanker::from_bytes(ORIGINS)
}

static GROUPS: &[u8] = include_bytes!("../../../data/ranker/groups.bin");

/// The built-in model of groups, as `data/ranker/groups.bin` was when the program was built.
///
/// # Errors
///
/// Where the file was damaged.
pub fn built_in_groups() -> Result<GroupRanker, RankerError> {
    GroupRanker::from_bytes(GROUPS)
}

static VECTORS: &[u8] = include_bytes!("../../../data/ranker/vectors.bin");

/// The built-in vectors of words, as `data/ranker/vectors.bin` was when the program was built.
///
/// # Errors
///
/// Where the file was damaged.
pub fn built_in_vectors() -> Result<Vectors, RankerError> {
    Vectors::from_bytes(VECTORS)
}
