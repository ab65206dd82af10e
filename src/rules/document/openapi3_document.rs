use crate::connector::Connector;
use crate::connector::form::{self, Form};
use crate::rule::Report;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(definition) = &connector.definition else { return };
    let Some(form) = form::of_json(definition) else { return };
    let root = definition.root();
    let Some(member) = ["openapi", "components", "item", "collection", "log"].iter().find_map(|key| root.member(key)) else {
        return;
    };
    let name = definition.name.rsplit('/').next().unwrap_or_default();
    let help = format!("run `connsmith import {name}`: it creates a connector from the file and does not change the file");
    let form = match form {
        Form::OpenApi3(version) if version.is_empty() => "OpenAPI".to_owned(),
        form => form.to_string(),
    };
    report.at_key(member, format!("the definition is {form}; connectors accept only Swagger 2.0")).help(help);
}
