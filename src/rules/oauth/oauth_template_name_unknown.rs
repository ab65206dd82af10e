use crate::connector::ConnectionParameter;
use crate::connector::facts;
use crate::connector::facts::Value;
use crate::rule::Report;
use crate::text::document::Node;
use std::sync::LazyLock;

static KNOWN: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    facts::entries("oauth-templates", "names").filter_map(|name| name.get("name").and_then(Value::as_str)).collect()
});

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((settings, provider)) = parameter.provider() else { return };
    if provider.id != "oauth2generic" {
        return;
    }
    for member in settings.get("customParameters").into_iter().flat_map(Node::members) {
        let Some(value) = member.value.get("value") else { continue };
        let Some(template) = value.str() else { continue };
        for name in template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name) {
            // `{token:name}`, or just `{name}`, stands for a connection parameter named `token:name`.
            let claim = |key: Node| key.key_is(name) || key.key_is(&format!("token:{name}"));
            let declared = parameter.key.parent().is_some_and(|siblings| siblings.members().any(|sibling| claim(sibling.key)));
            let word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':'));
            if word && !declared && !KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                let help = "use a placeholder that the platform knows, such as `{ClientId}`, or declare a connection parameter `token:name`";
                report.at(value, format!("the platform does not know the placeholder `{{{name}}}`")).help(help);
            }
        }
    }
}
