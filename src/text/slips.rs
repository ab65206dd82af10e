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
