use crate::connector::grammar;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    if !matches!(entry.meaning, grammar::Member::Extension) {
        return;
    }
    let name = entry.member.name();
    // Other vendors' extensions are not mistakes; there are many of them, and comparing each with all names would be slow.
    if !name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("x-m") || start.eq_ignore_ascii_case("xms")) {
        return;
    }
    let Some(meant) = grammar::suggest(entry.kind.object(), &name) else { return };
    let finding = report.at_key(entry.member, format!("`{name}` is not a known extension"));
    finding.help(format!("did you mean `{meant}`?"));
    if !entry.object.has(meant) {
        finding.fix(Fix::risky(format!("write `{meant}`")).rename(entry.member.key, meant));
    }
}
