use crate::connector::Connector;
use crate::rule::Report;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(definition) = connector.definition.as_ref().filter(|_| connector.is_openapi3()) else { return };
    let root = definition.root();
    let Some(member) = root.member("openapi").or_else(|| root.member("components")) else { return };
    let name = definition.name.rsplit('/').next().unwrap_or_default();
    let version = member.value.str().map(|version| format!(" {version}")).unwrap_or_default();
    report
        .at_key(member, format!("the definition is OpenAPI{version}; connectors take Swagger 2.0 only"))
        .help(format!("run `connsmith import {name}`: it makes a connector of it and leaves the file as it is"));
}
