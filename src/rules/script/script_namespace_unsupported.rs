use crate::connector::Connector;
use crate::connector::facts;
use crate::rule::Report;
use crate::text::document::File;
use std::sync::LazyLock;

static DOCUMENTED: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("script-namespaces", "documented", "namespaces"));
static PUBLISHED: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("script-namespaces", "published", "namespaces"));

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    let publisher = connector.api_properties().and_then(|properties| properties.get("publisher")?.str());
    // Microsoft's own connectors use a namespace that others cannot use.
    let microsoft = publisher.is_some_and(|name| name.trim().eq_ignore_ascii_case("microsoft"));
    for (first, last, name) in script.usings() {
        // `using static` and an alias name a type: its namespace is the part before the last dot.
        let outer = name.rsplit_once('.').map_or("", |(outer, _)| outer);
        let names_type = script.text(first.saturating_sub(1)) != "using";
        let known = |list: &[&str]| list.contains(&name.as_str()) || (names_type && list.contains(&outer));
        if known(&DOCUMENTED) || (microsoft && known(&PUBLISHED)) {
            continue;
        }
        let message = format!("scripts may not use the namespace `{name}`");
        report
            .in_file(File::Script, script.span(first, last), message)
            .help("remove the line if nothing needs it; otherwise use the documented namespaces");
    }
}
