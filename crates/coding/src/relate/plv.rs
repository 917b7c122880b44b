//! The classes of the PLV benchmark, in which status is folded into the class.

use chancery_codebook::EventType;

use crate::event::Status;

macro_rules! classes {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// One of the 15 root classes of the PLV benchmark (Hu et al., ACL 2024).
        #[allow(missing_docs, reason = "the variants are the benchmark's names")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum PlvClass { $($variant),* }

        impl PlvClass {
            /// All of them, by name.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in the benchmark.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

classes! {
    Accuse = "ACCUSE", Agree = "AGREE", Aid = "AID", Assault = "ASSAULT", Coerce = "COERCE", Consult = "CONSULT",
    Cooperate = "COOPERATE", Mobilize = "MOBILIZE", Protest = "PROTEST", Reject = "REJECT", Request = "REQUEST",
    Sanction = "SANCTION", Support = "SUPPORT", Threaten = "THREATEN", Yield = "YIELD",
}

impl PlvClass {
    /// The class of an act: YIELD is CONCEDE and RETREAT, formal sanctions are COERCE, a signed agreement is SUPPORT; a future act of
    /// cooperation is an agreement, a future material conflict a threat; what is negated turns over.
    pub fn of(event_type: EventType, cameo: &str, status: Status) -> Self {
        let plain = Self::plain(event_type, cameo);
        match status {
            Status::Actual | Status::Requested | Status::Denied => plain,
            Status::Future | Status::Hypothetical => plain.future(),
            Status::Negated => plain.negated(),
        }
    }

    fn plain(event_type: EventType, cameo: &str) -> Self {
        match event_type {
            EventType::Sanction if cameo.starts_with("163") => Self::Coerce,
            // PLOVER's own table has the signing of an agreement under SUPPORT.
            EventType::Agree if cameo == "057" => Self::Support,
            EventType::Agree => Self::Agree,
            EventType::Consult => Self::Consult,
            EventType::Support => Self::Support,
            EventType::Concede | EventType::Retreat => Self::Yield,
            EventType::Cooperate => Self::Cooperate,
            EventType::Aid => Self::Aid,
            EventType::Request => Self::Request,
            EventType::Accuse => Self::Accuse,
            EventType::Reject => Self::Reject,
            EventType::Threaten => Self::Threaten,
            EventType::Protest => Self::Protest,
            EventType::Sanction => Self::Sanction,
            EventType::Mobilize => Self::Mobilize,
            EventType::Coerce => Self::Coerce,
            EventType::Assault => Self::Assault,
            // The benchmark has no class for statements; most that it marks are friendly.
            EventType::Statement => Self::Support,
        }
    }

    fn future(self) -> Self {
        match self {
            Self::Consult | Self::Support | Self::Cooperate | Self::Aid | Self::Yield => {
                Self::Agree
            }
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => {
                Self::Threaten
            }
            other => other,
        }
    }

    fn negated(self) -> Self {
        match self {
            Self::Agree | Self::Consult | Self::Support => Self::Reject,
            Self::Cooperate | Self::Aid | Self::Yield => Self::Sanction,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Self::Agree,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => {
                Self::Yield
            }
        }
    }
}
