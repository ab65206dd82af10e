use super::consumes_missing::natural_type;
use super::mime_type_not_valid::without_parameters;
use crate::connector::facts;
use crate::connector::{Operation, Schema};
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static FORM: LazyLock<Vec<&'static str>> = LazyLock::new(|| facts::strings("mime-types", "form", "types"));

pub fn check(operation: Operation, report: &mut Report) {
    let Some(types) = operation.consumes().filter(|types| types.items().next().is_some()) else { return };
    let names = || types.items().map(|item| item.str().unwrap_or_default());
    let is_form = |name: &str| FORM.iter().any(|form| form.eq_ignore_ascii_case(without_parameters(name)));
    let problem = match operation.body() {
        Some(body) if names().all(|name| without_parameters(&name).eq_ignore_ascii_case("text/plain")) => {
            body.schema().and_then(Schema::resolve).filter(|schema| schema.is_object()).map(|_| "an object as body")
        }
        Some(_) => None,
        None if names().any(|name| is_form(&name)) => None,
        None => operation.parameters().any(|parameter| parameter.is_in("formData")).then_some("form parameters"),
    };
    let Some(problem) = problem else { return };
    let right = natural_type(operation);
    let list: Vec<String> = names().map(|name| format!("`{name}`")).collect();
    let message = format!("operation {} has {problem}, but sends {}", operation.display(), list.join(", "));
    let fix = Fix::risky(format!("send `{right}`"));
    let json = format!("[\"{right}\"]");
    let (finding, fix) = match operation.get("consumes") {
        Some(own) => (report.at(own, message), fix.replace(own, json)),
        None => (report.missing(operation.node(), message), fix.add_member(operation.node(), "consumes", &json)),
    };
    finding.help(format!("send `{right}`")).fix(fix);
}
