use super::{host_local, host_not_valid};
use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

struct Words {
    labels: Vec<&'static str>,
    exceptions: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    labels: facts::strings("host-labels", "non-production", "labels"),
    exceptions: facts::strings("host-labels", "exceptions", "hosts"),
});

pub fn check(definition: Definition, report: &mut Report) {
    let Some(host) = definition.host() else { return };
    let text = host.str().unwrap_or_default();
    let name = text.split(':').next().unwrap_or_default();
    if host_not_valid::problem(&text).is_some() || host_local::problem(name).is_some() {
        return;
    }
    if WORDS.exceptions.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return;
    }
    // The last label is a top-level domain: `affirmations.dev` is not a test system.
    let Some((labels, _)) = name.rsplit_once('.') else { return };
    let mut at = 0;
    for word in labels.split(['.', '-', '_']) {
        if WORDS.labels.iter().any(|known| word.eq_ignore_ascii_case(known)) && !definition.host_is_replaced() {
            report
                .within(host, at..at + word.len(), format!("`{word}` in host `{text}` looks like a test system"))
                .help("name the production server");
            return;
        }
        at += word.len() + 1;
    }
}
