use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let contact = definition.info().and_then(|info| info.get("contact")).filter(|contact| contact.is_object());
    let Some(contact) = contact else { return };
    let blank_name = contact.get("name").filter(|name| name.str().is_some_and(|name| name.trim().is_empty()));
    if let Some(name) = blank_name {
        report.blank(contact, name, "`contact` has no `name`").help("add the name of the team or company that provides support");
    } else if !contact.has("name") {
        report.missing(contact, "`contact` has no `name`").help("add the name of the team or company that provides support");
    }
    // A blank `url` is not a valid URL: url-not-valid.
    if !contact.has("url") {
        report.missing(contact, "`contact` has no `url`").help("add the URL of the page where users get help");
    }
}
