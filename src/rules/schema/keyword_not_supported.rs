use crate::connector::facts;
use crate::connector::grammar::Kind;
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::rule::{Report, Severity};
use crate::text::document::Member;
use std::sync::LazyLock;

static KEYWORDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let text = |entry: &'static facts::Table, key: &str| entry.get(key).and_then(facts::Value::as_str).unwrap_or_default();
    facts::entries("keywords", "unsupported").map(|entry| (text(entry, "name"), text(entry, "instead"))).collect()
});

pub fn check(entry: &Entry, report: &mut Report) {
    if !matches!(entry.kind.general(), Kind::Schema | Kind::Parameter | Kind::Items | Kind::Header) {
        return;
    }
    let Some((name, instead)) = KEYWORDS.iter().find(|(name, _)| entry.member.key.key_is(name)) else { return };
    // `false` changes nothing, so it is reported once per file.
    let is_default = entry.member.value.bool() == Some(false);
    if is_default && !is_first(entry.member, name) {
        return;
    }
    let finding = report.at_key(entry.member, format!("the platform does not support `{name}`"));
    finding.help(*instead);
    let fix = Fix::safe(format!("remove `{name}`"));
    if is_default {
        finding.severity = Severity::Info;
        let all = members(entry.member, name).filter(|member| member.value.bool() == Some(false));
        finding.fix(all.fold(fix, Fix::remove_member));
    } else {
        finding.fix(fix.remove_member(entry.member));
    }
}

/// The members of the file with this name.
fn members<'a>(of: Member<'a>, name: &'a str) -> impl Iterator<Item = Member<'a>> {
    let document = of.key.doc;
    let values = document.members_named(name, 0..document.tree.nodes.len() as u32);
    values.filter_map(|value| Some(Member { key: value.key()?, value }))
}

fn is_first(member: Member, name: &str) -> bool {
    members(member, name).find(|other| other.value.bool() == Some(false)).is_some_and(|first| first.key == member.key)
}
