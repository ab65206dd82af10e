use super::{host_not_valid, host_placeholder};
use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let Some(host) = definition.host() else { return };
    let text = host.str().unwrap_or_default();
    if !text.bytes().any(|byte| byte.is_ascii_uppercase())
        || host_not_valid::problem(&text).is_some()
        || host_placeholder::is_stand_in(&text)
        || definition.host_is_replaced()
    {
        return;
    }
    let lower = text.to_ascii_lowercase();
    report
        .at(host, format!("host `{text}` has capital letters"))
        .help(format!("write `{lower}`"))
        .fix(Fix::safe(format!("write `{lower}`")).replace_str(host, &lower));
}
