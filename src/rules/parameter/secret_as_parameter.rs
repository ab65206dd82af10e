use crate::connector::Parameter;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("secret-patterns", "secret-parameters", "names"));
static ENDS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("secret-patterns", "secret-parameters", "ends"));
static UNLESS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("secret-patterns", "secret-parameters", "unless"));

pub fn check(parameter: Parameter, report: &mut Report) {
    let Some(value) = parameter.get("name").filter(|_| parameter.is_visible()) else { return };
    let location = parameter.location();
    let name = parameter.name();
    // No secret has a longer name; this avoids the cost of the copy for the rest.
    if !matches!(&*location, "query" | "header" | "formData") || name.len() > 40 {
        return;
    }
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if !NAMES.contains(&&*bare) && !ENDS.iter().any(|end| bare.ends_with(end)) {
        return;
    }
    let is_harmless = |key: &str| {
        let text = parameter.node.get_str(key).unwrap_or_default().to_lowercase();
        UNLESS.iter().any(|word| text.contains(word))
    };
    if ["name", "x-ms-summary", "description"].into_iter().any(is_harmless) {
        return;
    }
    if location == "header" && bare == "authorization" {
        report.at(value, "the wizard rejects a header parameter named `Authorization`").help(
            "let the connection sign in: add a security definition; if the value really differs from call to call, give the \
                 parameter another name and set the header with a `setheader` policy",
        );
        return;
    }
    let what = if location == "formData" { "form" } else { &*location };
    report
        .at(value, format!("{what} parameter `{name}` asks for a secret each time"))
        .help("move it to the connection: `securityDefinitions`, or a connection parameter of type `securestring`");
}
