//! The requests to the service: method, path, query, headers and body of each, as paconn sends them.
use super::cloud::Endpoints;
use super::message::{Body, Request, encoded};
use serde_json::{Value, json};
use std::time::SystemTime;
use url::Url;

/// Marks the requests that come from a command line. The service knows paconn's name; nobody outside knows whether it would
/// take another.
const ORIGIN: (&str, &str) = ("x-ms-origin", "paconn-cli");

/// The API version of the storage service.
const STORAGE_VERSION: &str = "2019-02-02";

fn url(base: &Url, provider: &str, path: &[&str], version: &str, more: &[(&str, &str)]) -> Url {
    let mut url = base.clone();
    let path: Vec<String> = path.iter().map(|part| encoded(part)).collect();
    url.set_path(&format!("/providers/{provider}/{}", path.join("/")));
    let mut query = format!("api-version={}", encoded(version));
    for (name, value) in more {
        query.push_str(&format!("&{}={}", encoded(name), encoded(value)));
    }
    url.set_query(Some(&query));
    url.set_fragment(None);
    url
}

/// Whether this can be the id of a connector: letters, digits, `-`, `_` and `.` in a row, as the service makes them. An id
/// is part of URLs and, with `download`, becomes the name of a folder: `..` or `a/b` must have no effect.
pub fn is_connector_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (1..=200).contains(&id.len()) && id.chars().all(plain) && !id.starts_with(['.', '-']) && !id.ends_with('.')
}

/// The id of a connector. Other programs name the whole resource: `/providers/Microsoft.PowerApps/apis/shared_…`, or
/// `/providers/Microsoft.PowerApps/scopes/admin/environments/…/apis/shared_…`.
pub fn bare_connector_id(id: &str) -> &str {
    match id.trim_end_matches('/').rsplit_once("/apis/") {
        Some((before, id)) if before.to_ascii_lowercase().contains("/microsoft.powerapps") => id,
        _ => id,
    }
}

/// A text in a filter of OData, where a quote in it is written twice.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn in_environment(environment: &str) -> String {
    format!("environment eq {}", quoted(environment))
}

impl Endpoints {
    fn power_apps(&self, method: &'static str, path: &[&str], more: &[(&str, &str)], asked: String) -> Request {
        let url = url(&self.power_apps, "Microsoft.PowerApps", path, &self.power_apps_version, more);
        Request::new(method, url, asked)
    }

    /// The environments that the signed-in user can see.
    pub fn environments(&self) -> Request {
        let url = url(&self.flow, "Microsoft.ProcessSimple", &["environments"], &self.flow_version, &[]);
        Request::new("GET", url, "list the environments")
    }

    /// The connectors of an environment, Microsoft's own too.
    pub fn connectors(&self, environment: &str) -> Request {
        let filter = in_environment(environment);
        let request = self.power_apps("GET", &["apis"], &[("$filter", &filter)], "list the connectors".to_owned());
        request.header(ORIGIN.0, ORIGIN.1)
    }

    fn connector(&self, method: &'static str, environment: &str, id: &str, verb: &str) -> Request {
        let filter = in_environment(environment);
        let request = self.power_apps(method, &["apis", id], &[("$filter", &filter)], format!("{verb} the connector `{id}`"));
        request.header(ORIGIN.0, ORIGIN.1)
    }

    /// One connector.
    pub fn read(&self, environment: &str, id: &str) -> Request {
        self.connector("GET", environment, id, "read")
    }

    /// Changes a connector. Anything that the body does not name stays.
    pub fn update(&self, environment: &str, id: &str, body: Value) -> Request {
        self.connector("PATCH", environment, id, "update").json(body)
    }

    /// Deletes a connector.
    pub fn delete(&self, environment: &str, id: &str) -> Request {
        self.connector("DELETE", environment, id, "delete")
    }

    /// Creates a connector: the one request that must not be sent twice.
    pub fn create(&self, environment: &str, body: Value) -> Request {
        let filter = in_environment(environment);
        let request = self.power_apps("POST", &["apis"], &[("$filter", &filter)], "create the connector".to_owned());
        Request { repeats: false, ..request.header(ORIGIN.0, ORIGIN.1).json(body) }
    }

    /// Has the service validate a definition; with the rules of certification, or those of import only.
    pub fn validate(&self, object_id: &str, definition: Value, certification: bool) -> Request {
        let more: &[_] = if certification { &[("enableConnectorCertificationRules", "true")] } else { &[] };
        let path = ["objectIds", object_id, "validateApiSwagger"];
        self.power_apps("POST", &path, more, "validate the definition".to_owned()).header(ORIGIN.0, ORIGIN.1).json(definition)
    }

    /// An upload location for files.
    pub fn storage(&self, object_id: &str, environment: &str) -> Request {
        let path = ["objectIds", object_id, "generateResourceStorage"];
        let request = self.power_apps("POST", &path, &[], "get an upload location".to_owned());
        request.json(json!({ "environment": { "name": environment } }))
    }
}

/// The address of a file in a container, of which `container` is the signed address. The name is percent-encoded, also in the
/// address that the connector will keep.
pub fn blob_address(container: &Url, name: &str) -> Url {
    let mut url = container.clone();
    let path = container.path().trim_end_matches('/').to_owned();
    url.set_path(&format!("{path}/{}", encoded(name)));
    url
}

/// Puts a file into a container.
pub fn put_blob(container: &Url, name: &str, bytes: Vec<u8>, now: SystemTime) -> Request {
    let mut request = Request::new("PUT", blob_address(container, name), format!("upload `{name}`"))
        .header("x-ms-blob-type", "BlockBlob")
        .header("x-ms-version", STORAGE_VERSION)
        .header("x-ms-date", httpdate::fmt_http_date(now))
        .header("x-ms-client-request-id", request_id());
    let kind = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    let kind = match kind.as_deref() {
        Some("png") => Some("image/png"),
        Some("jpg" | "jpeg") => Some("image/jpeg"),
        Some("svg") => Some("image/svg+xml"),
        Some("gif") => Some("image/gif"),
        _ => None,
    };
    if let Some(kind) = kind {
        request = request.header("x-ms-blob-content-type", kind);
    }
    request.body = Body::Bytes(bytes);
    request
}

/// Fetches a file from a URL that carries its own permission: no token is sent.
pub fn get_part(url: Url, what: &str) -> Request {
    Request::new("GET", url, format!("download {what}"))
}

/// A random id in the form of a version 4 UUID.
fn request_id() -> String {
    let id = fastrand::u128(..) & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let id = format!("{id:032x}");
    [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("-")
}
