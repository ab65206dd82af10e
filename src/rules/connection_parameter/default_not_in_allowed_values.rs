use crate::connector::ConnectionParameter;
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(node) = parameter.get("defaultValue") else { return };
    let Some(default) = node.str().filter(|text| !text.trim().is_empty() && !text.contains("@environmentVariables(")) else {
        return;
    };
    let lists = [parameter.constraint("allowedValues"), parameter.get("allowedValues")];
    let mut values = lists.into_iter().flatten().flat_map(Node::items).filter_map(|item| item.get("value")).peekable();
    if values.peek().is_none() || values.any(|value| value.is(&default)) {
        return;
    }
    report
        .at(node, format!("default `{default}` of connection parameter `{}` is not one of its allowed values", parameter.name()))
        .help("write one of the values of `allowedValues`, not its text");
}
