use crate::connector::facts;
use crate::connector::{Definition, Properties};
use crate::rule::Report;
use std::sync::LazyLock;

struct Local {
    names: Vec<&'static str>,
    suffixes: Vec<&'static str>,
    addresses: Vec<&'static str>,
    tunnels: Vec<&'static str>,
}

static LOCAL: LazyLock<Local> = LazyLock::new(|| Local {
    names: facts::strings("host-labels", "local", "hosts"),
    suffixes: facts::strings("host-labels", "local", "suffixes"),
    addresses: facts::strings("host-labels", "local", "address-prefixes"),
    tunnels: facts::strings("host-labels", "tunnels", "suffixes"),
});

pub fn check(definition: Definition, report: &mut Report) {
    let Some(host) = definition.host() else { return };
    let text = host.str().unwrap_or_default();
    let Some(problem) = problem(text.split(':').next().unwrap_or_default()) else { return };
    let gateway = definition.connector.api_properties().is_some_and(Properties::has_gateway);
    if gateway || definition.host_is_replaced() {
        return;
    }
    report
        .at(host, format!("host `{text}` {problem}"))
        .help("name a server that the internet can reach, or use the on-premises data gateway");
}

pub(super) fn problem(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let is_address = name.split('.').count() == 4 && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let ends_with = |suffixes: &[&str]| suffixes.iter().any(|suffix| name.ends_with(suffix));
    if LOCAL.names.contains(&name.as_str())
        || ends_with(&LOCAL.suffixes)
        // A name without a dot belongs to a private network: no top-level domain is a server.
        || (!name.is_empty() && !name.contains(['.', ':']) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        || (is_address && LOCAL.addresses.iter().any(|prefix| name.starts_with(prefix)))
    {
        Some("is reachable only inside a private network")
    } else if ends_with(&LOCAL.tunnels) {
        Some("is a tunnel to a single machine")
    } else {
        None
    }
}
