use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let schemes = definition.get("securityDefinitions");
    definition.each_security_requirement(|_, entry| {
        let Some(kind) = schemes.and_then(|schemes| schemes.get(&entry.name())?.get_str("type")) else { return };
        if matches!(&*kind, "basic" | "apiKey") && entry.value.items().next().is_some() {
            report
                .at(entry.value, format!("`{}` of type {kind} cannot have scopes", entry.name()))
                .help("only `oauth2` has scopes: write `[]`")
                .fix(Fix::safe("write `[]`").replace(entry.value, "[]"));
        }
    });
}
