//! Who publishes a connector.
use std::path::Path;

/// Who publishes a connector; each has its own rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Publisher {
    /// Owns the API behind the connector ("verified publisher").
    #[default]
    Certified,
    /// Does not own the API ("independent publisher").
    Independent,
    /// Private use: nothing is submitted to Microsoft, only import has to succeed.
    Custom,
}

impl Publisher {
    pub const ALL: [Publisher; 3] = [Publisher::Certified, Publisher::Independent, Publisher::Custom];

    /// `certified`, `independent` or `custom`.
    pub fn name(self) -> &'static str {
        match self {
            Publisher::Certified => "certified",
            Publisher::Independent => "independent",
            Publisher::Custom => "custom",
        }
    }

    /// The publisher kind that the folders of Microsoft's repository stand for: the innermost of `certified-connectors`,
    /// `independent-publisher-connectors` and `custom-connectors` above (or at) `path`.
    pub fn of_folder(path: &Path) -> Option<Publisher> {
        path.ancestors().find_map(|folder| match folder.file_name()?.to_str()? {
            "certified-connectors" => Some(Publisher::Certified),
            "independent-publisher-connectors" => Some(Publisher::Independent),
            "custom-connectors" => Some(Publisher::Custom),
            _ => None,
        })
    }
}

impl std::fmt::Display for Publisher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a connector is checked as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Because {
    /// `--publisher` says so.
    Option,
    /// `connsmith.toml` says so.
    Config,
    /// It lies below a folder of that name.
    Folder,
    /// Nothing says otherwise.
    Default,
}
