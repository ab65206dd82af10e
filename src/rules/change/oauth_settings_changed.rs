use crate::connector::versions::{ConnectionChange, MemberChange, same_list};
use crate::rule::Report;

pub fn check(change: &ConnectionChange, report: &mut Report) {
    let Some((old, new)) = change.both().and_then(|(old, new)| Some((old.oauth()?, new.oauth()?))) else { return };
    for entry in MemberChange::of(Some(old), Some(new), "").siblings() {
        if entry.changed().is_some_and(|(old, new)| !same_list(old, new)) {
            let message =
                format!("`{}` of connection parameter `{}` changed: people may have to sign in again", entry.key, change.name());
            report.changed(entry.spot(), message).help("say in the notes of the release what people have to do");
        }
    }
}
