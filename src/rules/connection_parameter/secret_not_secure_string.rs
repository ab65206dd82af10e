use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(kind) = parameter.get("type").filter(|kind| kind.is("string")) else { return };
    // A choice from a list is not a secret, whatever its name.
    if parameter.is_claim() || parameter.constraint("allowedValues").is_some() || !parameter.is_secret() {
        return;
    }
    report
        .at(kind, format!("connection parameter `{}` holds a secret but has the type `string`", parameter.name()))
        .help("make it a `securestring`, which is neither shown nor stored as plain text")
        .fix(Fix::risky("make it a `securestring`").replace_str(kind, "securestring"));
}
