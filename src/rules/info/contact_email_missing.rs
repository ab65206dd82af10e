use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let contact = definition.info().and_then(|info| info.get("contact")).filter(|contact| contact.is_object());
    let Some(contact) = contact.filter(|contact| !contact.has("email")) else { return };
    report.missing(contact, "`contact` has no `email`").help("add the email address where users get help; reviewers ask for it");
}
