use crate::connector::ConnectionParameter;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some(settings) = parameter.oauth() else { return };
    let Some(value) = settings.get("clientId").or_else(|| settings.get("ClientId")) else { return };
    let Some(id) = value.str().filter(|id| !id.trim().is_empty() && !facts::is_placeholder(id)) else { return };
    let head: String = id.chars().take(4).collect();
    let message = match looks_real(&id) {
        true => format!("client ID `{head}…` looks real"),
        false => format!("client ID `{id}` is not a placeholder"),
    };
    report
        .at(value, message)
        .help("use a placeholder, such as `[[DUMMY]]`, and give Microsoft the real one separately")
        .fix(Fix::risky("use a placeholder").replace_str(value, "[[DUMMY]]"));
}

/// A GUID, or a long mix of letters and digits, as services generate them.
fn looks_real(id: &str) -> bool {
    let plain = id.bytes().filter(u8::is_ascii_alphanumeric).count();
    let guid = id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    guid || (id.len() >= 20 && plain + 3 >= id.len() && digits >= 3 && id.bytes().any(|byte| byte.is_ascii_alphabetic()))
}
