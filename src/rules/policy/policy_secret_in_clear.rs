use crate::connector::Policy;
use crate::connector::facts;
use crate::rule::Report;

/// Parts of the names of headers and query parameters that carry a secret, without separators.
const SECRET_NAMES: [&str; 7] = ["authorization", "apikey", "subscriptionkey", "secret", "password", "accesstoken", "authtoken"];

pub fn check(policy: Policy, report: &mut Report) {
    if !policy.is("setheader") && !policy.is("setqueryparameter") {
        return;
    }
    let (Some(name), Some(value)) = (policy.parameter("name").and_then(crate::Node::str), policy.parameter("value")) else {
        return;
    };
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let Some(text) = value.str() else { return };
    // The secret itself, without the scheme in front of it, which may show that it is one (`AppKey 7hG2…`).
    let (scheme, secret) = text.rsplit_once(' ').unwrap_or(("", &text));
    let scheme = scheme.to_lowercase();
    let digits = secret.bytes().any(|byte| byte.is_ascii_digit());
    let named = SECRET_NAMES.iter().any(|known| plain.contains(known))
        || ["key", "bearer", "token"].iter().any(|word| scheme.contains(word));
    if !named || text.contains(['@', '{', '<', '[']) || secret.len() < 12 || !digits {
        return;
    }
    if !facts::is_placeholder(&text) && !facts::is_placeholder(secret) {
        report
            .at(value, format!("`{name}` is set to a secret in plain text"))
            .help("take it from a connection parameter: `@connectionParameters('api_key')`");
    }
}
