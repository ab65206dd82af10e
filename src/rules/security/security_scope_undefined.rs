use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use crate::text::edit::quote;
use crate::text::slips;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// With so many scopes of a scheme, a name is compared.
const MOST_COMPARED: usize = 100;

pub fn check(definition: Definition, report: &mut Report) {
    let schemes = definition.get("securityDefinitions");
    let mut seen = FxHashSet::default();
    definition.each_security_requirement(|_, entry| {
        let Some(scheme) = schemes.and_then(|schemes| schemes.get(&entry.name())) else { return };
        if !scheme.get("type").is_some_and(|kind| kind.is("oauth2")) {
            return;
        }
        let scopes = scheme.get("scopes");
        let mut known = None;
        for scope in entry.value.items() {
            let Some(name) = scope.str().filter(|name| !scopes.is_some_and(|scopes| scopes.has(name))) else { continue };
            let finding = report.at(scope, format!("scope `{name}` is not among the `scopes` of `{}`", entry.name()));
            // With a stray quotation mark or comma, it contains the name that is meant.
            let known: &Vec<Cow<str>> = known.get_or_insert_with(|| scopes.into_iter().flat_map(first_names).collect());
            if let Some(meant) = scopes.and_then(|scopes| meant(scopes, &name, known)) {
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

fn first_names(scopes: Node) -> impl Iterator<Item = Cow<str>> {
    scopes.members().take(MOST_COMPARED).map(|member| member.name())
}

/// The only scope that the name contains between stray characters, or else the only one of `first` that is a typo away.
fn meant(scopes: Node, name: &str, first: &[Cow<str>]) -> Option<String> {
    let parts = name.split(['"', '\'', ',', ' ']).map(|part| part.trim_matches(':')).filter(|part| scopes.has(part));
    let near = |known: &str| known.len() > 4 && known.len().abs_diff(name.len()) <= 1 && slips::between(known, name) <= 1;
    let is_meant = |known: &&str| near(known) || known.eq_ignore_ascii_case(name);
    only(parts).or_else(|| only(first.iter().map(|known| &**known).filter(is_meant)))
}

/// The name of which all are repetitions.
fn only<'n>(mut names: impl Iterator<Item = &'n str>) -> Option<String> {
    let first = names.next()?;
    names.all(|name| name == first).then(|| first.to_owned())
}
