//! Lists in messages.

/// A list for a message: `` `a`, `b` or `c` ``.
pub fn one_of<T: std::fmt::Display>(names: &[T]) -> String {
    list(names, "or")
}

/// A list for a message: `` `a`, `b` and `c` ``.
pub fn all_of<T: std::fmt::Display>(names: &[T]) -> String {
    list(names, "and")
}

fn list<T: std::fmt::Display>(names: &[T], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
