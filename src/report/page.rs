//! The frame of every HTML page: self-contained, light or dark to match the reader's system, and readable without scripts.
use crate::report::markup::escaped;

const STYLE: &str = include_str!("page.css");

/// A page. `body` is HTML; `script` is put at its end, when there is one.
pub fn page(title: &str, body: &str, script: &str) -> String {
    let script = if script.is_empty() { String::new() } else { format!("<script>\n{script}</script>\n") };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}{script}</body>\n</html>\n",
        escaped(title)
    )
}

/// A sentence of our own, with code in backticks.
pub fn sentence(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(text); // an odd number of backticks: some belong to the quoted text
    }
    let part = |(at, part): (usize, &&str)| if at % 2 == 0 { escaped(part) } else { format!("<code>{}</code>", escaped(part)) };
    parts.iter().enumerate().map(part).collect()
}
