//! A certificate as proof of who an application is: a statement signed with its key.
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PSS_SHA256, RsaKeyPair};
use serde_json::json;

/// A certificate with its private key.
pub struct Certificate {
    /// DER.
    certificate: Vec<u8>,
    key: RsaKeyPair,
}

/// Why a certificate cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the file holds no `BEGIN {0}`")]
    Lacks(&'static str),
    #[error("its private key is encrypted; `openssl pkey -in FILE` writes it without a password")]
    Encrypted,
    #[error("its private key is not a usable RSA key: {0}")]
    Key(String),
    #[error("its base64 is not valid")]
    Base64,
}

impl Certificate {
    /// Reads PEM: certificate and RSA key (PKCS #8 or #1), in any order.
    ///
    /// # Errors
    /// When one of them is missing or cannot be used.
    pub fn from_pem(pem: &str) -> Result<Certificate, Error> {
        let certificate = section(pem, "CERTIFICATE")?.ok_or(Error::Lacks("CERTIFICATE"))?;
        let broken = |error: ring::error::KeyRejected| Error::Key(error.to_string());
        let key = match (section(pem, "PRIVATE KEY")?, section(pem, "RSA PRIVATE KEY")?) {
            (Some(der), _) => RsaKeyPair::from_pkcs8(&der).map_err(broken)?,
            (None, Some(der)) => RsaKeyPair::from_der(&der).map_err(broken)?,
            _ if pem.contains("BEGIN ENCRYPTED PRIVATE KEY") => return Err(Error::Encrypted),
            _ => return Err(Error::Lacks("PRIVATE KEY")),
        };
        Ok(Certificate { certificate, key })
    }

    /// The signed statement that `client` is who it claims to be, for the token endpoint `audience`, good for ten minutes from
    /// `now` (seconds since 1970). Form: Microsoft identity platform, "application authentication certificate
    /// credentials"; read 2026-11-24.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn assertion(&self, client: &str, audience: &str, now: u64) -> Result<String, Error> {
        let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let thumbprint = digest::digest(&digest::SHA256, &self.certificate);
        let header = part(json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": URL_SAFE_NO_PAD.encode(thumbprint) }));
        let id = format!("{:032x}", fastrand::u128(..));
        let claims = part(json!({ "aud": audience, "iss": client, "sub": client, "jti": id, "nbf": now, "exp": now + 600 }));
        let statement = format!("{header}.{claims}");
        let mut signature = vec![0; self.key.public().modulus_len()];
        let random = SystemRandom::new();
        self.key
            .sign(&RSA_PSS_SHA256, &random, statement.as_bytes(), &mut signature)
            .map_err(|_| Error::Key("it cannot sign".to_owned()))?;
        Ok(format!("{statement}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

fn section(pem: &str, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let (start, end) = (format!("-----BEGIN {name}-----"), format!("-----END {name}-----"));
    let Some((_, rest)) = pem.split_once(&start) else { return Ok(None) };
    let (body, _) = rest.split_once(&end).ok_or(Error::Base64)?;
    let body: String = body.split_whitespace().collect();
    STANDARD.decode(body).map(Some).map_err(|_| Error::Base64)
}
