//! A server of the Model Context Protocol (MCP) and the one operation that makes it a tool of agents.
use super::part::{Part, named};
use super::wish::Wish;
use crate::connector::facts;
use serde_json::json;

/// The address of an MCP server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// `https`, or `http` for a server on this machine.
    pub scheme: &'static str,
    /// In lower case, with the port if there is one.
    pub host: String,
    /// Begins with a slash.
    pub path: String,
}

impl Server {
    /// The server at a URL.
    ///
    /// # Errors
    /// What is wrong with the URL and what to do, as a sentence without a period.
    pub fn parse(url: &str) -> Result<Server, String> {
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => "https",
            "http" => "http",
            _ => return Err("it is not a URL that begins with `https://`".to_owned()),
        };
        if rest.contains('?') {
            return Err("leave out the query: a key that is sent there belongs to `--auth api-key-query`".to_owned());
        }
        if rest.contains('#') {
            return Err("leave out the part after `#`: it is never sent to a server".to_owned());
        }
        let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        if host.contains('@') {
            return Err(
                "leave out the credentials: with `--auth basic`, users enter them when they create a connection".to_owned()
            );
        }
        let host = host.to_ascii_lowercase();
        let (name, port) = host.split_once(':').unwrap_or((&host, "443"));
        let fits = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
        if name.is_empty() || !name.chars().all(fits) || port.parse::<u16>().is_err() {
            return Err(format!("`{host}` is not the name of a host, with or without a port"));
        }
        if scheme == "http" && !is_this_machine(name) {
            return Err("only a server on this machine can have a URL that begins with `http://`: use `https://`".to_owned());
        }
        if let Some(letter) = path.chars().find(|letter| !letter.is_ascii_graphic() || "\"*<>\\^`{|}".contains(*letter)) {
            return Err(format!("the path cannot contain `{letter}`: percent-encode it"));
        }
        Ok(Server { scheme, host, path: if path.is_empty() { "/".to_owned() } else { path.to_owned() } })
    }
}

/// Whether a host is the machine itself.
fn is_this_machine(name: &str) -> bool {
    name.parse::<std::net::Ipv4Addr>().map_or(name == "localhost", |address| address.is_loopback())
}

/// The operation of a server: the form of Microsoft's sample, which has no parameters, and a response without a schema. The server
/// itself lists its tools.
pub fn part(server: &Server, wish: &Wish) -> Part {
    let operation = json!({
        "operationId": "InvokeMCP",
        "summary": SUMMARY,
        "description": format!("Gives an agent the tools of {}, over the Model Context Protocol (MCP).", wish.service()),
        "x-ms-agentic-protocol": facts::strings("known-extensions", "allowed-values", "agentic-protocol").first(),
        "responses": { "200": { "description": "Success" } },
    });
    Part::of_definition(json!({ "paths": named(server.path.as_str(), named("post", operation)) }))
}

/// The summary of the operation.
const SUMMARY: &str = "Invoke the MCP server";

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn addresses() {
        let parts = |url: &str| Server::parse(url).map(|server| format!("{} {} {}", server.scheme, server.host, server.path));
        let right = [
            ("https://mcp.fabrikam.com/mcp", "https mcp.fabrikam.com /mcp"),
            ("HTTPS://MCP.Fabrikam.com/Api/mcp/", "https mcp.fabrikam.com /Api/mcp/"),
            ("https://mcp.fabrikam.com", "https mcp.fabrikam.com /"),
            ("https://mcp.fabrikam.com:8443/", "https mcp.fabrikam.com:8443 /"),
            ("http://localhost:3000/mcp", "http localhost:3000 /mcp"),
            ("http://127.0.0.1/mcp", "http 127.0.0.1 /mcp"),
        ];
        for (url, wanted) in right {
            assert_eq!(parts(url).as_deref(), Ok(wanted), "{url}");
        }
        let wrong = [
            "mcp.fabrikam.com/mcp",
            "",
            "ftp://mcp.fabrikam.com",
            "http://mcp.fabrikam.com/mcp",
            "http://localhost.fabrikam.com/mcp",
            "http://127.0.0.1.fabrikam.com/mcp",
            "https:///mcp",
            "https://mcp.fabrikam.com:port/mcp",
            "https://fabrikam,com/mcp",
            "https://mcp.fabrikam.com/mcp?key=1",
            "https://mcp.fabrikam.com?key=1",
            "https://mcp.fabrikam.com/mcp#a",
            "https://me:secret@mcp.fabrikam.com/mcp",
            "https://mcp.fabrikam.com/{tenant}/mcp",
            "https://mcp.fabrikam.com/my mcp",
            "https://mcp.fabrikam.com/*",
            "https://mcp.fabrikam.com/größe",
        ];
        for url in wrong {
            assert!(Server::parse(url).is_err(), "{url}");
        }
    }
}
