//! Requests to Azure Container Apps sandboxes: their groups in Resource Manager, and the data plane of a region.
use super::address::{Address, Name, SANDBOX_RESOURCE, SANDBOX_VERSION};
use super::client::{Arm, explained};
use crate::ship::platform::failure::{Failure, Kind};
use crate::ship::platform::message::{Body, Reply, Request, encoded};
use serde_json::{Value, json};
use url::Url;

/// Stands for the region of a data plane in requests that are only shown. No region of Azure has this name.
pub const UNKNOWN_REGION: &str = "region";

/// The sandboxes of a group.
pub struct DataPlane {
    base: Url,
    /// Of the list of sandboxes.
    path: String,
}

impl DataPlane {
    /// Those of a group (its resource id) in a region; `base` is another address of the data plane.
    ///
    /// # Errors
    /// When the region is not a name that can be part of a host.
    pub fn of(group: &Address, region: &str, base: Option<&Url>) -> Result<DataPlane, String> {
        let region = region.replace(' ', "").to_ascii_lowercase();
        if region.is_empty() || !region.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(format!("`{region}` is not a region"));
        }
        // Without the region, the host answers 404.
        let known = || Url::parse(&format!("https://management.{region}.azuredevcompute.io")).map_err(|error| error.to_string());
        let base = base.cloned().map_or_else(known, Ok)?;
        Ok(DataPlane { base, path: format!("{}/sandboxes", group.id().replace("/providers/Microsoft.App", "")) })
    }

    fn url(&self, below: &str, query: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{below}", self.path));
        let version = format!("{query}api-version={SANDBOX_VERSION}");
        url.set_query(Some(&version));
        url
    }

    /// Creates a sandbox: the service makes the id, so sending it twice makes two. It takes no version.
    pub fn create(&self, body: Value) -> Request {
        let mut url = self.url("", "");
        url.set_query(None);
        Request { repeats: false, ..Request::new("PUT", url, "create a sandbox").json(body) }
    }

    pub fn get(&self, id: &Name) -> Request {
        Request::new("GET", self.url(&format!("/{id}"), ""), format!("read the sandbox `{id}`"))
    }

    pub fn delete(&self, id: &Name) -> Request {
        Request::new("DELETE", self.url(&format!("/{id}"), ""), format!("delete the sandbox `{id}`"))
    }

    /// Writes a file into a sandbox.
    pub fn put_file(&self, id: &Name, path: &str, bytes: Vec<u8>) -> Request {
        let query = format!("path={}&createDirs=true&", encoded(path));
        let request = Request::new("PUT", self.url(&format!("/{id}/files"), &query), format!("write `{path}` into the sandbox"));
        let mut request = request.header("Content-Type", "application/octet-stream");
        request.body = Body::Bytes(bytes);
        request
    }

    /// Reads a file of a sandbox.
    pub fn get_file(&self, id: &Name, path: &str) -> Request {
        let query = format!("path={}&", encoded(path));
        Request::new("GET", self.url(&format!("/{id}/files"), &query), format!("read `{path}` of the sandbox"))
    }

    /// Runs a shell command.
    pub fn command(&self, id: &Name, command: &str) -> Request {
        let url = self.url(&format!("/{id}/executeShellCommand"), "");
        Request {
            repeats: false,
            ..Request::new("POST", url, "run a command in the sandbox").json(json!({ "command": command }))
        }
    }

    /// Opens a port. Opening it again changes nothing.
    pub fn add_port(&self, id: &Name, body: Value) -> Request {
        Request::new("POST", self.url(&format!("/{id}/ports/add"), ""), "open the port of the sandbox").json(body)
    }

    /// Closes a port.
    pub fn remove_port(&self, id: &Name, port: u16) -> Request {
        let url = self.url(&format!("/{id}/ports/remove"), "");
        Request::new("POST", url, "close the port of the sandbox").json(json!({ "port": port }))
    }
}

/// The name of the assignment of a role: always the same for the same identity, group and role (a version 5 UUID).
pub fn assignment(principal: &str, group: &str, role: &str) -> String {
    // The namespace of URLs of RFC 4122.
    const URLS: u128 = 0x6ba7_b811_9dad_11d1_80b4_00c0_4fd4_30c8;
    let text = [principal, group, role].join("|").to_ascii_lowercase();
    let bytes = [&URLS.to_be_bytes()[..], text.as_bytes()].concat();
    let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let mut id = [0; 16];
    id.copy_from_slice(&digest.as_ref()[..16]);
    let id = u128::from_be_bytes(id) & !(0xf << 76) & !(0x3 << 62) | (0x5 << 76) | (0x2 << 62);
    let id = format!("{id:032x}");
    [&id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..]].join("-")
}

impl Arm<'_> {
    /// Sends a request to the data plane of sandboxes.
    ///
    /// # Errors
    /// When it does not succeed.
    pub fn data(&self, request: &Request) -> Result<Reply, Failure> {
        self.announce(request);
        self.service.send_for(request, SANDBOX_RESOURCE).map_err(|failure| {
            let remedy = match (failure.kind, failure.code.as_deref()) {
                (Kind::Status(403), _) => "you need the role `Container Apps SandboxGroup Data Owner` on the group: `connsmith ns sandbox wire --operator-role` gives it to you",
                (Kind::Status(404), Some("SandboxGroupNotFound")) => "a new group is known after 5 to 20 minutes: run the command again",
                (Kind::Status(404), _) => "check the id of the sandbox",
                _ => return explained(failure),
            };
            Failure { remedy: remedy.into(), ..failure }
        })
    }

    /// The same; the response must be JSON.
    ///
    /// # Errors
    /// When there is no such response.
    pub fn data_json(&self, request: &Request) -> Result<Value, Failure> {
        let reply = self.data(request)?;
        self.service.http.json(request, &reply)
    }

    /// Creates a sandbox. A new group is not known at once, and a new role does not count at once.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create_sandbox(&self, request: &Request) -> Result<Value, Failure> {
        // In units of the usual pause: 30, 60, 90, 120, 140 seconds.
        const GROUP: [f64; 5] = [10.0, 20.0, 30.0, 40.0, 47.0];
        const MOST: (usize, usize) = (12, 10);
        let (mut absent, mut refused) = (0, 0);
        loop {
            let failure = match self.data_json(request) {
                Ok(sandbox) => return Ok(sandbox),
                Err(failure) => failure,
            };
            let pause = self.service.http.pause();
            let pause = match (failure.kind, failure.code.as_deref()) {
                (Kind::Status(404), Some("SandboxGroupNotFound")) if absent < MOST.0 => {
                    absent += 1;
                    pause.mul_f64(GROUP[(absent - 1).min(GROUP.len() - 1)])
                }
                (Kind::Status(403), _) if refused < MOST.1 => {
                    refused += 1;
                    pause.mul_f64(3.0)
                }
                _ => return Err(failure),
            };
            if absent + refused == 1 {
                (self.service.http.outside.say)("waiting until the sandbox group can be used");
            }
            (self.service.http.outside.sleep)(pause);
        }
    }

    /// Waits until a sandbox runs. Right after its creation it may not be known.
    ///
    /// # Errors
    /// When it fails, or takes too long.
    pub fn running(&self, request: &Request) -> Result<Value, Failure> {
        let read = |request: &Request| match self.data_json(request) {
            Err(failure) if failure.kind == Kind::Status(404) => Ok(Value::Null),
            outcome => outcome,
        };
        self.until_by(request, read, |sandbox| match sandbox["state"].as_str() {
            Some("Running") => Ok(Some(sandbox.clone())),
            Some(word @ ("Failed" | "Deleting")) => {
                let why = format!("the sandbox is `{word}`");
                Err(Failure::of_operation(request, &why, "create another one", &self.service.http.redactor))
            }
            _ => Ok(None),
        })
    }
}
