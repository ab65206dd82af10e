use crate::connector::Connector;
use crate::connector::script;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let settings = connector.settings_name(File::Script);
    let mut scripts =
        connector.listing.iter().filter(|name| script::is_script(name) && settings.as_deref() != Some(name.as_str()));
    // `script-file-several` reports several scripts, only one of which can be right.
    let (Some(name), None) = (scripts.next(), scripts.next()) else { return };
    if name.eq_ignore_ascii_case("script.csx") {
        return;
    }
    report
        .in_file(File::Script, Span { start: 0, end: 0 }, format!("`{name}` is not named `script.csx`"))
        .help("rename it to `script.csx`");
}
