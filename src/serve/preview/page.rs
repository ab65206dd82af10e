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

/// The page with its data, and the details of the operations if no server has them.
pub fn page(data: &Value, details: &[Value]) -> String {
    let is_static = data["isStatic"] == true;
    let mut inlined = block("data", data);
    for (at, detail) in details.iter().enumerate() {
        inlined.push_str(&block(&format!("operation-{at}"), detail));
    }
    let policy = match is_static {
        true => format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", policy(false)),
        false => String::new(),
    };
    // The data comes last: nothing in it is taken for a placeholder.
    SHELL
        .replacen("<!-- policy -->", &policy, 1)
        .replacen("/* style */", STYLE, 1)
        .replacen("/* script */", SCRIPT, 1)
        .replacen("<!-- data -->", &inlined, 1)
}

/// JSON in a block that browsers do not run. No text in it can end the block.
fn block(id: &str, value: &Value) -> String {
    let text = value.to_string();
    let mut safe = String::with_capacity(text.len() + 64);
    let _ = write!(safe, "<script type=\"application/json\" id=\"{id}\">"); // writing to a String cannot fail
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(safe, "\\u{:04x}", u32::from(character)); // the same
            }
            _ => safe.push(character),
        }
    }
    safe.push_str("</script>\n");
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_text_ends_the_data() {
        let evil = "</script><script>alert(1)</script><!-- data --> /* script */ \u{2028}&amp;";
        let page = page(&json!({ "isStatic": true, "title": evil }), &[json!({ "label": evil })]);
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
