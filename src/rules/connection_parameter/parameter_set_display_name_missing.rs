use crate::connector::Properties;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(properties: Properties, report: &mut Report) {
    if let Some(choice) = properties.get("connectionParameterSets").filter(|choice| choice.is_object()) {
        named(choice, || "the list of connection parameter sets has no `displayName`".to_owned(), report);
    }
    for set in properties.sets() {
        let name = set.get_str("name").unwrap_or_default();
        named(set, || format!("connection parameter set `{name}` has no `displayName`"), report);
    }
}

fn named(owner: Node, message: impl Fn() -> String, report: &mut Report) {
    let ui = owner.members().find(|member| member.name().eq_ignore_ascii_case("uiDefinition")).map(|member| member.value);
    let finding = match ui {
        None => report.missing(owner, message()),
        Some(ui) if !ui.is_object() => return,
        // `displayname` is an unknown name, not a missing one.
        Some(ui) => match ui.members().find(|member| member.name().eq_ignore_ascii_case("displayName")) {
            None => report.missing(ui, message()),
            Some(text) if text.value.str().is_some_and(|text| text.trim().is_empty()) => report.blank(ui, text.value, message()),
            Some(_) => return,
        },
    };
    finding.help("add `displayName` to its `uiDefinition`: the text that people see");
}
