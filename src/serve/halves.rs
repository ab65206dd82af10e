//! Halves of characters. Clients count in UTF-16 and may cut a text between the two escapes of one character, which is no JSON to others.
/// A character that no text has, before the four hexadecimal digits of half a character.
const HALF: char = '\u{fdd0}';

/// JSON in which each escape of half a character (`\ud83d` without the other half) is marked; None if there is none.
pub(super) fn marked(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let half_at = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let unit = u16::from_str_radix(digits, 16).ok()?;
        (0xd800..0xe000).contains(&unit).then_some((unit, digits))
    };
    let (mut out, mut at, mut any) = (String::with_capacity(text.len()), 0, false);
    while let Some(found) = text[at..].find('\\') {
        out.push_str(&text[at..at + found]);
        at += found;
        let length = match (half_at(at), half_at(at + 6)) {
            (Some((0xd800..0xdc00, _)), Some((0xdc00..0xe000, _))) => 12,
            (Some((_, digits)), _) => {
                any = true;
                out.push(HALF);
                out.push_str(digits);
                at += 6;
                continue;
            }
            (None, _) => 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&text[at..at + length]);
        at += length;
    }
    out.push_str(&text[at..]);
    any.then(|| out.into_bytes())
}

/// JSON with a replacement character for each half of a character; None if there is none.
pub(super) fn replaced(bytes: &[u8]) -> Option<String> {
    String::from_utf8(marked(bytes)?).ok().map(|text| without(&text))
}

/// The half of a character with which a text begins, and the rest.
pub(super) fn first(text: &str) -> Option<(u16, &str)> {
    let rest = text.strip_prefix(HALF)?;
    let unit = u16::from_str_radix(rest.get(..4)?, 16).ok().filter(|unit| (0xd800..0xe000).contains(unit))?;
    Some((unit, &rest[4..]))
}

/// A text with a replacement character for each half of a character.
pub(super) fn without(text: &str) -> String {
    let (mut result, mut left) = (String::with_capacity(text.len()), text);
    while let Some(at) = left.find(HALF) {
        result.push_str(&left[..at]);
        match first(&left[at..]) {
            Some((_, rest)) => {
                result.push(char::REPLACEMENT_CHARACTER);
                left = rest;
            }
            None => {
                result.push(HALF);
                left = &left[at + HALF.len_utf8()..];
            }
        }
    }
    result.push_str(left);
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn halves_of_characters_are_kept_apart() {
        let json = marked(br#"{"a": "\\\ud83d \ud83d\ude00 \ude00"}"#).unwrap();
        let value: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(value["a"], "\\\u{fdd0}d83d 😀 \u{fdd0}de00");
        assert_eq!(without(value["a"].as_str().unwrap()), "\\\u{fffd} 😀 \u{fffd}");
        assert_eq!(first("\u{fdd0}d83dx"), Some((0xd83d, "x")));
        assert_eq!(marked(br#"{"a": "\\ud83d"}"#), None);
    }
}
