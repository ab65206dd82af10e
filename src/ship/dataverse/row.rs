//! A connector as a row of the table `connector`: columns made of files, and files made of columns.
//!
//! Columns and limits are those of Microsoft's reference of the table (with `connectionparametersets`), read in 2026.
use crate::connector::facts;
use crate::connector::solution::means_same;
use crate::ship::platform::download::{Copy, kept};
use crate::ship::platform::upload::Upload;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest;
use serde_json::{Map, Value, json};

/// The columns that are read.
pub const COLUMNS: &str = "connectorid,name,displayname,description,iconbrandcolor,openapidefinition,connectionparameters,connectionparametersets,policytemplateinstances,scriptoperations,customcodeblobcontent,capabilities,connectorinternalid,iconblob,versionnumber";

/// Columns that hold JSON as a text, with the member of `apiProperties.json` that they hold, and the text for none.
const TEXTS: [(&str, &str, &str); 3] = [
    ("connectionparameters", "connectionParameters", "{}"),
    ("connectionparametersets", "connectionParameterSets", "{}"),
    ("policytemplateinstances", "policyTemplateInstances", "[]"),
];

/// Capabilities by the number that stands for them in the column.
const CAPABILITIES: [(&str, u32); 6] = [
    ("composite", 118_690_000),
    ("tabular", 118_690_001),
    ("blob", 118_690_002),
    ("gateway", 118_690_003),
    ("cloud", 118_690_004),
    ("actions", 118_690_005),
];

/// Members of `apiProperties.json` without a column.
const WITHOUT_COLUMN: [&str; 3] = ["publisher", "stackOwner", "backendService"];

/// What the hash of a row begins with: that of the service's copy is another one.
pub const HASH: &str = "row:";

/// Characters of a description.
const DESCRIPTION: usize = 1000;
/// Characters of a title.
const TITLE: usize = 200;

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: String,
    /// The state of the row, as `If-Match` takes it; it holds the version number.
    pub version: Option<String>,
    pub columns: Map<String, Value>,
}

/// What files make of a row, in the two steps in which it is sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Everything but the script.
    pub main: Map<String, Value>,
    /// The script and its operations; empty if nothing is to be said about them.
    pub script: Map<String, Value>,
    /// What a row cannot hold, for people.
    pub notes: Vec<String>,
}

/// Why files cannot become a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the definition has no title, which the row needs as its name")]
    NoTitle,
    #[error("{what} has {length} characters, and Dataverse takes {most}")]
    TooLong { what: &'static str, length: usize, most: usize },
}

/// The columns for files.
///
/// # Errors
/// When one of them is missing or does not fit.
pub fn columns(upload: &Upload, new: bool) -> Result<Columns, Error> {
    let mut made = Columns::default();
    let title = upload.title().map(str::trim).filter(|title| !title.is_empty()).ok_or(Error::NoTitle)?;
    let body = upload.properties.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    fits("the title", title, TITLE)?;
    let description = body.get("description").or_else(|| upload.definition.pointer("/info/description")).and_then(Value::as_str);
    let mut description = description.unwrap_or_default().to_owned();
    if let Some((end, _)) = description.char_indices().nth(DESCRIPTION) {
        description.truncate(end);
        made.notes.push(format!("Dataverse keeps the first {DESCRIPTION} characters of the description"));
    }
    let definition = upload.definition.to_string();
    fits("the definition", &definition, facts::limit("definition-in-solution"))?;
    let main = &mut made.main;
    main.insert("displayname".into(), title.into());
    main.insert("description".into(), description.into());
    if new {
        main.insert("connectortype".into(), 1.into());
    }
    let color = body.get("iconBrandColor").and_then(Value::as_str).unwrap_or_default();
    main.insert("iconbrandcolor".into(), color.into());
    main.insert("openapidefinition".into(), definition.into());
    for (column, member, none) in TEXTS {
        let value = body.get(member).filter(|value| !value.is_null());
        // Nothing is said of sets that nobody has, unless there may be old ones.
        if new && value.is_none() && column == "connectionparametersets" {
            continue;
        }
        let text = value.map_or(none.to_owned(), Value::to_string);
        fits(member, &text, facts::limit("text-in-solution"))?;
        main.insert(column.into(), text.into());
    }
    let capabilities = body.get("capabilities").and_then(Value::as_array).cloned().unwrap_or_default();
    let (mut numbers, mut lost) = (Vec::new(), Vec::new());
    for capability in capabilities.iter().filter_map(Value::as_str) {
        match CAPABILITIES.iter().find(|(name, _)| *name == capability) {
            Some((_, number)) => numbers.push(number.to_string()),
            None => lost.push(format!("capability `{capability}`")),
        }
    }
    match numbers.is_empty() {
        true if new => {}
        true => _ = main.insert("capabilities".into(), Value::Null),
        false => _ = main.insert("capabilities".into(), numbers.join(",").into()),
    }
    lost.extend(WITHOUT_COLUMN.iter().filter(|name| body.contains_key(**name)).map(|name| format!("`{name}`")));
    if !lost.is_empty() {
        made.notes.push(format!("Dataverse has no place for {}; only the files keep that", lost.join(", ")));
    }
    if let Some(icon) = &upload.icon {
        main.insert("iconblob".into(), STANDARD.encode(&icon.bytes).into());
    }
    let operations = body.get("scriptOperations").filter(|list| list.as_array().is_some_and(|list| !list.is_empty()));
    match &upload.script {
        Some(script) => {
            let text = String::from_utf8_lossy(&script.bytes).trim_start_matches('\u{feff}').to_owned();
            fits("the script", &text, facts::limit("text-in-solution"))?;
            made.script.insert("customcodeblobcontent".into(), text.into());
            made.script.insert("scriptoperations".into(), operations.map_or("[]".to_owned(), Value::to_string).into());
        }
        None if upload.clear_script && !new => {
            made.script.insert("customcodeblobcontent".into(), Value::Null);
            made.script.insert("scriptoperations".into(), "[]".into());
        }
        // The script that is there stays.
        None if !new => made.script.extend(operations.map(|list| ("scriptoperations".to_owned(), list.to_string().into()))),
        None => {}
    }
    Ok(made)
}

fn fits(what: &'static str, text: &str, most: usize) -> Result<(), Error> {
    let length = text.chars().count();
    if length > most { Err(Error::TooLong { what, length, most }) } else { Ok(()) }
}

/// Puts what a row cannot hold into the properties that were made of one, from those that are here: publisher and the like, and
/// capabilities without a number. Returns the names of what was kept, for people.
pub fn keep(copy: &mut Copy, here: &Value) -> Vec<String> {
    let Some(here) = here.get("properties").and_then(Value::as_object) else { return Vec::new() };
    let Some(there) = copy.properties.get_mut("properties").and_then(Value::as_object_mut) else { return Vec::new() };
    let mut kept = Vec::new();
    for name in WITHOUT_COLUMN {
        if let (Some(value), false) = (here.get(name), there.contains_key(name)) {
            there.insert(name.to_owned(), value.clone());
            kept.push(format!("`{name}`"));
        }
    }
    let lost = here
        .get("capabilities")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter(|name| name.as_str().is_some_and(|name| CAPABILITIES.iter().all(|(known, _)| *known != name)));
    if let Some(list) = there.get_mut("capabilities").and_then(Value::as_array_mut) {
        for name in lost.filter(|name| !list.contains(name)).collect::<Vec<_>>() {
            list.push(name.clone());
            kept.push(format!("capability {name}"));
        }
    }
    kept
}

/// Files as a row would give them back: without what it cannot hold.
pub fn holdable(upload: &Upload) -> Upload {
    let mut upload = upload.clone();
    if let Some(body) = upload.properties.get_mut("properties").and_then(Value::as_object_mut) {
        for name in WITHOUT_COLUMN {
            body.shift_remove(name);
        }
        if let Some(list) = body.get_mut("capabilities").and_then(Value::as_array_mut) {
            list.retain(|name| CAPABILITIES.iter().any(|(known, _)| name.as_str() == Some(known)));
        }
    }
    upload
}

/// The id of a connector with this logical name: the same in every run, so that a second attempt to create it finds the first one.
/// A name-based UUID (RFC 9562, version 5) in the namespace of URLs.
pub fn id_of(name: &str) -> String {
    const NAMESPACE: [u8; 16] = [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];
    let name = format!("https://connsmith.invalid/connector/{name}");
    let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &[&NAMESPACE, name.as_bytes()].concat());
    let mut bytes: Vec<u8> = hash.as_ref()[..16].to_vec();
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Whether a text is a GUID, which is what `pac` calls the id of a connector.
pub fn is_guid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Row {
    /// A row as Dataverse shows it; None for something without an id.
    pub fn of(value: &Value) -> Option<Row> {
        let columns = value.as_object()?.clone();
        let id = columns.get("connectorid")?.as_str()?.to_ascii_lowercase();
        let version = columns.get("@odata.etag").and_then(Value::as_str).map(str::to_owned);
        is_guid(&id).then_some(Row { id, version, columns })
    }

    /// The text in a column; None if it is empty.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.columns.get(column).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    }

    /// Its name for people.
    pub fn title(&self) -> &str {
        self.text("displayname").or_else(|| self.text("name")).unwrap_or_default()
    }

    /// Its name in the service (`shared_…`), where it has one yet.
    pub fn internal(&self) -> Option<&str> {
        self.text("connectorinternalid")
    }

    /// Where an identity provider sends users back to, for a connector with a redirect address of its own.
    pub fn redirect(&self) -> Option<String> {
        let name = self.internal()?;
        Some(format!("https://global.consent.azure-apim.net/redirect/{}", name.strip_prefix("shared_").unwrap_or(name)))
    }

    /// Those of the columns that the row has otherwise. An icon, which Dataverse scales, counts as another one.
    pub fn changed(&self, wanted: &Map<String, Value>) -> Map<String, Value> {
        wanted.iter().filter(|(name, value)| !self.says(name, value)).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Whether the row has all these columns, as far as that can be seen: Dataverse scales icons and hides secrets.
    pub fn holds(&self, wanted: &Map<String, Value>) -> bool {
        let seen = |name: &str, value: &Value| if is_json(name) { public(value) } else { value.clone() };
        wanted.iter().all(|(name, value)| name == "iconblob" || self.says(name, &seen(name, value)))
    }

    fn says(&self, name: &str, value: &Value) -> bool {
        let there = self.columns.get(name).unwrap_or(&Value::Null);
        let texts = (there.as_str().unwrap_or_default(), value.as_str().unwrap_or_default());
        match name {
            name if is_json(name) => {
                let or_nothing = |text: &str| if text.trim().is_empty() { "null".to_owned() } else { text.to_owned() };
                let there = public(there);
                means_same(&or_nothing(there.as_str().unwrap_or_default()), &or_nothing(texts.1))
            }
            "capabilities" => {
                let sorted = |text: &str| {
                    let mut numbers: Vec<String> = text.split(',').map(|number| number.trim().to_owned()).collect();
                    numbers.sort();
                    numbers
                };
                sorted(texts.0) == sorted(texts.1)
            }
            "connectortype" => there == value,
            _ => texts.0.replace("\r\n", "\n").trim() == texts.1.replace("\r\n", "\n").trim(),
        }
    }

    /// The first column whose text should be JSON and is not; what it holds cannot become a file.
    pub fn broken(&self) -> Option<&'static str> {
        let columns = OTHER_JSON.into_iter().chain(TEXTS.map(|(column, ..)| column));
        let is_broken = |column: &&str| self.text(column).is_some_and(|text| serde_json::from_str::<Value>(text).is_err());
        columns.into_iter().find(is_broken)
    }

    /// Its content as a download of the service would give it.
    pub fn copy(&self) -> Copy {
        let parsed = |column: &str| self.text(column).and_then(|text| serde_json::from_str::<Value>(text).ok());
        let definition = parsed("openapidefinition").filter(Value::is_object);
        let mut body = Map::new();
        for (column, member, _) in TEXTS {
            let value = parsed(column).filter(|value| !value.is_null());
            let value = match (value, member) {
                (Some(sets), "connectionParameterSets") if sets.as_object().is_some_and(Map::is_empty) => None,
                (None, "connectionParameters") => Some(json!({})),
                (value, _) => value,
            };
            body.extend(value.map(|value| (member.to_owned(), value)));
        }
        let script = self.text("customcodeblobcontent").map(|text| text.as_bytes().to_vec());
        if script.is_some() {
            body.extend(parsed("scriptoperations").map(|list| ("scriptOperations".to_owned(), list)));
        }
        body.insert("iconBrandColor".into(), self.text("iconbrandcolor").unwrap_or_default().into());
        let numbers =
            self.text("capabilities").unwrap_or_default().split(',').filter_map(|number| number.trim().parse::<u32>().ok());
        let mut notes = Vec::new();
        let mut names: Vec<Value> = Vec::new();
        for number in numbers {
            match CAPABILITIES.iter().find(|(_, known)| *known == number) {
                Some((name, _)) => names.push((*name).into()),
                None => notes.push(format!("the capability with the number {number} is not known, and was left out")),
            }
        }
        body.insert("capabilities".into(), names.into());
        for (column, member) in [("displayname", "displayName"), ("description", "description")] {
            body.extend(self.text(column).map(|text| (member.to_owned(), text.into())));
        }
        if definition.is_none() {
            notes.push("the row has no definition".to_owned());
        }
        Copy {
            title: self.text("displayname").map(str::to_owned),
            properties: kept(&body, definition.as_ref(), &mut notes),
            definition,
            icon: self.text("iconblob").and_then(|text| STANDARD.decode(text).ok()),
            script,
            notes,
            version: self.version.clone(),
        }
    }

    /// A hash of everything in it that an update could change, but for the icon, which Dataverse scales.
    pub fn hash(&self) -> String {
        format!("{HASH}{}", Copy { icon: None, ..self.copy() }.hash())
    }

    /// Whether a settings file that names this connector means the row: by its id, or by its name in the service.
    pub fn is_called(&self, id: &str) -> bool {
        self.id.eq_ignore_ascii_case(id) || self.internal() == Some(id)
    }
}

/// The columns with JSON that are not in [`TEXTS`].
const OTHER_JSON: [&str; 2] = ["openapidefinition", "scriptoperations"];

fn is_json(column: &str) -> bool {
    OTHER_JSON.contains(&column) || TEXTS.iter().any(|(name, ..)| *name == column)
}

/// A column with JSON without secrets, which come back empty or not at all.
fn public(value: &Value) -> Value {
    /// How many secrets were removed.
    fn hide(value: &mut Value) -> usize {
        match value {
            Value::Object(object) => {
                let own = usize::from(object.shift_remove("clientSecret").is_some());
                own + object.values_mut().map(hide).sum::<usize>()
            }
            Value::Array(items) => items.iter_mut().map(hide).sum(),
            _ => 0,
        }
    }
    let parsed = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let Some(mut parsed) = parsed else { return value.clone() };
    if hide(&mut parsed) > 0 { parsed.to_string().into() } else { value.clone() }
}
