use crate::connector::Definition;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| facts::strings("categories", "metadata", "names"));

pub fn check(definition: Definition, report: &mut Report) {
    for (node, _) in definition.metadata() {
        let name = node.str().unwrap_or_default();
        let known = NAMES.iter().find(|known| known.eq_ignore_ascii_case(&name) && **known != name);
        if let Some(known) = known {
            report
                .at(node, format!("metadata entry `{name}` should be `{known}`"))
                .help("use the name from Microsoft's template")
                .fix(Fix::safe(format!("rename it to `{known}`")).replace_str(node, known));
        }
    }
}
