use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::edit::quote;
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
            finding.help("add it there, with a description, or correct the name");
            if let Some(scopes) = scopes.filter(|scopes| scopes.is_object() && seen.insert(name.clone())) {
                finding.fix(Fix::safe(format!("define `{name}`")).add_member(scopes, &name, &quote(&name)));
            }
        }
    });
}
