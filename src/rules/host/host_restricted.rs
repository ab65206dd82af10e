use crate::connector::Connector;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(connector: &Connector, report: &mut Report) {
    let restricted = &report.settings.restricted_hosts;
    if restricted.is_empty() {
        return;
    }
    let mut judge = |node: Node, host: &str| {
        let name = host.split([':', '/', '?', '#']).next().unwrap_or_default();
        if restricted.is_match(name.to_lowercase()) {
            report
                .at(node, format!("host `{name}` is restricted"))
                .help("call another host; `connsmith.toml` lists the restricted ones");
        }
    };
    if let Some(host) = connector.api().and_then(|api| api.get("host")) {
        judge(host, &host.str().unwrap_or_default());
    }
    for document in [&connector.properties].into_iter().flatten() {
        let nodes = (0..document.tree.nodes.len() as u32).map(|id| document.node(id));
        for node in nodes.filter(|node| node.is_string()) {
            let text = node.str().unwrap_or_default();
            if let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) {
                judge(node, rest);
            }
        }
    }
}
