//! The metadata of a solution: name, version, publisher.
use super::xml::{Child, Element};
use super::{CONNECTOR_TYPES, Solution};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name, version and publisher of a solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Metadata {
    /// Letters, digits and underscores.
    pub name: String,
    pub display_name: String,
    /// Four numbers: `1.0.0.0`.
    pub version: String,
    #[serde(default)]
    pub managed: bool,
    pub publisher: Publisher,
}

/// Who publishes a solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Publisher {
    pub name: String,
    pub display_name: String,
    /// Two to eight letters and digits: the prefix of the names of its components.
    pub prefix: String,
    /// 10000 to 99999: the prefix of the values of its options.
    pub option_prefix: u32,
}

/// Settings of a repository, or a user, for solutions: `[solution]` and `[solution.publisher]` in `connsmith.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    pub name: Option<String>,
    pub display_name: Option<String>,
    pub publisher: PublisherSettings,
}

/// See [`Settings`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PublisherSettings {
    pub name: Option<String>,
    pub display_name: Option<String>,
    pub prefix: Option<String>,
    pub option_prefix: Option<u32>,
}

impl Settings {
    /// These settings, with those of `other` for missing ones.
    pub fn or(self, other: Settings) -> Settings {
        Settings {
            name: self.name.or(other.name),
            display_name: self.display_name.or(other.display_name),
            publisher: PublisherSettings {
                name: self.publisher.name.or(other.publisher.name),
                display_name: self.publisher.display_name.or(other.publisher.display_name),
                prefix: self.publisher.prefix.or(other.publisher.prefix),
                option_prefix: self.publisher.option_prefix.or(other.publisher.option_prefix),
            },
        }
    }
}

impl From<&Metadata> for Settings {
    fn from(metadata: &Metadata) -> Settings {
        let publisher = metadata.publisher.clone();
        Settings {
            name: Some(metadata.name.clone()),
            display_name: Some(metadata.display_name.clone()),
            publisher: PublisherSettings {
                name: Some(publisher.name),
                display_name: Some(publisher.display_name),
                prefix: Some(publisher.prefix),
                option_prefix: Some(publisher.option_prefix),
            },
        }
    }
}

impl Metadata {
    /// What is wrong with it, in words; None if it is valid.
    pub fn fault(&self) -> Option<String> {
        let word = |text: &str| {
            let first = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
            first && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let prefix = &self.publisher.prefix;
        let numbers: Vec<_> = self.version.split('.').collect();
        let version = (2..=4).contains(&numbers.len()) && numbers.iter().all(|number| number.parse::<u32>().is_ok());
        if !word(&self.name) {
            Some(format!("`{}` is not a valid solution name: use letters, digits and `_`", self.name))
        } else if !word(&self.publisher.name) {
            Some(format!("`{}` is not a valid publisher name: use letters, digits and `_`", self.publisher.name))
        } else if !(2..=8).contains(&prefix.len())
            || !prefix.starts_with(|c: char| c.is_ascii_lowercase())
            || !prefix.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            || prefix.starts_with("mscrm")
        {
            Some(format!(
                "`{prefix}` is not a valid prefix: use two to eight lower-case letters and digits, beginning with a letter, but not `mscrm`"
            ))
        } else if !(10_000..=99_999).contains(&self.publisher.option_prefix) {
            Some(format!("`{}` is not a valid option prefix: use a number from 10000 to 99999", self.publisher.option_prefix))
        } else if !version {
            Some(format!("`{}` is not a valid version: use numbers separated by dots, such as `1.0.0.0`", self.version))
        } else {
            None
        }
    }

    /// Adds one to the last number of the version, as an export by the portal does.
    pub fn bump(&mut self) {
        let (rest, last) = self.version.rsplit_once('.').unwrap_or(("1.0.0", &self.version));
        self.version = format!("{rest}.{}", last.parse::<u64>().map_or(0, |last| last + 1));
    }

    /// The metadata of a solution; None if a part is missing.
    pub fn of(solution: &Solution) -> Option<Metadata> {
        let manifest = solution.manifest.get("SolutionManifest")?;
        let publisher = manifest.get("Publisher")?;
        let display_name = |owner: &Element| {
            let names = owner.get("LocalizedNames")?;
            Some(names.elements().next()?.attribute("description")?.to_owned())
        };
        let name = manifest.text_of("UniqueName")?;
        let publisher_name = publisher.text_of("UniqueName")?;
        Some(Metadata {
            display_name: display_name(manifest).unwrap_or_else(|| name.clone()),
            name,
            version: manifest.text_of("Version")?,
            managed: manifest.text_of("Managed").as_deref() == Some("1"),
            publisher: Publisher {
                display_name: display_name(publisher).unwrap_or_else(|| publisher_name.clone()),
                name: publisher_name,
                prefix: publisher.text_of("CustomizationPrefix")?,
                option_prefix: publisher.text_of("CustomizationOptionValuePrefix")?.parse().ok()?,
            },
        })
    }

    /// An empty solution.
    pub fn solution(&self) -> Solution {
        let root = || Element { short: false, ..Element::new("ImportExportXml", "") };
        let list = |name: &str| Element { short: false, ..Element::new(name, "") };
        let names = |owner: &str| list("LocalizedNames").holding(localized_name(owner));
        let nil = |name: &str| Element { short: false, ..Element::new(name, "") }.with("xsi:nil", "true");
        let address = |number: &str| {
            let mut address = list("Address");
            for name in ADDRESS {
                let field = match name {
                    "AddressNumber" => Element::new(name, number),
                    "AddressTypeCode" | "ShippingMethodCode" => Element::new(name, "1"),
                    _ => nil(name),
                };
                address = address.holding(field);
            }
            address
        };
        let publisher = list("Publisher")
            .holding(Element::new("UniqueName", &self.publisher.name))
            .holding(names(&self.publisher.display_name))
            .holding(Element::new("Descriptions", ""))
            .holding(nil("EMailAddress"))
            .holding(nil("SupportingWebsiteUrl"))
            .holding(Element::new("CustomizationPrefix", &self.publisher.prefix))
            .holding(Element::new("CustomizationOptionValuePrefix", &self.publisher.option_prefix.to_string()))
            .holding(list("Addresses").holding(address("1")).holding(address("2")));
        let manifest = list("SolutionManifest")
            .holding(Element::new("UniqueName", &self.name))
            .holding(names(&self.display_name))
            .holding(Element::new("Descriptions", ""))
            .holding(Element::new("Version", &self.version))
            .holding(Element::new("Managed", if self.managed { "1" } else { "0" }))
            .holding(publisher)
            .holding(list("RootComponents"))
            .holding(Element::new("MissingDependencies", ""));
        let manifest = root()
            .with("version", "9.2.0.0")
            .with("SolutionPackageVersion", "9.2")
            .with("languagecode", "1033")
            .with("generatedBy", "CrmLive")
            .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
            .holding(manifest);
        let mut customizations = root().with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
        for name in ["Entities", "Roles", "Workflows", "FieldSecurityProfiles"] {
            customizations = customizations.holding(list(name));
        }
        let short = ["Templates", "EntityMaps", "EntityRelationships", "OrganizationSettings", "optionsets", "CustomControls"];
        for name in short.into_iter().chain(["EntityDataProviders"]) {
            customizations = customizations.holding(Element::new(name, ""));
        }
        let customizations =
            customizations.holding(list("Connectors")).holding(list("Languages").holding(Element::new("Language", "1033")));
        Solution { manifest, customizations, files: BTreeMap::new(), content_types: None }
    }

    /// Writes the metadata into a solution; the rest of it stays.
    pub fn apply(&self, solution: &mut Solution) {
        let manifest = solution.manifest.at_or_new("SolutionManifest");
        manifest.at_or_new("UniqueName").set_text(&self.name);
        set_display_name(manifest, &self.display_name);
        manifest.at_or_new("Version").set_text(&self.version);
        manifest.at_or_new("Managed").set_text(if self.managed { "1" } else { "0" });
        let publisher = manifest.at_or_new("Publisher");
        publisher.at_or_new("UniqueName").set_text(&self.publisher.name);
        set_display_name(publisher, &self.publisher.display_name);
        publisher.at_or_new("CustomizationPrefix").set_text(&self.publisher.prefix);
        publisher.at_or_new("CustomizationOptionValuePrefix").set_text(&self.publisher.option_prefix.to_string());
    }
}

fn localized_name(text: &str) -> Element {
    Element::new("LocalizedName", "").with("description", text).with("languagecode", "1033")
}

fn set_display_name(owner: &mut Element, text: &str) {
    let names = owner.at_or_new("LocalizedNames");
    if let Some(name) = names.elements_mut().next() {
        name.set_attribute("description", text);
        return;
    }
    names.children.push(Child::Element(localized_name(text)));
}

/// Whether a root component is a connector.
pub fn is_connector(component: &Element) -> bool {
    component.attribute("type").is_some_and(|kind| CONNECTOR_TYPES.contains(&kind))
}

const ADDRESS: [&str; 26] = [
    "AddressNumber",
    "AddressTypeCode",
    "City",
    "County",
    "Country",
    "Fax",
    "FreightTermsCode",
    "ImportSequenceNumber",
    "Latitude",
    "Line1",
    "Line2",
    "Line3",
    "Longitude",
    "Name",
    "PostalCode",
    "PostOfficeBox",
    "PrimaryContactName",
    "ShippingMethodCode",
    "StateOrProvince",
    "Telephone1",
    "Telephone2",
    "Telephone3",
    "TimeZoneRuleVersionNumber",
    "UPSZone",
    "UTCOffset",
    "UTCConversionTimeZoneCode",
];
