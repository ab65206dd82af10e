use crate::connector::grammar::{self, Kind, Value};
use crate::rule::Report;
use crate::rule::view::Entry;
use crate::text::document::File;

pub fn check(entry: &Entry, report: &mut Report) {
    let grammar::Member::Property(property) = entry.meaning else { return };
    // The wizard writes empty descriptions of responses, which are accepted; a custom parameter may be empty.
    let may_be_empty = matches!(entry.kind, Kind::Response | Kind::CustomParameter);
    if !property.required || property.value != Value::String || may_be_empty {
        return;
    }
    let value = entry.member.value;
    if !value.str().is_some_and(|text| text.trim().is_empty()) {
        return;
    }
    let finding = report.at(value, format!("`{}` of {} is empty", property.name, entry.owner()));
    finding.help("write a value");
    if value.doc.file != File::Definition {
        finding.code = None;
    }
}
