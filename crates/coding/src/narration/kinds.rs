//! Kinds of acts that a story dates alike.

use chancery_codebook::EventType;

/// Whether acts of a type are done by saying something: they take place when it is said, whatever day the words are of.
pub(super) fn is_saying(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Accuse
            | EventType::Agree
            | EventType::Reject
            | EventType::Request
            | EventType::Statement
            | EventType::Threaten
    )
}

/// Whether both sides do acts of a type together: they meet, or they agree.
pub(super) fn is_joint(event_type: EventType) -> bool {
    matches!(event_type, EventType::Consult | EventType::Agree)
}

/// Whether a CAMEO code is that of a visit (042) or a mediation (045): consultations of which it is not sure that the doer
/// met the other side, since one visits a country and mediates between others.
pub(super) fn is_visit_or_mediation(cameo: &str) -> bool {
    matches!(cameo, "042" | "045")
}
