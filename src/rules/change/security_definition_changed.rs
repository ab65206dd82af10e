use crate::connector::flows::{required_scopes, scopes};
use crate::connector::versions::Comparison;
use crate::rule::Report;
use std::cell::LazyCell;

pub fn check(comparison: &Comparison, report: &mut Report) {
    let required = LazyCell::new(|| (required_scopes(comparison.old), required_scopes(comparison.new)));
    for change in comparison.security() {
        let (Some(old), Some(new)) = (change.old, change.new) else { continue };
        for key in ["in", "name", "flow", "authorizationUrl", "tokenUrl", "scopes"] {
            let part = change.member(key);
            let same = || key == "scopes" && scopes(&required.0, old) == scopes(&required.1, new);
            if part.changed().is_some() && !same() {
                let name = new.name().unwrap_or_default();
                report
                    .changed(part.spot(), format!("`{key}` of authentication `{name}` changed"))
                    .help("make sure that existing connections still work, and say so in the pull request");
            }
        }
    }
}
