//! The known misspellings of English words, from the dictionary of typos, stored by `build.rs` without pointers, so that a start
//! of the program costs nothing for it.
use crate::text::word_hash;
use std::cmp::Ordering;

include!(concat!(env!("OUT_DIR"), "/misspellings.rs"));

/// Whether a word with this [`hash`](word_hash::hash) may be in the dictionary: true for one of a few hundred that are not. Almost
/// all words are no known misspellings, and one look at memory says so.
#[inline]
pub fn may_hold(hash: u64) -> bool {
    let (block, bits) = word_hash::place(hash);
    FILTER[block] & bits == bits
}

/// The corrections of a word, at least one; None for a word that is not known to be wrong. Case is ignored.
pub fn corrections(word: &str) -> Option<impl Iterator<Item = &'static str>> {
    let lower = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    // The tab behind the word in the dictionary comes before all letters.
    let line = |start: u32| &TEXT.as_bytes()[start as usize..];
    let at = STARTS.binary_search_by(|&start| {
        let differs = lower().zip(line(start)).map(|(letter, known)| known.cmp(&letter)).find(|order| order.is_ne());
        differs.unwrap_or_else(|| line(start)[word.len()..].first().map_or(Ordering::Less, |end| end.cmp(&b'\t')))
    });
    let right = &TEXT[STARTS[at.ok()?] as usize + word.len() + 1..];
    Some(right[..right.find('\n').unwrap_or(right.len())].split(','))
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_the_dictionary_says() {
        let right = |word| super::corrections(word).map(|right| right.collect::<Vec<_>>());
        assert_eq!(right("Recieve"), Some(vec!["receive"]));
        assert_eq!(right("receive"), None);
        // The first and the last line, and the filter before all of them.
        for start in [super::STARTS[0], super::STARTS[super::STARTS.len() - 1]] {
            let word = super::TEXT[start as usize..].split('\t').next().unwrap();
            assert!(right(word).is_some_and(|right| right.iter().all(|right| !right.is_empty())), "{word}");
        }
        let words = super::TEXT.lines().map(|line| line.split('\t').next().unwrap());
        assert!(words.into_iter().all(|word| super::may_hold(crate::text::word_hash::hash(word.to_uppercase().as_bytes()))));
        assert!(!super::may_hold(crate::text::word_hash::hash(b"receive")));
    }
}
