//! Where two texts differ, so that the cursor can follow what changed.

/// Where two texts differ: one range of each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changed {
    pub start: usize,
    pub removed: usize,
    pub inserted: usize,
}

impl Changed {
    /// The shortest such range at whole characters; none where the texts are the same.
    pub(super) fn between(old: &str, new: &str) -> Option<Self> {
        if old == new {
            return None;
        }
        let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let start = old.floor_char_boundary(same);
        let (old_rest, new_rest) = (&old[start..], &new[start..]);
        let same = old_rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(|(a, b)| a == b).count();
        let removed = old_rest.ceil_char_boundary(old_rest.len() - same);
        let inserted = new_rest.len() - (old_rest.len() - removed);
        let longer = if removed == 0 { new } else { old };
        let start = match (removed, inserted) {
            (0, len) | (len, 0) => at_word(longer, start, len),
            _ => start,
        };
        Some(Changed { start, removed, inserted })
    }

    pub(super) fn new_end(self) -> usize {
        self.start + self.inserted
    }

    /// Where an offset of the old text is in the new one.
    pub(super) fn follow(self, offset: usize) -> usize {
        if offset <= self.start {
            offset
        } else if offset >= self.start + self.removed {
            offset - self.removed + self.inserted
        } else {
            self.new_end()
        }
    }
}

/// Of the places that the `len` bytes at `start` may have been put in or taken out with the same outcome, the
/// last at the start of a word, else `start`: in "one two three" it is "two " that went, not "wo t".
fn at_word(text: &str, start: usize, len: usize) -> usize {
    let mut place = start;
    while let Some(before) = text[..place].chars().next_back().filter(|c| !c.is_whitespace()) {
        if !text[..place + len].ends_with(before) {
            return start;
        }
        place -= before.len_utf8();
    }
    place
}
