//! The national clouds: their hosts, and the audiences of their tokens.
use std::fmt;
use url::Url;

/// One of Microsoft's clouds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cloud {
    #[default]
    Public,
    /// US government, moderate.
    Gcc,
    /// US government, high.
    GccHigh,
    /// US Department of Defense.
    Dod,
    /// Operated by 21Vianet.
    China,
}

impl Cloud {
    pub const ALL: [Cloud; 5] = [Cloud::Public, Cloud::Gcc, Cloud::GccHigh, Cloud::Dod, Cloud::China];

    /// `public`, `gcc`, `gcc-high`, `dod` or `china`.
    pub fn name(self) -> &'static str {
        match self {
            Cloud::Public => "public",
            Cloud::Gcc => "gcc",
            Cloud::GccHigh => "gcc-high",
            Cloud::Dod => "dod",
            Cloud::China => "china",
        }
    }

    /// Its addresses. Source: the endpoint tables of Microsoft.PowerApps.Administration.PowerShell 2.0 (flow, powerapps,
    /// audience, authority), and "Power Apps US Government service URLs" on learn.microsoft.com; read 2026-11-24.
    pub fn addresses(self) -> [&'static str; 4] {
        match self {
            Cloud::Public => [
                "https://api.powerapps.com",
                "https://api.flow.microsoft.com",
                "https://login.microsoftonline.com/",
                "https://service.powerapps.com/",
            ],
            Cloud::Gcc => [
                "https://gov.api.powerapps.us",
                "https://gov.api.flow.microsoft.us",
                "https://login.microsoftonline.com/",
                "https://gov.service.powerapps.us/",
            ],
            Cloud::GccHigh => [
                "https://high.api.powerapps.us",
                "https://high.api.flow.microsoft.us",
                "https://login.microsoftonline.us/",
                "https://high.service.powerapps.us/",
            ],
            Cloud::Dod => [
                "https://api.apps.appsplatform.us",
                "https://api.flow.appsplatform.us",
                "https://login.microsoftonline.us/",
                "https://service.apps.appsplatform.us/",
            ],
            Cloud::China => [
                "https://api.powerapps.cn",
                "https://api.powerautomate.cn",
                "https://login.chinacloudapi.cn/",
                "https://service.powerapps.cn/",
            ],
        }
    }
}

impl Cloud {
    /// The endings of its Dataverse hosts. A token is sent there, so the list is closed.
    fn dataverse(self) -> &'static [&'static str] {
        match self {
            Cloud::Public | Cloud::Gcc => &["dynamics.com"],
            Cloud::GccHigh => &["microsoftdynamics.us"],
            Cloud::Dod => &["appsplatform.us"],
            Cloud::China => &["dynamics.cn"],
        }
    }

    /// The endings of the hosts for icons, scripts and definitions. No token is sent there. Some of these endings
    /// belong to anyone who rents them, so their content cannot be trusted.
    fn storage(self) -> &'static [&'static str] {
        match self {
            Cloud::Public => {
                &["blob.core.windows.net", "blob.storage.azure.net", "azureedge.net", "azurefd.net", "powerapps.com"]
            }
            Cloud::Gcc => &[
                "blob.core.windows.net",
                "blob.storage.azure.net",
                "blob.core.usgovcloudapi.net",
                "azureedge.net",
                "azurefd.net",
                "azureedge.us",
                "azurefd.us",
                "powerapps.us",
            ],
            Cloud::GccHigh => &["blob.core.usgovcloudapi.net", "azureedge.us", "azurefd.us", "powerapps.us"],
            Cloud::Dod => &["blob.core.usgovcloudapi.net", "azureedge.us", "azurefd.us", "appsplatform.us"],
            Cloud::China => &["blob.core.chinacloudapi.cn", "azureedge.cn", "azure.cn", "powerapps.cn"],
        }
    }

    /// Whether an untrusted URL is one of this cloud's own: https, and a host of its services or one below
    /// it (`europe.api.powerapps.com`).
    pub fn owns(self, url: &Url) -> bool {
        let hosts = self.addresses().map(|text| Url::parse(text).ok().and_then(|url| url.host_str().map(str::to_owned)));
        let plain = url.username().is_empty() && url.password().is_none();
        url.scheme() == "https" && url.port().is_none() && plain && hosts.iter().flatten().any(|host| is_below(url, host))
    }
}

/// Whether the host of a URL is this one, or one below it.
fn is_below(url: &Url, host: &str) -> bool {
    let known = url.host_str().unwrap_or_default();
    known == host || known.strip_suffix(host).is_some_and(|rest| rest.ends_with('.'))
}

/// The hosts that a response of the service may point us to.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    /// Scheme, host and port exactly.
    origins: Vec<url::Origin>,
    /// With all hosts below them, over https.
    endings: Vec<String>,
}

impl Hosts {
    /// Whether a URL may be requested.
    pub fn allow(&self, url: &Url) -> bool {
        let named = url.scheme() == "https" && self.endings.iter().any(|ending| is_below(url, ending));
        named || self.origins.contains(&url.origin())
    }
}

impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The API version for both services.
pub const API_VERSION: &str = "2016-11-01";

/// The addresses of the services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The cloud, or the nearest one.
    pub cloud: Cloud,
    /// More hosts that may hold parts of connectors.
    pub more_hosts: Vec<String>,
    /// The Power Apps service. Path and query do not count.
    pub power_apps: Url,
    pub power_apps_version: String,
    /// The Power Automate service, which lists the environments. Path and query do not count.
    pub flow: Url,
    pub flow_version: String,
    /// Where people sign in. Path and query do not count.
    pub authority: Url,
    /// The audience of tokens.
    pub resource: String,
}

/// Why a URL cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("`{0}` is not a URL such as `https://api.powerapps.com`")]
    NotAnAddress(String),
    #[error("`{0}` is not https: a token would be sent unencrypted")]
    NotHttps(String),
    #[error("`{0}` is not on a host of the service; if you trust it, name its host with `--allow-host`")]
    Elsewhere(String),
}

/// Whether a URL leads to this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// The URL of a service. Without TLS it must be on this machine.
///
/// # Errors
/// When it is not the URL of a host, or not https.
pub fn address(text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).map_err(|_| Error::NotAnAddress(text.to_owned()))?;
    if url.host().is_none() {
        return Err(Error::NotAnAddress(text.to_owned()));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(Error::NotHttps(text.to_owned())),
        _ => Err(Error::NotAnAddress(text.to_owned())),
    }
}

impl Endpoints {
    /// Those of a cloud.
    ///
    /// # Panics
    /// Never: the presets are addresses, and a test reads them all.
    pub fn of(cloud: Cloud) -> Endpoints {
        let [power_apps, flow, authority, resource] = cloud.addresses();
        let url = |text: &str| address(text).unwrap_or_else(|error| panic!("{error}"));
        Endpoints {
            cloud,
            more_hosts: Vec::new(),
            power_apps: url(power_apps),
            power_apps_version: API_VERSION.to_owned(),
            flow: url(flow),
            flow_version: API_VERSION.to_owned(),
            authority: url(authority),
            resource: resource.to_owned(),
        }
    }

    fn origins(&self) -> Vec<url::Origin> {
        [&self.power_apps, &self.flow].into_iter().map(Url::origin).collect()
    }

    /// The hosts that may hold parts of connectors.
    pub fn hosts(&self) -> Hosts {
        let known = self.cloud.storage().iter().map(|ending| (*ending).to_owned());
        Hosts { origins: self.origins(), endings: known.chain(self.more_hosts.iter().cloned()).collect() }
    }

    /// The address of a part of a connector, as the service names it.
    ///
    /// # Errors
    /// When it is not a URL, or on a host that is neither the cloud's nor one of `more_hosts`.
    pub fn part(&self, text: &str) -> Result<Url, Error> {
        allowed(text, &self.hosts())
    }

    /// The URL of an environment's Dataverse, where a token is sent.
    ///
    /// # Errors
    /// When it is not a URL, or on a host that is not the cloud's.
    pub fn dataverse(&self, text: &str) -> Result<Url, Error> {
        let endings = self.cloud.dataverse().iter().map(|ending| (*ending).to_owned()).collect();
        allowed(text, &Hosts { origins: self.origins(), endings })
    }
}

fn allowed(text: &str, hosts: &Hosts) -> Result<Url, Error> {
    let url = address(text)?;
    match hosts.allow(&url) {
        true => Ok(url),
        false => Err(Error::Elsewhere(url.origin().ascii_serialization())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_addresses_and_plain_http_is_for_this_machine() {
        for cloud in Cloud::ALL {
            assert!(Endpoints::of(cloud).resource.ends_with('/'));
        }
        assert!(
            address("http://127.0.0.1:8080/x").is_ok() && address("http://[::1]/").is_ok() && address("http://localhost").is_ok()
        );
        assert_eq!(address("http://api.powerapps.com"), Err(Error::NotHttps("http://api.powerapps.com".into())));
        assert_eq!(address("http://127.0.0.1.evil.example"), Err(Error::NotHttps("http://127.0.0.1.evil.example".into())));
        assert_eq!(address("api.powerapps.com"), Err(Error::NotAnAddress("api.powerapps.com".into())));
        assert_eq!(address("file:///etc"), Err(Error::NotAnAddress("file:///etc".into())));
    }

    #[test]
    fn only_hosts_of_the_cloud_are_its_own() {
        let owns = |text: &str| Cloud::Public.owns(&Url::parse(text).unwrap());
        for own in ["https://api.powerapps.com", "https://europe.api.powerapps.com/x", "https://login.microsoftonline.com"] {
            assert!(owns(own), "{own}");
        }
        for other in [
            "http://api.powerapps.com",
            "https://api.powerapps.com:8443",
            "https://api.powerapps.com.evil.example",
            "https://evilapi.powerapps.com",
            "https://evil.example/api.powerapps.com",
            "https://user@api.powerapps.com",
            "https://api.powerapps.cn",
            "http://127.0.0.1",
        ] {
            assert!(!owns(other), "{other}");
        }
        let endpoints = Endpoints { more_hosts: vec!["cdn.contoso.com".into()], ..Endpoints::of(Cloud::Public) };
        for part in
            ["https://a.blob.core.windows.net/c?sig=x", "https://content.powerapps.com/i.png", "https://cdn.contoso.com/i"]
        {
            assert!(endpoints.part(part).is_ok(), "{part}");
        }
        for part in ["https://evil.example/i.png", "http://127.0.0.1:1/i.png", "http://a.blob.core.windows.net/c"] {
            assert!(endpoints.part(part).is_err(), "{part}");
        }
        assert!(endpoints.dataverse("https://org.crm4.dynamics.com").is_ok());
        assert!(endpoints.dataverse("https://cdn.contoso.com").is_err());
        assert!(endpoints.dataverse("https://a.blob.core.windows.net").is_err());
    }
}
