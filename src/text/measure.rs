//! How much memory a JSON text will take once it is parsed, estimated from its punctuation.

/// The maximum number of values in a JSON response: a value of a few bytes takes hundreds in memory. A page of a list of connectors has
/// some ten thousand.
pub const MOST_VALUES: usize = 500_000;

/// Whether it holds more values than so many.
pub fn has_more_values(json: &[u8], most: usize) -> bool {
    values(json) > most
}

/// About how many values it has.
pub fn values(json: &[u8]) -> usize {
    let mut values = 0;
    punctuation(json, |byte| values += usize::from(matches!(byte, b',' | b'{' | b'[')));
    values
}

/// About how many bytes it has when each member and item is on a line of its own, with so many spaces for each level.
pub fn pretty_size(json: &[u8], indent: u64) -> u64 {
    let (mut depth, mut size) = (0_u64, json.len() as u64);
    punctuation(json, |byte| match byte {
        b'{' | b'[' => {
            depth += 1;
            size += depth * indent + 1;
        }
        b'}' | b']' => {
            depth = depth.saturating_sub(1);
            size += depth * indent + 1;
        }
        b',' => size += depth * indent + 1,
        _ => size += 1,
    });
    size
}

/// Each of `{}[],:` outside of strings.
fn punctuation(json: &[u8], mut see: impl FnMut(u8)) {
    let mut bytes = json.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'{' | b'}' | b'[' | b']' | b',' | b':' => see(byte),
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'\\' => _ = bytes.next(),
                        b'"' => break,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_in_strings_does_not_count() {
        let json = br#"{"a,[{\",": [1, 2, {"b": "]"}]}"#;
        assert!(has_more_values(json, 4) && !has_more_values(json, 5));
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert!(pretty_size(deep.as_bytes(), 2) > 1_900_000);
        assert!(pretty_size(json, 2) > json.len() as u64);
    }
}
