use super::property_label_missing::has_text;
use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let exempt = schema.place != SchemaPlace::Property || schema.is_internal() || schema.is_reference();
    if exempt || has_text(schema.node, "description") {
        return;
    }
    let message = format!("{} has no `description`", schema.display());
    let finding = match schema.get("description") {
        Some(blank) => report.blank(schema.node, blank, message),
        None => report.missing(schema.node, message),
    };
    finding.help("say in a sentence what it means");
}
