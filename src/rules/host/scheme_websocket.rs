use crate::connector::grammar::Kind;
use crate::rule::Report;
use crate::rule::view::Entry;

pub fn check(entry: &Entry, report: &mut Report) {
    if !matches!(entry.kind, Kind::Swagger | Kind::Operation) || !entry.member.key.key_is("schemes") {
        return;
    }
    for scheme in entry.member.value.items() {
        if let Some(name) = scheme.str().filter(|name| matches!(name.as_ref(), "ws" | "wss")) {
            report.at(scheme, format!("scheme `{name}` is not supported: connectors use only HTTP")).help("use `https`");
        }
    }
}
