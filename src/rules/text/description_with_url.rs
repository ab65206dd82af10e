use crate::connector::grammar::{Kind, Text as Role};
use crate::rule::Report;
use crate::rule::view::Text;

pub fn check(text: &Text, report: &mut Report) {
    let kind = text.kind.general();
    if text.text != Role::Description || !matches!(kind, Kind::Operation | Kind::Parameter | Kind::Schema) {
        return;
    }
    let value = &*text.value;
    let Some(at) = ["http://", "https://", "www."].iter().filter_map(|start| value.find(start)).min() else { return };
    // `description-with-markup` reports a link in markup.
    if ["href=\"", "href='", "]("].iter().any(|before| value[..at].ends_with(before)) {
        return;
    }
    let rest = &value[at..];
    let end = rest.find(|c: char| c.is_whitespace() || "\"'<>()[]{}|`".contains(c)).unwrap_or(rest.len());
    let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    // `http://` with nothing after it names a scheme.
    if url.len() > "https://".len() {
        report
            .within(text.node, at..at + url.len(), format!("description contains the link `{url}`"))
            .help("describe what users need to know");
    }
}
