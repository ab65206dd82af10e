use crate::connector::Connector;
use crate::connector::form::{self, Form};
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    if let Some(definition) = connector.definition.as_ref().filter(|_| connector.is_yaml())
        && let Some(form @ Form::Yaml(_)) = form::of(definition)
    {
        let name = definition.name.rsplit('/').next().unwrap_or_default();
        let first = definition.text.lines().next().unwrap_or("").len() as u32;
        report
            .in_file(File::Definition, Span { start: 0, end: first }, format!("this is {form}; connectors are written in JSON"))
            .help(format!("run `connsmith import {name}`: it makes a connector of it and leaves the file as it is"));
    }
}
