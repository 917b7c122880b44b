//! The words of geography that tell places, from `data/language/places.toml`.

use std::borrow::Cow;

use chancery_codebook::Codebook;
use hashbrown::{HashMap, HashSet};

/// The lists, read once for all documents.
#[derive(Debug)]
pub struct Words {
    /// Before these prepositions something is there.
    pub(super) place_prepositions: Set,
    /// Before these it is where the governor is a word of motion.
    pub(super) motion_prepositions: Set,
    pub(super) motion: Set,
    /// Verbs whose objects are places, and nouns whose "of" names one.
    pub(super) place_verbs: Set,
    pub(super) place_nouns: Set,
    /// What follows a name as part of it.
    pub(super) divisions: Set,
    /// What says beside a name that a division, or a town, of that name is meant.
    pub(super) division_words: Set,
    pub(super) town_words: Set,
    /// Last words of names of what lies in a town.
    pub(super) in_towns: Set,
    /// Prepositions behind which an unknown name is a place.
    pub(super) within: Set,
    /// Names of towns that are nearly always something else.
    pub(super) never: Set,
    /// Names of regions and waters that some towns and divisions have as well.
    pub(super) nowhere: Set,
    /// GeoNames' numbers of cities known by their bare name.
    pub(super) famous: HashSet<u64>,
    kinds: HashMap<Box<str>, Box<str>>,
}

/// Words in small letters.
#[derive(Debug)]
pub(super) struct Set(HashSet<Box<str>>);

impl Set {
    /// Whether a word, in letters of any size, is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains(&*small(word))
    }
}

impl Words {
    /// The lists of a codebook.
    pub fn new(codebook: &Codebook) -> Self {
        let words = codebook.words();
        let list = |name| {
            let list = words.list("places", name).iter();
            Set(list.map(|word| small(word).into()).collect())
        };
        let kinds = words.map("places", "kinds");
        Self {
            place_prepositions: list("place_prepositions"),
            motion_prepositions: list("motion_prepositions"),
            motion: list("motion"),
            place_verbs: list("place_verbs"),
            place_nouns: list("place_nouns"),
            divisions: list("divisions"),
            division_words: list("division_words"),
            town_words: list("town_words"),
            in_towns: list("in_towns"),
            within: list("within"),
            never: list("never"),
            nowhere: list("nowhere"),
            famous: words
                .list("places", "famous")
                .iter()
                .filter_map(|number| number.parse().ok())
                .collect(),
            kinds: kinds
                .map(|(feature, word)| (word.into(), feature.into()))
                .collect(),
        }
    }

    /// The feature code that a word in a name tells: "River", "Lake".
    pub(super) fn kind(&self, word: &str) -> Option<&str> {
        self.kinds.get(&*small(word)).map(|feature| &**feature)
    }
}

fn small(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}
