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
        .at_key(entry.member, format!("nothing documented reads `{name}`"))
        .help("remove it, or leave the `ms` out of the name of an extension of your own");
}
