//! Steps of JSON pointers (RFC 6901): `~1` stands for `/`, `~0` for `~`.
use std::borrow::Cow;

/// A name as a step.
pub fn escaped(name: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'~', b'/', name.as_bytes()).is_none() {
        return Cow::Borrowed(name); // as nearly all are
    }
    let mut step = String::with_capacity(name.len() + 8);
    push(name, &mut step);
    Cow::Owned(step)
}

/// Adds a name to a pointer as its next step, without the `/` before it.
pub fn push(name: &str, pointer: &mut String) {
    let mut rest = name;
    while let Some(at) = memchr::memchr2(b'~', b'/', rest.as_bytes()) {
        pointer.push_str(&rest[..at]);
        pointer.push_str(if rest.as_bytes()[at] == b'~' { "~0" } else { "~1" });
        rest = &rest[at + 1..];
    }
    pointer.push_str(rest);
}

/// The name that a step stands for.
pub fn unescaped(step: &str) -> Cow<'_, str> {
    if !step.contains('~') {
        return Cow::Borrowed(step);
    }
    Cow::Owned(step.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::{escaped, unescaped};

    #[test]
    fn steps_and_names() {
        for (name, step) in [("a", "a"), ("", ""), ("/a~b/", "~1a~0b~1"), ("~1", "~01"), ("é/ü", "é~1ü")] {
            assert_eq!((&*escaped(name), &*unescaped(step)), (step, name));
        }
    }
}
