//! Spans that somebody else says are parties.

use chancery_text::TokenSpan;

use super::camps::Camps;
use super::{Mention, MentionKind, Mentions, Party, PartyId, PartyKind};
use crate::reading::Reading;

impl Mentions {
    /// Makes `words` a mention of a party, whether or not anything identifies it: the head of the
    /// phrase gets a mention where it has none.
    pub fn mark(&mut self, reading: &Reading, words: TokenSpan) {
        let head = head_of(reading, words);
        if self.by_head[head] != 0 {
            return;
        }
        let party = PartyId::new(self.parties.len());
        self.parties
            .push(Party::new(PartyKind::Group, reading.words_of(words)));
        let mention = Mention {
            words,
            head,
            kind: MentionKind::Description,
            parties: vec![party],
            certainty: 1.0,
            plural: false,
        };
        let place = self.all.partition_point(|known| {
            (known.words.start, std::cmp::Reverse(known.words.end))
                < (words.start, std::cmp::Reverse(words.end))
        });
        self.all.insert(place, mention);
        for index in &mut self.by_head {
            if *index as usize > place {
                *index += 1;
            }
        }
        self.by_head[head] = place as u32 + 1;
        self.camps = Camps::new(reading, &self.all, &self.parties);
    }
}

/// The word of a span that the others hang on.
fn head_of(reading: &Reading, words: TokenSpan) -> usize {
    words
        .range()
        .find(|&word| !words.contains(reading.word(word).head) || reading.word(word).head == word)
        .unwrap_or(words.start)
}
