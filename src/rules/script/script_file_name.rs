use crate::connector::Connector;
use crate::document::File;
use crate::json::Span;
use crate::rule::Report;

/// Whether a file is by its name a script: C# script, or the `script.cs` that some folders have instead.
pub(super) fn is_script(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".csx") || name == "script.cs"
}

pub fn check(connector: &Connector, report: &mut Report) {
    let settings = connector.settings.as_ref().and_then(|settings| settings.root().get_str("script"));
    let mut scripts = connector.listing.iter().filter(|name| is_script(name) && settings.as_deref() != Some(name));
    // Of several scripts only one can be the right one: that is for `script-file-several`.
    let (Some(name), None) = (scripts.next(), scripts.next()) else { return };
    if name.eq_ignore_ascii_case("script.csx") {
        return;
    }
    report
        .in_file(File::Script, Span { start: 0, end: 0 }, format!("`{name}` is not called `script.csx`"))
        .help("give it that name");
}
