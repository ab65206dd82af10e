//! Names of which each is given once.
use rustc_hash::{FxHashMap, FxHashSet};

/// The names that were given.
#[derive(Debug, Default)]
pub(crate) struct Unique {
    given: FxHashSet<String>,
    /// The number that a wish got last: many may wish for the same name, and the search goes on there.
    last: FxHashMap<String, usize>,
    any_case: bool,
}

impl Unique {
    /// Names that differ in case only count as the same.
    pub fn in_any_case() -> Unique {
        Unique { any_case: true, ..Unique::default() }
    }

    /// The first of the names `of(1)`, `of(2)`, … that was not given yet. `of(1)` is the wish.
    pub fn name(&mut self, of: impl Fn(usize) -> String) -> String {
        let any_case = self.any_case;
        let key = |name: &str| if any_case { name.to_lowercase() } else { name.to_owned() };
        let last = self.last.entry(key(&of(1))).or_insert(0);
        loop {
            *last += 1;
            let name = of(*last);
            if self.given.insert(key(&name)) {
                return name;
            }
        }
    }
}

/// A wish with a number behind it, but for the first one.
pub(crate) fn numbered(wish: &str, number: usize) -> String {
    if number == 1 { wish.to_owned() } else { format!("{wish}{number}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_once() {
        let given = |mut unique: Unique| ["a", "a2", "A", "a", "a"].map(|wish| unique.name(|number| numbered(wish, number)));
        assert_eq!(given(Unique::in_any_case()), ["a", "a2", "A3", "a4", "a5"]);
        assert_eq!(given(Unique::default()), ["a", "a2", "A", "a3", "a4"]);
    }
}
