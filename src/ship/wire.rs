//! The one way to the network: how a request is sent, how long that may take, how much is taken, which redirects are followed.
use super::platform::message::Reply;
use std::io::{self, Read};
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

/// The longest accepted response, in bytes after decompression. A definition may have a megabyte, and so may an icon.
pub const LONGEST_ANSWER: u64 = 32 << 20;

/// How many redirects of a request that only reads are followed.
pub const MOST_REDIRECTS: usize = 5;

/// Sends requests, each over a connection of its own.
#[derive(Clone, Debug)]
pub struct Wire {
    agent: ureq::Agent,
}

/// How far a request came that has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It was never sent: no name, no connection, no trust.
    NotSent,
    /// The connection broke; the service may have done what it was asked.
    Broken,
    /// No answer in time; the service may have done what it was asked.
    TimedOut,
    /// What is here does not allow the request to be made.
    Here,
}

impl Wire {
    /// A client that waits no longer than `timeout` for an answer.
    pub fn new(timeout: Duration, proxy: Option<ureq::Proxy>) -> Wire {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // Which redirects are followed is decided by those who ask.
            .max_redirects(0)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(timeout.min(Duration::from_secs(15))))
            // A connection that the service has closed meanwhile looks like one that broke after sending.
            .max_idle_connections(0)
            .user_agent(concat!("connsmith/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .proxy(proxy)
            .allow_non_standard_methods(true)
            .build()
            .new_agent();
        Wire { agent }
    }

    /// Sends a request and takes the answer, whatever its status. Of a longer one than [`LONGEST_ANSWER`] one byte more comes.
    ///
    /// # Errors
    /// When there is no answer: how far the request came, and why.
    pub fn exchange<'h>(
        &self,
        method: &str,
        url: &str,
        headers: impl Iterator<Item = (&'h str, &'h str)>,
        body: Option<Vec<u8>>,
    ) -> Result<Reply, (Broken, String)> {
        self.sent(method, url, headers, body).map_err(|error| explained(&error))
    }

    fn sent<'h>(
        &self,
        method: &str,
        url: &str,
        headers: impl Iterator<Item = (&'h str, &'h str)>,
        body: Option<Vec<u8>>,
    ) -> Result<Reply, ureq::Error> {
        let mut head = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            head = head.header(name, value);
        }
        let answer = match body {
            Some(bytes) => self.agent.run(head.body(bytes).map_err(ureq::Error::Http)?)?,
            // A service refuses a POST without a length.
            None if method == "POST" => self.agent.run(head.body(Vec::new()).map_err(ureq::Error::Http)?)?,
            None => self.agent.run(head.body(()).map_err(ureq::Error::Http)?)?,
        };
        let status = answer.status().as_u16();
        let headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let mut bytes = Vec::new();
        // One byte more than is taken shows that there is more.
        answer.into_body().into_reader().take(LONGEST_ANSWER + 1).read_to_end(&mut bytes).map_err(ureq::Error::from)?;
        Ok(Reply { status, headers, bytes, retry_after: None })
    }
}

fn explained(error: &ureq::Error) -> (Broken, String) {
    use io::ErrorKind::*;
    match error {
        ureq::Error::HostNotFound => (Broken::NotSent, "there is no such host".to_owned()),
        ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
            (Broken::NotSent, "the connection timed out".to_owned())
        }
        ureq::Error::Timeout(_) => (Broken::TimedOut, "the request timed out".to_owned()),
        ureq::Error::Io(error) => match error.kind() {
            ConnectionRefused => (Broken::NotSent, "the connection was refused".to_owned()),
            HostUnreachable | NetworkUnreachable | NetworkDown | AddrNotAvailable => {
                (Broken::NotSent, "the host cannot be reached".to_owned())
            }
            ConnectionReset | ConnectionAborted | BrokenPipe | UnexpectedEof => {
                (Broken::Broken, "the connection broke before the response was complete".to_owned())
            }
            TimedOut => (Broken::TimedOut, "the request timed out".to_owned()),
            _ => (Broken::Broken, error.to_string()),
        },
        ureq::Error::ConnectionFailed | ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::InvalidProxyUrl => {
            (Broken::NotSent, error.to_string())
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => (Broken::Here, error.to_string()),
        _ => (Broken::Broken, error.to_string()),
    }
}
