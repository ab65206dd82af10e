use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(node) = definition.info_str("description") else { return };
    let text = node.str().unwrap_or_default();
    let starts = ["http://", "https://", "www."];
    let Some(start) = starts.iter().filter_map(|start| text.find(start)).min() else { return };
    let url = text[start..].split(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '"' | '>' | ',')).next().unwrap_or("");
    let url = url.trim_end_matches(['.', ';', ':', '!', '?', '\'']);
    report
        .within(node, start..start + url.len(), format!("description of the connector contains the URL `{url}`"))
        .help("move it to `contact` or to the `Website` entry of `x-ms-connector-metadata`");
}
