//! The known misspellings of English words, from the dictionary of typos, stored by `build.rs` without pointers, so that a start
//! of the program costs nothing for it.
use crate::text::word_hash;

include!(concat!(env!("OUT_DIR"), "/misspellings.rs"));

/// Whether a word with this [`hash`](word_hash::hash) may be in the dictionary: true for one of a few hundred that are not. Almost
/// all words are no known misspellings, and one look at memory says so.
#[inline]
pub fn may_hold(hash: u64) -> bool {
    let (block, bits) = word_hash::place(hash);
    FILTER[block] & bits == bits
}

/// The corrections of a word, at least one; None for a word that is not known to be wrong. Case is ignored.
pub fn corrections(word: &str) -> Option<impl Iterator<Item = String>> {
    if word.len() > LONGEST || !may_hold(word_hash::hash(word.as_bytes())) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    // The first word of a block is there as a whole, behind the byte that says that it shares nothing.
    let first = |start: u32| letters(&TABLE[start as usize + 1..]).0;
    let block = STARTS.partition_point(|&start| first(start) <= word.as_bytes()).checked_sub(1)?;
    let end = STARTS.get(block + 1).map_or(TABLE.len(), |&end| end as usize);
    let entry = Entries::new(&TABLE[STARTS[block] as usize..end]).find(|entry| entry.is(word.as_bytes()))?;
    Some(entry.edits().map(move |(kept, edit, kept_end)| [&word[..kept], edit, &word[word.len() - kept_end..]].concat()))
}

/// What is before the first byte that is no letter of a word, and the rest.
fn letters(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(bytes.iter().position(|&byte| !byte.is_ascii_lowercase()).unwrap_or(bytes.len()))
}

/// The words of a block. Each entry is a byte with the number of letters that its word shares with the one before it, the other letters,
/// and the edits that correct it, to a line break.
struct Entries<'t> {
    rest: &'t [u8],
    word: [u8; LONGEST],
}

/// A word with its edits.
struct Entry<'t> {
    word: [u8; LONGEST],
    length: usize,
    edits: &'t [u8],
}

impl<'t> Entries<'t> {
    fn new(block: &'t [u8]) -> Entries<'t> {
        Entries { rest: block, word: [0; LONGEST] }
    }
}

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        let (&shared, rest) = self.rest.split_first()?;
        let (own, rest) = letters(rest);
        let end = rest.iter().position(|&byte| byte == b'\n')?;
        let length = usize::from(shared) + own.len();
        self.word.get_mut(usize::from(shared)..length)?.copy_from_slice(own);
        self.rest = &rest[end + 1..];
        Some(Entry { word: self.word, length, edits: &rest[..end] })
    }
}

impl<'t> Entry<'t> {
    fn is(&self, word: &[u8]) -> bool {
        self.word[..self.length] == *word
    }

    /// For each correction, how many letters stay at the start of the word, what comes then, and how many letters stay at its end.
    fn edits(&self) -> impl Iterator<Item = (usize, &'t str, usize)> + use<'t> {
        let mut rest = self.edits;
        std::iter::from_fn(move || {
            let (&[kept, kept_end], edit) = rest.split_first_chunk()?;
            let (edit, after) = edit.split_at(edit.iter().position(|byte| *byte < b'a').unwrap_or(edit.len()));
            rest = after;
            Some((usize::from(kept - KEPT), str::from_utf8(edit).unwrap_or_default(), usize::from(kept_end - KEPT)))
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_the_dictionary_says() {
        let right = |word: &str| super::corrections(word).map(|right| right.collect::<Vec<_>>());
        assert_eq!(right("Recieve"), Some(vec!["receive".to_owned()]));
        assert_eq!(right("receive"), None);
        assert_eq!(right("clishay"), Some(vec!["cliché".to_owned()]));
        for word in ["", "a", "zzzzzz", "recieved to", &"recieve".repeat(20)] {
            assert_eq!(right(word), None, "{word}");
        }
        // Every word is found, and the filter before them lets it through.
        let mut before = String::new();
        let ends = super::STARTS[1..].iter().map(|&end| end as usize).chain([super::TABLE.len()]);
        for (start, end) in super::STARTS.iter().zip(ends) {
            for entry in super::Entries::new(&super::TABLE[*start as usize..end]) {
                let word = str::from_utf8(&entry.word[..entry.length]).unwrap();
                assert!(before.as_str() < word, "{before} {word}");
                let found = right(&word.to_uppercase());
                assert!(found.is_some_and(|right| right.iter().all(|right| !right.is_empty() && right != word)), "{word}");
                assert!(super::may_hold(crate::text::word_hash::hash(word.to_uppercase().as_bytes())));
                before = word.to_owned();
            }
        }
        assert!(!super::may_hold(crate::text::word_hash::hash(b"receive")));
    }
}
