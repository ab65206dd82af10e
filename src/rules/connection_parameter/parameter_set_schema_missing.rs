use crate::connector::Properties;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::edit::quote;

pub fn check(properties: Properties, report: &mut Report) {
    for parameter in properties.connection_parameters() {
        let Some(kind) = parameter.get("type").filter(|kind| kind.is("string") || kind.is("securestring")) else { continue };
        if parameter.set.is_none() || parameter.is_hidden() {
            continue;
        }
        let Some(ui) = parameter.get("uiDefinition").filter(|ui| ui.is_object() && !ui.has("schema")) else { continue };
        let Some(text) = ui.get_str("description").filter(|text| !text.trim().is_empty()) else { continue };
        let schema = format!("{{ \"type\": {}, \"description\": {} }}", kind.text(), quote(&text));
        report
            .missing(ui, format!("connection parameter `{}` of a set has no `schema` with its description", parameter.name()))
            .help("repeat the type and description in a `schema`")
            .fix(Fix::safe("add `schema`").add_member(ui, "schema", &schema));
    }
}
