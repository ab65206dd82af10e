use crate::connector::grammar;
use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    if !matches!(entry.meaning, grammar::Member::Extension) {
        return;
    }
    let name = entry.member.name();
    if !name.starts_with("x-ms-") || grammar::known_extension(&name) || grammar::suggest(entry.kind.object(), &name).is_some() {
        return;
    }
    report
        .at_key(entry.member, format!("`{name}` is not a documented extension"))
        .help("remove it, or drop the `ms` if it is your own extension");
}
