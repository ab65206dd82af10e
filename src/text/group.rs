//! Things in groups.
use rustc_hash::FxHashMap;
use std::hash::Hash;

/// Values by their keys, in the order in which the keys are met first. It takes time in proportion to the number of values.
pub(crate) fn grouped<K: Clone + Eq + Hash, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Vec<(K, Vec<V>)> {
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    let mut places: FxHashMap<K, usize> = FxHashMap::default();
    for (key, value) in pairs {
        let at = *places.entry(key).or_insert_with_key(|key| {
            groups.push((key.clone(), Vec::with_capacity(1)));
            groups.len() - 1
        });
        groups[at].1.push(value);
    }
    groups
}

#[cfg(test)]
mod tests {
    #[test]
    fn groups_come_in_the_order_of_their_keys() {
        let pairs = [("b", 1), ("a", 2), ("b", 3)];
        assert_eq!(super::grouped(pairs), [("b", vec![1, 3]), ("a", vec![2])]);
    }
}
