use super::metadata_url_not_valid::{is_absolute, is_address};
use crate::connector::Definition;
use crate::rule::Report;
use crate::rule::fix::Fix;

pub fn check(definition: Definition, report: &mut Report) {
    for (name, value) in definition.metadata() {
        let is_url = name.str().is_some_and(|name| is_address(&name));
        let Some(node) = value.filter(|_| is_url) else { continue };
        let url = node.str().unwrap_or_default();
        let Some((scheme, rest)) = url.split_once("://").filter(|_| is_absolute(&url)) else { continue };
        let web = |scheme: &str| ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
        // `https://https://host`: the second scheme would be the host.
        let twice = rest.split_once(':').is_some_and(|(second, path)| web(second) && path.starts_with("//"));
        if web(scheme) && !twice {
            continue;
        }
        let fixed = if twice { rest.to_owned() } else { format!("https://{rest}") };
        let message = match twice {
            true => format!("`{url}` has `://` twice"),
            false => format!("`{url}` begins with `{scheme}:`, which no browser opens"),
        };
        let finding = report.at(node, message).help("copy the address from a browser");
        if twice || crate::text::slips::between(&scheme.to_lowercase(), "https") <= 2 {
            finding.fix(Fix::safe(format!("set `{fixed}`")).replace_str(node, &fixed));
        }
    }
}
