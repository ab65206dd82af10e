//! Addresses in Azure Resource Manager: which names may be part of one, and the requests to what is there.
//!
//! Source: the TypeSpec of `Microsoft.Web/connectorGateways` (Azure/azure-rest-api-specs), read 2026-11-29.
use crate::ship::platform::cloud::Cloud;
use crate::ship::platform::message::{Request, encoded};
use serde_json::Value;
use std::fmt;
use url::Url;

/// The API version of namespaces and everything below them.
pub const API_VERSION: &str = "2026-05-01-preview";
/// The API version of the managed connectors of a region.
pub const MANAGED_VERSION: &str = "2016-06-01";
/// The API version of sandbox groups: the published stable version does not know gateway connections.
pub const SANDBOX_VERSION: &str = "2026-02-01-preview";
/// The API version of role assignments.
pub const ROLE_VERSION: &str = "2022-04-01";

/// Azure Resource Manager of a cloud: its address is also the audience of its tokens. Source: the environments of the Azure CLI
/// (`az cloud list`), read 2026-11-29.
pub fn resource_manager(cloud: Cloud) -> &'static str {
    match cloud {
        // Power Platform's GCC uses the public Azure.
        Cloud::Public | Cloud::Gcc => "https://management.azure.com",
        Cloud::GccHigh | Cloud::Dod => "https://management.usgovcloudapi.net",
        Cloud::China => "https://management.chinacloudapi.cn",
    }
}

/// The audience of tokens for the runtime URL of a connection.
pub const RUNTIME_RESOURCE: &str = "https://apihub.azure.com";
/// The audience of tokens for the data plane of sandboxes.
pub const SANDBOX_RESOURCE: &str = "https://dynamicsessions.io";

/// The endings of the hosts of runtime URLs. A token is sent there, so the list is closed.
const RUNTIME_HOSTS: [&str; 4] = ["azure-apihub.net", "azure-apihub.us", "azure-apihub.cn", "azure-apim.net"];

/// A name that can be a part of a URL: letters, digits and `. _ - ( )`, and not `.` or `..`. Nothing else leads to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// Why a text is not a name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not the name of {what}: it can have 1 to {most} letters, digits and `.`, `_`, `-`, `(`, `)`")]
pub struct Error {
    what: &'static str,
    text: String,
    most: usize,
}

impl Name {
    /// The longest name of a namespace or of something in it.
    pub const LONGEST: usize = 79;

    /// The name of a namespace or of something in it; `what` says of what, as in "a namespace".
    ///
    /// # Errors
    /// When Azure would not take it, or it would change the address.
    pub fn new(what: &'static str, text: &str) -> Result<Name, Error> {
        Name::up_to(what, text, Name::LONGEST)
    }

    /// The name of a subscription, resource group or another resource.
    ///
    /// # Errors
    /// When Azure would not take it, or it would change the address.
    pub fn segment(what: &'static str, text: &str) -> Result<Name, Error> {
        Name::up_to(what, text, 256)
    }

    fn up_to(what: &'static str, text: &str, most: usize) -> Result<Name, Error> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '(' | ')');
        let fits = (1..=most).contains(&text.len()) && text.chars().all(plain) && !matches!(text, "." | "..");
        if fits { Ok(Name(text.to_owned())) } else { Err(Error { what, text: text.to_owned(), most }) }
    }

    /// Stands for a name that a response would say, in requests that are only shown: a word in braces.
    pub fn unknown(word: &'static str) -> Name {
        Name(format!("{{{word}}}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a namespace contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Connection,
    Trigger,
    Mcp,
}

impl Kind {
    /// Its segment in an address.
    pub fn segment(self) -> &'static str {
        match self {
            Kind::Connection => "connections",
            Kind::Trigger => "triggerConfigs",
            Kind::Mcp => "mcpServerConfigs",
        }
    }
}

/// A resource, or a list of resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    base: Url,
    /// Without the base: the resource's id.
    path: String,
    version: &'static str,
    /// Whether what is there may have secrets, so that no trace shows it.
    private: bool,
}

impl Address {
    /// A subscription at the address of a Resource Manager.
    pub fn subscription(base: &Url, subscription: &Name) -> Address {
        Address { base: base.clone(), path: format!("/subscriptions/{subscription}"), version: API_VERSION, private: false }
    }

    /// A resource group of this subscription.
    pub fn group(&self, group: &Name) -> Address {
        self.below(&format!("resourceGroups/{group}"))
    }

    /// The namespaces of this resource group or subscription.
    pub fn namespaces(&self) -> Address {
        self.below("providers/Microsoft.Web/connectorGateways")
    }

    /// A namespace of this resource group.
    pub fn namespace(&self, name: &Name) -> Address {
        self.namespaces().below(name.as_str())
    }

    /// All of a kind in this namespace.
    pub fn all(&self, kind: Kind) -> Address {
        // A trigger may have secrets in its callback.
        Address { private: kind == Kind::Trigger, ..self.below(kind.segment()) }
    }

    /// One of a kind in this namespace.
    pub fn one(&self, kind: Kind, name: &Name) -> Address {
        self.all(kind).below(name.as_str())
    }

    /// The access policies of this connection or MCP server.
    pub fn policies(&self) -> Address {
        self.below("accessPolicies")
    }

    /// One of these.
    pub fn named(&self, name: &Name) -> Address {
        self.below(name.as_str())
    }

    /// A managed connector in a region of this subscription.
    pub fn managed(&self, location: &Name, connector: &Name) -> Address {
        let address = self.below(&format!("providers/Microsoft.Web/locations/{location}/managedApis/{connector}"));
        Address { version: MANAGED_VERSION, ..address }
    }

    /// A sandbox group of this resource group.
    pub fn sandboxes(&self, name: &Name) -> Address {
        Address { version: SANDBOX_VERSION, ..self.below(&format!("providers/Microsoft.App/sandboxGroups/{name}")) }
    }

    /// The role assignments of this resource.
    pub fn roles(&self) -> Address {
        Address { version: ROLE_VERSION, ..self.below("providers/Microsoft.Authorization/roleAssignments") }
    }

    /// The subscription in its path.
    pub fn subscription_id(&self) -> &str {
        self.path.split('/').nth(2).unwrap_or_default()
    }

    /// The list of runs of this trigger.
    pub fn all_runs(&self) -> Address {
        self.below("runs")
    }

    fn below(&self, path: &str) -> Address {
        Address { path: format!("{}/{path}", self.path), ..self.clone() }
    }

    /// The id of the resource.
    pub fn id(&self) -> &str {
        &self.path
    }

    /// Its last segment.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The URL, with more of a query than the version.
    fn url(&self, action: &str, more: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{action}", self.path));
        let more = more.iter().map(|(name, value)| format!("&{}={}", encoded(name), encoded(value))).collect::<String>();
        url.set_query(Some(&format!("api-version={}{more}", self.version)));
        url.set_fragment(None);
        url
    }

    /// Reads it; `asked` says what for, as it follows "cannot".
    pub fn get(&self, asked: impl Into<String>) -> Request {
        self.get_with(&[], asked)
    }

    /// The same as [`Address::get`] with more of a query.
    pub fn get_with(&self, more: &[(&str, &str)], asked: impl Into<String>) -> Request {
        let request = Request { private: self.private, ..Request::new("GET", self.url("", more), asked) };
        request.header("Accept", "application/json")
    }

    /// Creates or replaces it.
    pub fn put(&self, body: Value, asked: impl Into<String>) -> Request {
        Request::new("PUT", self.url("", &[]), asked).header("Accept", "application/json").json(body)
    }

    /// Changes these members of it.
    pub fn patch(&self, body: Value, asked: impl Into<String>) -> Request {
        Request::new("PATCH", self.url("", &[]), asked).header("Accept", "application/json").json(body)
    }

    /// Deletes it.
    pub fn delete(&self, asked: impl Into<String>) -> Request {
        Request::new("DELETE", self.url("", &[]), asked).header("Accept", "application/json")
    }

    /// An action of it.
    pub fn post(&self, action: &'static str, body: Value, asked: impl Into<String>) -> Request {
        Request::new("POST", self.url(&format!("/{action}"), &[]), asked).header("Accept", "application/json").json(body)
    }
}

/// The address of a connection's definition, from its runtime URL. The runtime URL comes from a service, and a token goes there: its
/// host must be known, or named by the user, or that of a Resource Manager on this machine.
///
/// # Errors
/// When it is not a runtime URL, or its host is not known.
pub fn metadata(runtime: &str, manager: &Url, more_hosts: &[String]) -> Result<Url, String> {
    let mut url = Url::parse(runtime).map_err(|_| format!("`{runtime}` is not a URL"))?;
    let host = url.host_str().unwrap_or_default();
    let is_below = |ending: &str| host == ending || host.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'));
    let known = RUNTIME_HOSTS.into_iter().any(is_below) || more_hosts.iter().any(|ending| is_below(ending));
    let here = crate::ship::platform::cloud::is_loopback(manager) && url.origin() == manager.origin();
    if !(here || known && url.scheme() == "https") {
        return Err(format!("`{host}` is not a host of runtime URLs; if you trust it, name it with `--allow-host`"));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    let Some((before, after)) = path.split_once("/apim/") else {
        return Err(format!("`{runtime}` is not a runtime URL: it has no `/apim/`"));
    };
    url.set_path(&format!("{before}/metadata/{after}"));
    url.set_query(Some("export=true"));
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_lead_to_addresses() {
        for good in ["mail", "a.b_c-(1)", &"x".repeat(79)] {
            assert!(Name::new("a connection", good).is_ok(), "{good}");
        }
        for bad in ["", ".", "..", "a/b", "a?b", "a%2fb", "a#", "ä", "a b", "a\n", &"x".repeat(80)] {
            assert!(Name::new("a connection", bad).is_err(), "{bad}");
        }
        let base = Url::parse("https://management.azure.com").unwrap();
        let name = |text| Name::new("x", text).unwrap();
        let namespace = Address::subscription(&base, &name("s")).group(&name("g")).namespace(&name("n"));
        let request = namespace.one(Kind::Trigger, &name("t")).put(Value::Null, "x");
        let expected = "https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/connectorGateways/n/triggerConfigs/t?api-version=2026-05-01-preview";
        assert_eq!((request.method, request.url.as_str()), ("PUT", expected));
    }

    #[test]
    fn tokens_go_to_known_hosts_only() {
        let azure = Url::parse("https://management.azure.com").unwrap();
        let here = Url::parse("http://127.0.0.1:9").unwrap();
        let of = |text: &str, manager: &Url| metadata(text, manager, &["contoso.com".to_owned()]).map(|url| url.to_string());
        let expected = "https://a.01.common.logic-x.azure-apihub.net/metadata/teams/7?export=true";
        assert_eq!(of("https://a.01.common.logic-x.azure-apihub.net/apim/teams/7/", &azure).as_deref(), Ok(expected));
        assert!(of("https://x.contoso.com/apim/teams/7", &azure).is_ok() && of("http://127.0.0.1:9/apim/t/7", &here).is_ok());
        for bad in [
            "http://a.azure-apihub.net/apim/teams/7",
            "https://azure-apihub.net.evil.example/apim/teams/7",
            "https://a.azure-apihub.net/teams/7",
            "http://127.0.0.1:9/apim/t/7",
            "nothing",
        ] {
            assert!(of(bad, &azure).is_err(), "{bad}");
        }
    }
}
