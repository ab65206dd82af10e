use crate::connector::grammar::{self, Kind, Value};
use crate::connector::publisher::Publisher;
use crate::rule::view::Entry;
use crate::rule::{Report, Severity};
use crate::text::document::File;

pub fn check(entry: &Entry, report: &mut Report) {
    let grammar::Member::Property(property) = entry.meaning else { return };
    // An empty description of a response is what the wizard writes, and accepted; a custom parameter may be empty.
    let may_be_empty = matches!(entry.kind, Kind::Response | Kind::CustomParameter);
    if !property.required || property.value != Value::String || may_be_empty {
        return;
    }
    let value = entry.member.value;
    if !value.str().is_some_and(|text| text.trim().is_empty()) {
        return;
    }
    let publisher = report.settings.publisher;
    let finding = report.at(value, format!("`{}` of {} is empty", property.name, entry.owner()));
    finding.help("give it a value");
    // The template of Microsoft's own tool leaves the colour empty, and imports.
    if property.name == "iconBrandColor" && publisher == Publisher::Custom {
        finding.severity = Severity::Warning;
    }
    if value.doc.file != File::Definition {
        finding.code = None;
    }
}
