use crate::connector::Parameter;
use crate::connector::title;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::edit::quote;

pub fn check(parameter: Parameter, report: &mut Report) {
    if parameter.is_in("body") || !parameter.is_visible() {
        return;
    }
    let summary = parameter.get("x-ms-summary");
    if summary.is_some_and(|summary| summary.str().is_none_or(|text| !text.trim().is_empty())) {
        return;
    }
    let name = parameter.name();
    let label = title::from_name(&name);
    let message = format!("parameter `{name}` has no `x-ms-summary`");
    let fix = Fix::risky(format!("label it \"{label}\""));
    let (finding, fix) = match summary {
        None => (report.missing(parameter.node, message), fix.add_member(parameter.node, "x-ms-summary", &quote(&label))),
        Some(summary) => (report.blank(parameter.node, summary, message), fix.replace_str(summary, &label)),
    };
    finding.help("add an `x-ms-summary`: the label of the field in the designer");
    if !label.is_empty() {
        finding.fix(fix);
    }
}
