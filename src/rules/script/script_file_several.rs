use crate::connector::Connector;
use crate::connector::script;
use crate::rule::Report;
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(connector: &Connector, report: &mut Report) {
    let mut scripts = connector.listing.iter().filter(|name| script::is_script(name));
    if scripts.clone().nth(1).is_none() {
        return;
    }
    let (count, first) = (scripts.clone().count(), scripts.next().map(String::as_str).unwrap_or_default());
    let names = scripts.fold(format!("`{first}`"), |names, name| format!("{names}, `{name}`"));
    report
        .in_file(
            File::Script,
            Span { start: 0, end: 0 },
            format!("a connector has one script, but this folder has {count}: {names}"),
        )
        .help("put all the code in the class `Script` of `script.csx`");
}
