use crate::fix::Fix;
use crate::grammar;
use crate::rule::Report;
use crate::walk::Entry;

pub fn check(entry: Entry, report: &mut Report) {
    if !matches!(entry.meaning, grammar::Member::Extension) {
        return;
    }
    let name = entry.member.name();
    let Some(meant) = grammar::suggest(entry.kind.object(), &name) else { return };
    let finding = report.at_key(entry.member, format!("`{name}` is no extension that anything reads"));
    finding.help(format!("did you mean `{meant}`?"));
    if !entry.object.has(meant) {
        finding.fix(Fix::risky(format!("write `{meant}`")).rename(entry.member.key, meant));
    }
}
