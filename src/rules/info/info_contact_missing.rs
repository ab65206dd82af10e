use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(info) = definition.info().filter(|info| !info.has("contact")) else { return };
    report
        .missing(info, "`info` has no `contact`")
        .help("add `contact` with the `name`, `url` and `email` of the team that supports the connector");
}
