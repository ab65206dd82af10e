//! Where the API is: of servers to host, base path and scheme.
use super::Reader;
use super::kind::Refusal;
use crate::text::document::Node;
use crate::text::json::Kind;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The address of the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// With the port, if it has one; empty where the source does not say it.
    pub host: String,
    /// With a slash at its beginning and none at its end, but for `/` itself.
    pub base_path: String,
}

impl Server {
    /// Whether only the machine or the network on which it runs knows it.
    pub fn is_local(&self) -> bool {
        let name = self.host.split(':').next().unwrap_or("");
        name == "localhost" || name.starts_with("127.") || name == "0.0.0.0" || name.ends_with(".local")
    }
}

/// A text that may be an address, as host and path; None where it is none.
pub fn parse(url: &str) -> Option<Server> {
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if ["https", "http"].contains(&scheme.to_lowercase().as_str()) => rest,
        Some(_) => return None,
        None if url.starts_with("//") => &url[2..],
        None => return None,
    };
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let host = host.rsplit('@').next().unwrap_or(host).to_lowercase();
    let valid = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:_".contains(c));
    valid.then(|| Server { host, base_path: base_path(path) })
}

/// A base path in its form.
pub fn base_path(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    format!("/{}", parts.join("/"))
}

/// What can be had of an address that is none: `contoso.com/api` without scheme, `/v1` without host, a host with variables that have
/// no value.
fn loose(address: &str) -> Server {
    let rest = address.split(['?', '#']).next().unwrap_or(address);
    let path = match rest.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => {
            let first = rest.split('/').next().unwrap_or("");
            if first.contains('.')
                && !first.starts_with('.')
                && let Some(server) = parse(&format!("https://{rest}"))
            {
                return server;
            }
            rest
        }
    };
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "." | "..") && !part.contains('{')).collect();
    Server { host: String::new(), base_path: base_path(&parts.join("/")) }
}

impl<'a> Reader<'a> {
    /// The server of an OpenAPI 3 document. `wanted` is the number of the one to take.
    pub fn server(&mut self, root: Node<'a>) -> Server {
        let servers: Vec<Node<'a>> = self.resolver.inside(root, "servers").into_iter().flat_map(Node::items).collect();
        let addresses: Vec<String> = servers.iter().map(|server| self.address(*server)).collect();
        let wanted = self.options.server.filter(|&number| number < servers.len());
        if let (Some(given), None) = (self.options.server, wanted) {
            let count = servers.len();
            let known = match count {
                0 => "it has no server".to_owned(),
                1 => "it has one server, number 0".to_owned(),
                count => format!("it has {count} servers, numbers 0 to {}", count - 1),
            };
            let (given, name) = (given.to_string(), root.doc.name.clone());
            self.refused = Some(Refusal::Option { option: "--server", given, name, known });
        }
        let secure = || addresses.iter().position(|url| url.starts_with("https://") && parse(url).is_some());
        let any = || addresses.iter().position(|url| parse(url).is_some());
        let taken = wanted.or_else(secure).or_else(any).or(if addresses.is_empty() { None } else { Some(0) });
        let mut server = Server { host: String::new(), base_path: "/".to_owned() };
        if let Some(at) = taken {
            server = parse(&addresses[at]).unwrap_or_else(|| loose(&addresses[at]));
            self.variables(servers[at]);
            let changed = addresses[at].starts_with("http://") || (parse(&addresses[at]).is_none() && !server.host.is_empty());
            if changed && !server.is_local() {
                let message = "connectors call HTTPS; the URL is changed to HTTPS";
                self.notes.say("import-server-changed", servers[at], message);
            }
            for (other, node) in servers.iter().enumerate().filter(|(other, _)| *other != at) {
                let message = format!("a connector has one server; `{}` is left out", addresses[other]);
                let help = format!("use `--server {other}` to select it instead; the policy `dynamichosturl` lets users choose");
                self.notes.say_help("import-server-dropped", *node, message, help);
            }
        }
        if let Some(host) = &self.options.host {
            match parse(host).or_else(|| parse(&format!("https://{host}"))) {
                Some(given) if given.base_path != "/" => server = given,
                Some(given) => server.host = given.host,
                None => {}
            }
        }
        server
    }

    /// The address of a server, its variables replaced by their defaults.
    fn address(&self, server: Node<'a>) -> String {
        let url = server.get_str("url").unwrap_or_default();
        let mut values: FxHashMap<Cow<str>, Cow<str>> = FxHashMap::default();
        for variable in server.get("variables").into_iter().flat_map(Node::members) {
            if let Some(value) = value_of(variable.value) {
                values.entry(variable.name()).or_insert(value);
            }
        }
        expanded(&url, &values).trim().to_owned()
    }

    fn variables(&self, server: Node<'a>) {
        for variable in server.get("variables").into_iter().flat_map(Node::members) {
            let values = variable.value.get("enum").map_or(0, |values| values.items().count());
            let count = if values > 0 { format!("{values} values, ") } else { String::new() };
            let used = match value_of(variable.value) {
                Some(value) if value.is_empty() => "nothing stands in its place".to_owned(),
                Some(value) => format!("`{value}` is used"),
                None => "it has no default, and stays".to_owned(),
            };
            let message = format!("variable `{}` of the server: {count}{used}", variable.name());
            let help = "to let users choose, use a connection parameter and the policy `dynamichosturl`";
            self.notes.say_help("import-server-variable", variable.value, message, help);
        }
    }

    /// Says that servers of a path or an operation are left out.
    pub fn other_servers(&self, node: Node<'a>, server: &Server) {
        let Some(servers) = node.get("servers").filter(|servers| servers.items().next().is_some()) else { return };
        let same = servers.items().any(|other| parse(&self.address(other)).is_some_and(|other| other == *server));
        if !same {
            let urls: Vec<String> = servers.items().map(|server| self.address(server)).collect();
            let message = format!("this is on another server ({}), but a connector has only one", urls.join(", "));
            let help = "the policy `dynamichosturl` with `x-ms-apimTemplate-operationName` can send operations to another server";
            self.notes.say_help("import-server-dropped", servers, message, help);
        }
    }
}

/// What stands in the place of a variable: its default, which may be empty, else the first of its values.
fn value_of(variable: Node) -> Option<Cow<str>> {
    let text = |value: Node| value.str().unwrap_or_else(|| value.text().into()).into_owned();
    let default = variable.get("default").filter(|default| default.kind() != Kind::Null).map(text);
    let first = variable.get("enum").and_then(|values| values.items().next()).map(text);
    let default = default.filter(|default| !default.is_empty() || first.is_none());
    default.or(first).map(Cow::Owned)
}

/// The longest address that variables may make, in bytes.
pub const LONGEST: usize = 8192;

/// An address with each `{name}` replaced by its value, once: a value that names variables again could grow without end. One that
/// becomes too long stays as it is.
fn expanded(url: &str, values: &FxHashMap<Cow<str>, Cow<str>>) -> String {
    let (mut made, mut rest) = (String::new(), url);
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|length| open + length) else { break };
        // Of `{{name}`, the inner brace counts.
        let start = rest[..close].rfind('{').unwrap_or(open);
        made.push_str(&rest[..start]);
        made.push_str(values.get(&rest[start + 1..close]).map_or(&rest[start..=close], |value| value));
        rest = &rest[close + 1..];
        if made.len() > LONGEST {
            return url.to_owned();
        }
    }
    made + rest
}

#[cfg(test)]
mod tests {
    use super::{expanded, loose, parse};

    #[test]
    fn variables_are_replaced_once() {
        let values = [("a", "{b}{b}"), ("b", "c"), ("long", &"x".repeat(5000))];
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        for (url, made) in [("{a}/{b}", "{b}{b}/c"), ("{{b}/{x}", "{c/{x}"), ("}{b", "}{b"), ("{long}{long}", "{long}{long}")] {
            assert_eq!(expanded(url, &values), made, "{url}");
        }
    }

    #[test]
    fn addresses() {
        let of = |url: &str| parse(url).map(|server| (server.host, server.base_path));
        let some = |host: &str, path: &str| Some((host.to_owned(), path.to_owned()));
        assert_eq!(of("https://contoso.com:8443/x/"), some("contoso.com:8443", "/x"));
        assert_eq!(of("https://API.contoso.com"), some("api.contoso.com", "/"));
        assert_eq!(loose("contoso.com/api").host, "contoso.com");
        for (url, path) in [("https://{host}/a/{b}", "/a"), ("./v1/", "/v1"), ("/", "/"), ("v1", "/v1")] {
            let server = loose(url);
            assert_eq!((server.host.as_str(), server.base_path.as_str()), ("", path), "{url}");
        }
        for url in ["/v1", "https://{host}/a", "wss://contoso.com", "https:///a", ""] {
            assert_eq!(of(url), None, "{url}");
        }
    }
}
