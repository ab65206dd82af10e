//! Removes secrets from output. Every trace and every failure goes through one [`Redactor`].
use regex::Regex;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The replacement for a secret.
pub const REDACTED: &str = "[redacted]";

/// Secrets that are recognized by their form: fields of forms, queries and JSON, headers, and web tokens wherever they stand.
/// What stands around a value may be escaped for JSON, an address or HTML itself.
static FORMS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    const NAMES: &str =
        "access_?token|refresh_?token|id_?token|oidcToken|client_?secret|client_assertion|assertion|device_code|password|sig";
    // `&` ends a value in each of its forms; in JSON the other characters of an address may be escaped too.
    const VALUE: &str = r"(?:[^&\s\x22'<>\\]|\\+u00(?:2[0-57-9a-f]|[013-9a-f][0-9a-f]))+";
    let forms = [
        (format!(r"(?i)(\\+u0026|%26|%3f|[?&]|\b)((?:{NAMES})(?:=|%3d|\\+u003d)){VALUE}"), "${1}${2}[redacted]"),
        (format!(r#"(?i)("(?:{NAMES})"\s*:\s*")(?P<value>(?:[^"\\]|\\.)*)"?"#), "${1}[redacted]\""),
        // JSON in a string of JSON.
        (
            format!(r#"(?i)(\\+"(?:{NAMES})\\+"\s*:\s*\\+")(?P<value>(?:[^"\\]|\\+u[0-9a-f]{{4}}|\\+[/bfnrt])*)"#),
            "${1}[redacted]",
        ),
        // A header ends with its line, or with the quote around it.
        (
            r"(?i)\b((?:proxy-authorization|authorization|set-cookie|cookie|ocp-apim-subscription-key|x-functions-key|x-api-key):[ \t]*)(?P<value>[^\r\n\x22'\\]+)"
                .to_owned(),
            "${1}[redacted]",
        ),
        (r"(?i)(\bbearer[ \t]+)[\w.~+/=-]{8,}".to_owned(), "${1}[redacted]"),
        (r"\beyJ[\w-]{8,}(?:\.[\w-]*)*".to_owned(), "[redacted]"),
    ];
    forms.into_iter().filter_map(|(form, by)| Some((Regex::new(&form).ok()?, by))).collect()
});

/// Knows the secrets of a run.
#[derive(Debug, Default)]
pub struct Redactor {
    secrets: Mutex<Vec<String>>,
}

impl Redactor {
    /// Makes this text a secret. Texts of less than four characters are not secrets, and would mangle other texts.
    pub fn keep(&self, secret: &str) {
        if secret.len() < 4 {
            return;
        }
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        // If one secret begins with another, the longer one is looked for first.
        let place = secrets.binary_search_by(|known| secret.len().cmp(&known.len()).then_with(|| known.as_str().cmp(secret)));
        if let Err(place) = place {
            secrets.insert(place, secret.to_owned());
        }
    }

    /// The text without the known secrets, however they are escaped. What only looks like one stays.
    pub fn known(&self, text: &str) -> String {
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.iter().fold(text.to_owned(), |text, secret| without(&text, secret))
    }

    /// The text without secrets: the known ones, however they are escaped, and those recognized by their form.
    pub fn text(&self, text: &str) -> String {
        let mut text = self.known(text);
        for (form, by) in FORMS.iter() {
            text = form
                .replace_all(&text, |found: &regex::Captures| {
                    if found.name("value").is_some_and(|value| is_placeholder(value.as_str())) {
                        return found[0].to_owned();
                    }
                    let mut replaced = String::new();
                    found.expand(by, &mut replaced);
                    replaced
                })
                .into_owned();
        }
        text
    }
}

/// Whether a value stands for a secret, which is elsewhere: nothing, `{ClientSecret}`, `<secret>`, or an environment variable.
fn is_placeholder(value: &str) -> bool {
    let value = ["Bearer ", "Basic "].iter().find_map(|scheme| value.strip_prefix(scheme)).unwrap_or(value);
    let inside = |begin: char, end: char| {
        let inner = value.strip_prefix(begin).and_then(|rest| rest.strip_suffix(end));
        inner.is_some_and(|inner| inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-')))
    };
    value.is_empty() || inside('{', '}') || inside('<', '>') || value.starts_with("@environmentVariables(")
}

/// The text without a secret, in which each character may be escaped in a way of its own.
fn without(text: &str, secret: &str) -> String {
    let Some(first) = secret.chars().next() else { return text.to_owned() };
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < text.len() {
        let begins = text[at..].starts_with(first) || matches!(text.as_bytes()[at], b'\\' | b'%' | b'&' | b'+');
        match if begins { length_of(&text[at..], secret) } else { None } {
            // What a colon follows is the name of a member.
            Some(length) if behind_slashes(&text[at + length..]).starts_with("\":") => at += length,
            Some(length) => {
                out.push_str(&text[copied..at]);
                out.push_str(REDACTED);
                at += length;
                copied = at;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// How many bytes of the text are the secret; None if it begins with something else.
fn length_of(text: &str, secret: &str) -> Option<usize> {
    let mut rest = text;
    for c in secret.chars() {
        rest = after(rest, c)?;
    }
    Some(text.len() - rest.len())
}

/// Backslashes before one character: strings of JSON within strings of JSON double them. More of them are none of an escape; to look at
/// long runs from each of their places would take the square of their length.
const MOST_SLASHES: usize = 32;

/// What follows the backslashes at the start of a text.
fn behind_slashes(text: &str) -> &str {
    &text[text.bytes().take(MOST_SLASHES).take_while(|&byte| byte == b'\\').count()..]
}

/// What follows a character that is written as it is, or escaped for JSON (`\u0041`, also twice), for an address (`%41`,
/// `%2541`, `+`) or for HTML (`&amp;`, `&#65;`).
fn after(text: &str, c: char) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(c) {
        return Some(rest);
    }
    match text.as_bytes().first()? {
        b'+' => (c == ' ').then(|| &text[1..]),
        b'\\' => {
            let text = behind_slashes(text);
            if let Some(hex) = text.strip_prefix('u') {
                let unit = |text: &str| u16::from_str_radix(text.get(..4)?, 16).ok();
                let mut units = [0; 2];
                let mut rest = hex;
                for (number, wanted) in c.encode_utf16(&mut units).iter().enumerate() {
                    if number > 0 {
                        rest = behind_slashes(rest).strip_prefix('u')?;
                    }
                    if unit(rest)? != *wanted {
                        return None;
                    }
                    rest = &rest[4..];
                }
                return Some(rest);
            }
            let named = match c {
                '\n' => 'n',
                '\r' => 'r',
                '\t' => 't',
                '"' | '/' | '\'' => c,
                _ => return None,
            };
            text.strip_prefix(named)
        }
        b'%' => {
            let mut rest = text;
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                rest = rest.strip_prefix('%')?;
                while let Some(deeper) = rest.strip_prefix("25").filter(|_| byte != b'%') {
                    rest = deeper;
                }
                if u8::from_str_radix(rest.get(..2)?, 16).ok()? != byte {
                    return None;
                }
                rest = &rest[2..];
            }
            Some(rest)
        }
        b'&' => {
            let end = text.bytes().take(12).position(|byte| byte == b';')?;
            let (entity, rest) = (&text[1..end], &text[end + 1..]);
            let said = match entity {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = entity.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16),
                        None => number.parse(),
                    };
                    char::from_u32(code.ok()?)?
                }
            };
            (said == c).then_some(rest)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_is_linear() {
        let redactor = Redactor::default();
        redactor.keep("s3cret-value");
        // With the square of each, this would take minutes.
        for text in ["\\", "&", "%25", "+", "\\u0073", "s3cret-valu"] {
            let long = format!("{} s3cret-value\\\"", text.repeat(200_000 / text.len()));
            assert!(redactor.text(&long).ends_with(" [redacted]\\\""), "{text}");
        }
        // As many as an archive of connections could hold.
        (0..20_000).for_each(|number| redactor.keep(&format!("secret {number}")));
        redactor.keep("secret 7");
        assert_eq!(redactor.secrets.lock().unwrap().len(), 20_001);
        assert_eq!(redactor.known("secret 19999 and secret 1"), "[redacted] and [redacted]");
    }

    #[test]
    fn json_stays_json() {
        let value =
            serde_json::json!({ "a": "Authorization: Bearer", "b": "authorization: Basic dTpw, x", "c": { "password": "p\"q" } });
        let text = Redactor::default().text(&value.to_string());
        let read: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(read["c"]["password"], REDACTED);
        assert!(!text.contains("dTpw"), "{text}");
    }

    #[test]
    fn secrets_are_taken_out_whatever_they_stand_in() {
        let redactor = Redactor::default();
        redactor.keep("p\"ss w/rd");
        for (text, expected) in [
            ("say p\"ss w/rd twice", "say [redacted] twice"),
            (r#"{"x": "p\"ss w/rd"}"#, r#"{"x": "[redacted]"}"#),
            ("a=p%22ss%20w%2Frd&b=1", "a=[redacted]&b=1"),
            ("https://h/c?sv=1&sig=ab%2Bc%3D&se=2", "https://h/c?sv=1&sig=[redacted]&se=2"),
            ("grant_type=x&device_code=abc", "grant_type=x&device_code=[redacted]"),
            (r#"{"clientSecret": "a\"b", "clientId": "c"}"#, r#"{"clientSecret": "[redacted]", "clientId": "c"}"#),
            (
                r#"{"clientSecret": "", "password": "@environmentVariables(\"a_b\")", "sig":"{ClientSecret}"}"#,
                r#"{"clientSecret": "", "password": "@environmentVariables(\"a_b\")", "sig":"{ClientSecret}"}"#,
            ),
            (r#"{"access_token":"cut sho"#, r#"{"access_token":"[redacted]""#),
            ("Authorization: Bearer abc.def", "Authorization: [redacted]"),
            ("the token eyJhbGciOiJub25l.eyJvaWQi.c2ln was refused", "the token [redacted] was refused"),
            (r#"{"code": "NotFound"} sig="#, r#"{"code": "NotFound"} sig="#),
            // Escaped in other ways than ours.
            (r"p\u0022ss\u0020w\u002fr\u0064!", "[redacted]!"),
            (r#"{\"x\": \"p\\\"ss w\/rd\"}"#, r#"{\"x\": \"[redacted]\"}"#),
            ("p%22ss+w%2frd p%2522ss%2520w%252Frd", "[redacted] [redacted]"),
            ("p&quot;ss w&#x2F;rd", "[redacted]"),
            (r"https://h/c?sv=1\u0026sig=ab%2Bc\u003d\u0026se=2", r"https://h/c?sv=1\u0026sig=[redacted]\u0026se=2"),
            ("https://h/?next=%3Fsv%3D1%26sig%3Dabc", "https://h/?next=%3Fsv%3D1%26sig%3D[redacted]"),
            (r#"{\"access_token\":\"abc\",\"x\":1}"#, r#"{\"access_token\":\"[redacted]\",\"x\":1}"#),
            ("set-cookie: session=abc; path=/", "set-cookie: [redacted]"),
            // A header ends where its line or its quotes end.
            ("Authorization: key\n\n{\n  \"a\": 1\n}", "Authorization: [redacted]\n\n{\n  \"a\": 1\n}"),
            ("Authorization: AWS4 Credential=a, Signature=b c\nX-Own: d", "Authorization: [redacted]\nX-Own: d"),
            (
                "-H 'X-Api-Key: a b' \\\n  -H 'Authorization: c' \\",
                "-H 'X-Api-Key: [redacted]' \\\n  -H 'Authorization: [redacted]' \\",
            ),
            ("Authorization: Bearer <token>\nX-Api-Key: <api_key>", "Authorization: Bearer <token>\nX-Api-Key: <api_key>"),
        ] {
            assert_eq!(redactor.text(text), expected);
        }
    }
}
