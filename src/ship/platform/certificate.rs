//! A certificate as proof of who an application is: a statement signed with its key.
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error as Pfx;
use pkcs8::{EncryptedPrivateKeyInfoRef, pkcs5};
use ring::digest;
use ring::error::KeyRejected;
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
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
    #[error("the file has no `BEGIN {0}`")]
    Lacks(&'static str),
    #[error("the file is neither PEM nor PFX (PKCS #12): {0}")]
    Neither(String),
    #[error("the file has no private key")]
    NoKey,
    #[error("the file has no certificate that belongs to its private key")]
    NoCertificate,
    /// No password was given, and it is not the empty one.
    #[error("it is protected by a password")]
    NeedsPassword,
    #[error("the password is wrong")]
    WrongPassword,
    #[error("its encryption is not supported: {0}")]
    Encryption(String),
    #[error("its private key is not a usable RSA key: {0}")]
    Key(String),
    #[error("its base64 is not valid")]
    Base64,
}

impl Certificate {
    /// Reads a PEM file (certificates and one RSA key in PKCS #8 or #1, in any order) or a PFX file (PKCS #12). With a password, the
    /// key of a PEM file may be encrypted in PKCS #8.
    ///
    /// # Errors
    /// When the key or its certificate is missing or cannot be used, or the password is not the right one.
    pub fn read(bytes: &[u8], password: Option<&str>) -> Result<Certificate, Error> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains("-----BEGIN ") => Certificate::from_pem(text, password),
            _ => Certificate::from_pfx(bytes, password),
        }
    }

    fn from_pem(pem: &str, password: Option<&str>) -> Result<Certificate, Error> {
        let certificates = sections(pem, "CERTIFICATE")?;
        if certificates.is_empty() {
            return Err(Error::Lacks("CERTIFICATE"));
        }
        if pem.contains("Proc-Type: 4,ENCRYPTED") {
            let why = "the form before PKCS #8; `openssl pkcs8 -topk8 -in FILE` changes it";
            return Err(Error::Encryption(why.to_owned()));
        }
        let first = |name| Ok(sections(pem, name)?.into_iter().next());
        let key = match (first("PRIVATE KEY")?, first("RSA PRIVATE KEY")?, first("ENCRYPTED PRIVATE KEY")?) {
            (Some(der), ..) => RsaKeyPair::from_pkcs8(&der),
            (_, Some(der), _) => RsaKeyPair::from_der(&der),
            (.., Some(der)) => RsaKeyPair::from_pkcs8(&decrypted(&der, password)?),
            _ => return Err(Error::Lacks("PRIVATE KEY")),
        };
        Certificate::of(key, certificates.iter().map(Vec::as_slice))
    }

    fn from_pfx(bytes: &[u8], password: Option<&str>) -> Result<Certificate, Error> {
        let wrong = || if password.is_some() { Error::WrongPassword } else { Error::NeedsPassword };
        let archive = Pkcs12Archive::from_pkcs12(bytes, password.unwrap_or_default()).map_err(|error| match error {
            Pfx::MacError(_) | Pfx::UnpadError => wrong(),
            Pfx::Pkcs5Error(why) if why == pkcs5::Error::DecryptFailed.to_string() => wrong(),
            Pfx::Pkcs5Error(why) => Error::Encryption(why),
            Pfx::UnsupportedEncryptionScheme | Pfx::UnsupportedMacAlgorithm => Error::Encryption(error.to_string()),
            _ => Error::Neither(error.to_string()),
        })?;
        let key = archive.keys.first().ok_or(Error::NoKey)?;
        let certificates = archive.certs.iter().map(|bag| bag.cert.as_der());
        Certificate::of(RsaKeyPair::from_pkcs8(key.key.as_der()), certificates)
    }

    /// A key with the one of the certificates that belongs to it; files also hold those of its issuers.
    fn of<'a>(
        key: Result<RsaKeyPair, KeyRejected>,
        mut certificates: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Certificate, Error> {
        let key = key.map_err(|error| Error::Key(error.to_string()))?;
        let public: PublicKeyComponents<Vec<u8>> = key.public().into();
        let holds = |certificate: &&[u8]| memchr::memmem::find(certificate, &public.n).is_some();
        let certificate = certificates.find(holds).ok_or(Error::NoCertificate)?.to_vec();
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

/// The key in PKCS #8 that is encrypted in this one.
fn decrypted(der: &[u8], password: Option<&str>) -> Result<Vec<u8>, Error> {
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|error| Error::Encryption(error.to_string()))?;
    let key = info.decrypt(password.ok_or(Error::NeedsPassword)?).map_err(|error| match error {
        // A wrong password may also leave something that ends as it should.
        pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::DecryptFailed) | pkcs8::Error::Asn1(_) => Error::WrongPassword,
        error => Error::Encryption(error.to_string()),
    })?;
    Ok(key.as_bytes().to_vec())
}

/// The content of all sections with this name.
fn sections(pem: &str, name: &str) -> Result<Vec<Vec<u8>>, Error> {
    let (start, end) = (format!("-----BEGIN {name}-----"), format!("-----END {name}-----"));
    let bodies = pem.split(&start).skip(1).map(|rest| {
        let (body, _) = rest.split_once(&end).ok_or(Error::Base64)?;
        let body: String = body.split_whitespace().collect();
        STANDARD.decode(body).map_err(|_| Error::Base64)
    });
    bodies.collect()
}
