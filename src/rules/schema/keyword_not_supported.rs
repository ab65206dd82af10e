use crate::connector::facts;
use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use std::sync::LazyLock;

static KEYWORDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let text = |entry: &'static toml::Table, key: &str| entry.get(key).and_then(toml::Value::as_str).unwrap_or_default();
    facts::entries("keywords", "unsupported").map(|entry| (text(entry, "name"), text(entry, "instead"))).collect()
});

pub fn check(entry: &Entry, report: &mut Report) {
    if !matches!(entry.kind.general(), Kind::Schema | Kind::Parameter | Kind::Items | Kind::Header) {
        return;
    }
    let Some((name, instead)) = KEYWORDS.iter().find(|(name, _)| entry.member.key.key_is(name)) else { return };
    report
        .at_key(entry.member, format!("the platform does not support `{name}`"))
        .help(*instead)
        .fix(Fix::safe(format!("remove `{name}`")).remove_member(entry.member));
}
