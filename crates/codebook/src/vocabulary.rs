//! The closed lists of words that events are described with.

use serde::{Deserialize, Serialize};

/// A field-less enum whose members are written as fixed strings.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// All of them, in the order in which they are listed everywhere.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it is written in files and in output.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads what [`as_str`](Self::as_str) writes; none for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

vocabulary! {
    /// What kind of act an event is: PLOVER's sixteen types (2021) and STATEMENT.
    EventType {
        /// Willingness, promise, offer, signed accord.
        Agree = "AGREE",
        /// Meetings, visits, calls, messages, negotiation.
        Consult = "CONSULT",
        /// Praise, thanks, recognition, apology, solidarity.
        Support = "SUPPORT",
        /// Giving way in words or law.
        Concede = "CONCEDE",
        /// Material exchange that serves both.
        Cooperate = "COOPERATE",
        /// Material help.
        Aid = "AID",
        /// Giving way in deed.
        Retreat = "RETREAT",
        /// Appeals and demands.
        Request = "REQUEST",
        /// Criticism, allegation, investigation.
        Accuse = "ACCUSE",
        /// Refusals.
        Reject = "REJECT",
        /// Threats and ultimatums.
        Threaten = "THREATEN",
        /// Demonstrations, strikes, boycotts, riots.
        Protest = "PROTEST",
        /// Cutting back relations, formal sanctions among them.
        Sanction = "SANCTION",
        /// Readying or showing force.
        Mobilize = "MOBILIZE",
        /// Power used short of violence.
        Coerce = "COERCE",
        /// Violence.
        Assault = "ASSAULT",
        /// Public statements that are news and fit no other type.
        Statement = "STATEMENT",
    }
}

vocabulary! {
    /// The four quarters of conflict and cooperation.
    Quad {
        /// CAMEO roots 01 to 05.
        VerbalCooperation = "verbal cooperation",
        /// CAMEO roots 06 to 08.
        MaterialCooperation = "material cooperation",
        /// CAMEO roots 09 to 13.
        VerbalConflict = "verbal conflict",
        /// CAMEO roots 14 to 20.
        MaterialConflict = "material conflict",
    }
}

impl Quad {
    /// The quarter of a CAMEO root, 1 to 20; none outside.
    pub const fn of_root(root: u8) -> Option<Self> {
        match root {
            1..=5 => Some(Self::VerbalCooperation),
            6..=8 => Some(Self::MaterialCooperation),
            9..=13 => Some(Self::VerbalConflict),
            14..=20 => Some(Self::MaterialConflict),
            _ => None,
        }
    }
}

vocabulary! {
    /// How the sides communicated.
    Channel {
        /// Conveyed by word of mouth, by an envoy say.
        OralMessage = "oral message",
        /// A letter.
        Letter = "letter",
        /// A telegram or cable.
        Telegram = "telegram",
        /// A telephone call.
        PhoneCall = "phone call",
        /// By video.
        Video = "video",
        /// Face to face.
        Meeting = "meeting",
        /// Face to face between heads of state or government.
        Summit = "summit",
        /// A statement in writing.
        WrittenStatement = "written statement",
        /// Before the press.
        PressConference = "press conference",
        /// A speech or address.
        Speech = "speech",
        /// A post on a network.
        SocialMedia = "social media",
    }
}

vocabulary! {
    /// How the text presents an event.
    Status {
        /// As happened or happening.
        Actual = "actual",
        /// As planned or expected.
        Future = "future",
        /// As conditional or possible.
        Hypothetical = "hypothetical",
        /// As asked for.
        Requested = "requested",
        /// As not having happened.
        Negated = "negated",
        /// As denied by its supposed doer.
        Denied = "denied",
    }
}

vocabulary! {
    /// What kind of office a term is in.
    Rank {
        /// Head of state or government, or whoever rules.
        Head = "head",
        /// Another member of the government.
        Government = "government",
        /// The minister of foreign affairs.
        Foreign = "foreign",
        /// The minister of defence.
        Defence = "defence",
        /// An ambassador or special envoy.
        Envoy = "envoy",
        /// Who speaks for a government or an organ.
        Spokesperson = "spokesperson",
        /// Another minister.
        Minister = "minister",
        /// A member or officer of parliament.
        Legislature = "legislature",
        /// An officer.
        Military = "military",
        /// A leader of the opposition.
        Opposition = "opposition",
        /// A leader of an armed group.
        Rebel = "rebel",
        /// An officer of an international or other organisation.
        Organisation = "organisation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for &event_type in EventType::ALL {
            assert_eq!(EventType::parse(event_type.as_str()), Some(event_type));
        }
        assert_eq!(EventType::ALL.len(), 17);
        assert_eq!(EventType::parse("agree"), None);
    }

    #[test]
    fn quads_follow_roots() {
        assert_eq!(Quad::of_root(5), Some(Quad::VerbalCooperation));
        assert_eq!(Quad::of_root(8), Some(Quad::MaterialCooperation));
        assert_eq!(Quad::of_root(9), Some(Quad::VerbalConflict));
        assert_eq!(Quad::of_root(14), Some(Quad::MaterialConflict));
        assert_eq!(Quad::of_root(21), None);
    }
}
