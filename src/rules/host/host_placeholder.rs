use super::host_not_valid;
use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

struct Words {
    whole: Vec<&'static str>,
    hosts: Vec<&'static str>,
    labels: Vec<&'static str>,
    fragments: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    whole: facts::strings("host-labels", "placeholders", "whole"),
    hosts: facts::strings("host-labels", "placeholders", "hosts"),
    labels: facts::strings("host-labels", "placeholders", "labels"),
    fragments: facts::strings("host-labels", "placeholders", "fragments"),
});

pub fn check(definition: Definition, report: &mut Report) {
    let Some(host) = definition.host() else { return };
    let text = host.str().unwrap_or_default();
    // Braces and the like are not a host name at all; `host-not-valid` reports them.
    if host_not_valid::problem(&text).is_some() || !is_stand_in(&text) || definition.host_is_replaced() {
        return;
    }
    report
        .at(host, format!("host `{text}` is a placeholder, and no policy replaces it"))
        .help("name the real server, or add a `dynamichosturl` policy that sets it");
}

pub(super) fn is_stand_in(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let name = host.trim().split(':').next().unwrap_or_default();
    let is_or_ends_in = |known: &str| name.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    WORDS.whole.contains(&name)
        || WORDS.hosts.iter().any(|known| is_or_ends_in(known))
        || WORDS.fragments.iter().any(|fragment| name.contains(fragment))
        || name.split(['.', '-', '_']).any(|label| WORDS.labels.contains(&label))
}
