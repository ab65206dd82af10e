//! Takes secrets out of what people see. Every trace and every failure goes through one [`Redactor`].
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use regex::Regex;
use std::sync::{LazyLock, Mutex, PoisonError};

/// What stands in the place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Secrets of which only the form is known: fields of forms, queries and JSON, headers, and web tokens wherever they stand.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    const NAMES: &str =
        "access_?token|refresh_?token|id_?token|oidcToken|client_?secret|client_assertion|assertion|device_code|password|sig";
    let forms = [
        format!(r"(?i)([?&]|\b)((?:{NAMES})=)[^&\s\x22'<>]+"),
        format!(r#"(?i)("(?:{NAMES})"\s*:\s*)"(?:[^"\\]|\\.)*"?"#),
        r"(?i)(authorization:\s*)(\S+\s+)?[^\s,;]+".to_owned(),
        r"(?i)()(\bbearer\s+)[\w.~+/=-]{8,}".to_owned(),
        r"()()\beyJ[\w-]{8,}(?:\.[\w-]*)*".to_owned(),
    ];
    forms.iter().filter_map(|form| Regex::new(form).ok()).collect()
});

/// Knows the secrets of a run.
#[derive(Debug, Default)]
pub struct Redactor {
    secrets: Mutex<Vec<String>>,
}

impl Redactor {
    /// From now on this text is a secret. Shorter than four characters it would not be one, and would tear up other texts.
    pub fn keep(&self, secret: &str) {
        let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        if secret.len() < 4 {
            return;
        }
        // As it stands, in JSON, and in a form or query.
        let json = serde_json::Value::from(secret).to_string();
        let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
        for form in [secret.to_owned(), json.trim_matches('"').to_owned(), encoded] {
            if !secrets.contains(&form) {
                secrets.push(form);
            }
        }
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }

    /// The text without secrets: those that were kept, and what by its form is one.
    pub fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in self.secrets.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), REDACTED);
            }
        }
        for (at, form) in FORMS.iter().enumerate() {
            // In JSON the value keeps its quotes.
            let by = if at == 1 { format!("${{1}}\"{REDACTED}\"") } else { format!("${{1}}${{2}}{REDACTED}") };
            text = form.replace_all(&text, by.as_str()).into_owned();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (r#"{"access_token":"cut sho"#, r#"{"access_token":"[redacted]""#),
            ("Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"),
            ("the token eyJhbGciOiJub25l.eyJvaWQi.c2ln was refused", "the token [redacted] was refused"),
            (r#"{"code": "NotFound"} sig="#, r#"{"code": "NotFound"} sig="#),
        ] {
            assert_eq!(redactor.text(text), expected);
        }
    }
}
