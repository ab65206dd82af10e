use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::text::document::Node;

const SCHEME: &str = "http://";

pub fn check(entry: &Entry, report: &mut Report) {
    let node = entry.member.value;
    let is_url = match entry.kind {
        Kind::Contact => entry.member.key.key_is("url"),
        Kind::SecurityDefinition => entry.member.key.key_is("authorizationUrl") || entry.member.key.key_is("tokenUrl"),
        Kind::ConnectorMetadata => entry.member.key.key_is("propertyValue") && is_page(entry.object),
        _ => false,
    };
    let Some(url) = node.str().filter(|_| is_url) else { return };
    if !url.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME)) {
        return;
    }
    report
        .within(node, 0..SCHEME.len(), format!("`{url}` is not encrypted"))
        .help("write `https://`, after checking that the server answers there")
        .fix(Fix::risky("write `https://`").replace_str(node, &format!("https://{}", &url[SCHEME.len()..])));
}

/// Whether an entry of the connector's metadata is the URL of a page: its website or its privacy policy.
fn is_page(metadata: Node) -> bool {
    let name = metadata.get_str("propertyName").unwrap_or_default();
    ["website", "privacy policy"].iter().any(|page| name.trim().eq_ignore_ascii_case(page))
}
