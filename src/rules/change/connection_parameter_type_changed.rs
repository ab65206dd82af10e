use crate::connector::versions::{ConnectionChange, shown};
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    let Some((old, new)) = change.both() else { return };
    // The platform accepts `oAuthSetting` as `oauthSetting`.
    let kind = |parameter: crate::connector::ConnectionParameter| parameter.get_type().map(|name| name.to_lowercase());
    if kind(old) != kind(new) {
        let (before, after) = (shown(old.get("type")), shown(new.get("type")));
        report
            .changed(change.spot_of("type"), format!("connection parameter `{}` changed from {before} to {after}", change.name()))
            .help("keep the type, and add an optional parameter with the new one");
    }
}
