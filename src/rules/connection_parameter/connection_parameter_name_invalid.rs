use crate::connector::ConnectionParameter;
use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::Member;
use regex::Regex;
use std::sync::LazyLock;

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = facts::file("connection-parameter-types").get("names")?.get("pattern")?.as_str()?;
    Regex::new(pattern).ok()
});

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let name = parameter.name();
    if NAME.as_ref().is_none_or(|pattern| pattern.is_match(&name)) {
        return;
    }
    let member = Member { key: parameter.key, value: parameter.node };
    report
        .at_key(
            member,
            format!("`{name}` is not a valid name for a connection parameter: it may contain only letters, digits and `_`"),
        )
        .help("rename it here and wherever a policy uses it; existing connections have to be created again");
}
