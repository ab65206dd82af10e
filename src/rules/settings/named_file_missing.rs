use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::view::Entry;

const FILES: [&str; 4] = ["apiDefinition", "apiProperties", "icon", "script"];

pub fn check(entry: &Entry, report: &mut Report) {
    if entry.kind != Kind::Settings || !FILES.iter().any(|name| entry.member.key.key_is(name)) {
        return;
    }
    let Some(path) = entry.member.value.str().filter(|path| !path.trim().is_empty()) else { return };
    let name = path.strip_prefix("./").or_else(|| path.strip_prefix(".\\")).unwrap_or(&path);
    // A path to another folder cannot be checked from here.
    if name.contains(['/', '\\']) || entry.connector.listing.iter().any(|file| file == name) {
        return;
    }
    let finding = report.at(entry.member.value, format!("there is no `{name}` in the folder"));
    match entry.connector.listing.iter().find(|file| file.eq_ignore_ascii_case(name)) {
        Some(file) => finding.help(format!("write `{file}`, the name of the file")),
        None => finding.help("name an existing file, or remove the property"),
    };
}
