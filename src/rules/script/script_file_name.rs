use crate::connector::Connector;
use crate::connector::script;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let settings = connector.settings_name(File::Script);
    let mut scripts =
        connector.listing.iter().filter(|name| script::is_script(name) && settings.as_deref() != Some(name.as_str()));
    // Of several scripts only one can be the right one: that is for `script-file-several`.
    let (Some(name), None) = (scripts.next(), scripts.next()) else { return };
    if name.eq_ignore_ascii_case("script.csx") {
        return;
    }
    report
        .in_file(File::Script, Span { start: 0, end: 0 }, format!("`{name}` is not called `script.csx`"))
        .help("give it that name");
}
