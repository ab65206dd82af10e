//! How many slips of the fingers lie between two names.

/// Longer names, in bytes, are not compared letter by letter: that takes the product of their lengths.
const LONGEST: usize = 256;

/// Letters left out, put in, mistaken or swapped that make one name of the other (the Damerau-Levenshtein distance); where one has more
/// than 256 bytes as many as it has, unless both are the same.
pub(crate) fn between(one: &str, other: &str) -> usize {
    match one.len().max(other.len()) {
        _ if one == other => 0,
        longest if longest > LONGEST => longest,
        _ => strsim::damerau_levenshtein(one, other),
    }
}

/// Whether exactly one slip lies between two names in ASCII: as [`between`], in one pass and without memory.
pub(crate) fn is_one(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let same = short.bytes().zip(long.bytes()).take_while(|(one, other)| one == other).count();
    let (short, long) = (&short.as_bytes()[same..], &long.as_bytes()[same..]);
    match (short, long) {
        ([one, short @ ..], [other, long @ ..]) if short.len() == long.len() => {
            let swapped = short.first() == Some(other) && long.first() == Some(one) && short[1..] == long[1..];
            short == long || swapped
        }
        (short, [_, long @ ..]) => short == long,
        _ => false,
    }
}

/// How alike two names are: from 0, nothing in common, to 1, the same.
pub(crate) fn likeness(one: &str, other: &str) -> f64 {
    match one.chars().count().max(other.chars().count()) {
        0 => 1.0,
        longest => 1.0 - (between(one, other).min(longest) as f64 / longest as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip() {
        let names = ["", "a", "b", "ab", "ba", "aab", "aba", "abc", "acb", "abcd", "bacd", "abdc", "badc", "abca", "cab"];
        for one in names {
            for other in names {
                assert_eq!(is_one(one, other), between(one, other) == 1, "{one} {other}");
            }
        }
    }

    #[test]
    fn long_names_cost_nothing() {
        assert_eq!(between("nmae", "name"), 1);
        assert_eq!(likeness("", ""), 1.0);
        assert_eq!(likeness("abcd", "abdc"), 0.75);
        // Letter by letter these take hours.
        let [one, other] = ["a", "b"].map(|letter| letter.repeat(1 << 20));
        assert_eq!((between(&one, &other), between(&one, &one)), (1 << 20, 0));
        assert_eq!(likeness(&one, &other), 0.0);
    }
}
