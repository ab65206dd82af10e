use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::json::Kind;

pub fn check(definition: Definition, report: &mut Report) {
    const HELP: &str = "write `\"swagger\": \"2.0\"`";
    let Some(version) = definition.get("swagger") else {
        if definition.node.doc.is_whole() {
            report.missing(definition.node, "the definition does not say that it is Swagger 2.0").help(HELP);
        }
        return;
    };
    if version.is("2.0") || version.kind() == Kind::Invalid {
        return;
    }
    let finding = report.at(version, format!("`swagger` must be the string `\"2.0\"`, not `{}`", shown(version.text())));
    finding.help(HELP);
    if version.number() == Some(2.0) {
        finding.fix(Fix::safe("put the version in quotes").replace_str(version, "2.0"));
    }
}

fn shown(text: &str) -> &str {
    text.char_indices().nth(20).map_or(text, |(end, _)| &text[..end])
}
