use super::property_label_missing::has_text;
use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(schema: Schema, report: &mut Report) {
    if schema.place != SchemaPlace::Property || schema.is_internal() || schema.is_reference() || schema.node.has("title") {
        return;
    }
    let Some(summary) = schema.node.member("x-ms-summary").filter(|_| has_text(schema.node, "x-ms-summary")) else { return };
    let finding = report.missing(schema.node, format!("{} has no `title`", schema.display()));
    finding.help("add a `title` with the same text as `x-ms-summary`");
    if summary.value.is_string() {
        finding.fix(Fix::safe("copy `x-ms-summary`").add_member_after(summary, "title", summary.value.text()));
    }
}
