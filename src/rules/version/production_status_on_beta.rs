use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::Node;
use std::sync::LazyLock;

static LABELS: LazyLock<Vec<&'static str>> = LazyLock::new(|| facts::strings("host-labels", "beta", "labels"));

pub fn check(definition: Definition, report: &mut Report) {
    let status = definition.info().and_then(|info| info.get("x-ms-api-annotation")?.get("status"));
    let Some(status) = status.filter(|status| status.is("Production")) else { return };
    let places = [definition.get("host"), definition.get("basePath"), definition.info_str("version")];
    let Some((node, label)) = places.into_iter().flatten().find_map(|node| Some((node, beta(node)?))) else { return };
    report
        .at(status, format!("connector is in `Production`, but its service is in {label}"))
        .help("set `Preview` until the service itself is released")
        .label(node, "found here");
}

/// The word in a host, base path or version that marks it as not final.
fn beta(node: Node) -> Option<&'static str> {
    let text = node.str()?;
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.find_map(|word| LABELS.iter().copied().find(|label| label.eq_ignore_ascii_case(word)))
}
