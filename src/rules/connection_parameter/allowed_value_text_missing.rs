use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    for choice in parameter.constraint("allowedValues").into_iter().flat_map(Node::items) {
        let Some(value) = choice.get_str("value") else { continue };
        let message = || format!("choice `{value}` of connection parameter `{}` has no `text`", parameter.name());
        let finding = match choice.get("text") {
            None if choice.members().any(|member| member.name().eq_ignore_ascii_case("text")) => continue,
            None => report.missing(choice, message()),
            Some(text) if text.str().is_some_and(|text| text.trim().is_empty()) => report.blank(choice, text, message()),
            Some(_) => continue,
        };
        finding.help("add the text that people see in the list");
    }
}
