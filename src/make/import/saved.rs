//! The options and output of an import, saved next to the connector, so that a later one can distinguish the user's changes.
use super::choose::Pattern;
use super::kind::Kind;
use super::operation::Operation;
use super::{Arrays, Options, Unions};
use crate::connector::publisher::Publisher;
use crate::text::document::{Document, Node};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};
use std::io::Read;

/// The file that holds the choice.
pub const CHOICE: &str = "import.toml";
/// The file that holds what the last import wrote, compressed.
pub const BASE: &str = "import.base";

/// Longest base that is read, uncompressed.
const LONGEST: u64 = 128 << 20;

/// The options of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Choice {
    /// The source: a path from the connector's folder, or an address.
    pub source: String,
    pub publisher: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrays: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unions: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth: Option<usize>,
    #[serde(skip_serializing_if = "is_false")]
    pub bearer_policy: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub keep_errors: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub triggers: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub allow_outside: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub fetch: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Choice {
    /// Reads the text of an `import.toml`.
    ///
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(text: &str) -> Result<Choice, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let body = toml::to_string(self).unwrap_or_default(); // texts, numbers and flags can always be written
        format!("# Options of `connsmith import`, read by `connsmith import SOURCE FOLDER --update`.\n{body}")
    }

    /// The options that it stands for.
    ///
    /// # Errors
    /// What is wrong with one, in one sentence.
    pub fn options(&self) -> Result<Options, String> {
        let patterns = |list: &[String]| list.iter().map(|text| Pattern::parse(text)).collect::<Result<Vec<_>, _>>();
        let unknown = |key: &str, value: &str| format!("`{key} = \"{value}\"` is not known");
        let kind = |name: &String| Kind::ALL.into_iter().find(|kind| kind.name() == *name).ok_or_else(|| unknown("from", name));
        Ok(Options {
            publisher: Publisher::ALL
                .into_iter()
                .find(|publisher| publisher.name() == self.publisher)
                .ok_or_else(|| unknown("publisher", &self.publisher))?,
            include: patterns(&self.include)?,
            exclude: patterns(&self.exclude)?,
            from: self.from.as_ref().map(kind).transpose()?,
            title: self.title.clone(),
            host: self.host.clone(),
            server: self.server,
            auth: self.auth.clone(),
            authorization_url: self.authorization_url.clone(),
            token_url: self.token_url.clone(),
            bearer_policy: self.bearer_policy,
            arrays: match self.arrays.as_deref() {
                None | Some("csv") => Arrays::Csv,
                Some("text") => Arrays::Text,
                Some("script") => Arrays::Script,
                Some(other) => return Err(unknown("arrays", other)),
            },
            unions: match self.unions.as_deref() {
                None | Some("merge") => Unions::Merge,
                Some("first") => Unions::First,
                Some("any") => Unions::Any,
                Some(other) => return Err(unknown("unions", other)),
            },
            depth: self.depth,
            keep_errors: self.keep_errors,
            triggers: self.triggers,
        })
    }
}

/// What an import wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    pub definition: String,
    pub properties: String,
    /// Empty where there is none.
    #[serde(default)]
    pub script: String,
    /// Texts of the definition that the import made up.
    #[serde(default)]
    pub invented: Vec<Invented>,
}

/// A text that the import made up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invented {
    /// JSON pointer of what has it: an operation, or `/info`.
    pub at: String,
    /// Place and name of a parameter that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<(String, String)>,
    /// `summary` or `description`.
    pub key: String,
    pub text: String,
}

impl Invented {
    /// The texts that an import made up.
    pub fn of(operations: &[Operation]) -> Vec<Invented> {
        let mut list = Vec::new();
        for operation in operations {
            let path = operation.path.replace('~', "~0").replace('/', "~1");
            let at = format!("/paths/{path}/{}", operation.verb);
            let own = |key: &&'static str| Invented {
                at: at.clone(),
                parameter: None,
                key: (*key).to_owned(),
                text: if *key == "summary" { operation.summary.clone() } else { operation.description.clone() },
            };
            list.extend(operation.made.iter().map(own));
            let of_parameters = operation.parameters.iter().filter(|parameter| parameter.made).map(|parameter| Invented {
                at: at.clone(),
                parameter: Some((parameter.place.name().to_owned(), parameter.name.to_string())),
                key: "description".to_owned(),
                text: parameter.description.clone().unwrap_or_default(),
            });
            list.extend(of_parameters);
        }
        list
    }

    /// Where this text still stands in a definition; None where a person changed it, or took away what had it.
    pub fn left<'a>(&self, definition: &'a Document) -> Option<Node<'a>> {
        let mut node = definition.at_pointer(&self.at)?;
        if let Some((place, name)) = &self.parameter {
            let mut list = node.get("parameters")?.items();
            node =
                list.find(|one| one.get("in").is_some_and(|at| at.is(place)) && one.get("name").is_some_and(|at| at.is(name)))?;
        }
        node.get(&self.key).filter(|text| text.is(&self.text))
    }
}

impl Base {
    /// Its bytes in the file.
    ///
    /// # Errors
    /// When there is no memory for them.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
        serde_json::to_writer(&mut encoder, self)?;
        encoder.finish()
    }

    /// Reads the bytes of the file.
    ///
    /// # Errors
    /// When they are none of an import.
    pub fn read(bytes: &[u8]) -> std::io::Result<Base> {
        let mut text = Vec::new();
        ZlibDecoder::new(bytes).take(LONGEST).read_to_end(&mut text)?;
        Ok(serde_json::from_slice(&text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Base, Choice};

    #[test]
    fn what_is_kept_can_be_read() {
        let choice = Choice {
            source: "../api.yaml".to_owned(),
            publisher: "custom".to_owned(),
            include: vec!["tag:Tasks".to_owned()],
            depth: Some(3),
            ..Choice::default()
        };
        assert_eq!(Choice::parse(&choice.text()), Ok(choice.clone()));
        assert_eq!(choice.options().unwrap().depth, Some(3));
        assert!(Choice::parse("nothing = 1").is_err());
        let base = Base { definition: "{}".repeat(500), ..Base::default() };
        let bytes = base.bytes().unwrap();
        assert!(bytes.len() < 100);
        assert_eq!(Base::read(&bytes).unwrap(), base);
        assert!(Base::read(b"x").is_err());
    }
}
