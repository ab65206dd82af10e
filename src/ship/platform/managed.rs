//! Managed identities: a token from the machine that a program runs on. App Service and Functions, Azure Arc, Cloud Shell, and virtual
//! machines (IMDS).
//!
//! Source: the protocols of Azure Identity's ManagedIdentityCredential and the pages about managed identities on learn.microsoft.com,
//! read in 2026.
use super::failure::{Failure, Kind};
use super::http::Http;
use super::message::Request;
use super::sign_in::number;
use super::token::Token;
use serde_json::Value;
use std::path::{Path, PathBuf};
use url::Url;

/// Where the token of a managed identity comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Azure App Service, Functions, Container Apps, Automation: the address, and the value of a header.
    AppService { endpoint: Url, header: String },
    /// A server that Azure Arc manages: the address. It proves that the caller is an administrator with a file.
    Arc { endpoint: Url, folder: PathBuf },
    /// Azure Cloud Shell, for the user.
    CloudShell { endpoint: Url },
    /// A virtual machine, or what imitates one.
    Machine { host: Url },
}

/// A managed identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Managed {
    pub source: Source,
    /// Client id of a user-assigned identity; None: that of the system.
    pub client: Option<String>,
}

/// The address of IMDS.
pub const MACHINE: &str = "http://169.254.169.254";

/// Bytes of a file in which Arc proves something.
const LONGEST_PROOF: u64 = 4096;

impl Source {
    /// For people.
    pub fn name(&self) -> &'static str {
        match self {
            Source::AppService { .. } => "App Service",
            Source::Arc { .. } => "Azure Arc",
            Source::CloudShell { .. } => "Cloud Shell",
            Source::Machine { .. } => "the virtual machine",
        }
    }
}

/// The address of such a service. It is that of this machine or its link, where plain http is usual, or https.
///
/// # Errors
/// When it is another one.
pub fn address(text: &str) -> Result<Url, super::cloud::Error> {
    let url = Url::parse(text).map_err(|_| super::cloud::Error::NotAnAddress(text.to_owned()))?;
    match url.host() {
        Some(url::Host::Ipv4(ip)) if ip.is_link_local() && url.scheme() == "http" => Ok(url),
        _ => super::cloud::address(text),
    }
}

impl Managed {
    /// A token for a resource.
    ///
    /// # Errors
    /// When there is no such identity, or it is refused.
    pub fn token(&self, http: &Http, resource: &str) -> Result<Token, Failure> {
        let asked = format!("sign in with the managed identity of {}", self.source.name());
        let with = |endpoint: &Url, version: &str| {
            let mut url = endpoint.clone();
            url.query_pairs_mut().append_pair("api-version", version).append_pair("resource", resource);
            if let Some(client) = &self.client {
                url.query_pairs_mut().append_pair("client_id", client);
            }
            Request { private: true, ..Request::new("GET", url, asked.as_str()) }
        };
        let request = match &self.source {
            Source::AppService { endpoint, header } => {
                http.redactor.keep(header);
                with(endpoint, "2019-08-01").header("X-IDENTITY-HEADER", header.as_str())
            }
            Source::Arc { endpoint, folder } => {
                let request = with(endpoint, "2020-06-01").header("Metadata", "true");
                let proof = proof(http, &request, folder)?;
                http.redactor.keep(&proof);
                request.header("Authorization", format!("Basic {proof}"))
            }
            Source::CloudShell { endpoint } => {
                let form = vec![("resource", resource.to_owned())];
                let request = Request::new("POST", endpoint.clone(), asked.as_str()).header("Metadata", "true").form(form);
                Request { private: true, ..request }
            }
            Source::Machine { host } => {
                let endpoint = host.join("/metadata/identity/oauth2/token").unwrap_or_else(|_| host.clone());
                with(&endpoint, "2018-02-01").header("Metadata", "true")
            }
        };
        let failed = |failure: Failure| {
            let remedy = "check that the machine has an identity; `AZURE_CLIENT_ID` names one that is assigned by a user";
            Failure { kind: Kind::SignIn, remedy: remedy.into(), ..failure }
        };
        let reply = http.send_for_json(&request).map_err(failed)?;
        let Some(text) = reply.get("access_token").and_then(Value::as_str) else {
            return Err(failed(Failure::new(Kind::NotUnderstood, asked, "the response has no token", "")));
        };
        http.redactor.keep(text);
        let lasts = || Some(http.outside.seconds().saturating_add(number(&reply, "expires_in")?));
        let until = number(&reply, "expires_on").or_else(lasts);
        let token = Token::new(text);
        Ok(Token { expires_on: until.or(token.expires_on), ..token })
    }
}

/// The content of the file that Arc names in its refusal. Only its own folder is read.
fn proof(http: &Http, request: &Request, folder: &Path) -> Result<String, Failure> {
    let fail =
        |why: String| Failure::sign_in(request.asked.as_str(), why, "run it as an administrator, or as a member of `himds`");
    let reply = http.exchanged(request)?;
    let challenge = reply.header("www-authenticate").unwrap_or_default();
    let path = challenge.split_once("realm=").map(|(_, path)| PathBuf::from(path.trim().trim_matches('"')));
    let path = path.ok_or_else(|| fail(format!("Azure Arc answered {} without naming a file", reply.status)))?;
    let real = |path: &Path| path.canonicalize().map_err(|error| fail(format!("`{}` cannot be read: {error}", path.display())));
    let inside = real(&path)?.starts_with(real(folder)?) && path.extension().is_some_and(|end| end == "key");
    if !inside {
        return Err(fail(format!("Azure Arc names `{}`, which is not one of its own files", path.display())));
    }
    let bytes = crate::text::read::plain(&path, LONGEST_PROOF).map_err(|error| fail(format!("`{}`: {error}", path.display())))?;
    String::from_utf8(bytes).map_err(|_| fail(format!("`{}` is not text", path.display())))
}
