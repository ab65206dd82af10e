use crate::connector::Properties;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("connection-parameter-types", "capabilities", "names"));

pub fn check(properties: Properties, report: &mut Report) {
    for item in properties.get("capabilities").into_iter().flat_map(|list| list.items()) {
        let Some(name) = item.str().filter(|name| !NAMES.contains(&name.as_ref())) else { continue };
        match NAMES.iter().find(|known| known.eq_ignore_ascii_case(&name)) {
            Some(known) => report
                .at(item, format!("capability `{name}` must be lower case"))
                .help(format!("write `{known}`"))
                .fix(Fix::safe(format!("write `{known}`")).replace_str(item, known)),
            None => report
                .at(item, format!("capability `{name}` is not known"))
                .help("leave it out; the platform reads from the definition what the connector can do"),
        };
    }
}
