//! Turns a connector's files into the service's form.
use super::Service;
use super::cloud::{Endpoints, address};
use super::failure::{self, Failure};
use super::message::Request;
use super::requests::is_connector_id;
use super::requests::{blob_address, put_blob};
use crate::text::document::{Document, Node};
use crate::text::json::Kind;
use serde_json::{Map, Value, json};
use std::time::SystemTime;
use url::Url;

/// A connector as it is to be uploaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// `apiDefinition.swagger.json`
    pub definition: Value,
    /// `apiProperties.json`, the whole document.
    pub properties: Value,
    pub icon: Option<Part>,
    pub script: Option<Part>,
    /// Removes the existing script.
    pub clear_script: bool,
}

/// A file that goes into a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name without folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Where the parts of an upload are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    pub icon: Option<Url>,
    pub script: Option<Url>,
}

/// A value as JSON parsers read it: if a key occurs twice, the last value counts, at the place of the first. What the reader had
/// to leave out is missing. Integers of more than 64 bits become the nearest double.
pub fn value(node: Node) -> Value {
    match node.kind() {
        Kind::Object => {
            node.members().map(|member| (member.name().into_owned(), value(member.value))).collect::<Map<_, _>>().into()
        }
        Kind::Array => node.items().map(value).collect::<Vec<_>>().into(),
        Kind::String | Kind::Key => node.str().unwrap_or_default().into_owned().into(),
        Kind::Number => serde_json::from_str(node.text()).unwrap_or_else(|_| node.number().into()),
        Kind::True => true.into(),
        Kind::False => false.into(),
        Kind::Null | Kind::Invalid => Value::Null,
    }
}

/// What was tolerated in a file; None if it is as it should be. For people, without the name of the file.
pub fn tolerated(document: &Document) -> Option<String> {
    use crate::text::document::Encoding;
    let encoding = match document.encoding {
        Encoding::Utf8 => None,
        Encoding::Utf8Bom => Some("a byte order mark was left out".to_owned()),
        Encoding::Utf16 => Some("it was read as UTF-16".to_owned()),
        Encoding::Windows1252 { .. } => Some("it is not UTF-8 and was read as Windows-1252".to_owned()),
    };
    let faults: Vec<_> = document.tree.faults.iter().filter(|fault| fault.kind != crate::text::json::FaultKind::Bom).collect();
    let faults = faults.first().map(|first| {
        let line = document.position(first.span.start).line;
        let more = if faults.len() > 1 { format!(", and {} more", faults.len() - 1) } else { String::new() };
        format!("line {line}: {}{more}", first.message)
    });
    let parts: Vec<String> = encoding.into_iter().chain(faults).collect();
    (!parts.is_empty()).then(|| format!("{}; `connsmith fix` fixes what it can", parts.join("; ")))
}

impl Upload {
    /// `info.title`, which becomes the display name.
    pub fn title(&self) -> Option<&str> {
        let own = self.properties.pointer("/properties/displayName");
        own.or(self.definition.pointer("/info/title"))?.as_str()
    }

    /// Removes `stackOwner`, which the service refuses. Returns whether it was there.
    pub fn strip_stack_owner(&mut self) -> bool {
        let body = self.properties.get_mut("properties").and_then(Value::as_object_mut);
        body.and_then(|body| body.shift_remove("stackOwner")).is_some()
    }

    /// Each `oAuthSettings` of a connection parameter, also of those in sets.
    fn oauth_settings(&mut self) -> Vec<&mut Map<String, Value>> {
        let Some(body) = self.properties.get_mut("properties").and_then(Value::as_object_mut) else { return Vec::new() };
        let mut lists: Vec<&mut Value> = Vec::new();
        for (name, member) in body {
            match name.as_str() {
                "connectionParameters" => lists.push(member),
                "connectionParameterSets" => {
                    let sets = member.get_mut("values").and_then(Value::as_array_mut).into_iter().flatten();
                    lists.extend(sets.filter_map(|set| set.get_mut("parameters")));
                }
                _ => {}
            }
        }
        let parameters = lists.into_iter().filter_map(Value::as_object_mut).flat_map(Map::values_mut);
        parameters.filter_map(|parameter| parameter.get_mut("oAuthSettings")?.as_object_mut()).collect()
    }

    /// Whether someone signs in with OAuth.
    pub fn uses_oauth(&mut self) -> bool {
        !self.oauth_settings().is_empty()
    }

    /// Whether someone who signs in with OAuth needs a secret that is not in the files.
    pub fn needs_secret(&mut self) -> bool {
        self.oauth_settings().iter().any(|settings| {
            let text = |name: &str| settings.get(name).and_then(Value::as_str).unwrap_or_default();
            // With a certificate, there is no secret.
            text("clientSecret").is_empty() && !text("identityProvider").eq_ignore_ascii_case("aadcertificate")
        })
    }

    /// Puts the OAuth secret where it belongs.
    pub fn set_secret(&mut self, secret: &str) {
        for settings in self.oauth_settings() {
            settings.insert("clientSecret".to_owned(), secret.into());
        }
    }

    /// The address of the service behind the connector: scheme, host and base path of the definition.
    fn back_end(&self) -> String {
        let text = |pointer: &str| self.definition.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let scheme = text("/schemes/0");
        let (host, base) = (text("/host"), text("/basePath"));
        let base = if base.is_empty() || base.starts_with('/') { base.to_owned() } else { format!("/{base}") };
        format!("{}://{host}{base}", if scheme.is_empty() { "https" } else { scheme })
    }

    /// The document that creates or changes a connector. Display name, description and back end in `apiProperties.json` take
    /// precedence over the definition.
    pub fn body(&self, environment: &str, new: bool, addresses: &Addresses) -> Value {
        let mut document = self.properties.clone();
        if !document.is_object() {
            document = json!({});
        }
        let Some(object) = document.as_object_mut() else { return document };
        let body = object.entry("properties").or_insert_with(|| json!({}));
        if !body.is_object() {
            *body = json!({});
        }
        let Some(body) = body.as_object_mut() else { return document };
        let info = |name: &str| self.definition.pointer(&format!("/info/{name}")).cloned();
        body.insert("openApiDefinition".to_owned(), self.definition.clone());
        body.entry("backendService").or_insert_with(|| json!({ "serviceUrl": self.back_end() }));
        body.insert("environment".to_owned(), json!({ "name": environment }));
        if let Some(title) = info("title").filter(|_| new) {
            body.entry("displayName").or_insert(title);
        }
        if let Some(description) = info("description") {
            body.entry("description").or_insert(description);
        }
        if let Some(icon) = &addresses.icon {
            body.insert("iconUri".to_owned(), icon.as_str().into());
        }
        match &addresses.script {
            Some(script) => _ = body.insert("scriptDefinitionUrl".to_owned(), script.as_str().into()),
            // Left out, the script that is there stays.
            None if new || self.clear_script => _ = body.insert("scriptDefinitionUrl".to_owned(), "".into()),
            None => {}
        }
        document
    }

    /// The parts that are to be uploaded, icon first.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.icon.iter().chain(&self.script)
    }
}

/// The result of an upload.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    New {
        /// Ids of the connectors that have the same title already.
        known: &'a [String],
    },
    Existing {
        id: &'a str,
        /// The state that may be changed, by the service's name for it; None: any.
        version: Option<&'a str>,
    },
}

/// A connector in a list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    pub id: String,
    pub title: String,
    /// Its author, if the service says so.
    pub owner: Option<String>,
    /// Times as the service writes them.
    pub created: Option<String>,
    pub changed: Option<String>,
}

impl Entry {
    fn of(value: &Value) -> Option<Entry> {
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        Some(Entry {
            id: text("/name")?,
            title: text("/properties/displayName").unwrap_or_default(),
            owner: text("/properties/createdBy/displayName").or_else(|| text("/properties/createdBy/email")),
            created: text("/properties/createdTime"),
            changed: text("/properties/changedTime"),
        })
    }
}

impl Upload {
    fn put(&self, container: &Url, now: SystemTime) -> Vec<Request> {
        self.parts().map(|part| put_blob(container, &part.name, part.bytes.clone(), now)).collect()
    }

    fn addresses(&self, container: &Url) -> Addresses {
        let address = |part: &Option<Part>| part.as_ref().map(|part| blob_address(container, &part.name));
        Addresses { icon: address(&self.icon), script: address(&self.script) }
    }

    fn last(&self, endpoints: &Endpoints, environment: &str, target: Target, addresses: &Addresses) -> Request {
        match target {
            Target::New { .. } => endpoints.create(environment, self.body(environment, true, addresses)),
            Target::Existing { id, version } => {
                let request = endpoints.update(environment, id, self.body(environment, false, addresses));
                match version {
                    // If the first attempt was carried out and its response lost, a second one would find another state.
                    Some(version) => Request { repeats: false, ..request.header("If-Match", version) },
                    None => request,
                }
            }
        }
    }

    /// The requests that would be sent, in order. The upload location, which only the service knows, is made up.
    pub fn planned(&self, endpoints: &Endpoints, object_id: &str, environment: &str, target: Target) -> Vec<Request> {
        let mut requests =
            vec![endpoints.validate(object_id, self.definition.clone(), false), endpoints.storage(object_id, environment)];
        let container = address("https://storage.blob.example/container?sig=none").unwrap_or(endpoints.power_apps.clone());
        requests.extend(self.put(&container, SystemTime::UNIX_EPOCH));
        requests.push(self.last(endpoints, environment, target, &self.addresses(&container)));
        requests
    }
}

impl Service {
    /// The custom connectors of an environment.
    ///
    /// # Errors
    /// When the service does not list them.
    pub fn connectors(&self, environment: &str) -> Result<Vec<Entry>, Failure> {
        // Some answers have a text there.
        let custom = |entry: &Value| match entry.pointer("/properties/isCustomApi") {
            Some(Value::Bool(custom)) => *custom,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        };
        self.list(&self.endpoints.connectors(environment), |entry| if custom(entry) { Entry::of(entry) } else { None })
    }

    /// Lets the service validate the definition, uploads the parts, and creates or changes the connector. Returns its id.
    ///
    /// # Errors
    /// When one of the steps fails. Nothing is made or changed unless it is the last one.
    pub fn upload(&self, environment: &str, upload: &Upload, target: Target) -> Result<String, Failure> {
        let object_id = self.object_id()?;
        self.send(&self.endpoints.validate(&object_id, upload.definition.clone(), false))?;
        let container = self.container(&object_id, environment)?;
        for part in upload.put(&container, (self.http.outside.now)()) {
            self.http.send(&part)?;
        }
        let last = upload.last(&self.endpoints, environment, target, &upload.addresses(&container));
        match target {
            Target::New { known } => self.create(environment, &last, upload.title().unwrap_or_default(), known),
            Target::Existing { id, .. } => self.send(&last).map(|_| id.to_owned()),
        }
    }

    fn container(&self, object_id: &str, environment: &str) -> Result<Url, Failure> {
        let request = self.endpoints.storage(object_id, environment);
        let reply = self.send_for_json(&request)?;
        let address = reply.get("sharedAccessSignature").and_then(Value::as_str).map(|text| self.endpoints.part(text));
        match address {
            Some(Ok(container)) => Ok(container),
            Some(Err(error)) => Err(Failure::new(
                failure::Kind::NotUnderstood,
                request.asked.as_str(),
                self.http.redactor.text(&error.to_string()),
                "nothing was uploaded; `--verbose` shows the response",
            )),
            None => Err(Failure::new(
                failure::Kind::NotUnderstood,
                request.asked.as_str(),
                "the response has no URL",
                "run the command again; `--verbose` shows the response",
            )),
        }
    }

    /// Creates a connector. If the outcome is not certain, the list decides: the connector that was
    /// not there before is ours. Only if there is none, the request is sent again.
    fn create(&self, environment: &str, request: &Request, title: &str, known: &[String]) -> Result<String, Failure> {
        let mut attempt = 0;
        loop {
            let outcome = self.send_for_json(request).and_then(|reply| match reply.get("name").and_then(Value::as_str) {
                Some(id) if is_connector_id(id) => Ok(id.to_owned()),
                _ => Err(Failure::new(failure::Kind::NotUnderstood, request.asked.as_str(), "the response has no id", "")),
            });
            let failure = match outcome {
                Err(failure) if failure.is_ambiguous() => failure,
                outcome => return outcome,
            };
            let unsure = |failure: Failure| Failure {
                remedy: "it may have been created anyway: check with `connsmith list` before you run the command again".into(),
                ..failure
            };
            (self.http.outside.sleep)(self.http.back_off(attempt));
            let Ok(now) = self.connectors(environment) else { return Err(unsure(failure)) };
            if let Some(new) = now.into_iter().find(|entry| entry.title == title && !known.contains(&entry.id)) {
                return Ok(new.id);
            }
            // After a lost reply, the service may still be working.
            let is_over = matches!(failure.kind, failure::Kind::Broken | failure::Kind::Status(_));
            if !is_over || attempt >= self.http.retries() {
                return Err(unsure(failure));
            }
            attempt += 1;
        }
    }
}
