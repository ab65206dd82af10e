use crate::connector::Operation;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::edit::quote;

pub fn check(operation: Operation, report: &mut Report) {
    let id = operation.get("operationId");
    if id.is_some_and(|id| id.str().is_none_or(|text| !text.trim().is_empty())) {
        return;
    }
    let name = name(operation);
    let message = format!("operation {} has no `operationId`", operation.display());
    let fix = Fix::risky(format!("name it `{name}`"));
    let (finding, fix) = match id {
        None => (report.missing(operation.node(), message), fix.add_member(operation.node(), "operationId", &quote(&name))),
        Some(id) => (report.blank(operation.node(), id, message), fix.replace_str(id, &name)),
    };
    finding.help("give it a unique name that says what it does, such as `ListItems`");
    if operation.connector.operation(&name).is_none() {
        finding.fix(fix);
    }
}

/// `GetTasksByIdFiles` for `GET /tasks/{id}/files`.
fn name(operation: Operation) -> String {
    let (verb, path) = (operation.verb(), operation.path());
    let variables_marked = path.replace('{', "/By/");
    let mut name = String::new();
    for word in std::iter::once(verb.as_ref()).chain(variables_marked.split(|c: char| !c.is_ascii_alphanumeric())) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}
