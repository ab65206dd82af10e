use crate::connector::grammar::{self, Kind, Value};
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::rule::{Report, Severity, one_of};
use crate::text::document::{File, Node};

pub fn check(entry: &Entry, report: &mut Report) {
    let grammar::Member::Property(property) = entry.meaning else { return };
    let list = match property.value {
        Value::Enum(list) | Value::Array(&Value::Enum(list)) | Value::Either(&[Value::Enum(list), ..]) => list,
        _ => return,
    };
    let known = |node: Node| node.str().is_some_and(|value| list.contains(&&*value));
    if known(entry.member.value) {
        return;
    }
    // The version and the parameters of policies have rules of their own.
    if (entry.kind, property.name) == (Kind::Swagger, "swagger") || entry.kind == Kind::PolicyParameters {
        return;
    }
    if !entry.object.doc.is_whole() {
        return; // it may be half of a string, or meant for another place
    }
    let value = entry.member.value;
    if value.is_string() {
        visit(entry, value, list, report);
    }
    // `json-type-wrong` reports a list of types.
    if matches!(entry.kind.general(), Kind::Schema | Kind::Parameter | Kind::Items | Kind::Header)
        && property.name == "type"
        && value.is_array()
    {
        return;
    }
    for item in value.items().filter(|item| item.is_string() && !known(*item)) {
        visit(entry, item, list, report);
    }
}

fn visit(entry: &Entry, node: Node, list: &'static [&'static str], report: &mut Report) {
    let (name, value) = (entry.member.name(), node.str().unwrap_or_default());
    // A file in the wrong place has its own rule; `value-empty` reports an empty value.
    let elsewhere = (name == "type" && value == "file") || value.trim().is_empty();
    if elsewhere {
        return;
    }
    let other_case = list.iter().find(|known| known.eq_ignore_ascii_case(value.trim()));
    let names = one_of(list);
    let finding = report.at(node, format!("`{name}` must be {names}, not `{value}`"));
    finding.help("choose one of them");
    if let Some(&known) = other_case {
        finding.help(format!("write `{known}`"));
        finding.fix(Fix::safe(format!("write `{known}`")).replace_str(node, known));
    }
    // Published and accepted: values of Microsoft's own extensions in another case. Those of Swagger itself are not.
    let extension = name.starts_with("x-ms-")
        || !matches!(
            entry.kind.general(),
            Kind::Swagger | Kind::Parameter | Kind::Items | Kind::Header | Kind::Schema | Kind::SecurityDefinition
        );
    if other_case.is_some() && extension {
        finding.severity = Severity::Warning;
    }
    // Published, too: Swagger 2.0 has no type for what is always null.
    if name == "type" && value == "null" {
        finding.severity = Severity::Warning;
        finding.help("leave `type` out, or write the type of the values that come otherwise");
    }
    match node.doc.file {
        File::Definition if name == "schemes" => drop(finding.code("SchemeNotValid")),
        File::Definition => {}
        File::Settings => (finding.code, finding.severity) = (None, Severity::Warning),
        _ => finding.code = None,
    }
}
