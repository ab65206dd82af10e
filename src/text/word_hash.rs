//! The hash of a word, and where the filter before the dictionary of misspellings has its bits. `build.rs` makes that filter, so it
//! shares this file with the library.

/// Blocks of 64 bits in the filter: a power of two, one for every two words in the dictionary.
pub const BLOCKS: usize = 1 << 15;

/// The bit in which a small letter differs from a capital.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// A hash of a word, whatever the case of ASCII letters: eight letters at a time. Its upper bits are the better mixed ones.
#[inline]
pub fn hash(word: &[u8]) -> u64 {
    let mut hash = word.len() as u64;
    for letters in word.as_chunks::<8>().0 {
        hash = step(hash, u64::from_le_bytes(*letters));
    }
    // The last eight, some of them for the second time, so that the rest needs no loop.
    match word.last_chunk() {
        Some(last) => step(hash, u64::from_le_bytes(*last)),
        None => step(hash, word.iter().rev().fold(0, |last, &byte| last << 8 | u64::from(byte))),
    }
}

/// The [`hash`] of a word of less than eight letters: the first of these bytes.
#[inline]
pub fn short(letters: [u8; 8], length: usize) -> u64 {
    step(length as u64, u64::from_le_bytes(letters) & ((1 << (8 * length)) - 1))
}

#[inline]
fn step(hash: u64, letters: u64) -> u64 {
    let mixed = (hash ^ letters | LOWER).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// The block of the filter that a word belongs to, and the bits that it sets there when it is in the dictionary: four, in one block,
/// so that a question is one look at memory.
#[inline]
pub fn place(hash: u64) -> (usize, u64) {
    // The upper bits of a product are the mixed ones.
    let bit = |shift: u32| 1 << (hash >> shift & 63);
    ((hash >> 49) as usize % BLOCKS, bit(13) | bit(22) | bit(31) | bit(40))
}
