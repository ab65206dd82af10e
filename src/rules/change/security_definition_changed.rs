use crate::connector::flows::scopes;
use crate::connector::versions::Comparison;
use crate::rule::Report;

pub fn check(comparison: &Comparison, report: &mut Report) {
    for change in comparison.security() {
        let (Some(_), Some(new)) = (change.old, change.new) else { continue };
        for key in ["in", "name", "flow", "authorizationUrl", "tokenUrl", "scopes"] {
            let part = change.member(key);
            let asked = |connector, scheme: Option<crate::Node>| scheme.map(|scheme| scopes(connector, scheme));
            let same = key == "scopes" && asked(comparison.old, change.old) == asked(comparison.new, change.new);
            if part.changed().is_some() && !same {
                let name = new.name().unwrap_or_default();
                report
                    .changed(part.spot(), format!("`{key}` of authentication `{name}` changed"))
                    .help("make sure that existing connections still work, and say so in the pull request");
            }
        }
    }
}
