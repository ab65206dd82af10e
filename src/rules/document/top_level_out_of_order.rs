use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Member;
use crate::text::json::Span;

/// The order of Microsoft's coding standards; other keys may appear anywhere.
const ORDER: [&str; 10] =
    ["swagger", "info", "host", "basePath", "schemes", "consumes", "produces", "paths", "definitions", "parameters"];

pub fn check(definition: Definition, report: &mut Report) {
    let rank = |member: &Member| ORDER.iter().position(|name| member.key.key_is(name));
    let members: Vec<Member> = definition.node.members().filter(|member| rank(member).is_some()).collect();
    let Some(at) = members.windows(2).position(|pair| rank(&pair[0]) > rank(&pair[1])) else { return };
    let mut sorted = members.clone();
    sorted.sort_by_key(rank);
    let late = members[at + 1];
    let before = members.iter().find(|member| rank(member) > rank(&late)).map(|member| member.name()).unwrap_or_default();
    let doc = definition.node.doc;
    let span = |member: &Member| Span { start: member.key.span().start, end: member.value.span().end };
    let mut fix = Fix::safe("sort them");
    for (old, new) in members.iter().zip(&sorted).filter(|(old, new)| old.key != new.key) {
        fix = fix.text(old.key, span(old), doc.slice(span(new)));
    }
    let finding = report.at_key(late, format!("`{}` comes after `{before}`", late.name()));
    finding.help(format!("the usual order is {}", ORDER.join(", ")));
    if doc.tree.faults.is_empty() {
        finding.fix(fix);
    }
}
