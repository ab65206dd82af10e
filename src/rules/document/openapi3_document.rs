use crate::connector::Connector;
use crate::rule::Report;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(definition) = connector.definition.as_ref().filter(|_| connector.is_openapi3()) else { return };
    let root = definition.root();
    let Some(member) = root.member("openapi").or_else(|| root.member("components")) else { return };
    let name = definition.name.rsplit('/').next().unwrap_or_default();
    let version = member.value.str().map(|version| format!(" {version}")).unwrap_or_default();
    report
        .at_key(member, format!("the definition is OpenAPI{version}; connectors accept only Swagger 2.0"))
        .help(format!("run `connsmith import {name}`: it creates a connector from the file and does not change the file"));
}
