//! Turns the service's form of a connector into files.
use super::failure::{Failure, Kind};
use super::message::pretty;
use super::requests::get_part;
use super::upload::{Upload, value};
use super::{Endpoints, Service};
use crate::text::document::{Document, File};
use crate::text::measure::{MOST_VALUES, has_more_values};
use ring::digest;
use serde_json::{Map, Value, json};

/// The properties of a connector that `apiProperties.json` keeps, in the order of writing.
pub const KEPT: [&str; 8] = [
    "connectionParameters",
    "connectionParameterSets",
    "iconBrandColor",
    "scriptOperations",
    "capabilities",
    "policyTemplateInstances",
    "publisher",
    "stackOwner",
];

/// A connector as the server has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    pub title: Option<String>,
    /// `apiProperties.json`, the whole document.
    pub properties: Value,
    /// None for a connector whose definition the service does not return.
    pub definition: Option<Value>,
    pub icon: Option<Vec<u8>>,
    pub script: Option<Vec<u8>>,
    /// What was left out, for people.
    pub notes: Vec<String>,
    /// The service's name for this state of it (`ETag`), if there is one.
    pub version: Option<String>,
}

/// A connector's content in the form in which a download writes it, to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub properties: String,
    pub definition: String,
    pub icon: Option<Vec<u8>>,
    pub script: Vec<u8>,
}

/// The names that its files get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    pub definition: String,
    pub properties: String,
    pub icon: String,
    pub script: String,
}

impl Service {
    /// Fetches a connector with all its parts; each part must be received.
    ///
    /// # Errors
    /// When it or one of its parts cannot be fetched.
    pub fn fetch(&self, environment: &str, id: &str) -> Result<Copy, Failure> {
        let request = self.endpoints.read(environment, id);
        let reply = self.send(&request)?;
        // A weak one does not work in `If-Match`.
        let version = reply.header("etag").filter(|version| version.starts_with('"')).map(str::to_owned);
        let reply = self.http.json(&request, &reply)?;
        let Some(properties) = reply.get("properties").and_then(Value::as_object) else {
            let why = "the response has no `properties`";
            return Err(Failure::new(Kind::NotUnderstood, request.asked.as_str(), why, "`--verbose` shows the response"));
        };
        let text = |name: &str| properties.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let part = |url: Option<&str>, what: &str| url.map(|url| self.part(url, what)).transpose();
        let url = properties.get("apiDefinitions").and_then(|all| all.get("originalSwaggerUrl")).and_then(Value::as_str);
        let mut copy = Copy {
            title: text("displayName").map(str::to_owned),
            properties: Value::Null,
            definition: None,
            icon: part(text("iconUri"), "the icon")?,
            script: part(text("scriptDefinitionUrl"), "the script")?,
            notes: Vec::new(),
            version,
        };
        match part(url.filter(|url| !url.is_empty()), "the definition")? {
            Some(bytes) => copy.definition = Some(definition(bytes)?),
            None => {
                copy.definition = properties.get("swagger").filter(|inline| inline.is_object()).cloned();
                if copy.definition.is_some() {
                    copy.notes.push(
                        "the service returns only the definition that it uses at run time, which differs from the uploaded one: compare it before you replace yours".to_owned(),
                    );
                }
            }
        }
        if copy.definition.is_none() {
            copy.notes.push("the service returns no definition of this connector".to_owned());
        }
        copy.properties = kept(properties, copy.definition.as_ref(), &mut copy.notes);
        Ok(copy)
    }

    fn part(&self, url: &str, what: &str) -> Result<Vec<u8>, Failure> {
        let asked = format!("download {what}");
        let url = self.endpoints.part(url).map_err(|error| {
            let why = self.http.redactor.text(&error.to_string());
            Failure::new(Kind::NotUnderstood, asked, why, "`--verbose` shows the response of the service")
        })?;
        Ok(self.http.send(&get_part(url, what))?.bytes)
    }
}

fn definition(bytes: Vec<u8>) -> Result<Value, Failure> {
    if has_more_values(&bytes, MOST_VALUES) {
        let why = format!("the stored definition has more than {MOST_VALUES} values");
        return Err(Failure::new(Kind::NotUnderstood, "download the definition", why, "look at it with `--verbose`"));
    }
    let document = Document::json(File::Definition, "", bytes);
    match document.is_whole() && document.root().is_object() {
        true => Ok(value(document.root())),
        false => Err(Failure::new(
            Kind::NotUnderstood,
            "download the definition",
            "the stored definition is not a JSON object",
            "run the command again; `--verbose` shows what was received",
        )),
    }
}

/// The properties that are kept, and those that the definition does not have: display name, description, back end.
pub(crate) fn kept(from: &Map<String, Value>, definition: Option<&Value>, notes: &mut Vec<String>) -> Value {
    let mut body = Map::new();
    for name in KEPT {
        if let Some(value) = from.get(name) {
            body.insert(name.to_owned(), value.clone());
        }
    }
    let own = Upload {
        definition: definition.cloned().unwrap_or_default(),
        properties: Value::Null,
        icon: None,
        script: None,
        clear_script: false,
    };
    let own = own.body("", true, &Default::default());
    for name in OWN {
        let said = own.get("properties").and_then(|own| own.get(name));
        if let Some(value) = from.get(name).filter(|value| !value.is_null() && Some(*value) != said) {
            body.insert(name.to_owned(), value.clone());
        }
    }
    let mut document = Value::Object(body);
    let secrets = without_secrets(&mut document);
    if secrets > 0 {
        notes.push("a client secret that the service returned was not written to a file".to_owned());
    }
    json!({ "properties": document })
}

/// The properties besides [`KEPT`] that are kept if the definition has other values.
const OWN: [&str; 3] = ["displayName", "description", "backendService"];

/// The members of `properties` in the order in which a download writes them, so that order alone is no difference.
fn sorted(document: &Value) -> Value {
    let names = KEPT.into_iter().chain(OWN);
    let member = |name: &str| Some((name.to_owned(), document.pointer(&format!("/properties/{name}"))?.clone()));
    json!({ "properties": names.filter_map(member).collect::<Map<_, _>>() })
}

impl Copy {
    /// What it holds, to be compared.
    pub fn form(&self) -> Form {
        Form {
            properties: pretty(&sorted(&self.properties)) + "\n",
            definition: self.definition.as_ref().map(|definition| pretty(definition) + "\n").unwrap_or_default(),
            icon: self.icon.clone(),
            script: self.script.clone().unwrap_or_default(),
        }
    }
}

impl Upload {
    /// The state of the server after this has been uploaded over what is `there`: anything that an update does not name stays.
    pub fn form(&self, there: &Copy) -> Form {
        let body = self.body("", false, &Default::default());
        let mut kept = Map::new();
        for name in KEPT.into_iter().chain(OWN) {
            let new = self.properties.pointer(&format!("/properties/{name}"));
            let old = there.properties.pointer(&format!("/properties/{name}"));
            if let Some(value) = new.or(old) {
                kept.insert(name.to_owned(), value.clone());
            }
        }
        let definition = body.pointer("/properties/openApiDefinition").cloned().unwrap_or_default();
        let old_script = if self.clear_script { Vec::new() } else { there.script.clone().unwrap_or_default() };
        Form {
            properties: pretty(&sorted(&json!({ "properties": kept }))) + "\n",
            definition: pretty(&definition) + "\n",
            icon: self.icon.as_ref().map(|icon| icon.bytes.clone()).or_else(|| there.icon.clone()),
            script: self.script.as_ref().map_or(old_script, |script| script.bytes.clone()),
        }
    }

    /// Whether a copy is equal to this one. Secrets, which the service never or not always returns, are ignored.
    pub fn is_in(&self, copy: &Copy) -> bool {
        let mut sent = self.clone();
        without_secrets(&mut sent.properties);
        sent.form(copy) == copy.form()
    }
}

/// Removes each `clientSecret` with a value; returns how many there were.
fn without_secrets(value: &mut Value) -> usize {
    match value {
        Value::Object(object) => {
            let is_secret = object.get("clientSecret").and_then(Value::as_str).is_some_and(|secret| !secret.is_empty());
            if is_secret {
                object.shift_remove("clientSecret");
            }
            usize::from(is_secret) + object.values_mut().map(without_secrets).sum::<usize>()
        }
        Value::Array(items) => items.iter_mut().map(without_secrets).sum(),
        _ => 0,
    }
}

impl Copy {
    /// A hash of everything that an update could change, in hexadecimal. URLs, which the service renews, are ignored.
    pub fn hash(&self) -> String {
        let bytes = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| hex(bytes));
        let content = json!({
            "title": self.title,
            "properties": self.properties,
            "definition": self.definition,
            "icon": bytes(&self.icon),
            "script": bytes(&self.script),
        });
        hex(content.to_string().as_bytes())
    }

    /// Its files: name and bytes. JSON has two spaces, a final newline, other letters than ASCII as they are, and the
    /// service's order of keys.
    pub fn files(&self, names: &Names) -> Vec<(String, Vec<u8>)> {
        let json = |value: &Value| (pretty(value) + "\n").into_bytes();
        let mut files = vec![(names.properties.clone(), json(&self.properties))];
        files.extend(self.definition.as_ref().map(|definition| (names.definition.clone(), json(definition))));
        files.extend(self.icon.clone().map(|icon| (names.icon.clone(), icon)));
        files.extend(self.script.clone().map(|script| (names.script.clone(), script)));
        files
    }
}

fn hex(bytes: &[u8]) -> String {
    digest::digest(&digest::SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Endpoints {
    /// The fields of a settings file that say where a connector is.
    pub fn settings(&self) -> [(&'static str, Value); 2] {
        let url = self.power_apps.as_str().trim_end_matches('/');
        [("powerAppsUrl", url.into()), ("powerAppsApiVersion", self.power_apps_version.clone().into())]
    }
}
