use crate::connector::Dynamic;
use crate::rule::Report;

pub fn check(dynamic: Dynamic, report: &mut Report) {
    if !dynamic.is_list() {
        return;
    }
    let (Some(target), Some(answer)) = (dynamic.target(), dynamic.answer()) else { return };
    let path = dynamic.collection();
    let text = path.and_then(|path| path.str()).unwrap_or_default();
    let target = target.display();
    let message = match answer.at_path(&text) {
        Ok(list) if list.is_type("array") || list.get("items").is_some() || list.is_open() => return,
        // Another rule reports dots instead of slashes.
        Err(false) if text.contains('.') && answer.at_path(&text.replace('.', "/")).is_ok() => return,
        Err(true) => return,
        Ok(_) if text.is_empty() => {
            format!("the response of {target} is not a list, and `{}` has no path to one", dynamic.name())
        }
        Ok(_) => format!("`{text}` in the response of {target} is not a list"),
        Err(false) => format!("the response of {target} has no `{text}`"),
    };
    let finding = match path {
        Some(path) => report.at(path, message),
        None => report.missing(dynamic.node, message),
    };
    finding.help("write the path to the array in the schema of its success response").label(answer.node, "the response");
}
