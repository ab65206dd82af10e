use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Member;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    // Connection parameter sets may have several.
    if parameter.oauth().is_none() || parameter.set.is_some() || parameter.key.key_is("token") {
        return;
    }
    let member = Member { key: parameter.key, value: parameter.node };
    report
        .at_key(member, format!("OAuth connection parameter is named `{}` instead of `token`", parameter.name()))
        .help("rename it to `token`");
}
