use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    if !entry.member.key.key_is("x-ms-description-for-model") {
        return;
    }
    if entry.member.value.str().is_some_and(|text| text.trim().is_empty()) {
        report
            .at(entry.member.value, format!("{} has an empty description for language models", entry.owner()))
            .help("say when and how to use it, or remove the property");
    }
}
