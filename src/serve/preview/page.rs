//! The page: one file with everything in it. Its content policy allows this style and this script only, and no text becomes markup: the
//! script writes all of it as text.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use serde_json::Value;
use std::fmt::Write;

const SHELL: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the page may do. As a file it cannot reach a server.
pub fn policy(served: bool) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, text.as_bytes())));
    let connect = if served { "'self'" } else { "'none'" };
    let mut policy = format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; connect-src {connect}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(SCRIPT),
        hash(STYLE)
    );
    if served {
        policy.push_str("; frame-ancestors 'none'"); // has no effect in a file
    }
    policy
}

/// The page with its data, and the details of the operations if no server has them; all of it JSON by [`inert`].
pub fn page(data: &str, details: &[String], served: bool) -> String {
    let mut inlined = block("data", data);
    for (at, detail) in details.iter().enumerate() {
        inlined.push_str(&block(&format!("operation-{at}"), detail));
    }
    let policy = match served {
        false => format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", policy(false)),
        true => String::new(),
    };
    // The data comes last: nothing in it is taken for a placeholder.
    SHELL.replacen("<!-- policy -->", &policy, 1).replacen("/* style */", STYLE, 1).replacen("/* script */", SCRIPT, 1).replacen(
        "<!-- data -->",
        &inlined,
        1,
    )
}

/// JSON in a block that browsers do not run.
fn block(id: &str, text: &str) -> String {
    format!("<script type=\"application/json\" id=\"{id}\">{text}</script>\n")
}

/// A value as JSON that means nothing in HTML: no text in it can end the block it is in.
pub fn inert(value: &Value) -> String {
    let text = value.to_string();
    let mut safe = String::with_capacity(text.len() + 64);
    for part in text.split_inclusive(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        let mut plain = part.chars();
        match plain.next_back() {
            Some(last @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                safe.push_str(plain.as_str());
                let _ = write!(safe, "\\u{:04x}", u32::from(last)); // writing to a String cannot fail
            }
            _ => safe.push_str(part),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_text_ends_the_data() {
        let evil = "</script><script>alert(1)</script><!-- data --> /* script */ \u{2028}&amp;";
        let page = page(&inert(&json!({ "title": evil })), &[inert(&json!({ "label": evil }))], false);
        assert_eq!(page.matches("</script>").count(), 3, "one for the script and one for each block of data");
        assert!(!page.contains("alert(1)</script>"));
        let block = page.split("id=\"data\">").nth(1).and_then(|rest| rest.split("</script>").next()).expect("a block");
        assert_eq!(serde_json::from_str::<Value>(block).expect("JSON")["title"], evil);
        // The hashes are those of what stands between the tags.
        for (tag, text) in [("style", STYLE), ("script", SCRIPT)] {
            assert!(page.contains(&format!("<{tag}>{text}</{tag}>")), "{tag}");
        }
        assert!(policy(true).contains(&STANDARD.encode(digest(&SHA256, SCRIPT.as_bytes()))));
    }
}
