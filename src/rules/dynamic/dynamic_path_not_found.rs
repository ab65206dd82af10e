use crate::connector::{Dynamic, Schema};
use crate::rule::Report;
use crate::text::document::Node;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    let Some(target) = dynamic.target() else { return };
    let (within, what) = match dynamic.is_list() {
        true => (dynamic.item(), "an item of the list of"),
        false => (dynamic.answer(), "the response of"),
    };
    let Some(within) = within else { return };
    // Another rule reports dots instead of slashes.
    let lost = |path: &Node| {
        let text = path.str().unwrap_or_default();
        !text.is_empty()
            && within.at_path(&text).is_err_and(|unknown| !unknown)
            && !(text.contains('.') && within.at_path(&text.replace('.', "/")).is_ok())
    };
    for path in [dynamic.value(), dynamic.title()].into_iter().flatten().filter(lost) {
        let text = path.str().unwrap_or_default();
        report
            .at(path, format!("{what} {} has no `{text}`", target.display()))
            .help(help(within, &text))
            .label(within.node, "looked for here");
    }
}

fn help(within: Schema, path: &str) -> String {
    let properties = within.properties();
    let names = properties.iter().map(|(member, _)| member.name());
    let slips = |name: &str| crate::text::slips::between(&name.to_lowercase(), &path.to_lowercase());
    match names.map(|name| (slips(&name), name)).min().filter(|(slips, _)| *slips <= 1) {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => "write the path of a property in the schema of its success response, such as `id` or `data/id`".to_owned(),
    }
}
