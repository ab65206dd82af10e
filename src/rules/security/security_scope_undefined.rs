use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use crate::text::edit::quote;
use crate::text::slips;
use rustc_hash::FxHashSet;

pub fn check(definition: Definition, report: &mut Report) {
    let schemes = definition.get("securityDefinitions");
    let mut seen = FxHashSet::default();
    definition.each_security_requirement(|_, entry| {
        let Some(scheme) = schemes.and_then(|schemes| schemes.get(&entry.name())) else { return };
        if !scheme.get("type").is_some_and(|kind| kind.is("oauth2")) {
            return;
        }
        let scopes = scheme.get("scopes");
        for scope in entry.value.items() {
            let Some(name) = scope.str().filter(|name| !scopes.is_some_and(|scopes| scopes.has(name))) else { continue };
            let finding = report.at(scope, format!("scope `{name}` is not among the `scopes` of `{}`", entry.name()));
            // With a stray quotation mark or comma, it contains the name that is meant.
            if let Some(meant) = scopes.and_then(|scopes| meant(scopes, &name)) {
                let title = format!("write `{meant}`");
                finding.help(format!("did you mean `{meant}`?")).fix(Fix::safe(title).replace_str(scope, &meant));
                continue;
            }
            finding.help("add it there, with a description, or correct the name");
            if name.contains(['"', '\'', ',', ' ']) {
                continue; // no scope has such characters
            }
            if let Some(scopes) = scopes.filter(|scopes| scopes.is_object() && seen.insert(name.clone())) {
                finding.fix(Fix::safe(format!("define `{name}`")).add_member(scopes, &name, &quote(&name)));
            }
        }
    });
}

/// The only scope that the name contains between stray characters, or else the only one that is a typo away.
fn meant(scopes: Node, name: &str) -> Option<String> {
    let only = |mut found: Vec<String>| {
        found.dedup();
        found.pop().filter(|_| found.is_empty())
    };
    let parts = name.split(['"', '\'', ',', ' ']).map(|part| part.trim_matches(':')).filter(|part| scopes.has(part));
    let near = |known: &str| known.len() > 4 && known.len().abs_diff(name.len()) <= 1 && slips::between(known, name) <= 1;
    only(parts.map(str::to_owned).collect()).or_else(|| {
        let names = scopes.members().take(100).map(|member| member.name().into_owned());
        only(names.filter(|known| near(known) || known.eq_ignore_ascii_case(name)).collect())
    })
}
