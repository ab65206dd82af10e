//! The side file: what a solution needs to know about a connector that its files do not say.
use super::Metadata;
use crate::connector::Connector;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Name of the side file.
pub const NAME: &str = "connsmith.solution.json";

/// The side file. In a connector's folder it has the part about the connector; in the packed folder, which may be
/// the same, the part about the solution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Record {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solution: Option<Metadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connector: Option<ConnectorRecord>,
}

/// The part about a connector.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectorRecord {
    /// The GUID by which solutions know it, lower case, without braces. It is made once: another one is another connector.
    pub id: String,
    /// Its logical name, which cannot be changed once it was imported.
    pub name: String,
    /// The name that Dataverse shows; often not the title of the definition.
    pub display_name: String,
    /// Its description there, if it is not that of the definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the definition is packed without white space.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub compact: bool,
    /// End of the icon's name, where its content has another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Texts as they were exported, by the element that names the file. They are packed as long as they mean what the files say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, String>,
    /// `apiProperties.json` with null for what a solution holds: the rest has no place there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub properties: Option<Value>,
}

/// The members of `properties` in `apiProperties.json` that a solution holds.
pub const HELD: [&str; 5] =
    ["connectionParameters", "connectionParameterSets", "policyTemplateInstances", "iconBrandColor", "scriptOperations"];

impl Record {
    /// Reads the bytes of a side file.
    ///
    /// # Errors
    /// When it is no JSON or has a member that is not known; with line and column.
    pub fn parse(bytes: &[u8]) -> Result<Record, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The text of the side file.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n" // strings and numbers only: cannot fail
    }
}

/// See [`ConnectorRecord::properties`].
pub fn skeleton(connector: &Connector) -> Option<Value> {
    let mut root: Value = serde_json::from_str(connector.properties.as_ref()?.text.trim_start_matches('\u{feff}')).ok()?;
    let properties = root.get_mut("properties")?.as_object_mut()?;
    // Without a script a solution says nothing of its operations.
    let holds = |name: &&str| *name != "scriptOperations" || connector.script.is_some();
    for held in HELD.into_iter().filter(holds) {
        if let Some(value) = properties.get_mut(held) {
            *value = Value::Null;
        }
    }
    Some(root)
}
