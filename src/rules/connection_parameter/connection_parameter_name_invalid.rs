use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Member;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let name = parameter.name();
    if ConnectionParameter::may_be_named(&name) {
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
