//! The national clouds: which hosts, and for whom their tokens are.
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

impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The API version that both services are asked for.
pub const API_VERSION: &str = "2016-11-01";

/// Where the services are, and how they are addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The Power Apps service. Path and query do not count.
    pub power_apps: Url,
    pub power_apps_version: String,
    /// The Power Automate service, which lists the environments. Path and query do not count.
    pub flow: Url,
    pub flow_version: String,
    /// Where people sign in. Path and query do not count.
    pub authority: Url,
    /// For whom tokens are.
    pub resource: String,
}

/// Why an address cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("`{0}` is not an address such as `https://api.powerapps.com`")]
    NotAnAddress(String),
    #[error("`{0}` is not https: a token would travel in the open")]
    NotHttps(String),
}

/// An address of a service. Without TLS it must be on this machine.
///
/// # Errors
/// When it is no address of a host, or not https.
pub fn address(text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).map_err(|_| Error::NotAnAddress(text.to_owned()))?;
    let here = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => return Err(Error::NotAnAddress(text.to_owned())),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if here => Ok(url),
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
            power_apps: url(power_apps),
            power_apps_version: API_VERSION.to_owned(),
            flow: url(flow),
            flow_version: API_VERSION.to_owned(),
            authority: url(authority),
            resource: resource.to_owned(),
        }
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
}
