//! paconn's `settings.json`: connector, environment and files. It is edited so that everything else in it stays.
use super::cloud::Cloud;
use super::requests::bare_connector_id;
use crate::rule::fix::Fix;
use crate::text::document::{Document, File};
use crate::text::edit::{self, Edit};
use crate::text::encode::encode;
use crate::text::read;
use crate::text::write::{self, Change, Existing, New};
use serde_json::{Map, Value};
use std::io;
use std::path::{Path, PathBuf};
use url::Url;

/// The usual name.
pub const NAME: &str = "settings.json";

/// The field with the hash of the server's copy as it was last seen.
pub const CONTENT_HASH: &str = "contentHash";

/// The fields that are texts.
const FIELDS: [&str; 16] = [
    "cloud",
    "connectorId",
    "environment",
    "apiProperties",
    "apiDefinition",
    "icon",
    "script",
    "powerAppsUrl",
    "powerAppsApiVersion",
    "flowUrl",
    "flowApiVersion",
    "authorityUrl",
    "resource",
    "tenant",
    "clientId",
    CONTENT_HASH,
];

/// A settings file, existing or new.
#[derive(Debug)]
pub struct Settings {
    pub path: PathBuf,
    /// Its bytes; None when it is not there yet.
    before: Option<Vec<u8>>,
    document: Document,
}

/// Why a settings file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{}` does not exist", path.display())]
    Missing { path: PathBuf },
    #[error("`{}` cannot be read: {error}", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("`{}:{line}:{column}`: {message}", path.display())]
    Invalid { path: PathBuf, line: u32, column: u32, message: String },
    #[error(
        "`{}`: `{field}` is `{address}`, which is not a URL of Microsoft's cloud `{cloud}`: a settings file comes with a connector, so it is not trusted; if you trust the host, name it with `{option}`",
        path.display()
    )]
    NotOurs { path: PathBuf, field: String, address: String, cloud: Cloud, option: String },
    #[error("`{}` is larger than {} KiB, which is too large for a settings file", path.display(), read::MAX_SETTINGS >> 10)]
    TooLarge { path: PathBuf },
    #[error(transparent)]
    Left(#[from] write::Error),
}

impl Settings {
    /// One that is not there yet.
    pub fn none(path: PathBuf) -> Settings {
        Settings { path, before: None, document: Document::json(File::Settings, NAME, b"{}".to_vec()) }
    }

    /// Reads a settings file. Faults that lose nothing (a byte order mark, a trailing comma) do no harm.
    ///
    /// # Errors
    /// When it does not exist, cannot be read, or is not a JSON object.
    pub fn read(path: &Path) -> Result<Settings, Error> {
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let place = match path.symlink_metadata() {
            Ok(data) if data.is_symlink() => read::inside(path, &[&read::top_of(folder)]),
            _ => Ok(path.to_owned()),
        };
        let bytes = place.and_then(|path| read::plain(&path, read::MAX_SETTINGS)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::Missing { path: path.to_owned() },
            io::ErrorKind::FileTooLarge => Error::TooLarge { path: path.to_owned() },
            _ => Error::Unreadable { path: path.to_owned(), error },
        })?;
        let document = Document::json(File::Settings, NAME, bytes.clone());
        let fault = document.tree.faults.iter().find(|fault| fault.kind.loses_content());
        // A hash that is a number would be ignored, and the next update would overwrite somebody else's changes.
        let wrong = FIELDS.iter().find_map(|name| {
            let value = document.root().get(name)?;
            let fits = value.is_string() || value.kind() == crate::text::json::Kind::Null;
            (!fits).then(|| (value.span().start, format!("`{name}` must be a string or null")))
        });
        let (at, message) = match (fault, wrong) {
            (Some(fault), _) => (fault.span.start, fault.message.clone()),
            _ if !document.root().is_object() => (document.root().span().start, "settings must be an object".to_owned()),
            (None, Some(wrong)) => wrong,
            _ => return Ok(Settings { path: path.to_owned(), before: Some(bytes), document }),
        };
        let at = document.position(at);
        Err(Error::Invalid { path: path.to_owned(), line: at.line, column: at.column, message })
    }

    /// Whether the file is there.
    pub fn exists(&self) -> bool {
        self.before.is_some()
    }

    /// The string in a field. Empty strings, other values, and the placeholders of paconn's example count as missing; of the name of a
    /// whole resource, the connector's id counts.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = self.document.root().get_str(name).filter(|text| !text.trim().is_empty())?;
        let placeholder = matches!((name, &*text), ("connectorId", "CONNECTOR-ID") | ("environment", "ENVIRONMENT-GUID"));
        (!placeholder).then(|| match name {
            "connectorId" => bare_connector_id(&text).to_owned(),
            _ => text.into_owned(),
        })
    }

    /// Whether a field says that there is nothing: `null`.
    pub fn says_none(&self, name: &str) -> bool {
        self.document.root().get(name).is_some_and(|value| value.kind() == crate::text::json::Kind::Null)
    }

    /// The address in a field, which must be one of the cloud's own: the author of the file does not decide where tokens and
    /// secrets go.
    ///
    /// # Errors
    /// When it is another; `option` names it for people.
    pub fn own_address(&self, field: &str, text: &str, cloud: Cloud, option: &str) -> Result<Url, Error> {
        Url::parse(text).ok().filter(|url| cloud.owns(url)).ok_or_else(|| Error::NotOurs {
            path: self.path.clone(),
            field: field.to_owned(),
            address: text.to_owned(),
            cloud,
            option: option.to_owned(),
        })
    }

    /// The folder to which the paths in the file are relative.
    pub fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        }
    }

    /// The file with these fields set, each other byte as it was; a field that is there already keeps its place.
    pub fn with(&self, fields: &[(&str, Value)]) -> Vec<u8> {
        let Some(before) = &self.before else {
            let fields: Map<String, Value> = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            return (super::message::pretty(&Value::Object(fields)) + "\n").into_bytes();
        };
        let mut text = self.document.text.clone();
        for (name, value) in fields {
            let document = Document::json(File::Settings, NAME, text.clone().into_bytes());
            let edited = match document.root().get(name) {
                Some(node) => Fix::safe("").replace(node, value.to_string()),
                None => Fix::safe("").add_member(document.root(), name, &value.to_string()),
            };
            let edits: Vec<&Edit> = edited.edits.iter().collect();
            text = edit::apply(&text, &edits).0;
        }
        // Text that the file's encoding cannot represent is written as UTF-8.
        encode(&text, self.document.encoding, before).unwrap_or_else(|| text.into_bytes())
    }

    /// Writes the file with these fields set.
    ///
    /// # Errors
    /// When it cannot be written, or was changed since it was read.
    pub fn write(&self, fields: &[(&str, Value)]) -> Result<(), Error> {
        let after = self.with(fields);
        let Some(before) = self.before.clone() else {
            let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let files = [New { name, bytes: after }];
            return write::fill(self.folder(), &files, Existing::Replace).map_err(Error::Left);
        };
        let change = Change { path: self.path.clone(), name: self.path.display().to_string(), before, after };
        write::write(&[change]).into_iter().collect::<Result<(), _>>().map_err(Error::Left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_survives_to_the_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let text = "{\r\n\t\"connectorId\": null,\r\n\t\"flowUrl\" : \"https://flow\", \"own\": 1.50\r\n}";
        std::fs::write(&path, text).unwrap();
        let settings = Settings::read(&path).unwrap();
        assert_eq!((settings.text("connectorId"), settings.text("flowUrl").as_deref()), (None, Some("https://flow")));
        settings.write(&[("connectorId", "shared_é".into()), (CONTENT_HASH, "h".into())]).unwrap();
        let after = std::fs::read_to_string(&path).unwrap();
        assert!(
            after.starts_with("{\r\n\t\"connectorId\": \"shared_é\",\r\n\t\"flowUrl\" : \"https://flow\", \"own\": 1.50"),
            "{after}"
        );
        let again = Settings::read(&path).unwrap();
        assert_eq!(again.text(CONTENT_HASH).as_deref(), Some("h"));
        std::fs::write(&path, "{}").unwrap();
        assert!(matches!(again.write(&[("a", Value::Null)]), Err(Error::Left(write::Error::Changed(_)))));
        std::fs::write(&path, "{\n  \"a\": \"b").unwrap();
        assert!(matches!(Settings::read(&path), Err(Error::Invalid { line: 2, .. })));
    }
}
