use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    let contact = definition.info().and_then(|info| info.get("contact"));
    let Some(node) = contact.and_then(|contact| contact.get("email")) else { return };
    let Some(email) = node.str().filter(|email| !is_address(email)) else { return };
    let trimmed = email.trim();
    let plain =
        trimmed.get(..7).filter(|head| head.eq_ignore_ascii_case("mailto:")).map_or(trimmed, |head| &trimmed[head.len()..]);
    let message = if trimmed.is_empty() { "`email` is empty".to_owned() } else { format!("`{email}` is not an email address") };
    let finding =
        report.at(node, message).help("write one plain address such as `support@fabrikam.com`, without a name around it");
    if is_address(plain.trim()) {
        finding.fix(Fix::safe(format!("set `{}`", plain.trim())).replace_str(node, plain.trim()));
    }
}

/// One `@`, something before it, a domain with a dot after it; ASCII only, and nothing that needs quotes.
fn is_address(text: &str) -> bool {
    let Some((user, domain)) = text.split_once('@') else { return false };
    let in_user = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    !user.is_empty() && user.bytes().all(in_user) && domain.contains('.') && domain.split('.').all(is_label)
}
