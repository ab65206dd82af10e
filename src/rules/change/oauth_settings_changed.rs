use crate::connector::flows::sign_in_setting;
use crate::connector::versions::{ConnectionChange, MemberChange};
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    let Some((old, new)) = change.both().and_then(|(old, new)| Some((old.oauth()?, new.oauth()?))) else { return };
    for entry in MemberChange::of(Some(old), Some(new), "").siblings() {
        // A setting whose name differs only in case is reported once.
        let known = entry.old.is_none() && old.members().any(|member| member.name().eq_ignore_ascii_case(&entry.key));
        if !known && sign_in_setting(old, &entry.key) != sign_in_setting(new, &entry.key) {
            let message =
                format!("`{}` of connection parameter `{}` changed: people may have to sign in again", entry.key, change.name());
            report.changed(entry.spot(), message).help("say in the release notes what people have to do");
        }
    }
}
