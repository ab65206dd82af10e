use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;
use regex::Regex;
use std::sync::LazyLock;

static PICTURE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"!\[[^\]\n]*\]\(\s*<?([^)\s>"]+)|<img\b[^>\n]*\bsrc\s*=\s*["']([^"'\n]+)"#).ok());

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(readme) = &connector.readme else { return };
    // To compile the pattern takes as long as half of the check of a small connector.
    if !readme.text.contains("![") && !readme.text.contains("<img") {
        return;
    }
    let Some(picture) = PICTURE.as_ref() else { return };
    for found in picture.captures_iter(&readme.text) {
        let Some(target) = found.get(1).or_else(|| found.get(2)) else { continue };
        let path = target.as_str();
        if path.contains("://") || path.starts_with("//") || path.starts_with("data:") {
            continue;
        }
        let span = Span { start: target.start() as u32, end: target.end() as u32 };
        report
            .in_file(File::Readme, span, format!("the image `{path}` is not shown in the published documentation"))
            .help("describe the step in words, or link to an image on your own site");
    }
}
