//! What is checked: a connector, two versions of one, or a zip, and for which publisher.
use crate::connector::Connector;
use crate::connector::package::{Kind, Package};
use crate::connector::publisher::{Because, Publisher};
use crate::connector::versions::{Comparison, OLDER};
use crate::judge::configured::Configured;
use crate::rule::finding::Finding;
use crate::rule::subject::{Heading, Listed, Subject};
use crate::text::document::{Document, File};

/// A connector with the settings for its check.
#[derive(Debug)]
pub struct Target {
    pub connector: Connector,
    pub publisher: Publisher,
    pub because: Because,
    /// What a configuration or a baseline says about it; None without either.
    pub configured: Option<Configured>,
}

impl Target {
    /// A connector without a configuration.
    pub fn new(connector: Connector, publisher: Publisher, because: Because) -> Target {
        Target { connector, publisher, because, configured: None }
    }
}

/// A target acts as its connector wherever settings do not matter.
impl std::ops::Deref for Target {
    type Target = Connector;

    fn deref(&self) -> &Connector {
        &self.connector
    }
}

/// The heading of the findings of a connector.
fn checked_as(connector: &Connector, publisher: Publisher, because: Because) -> Heading {
    let why = match because {
        Because::Option => "from --publisher",
        Because::Config => "from connsmith.toml",
        Because::Folder => "from its folder",
        Because::Default => "by default",
    };
    Heading {
        name: connector.file_name(File::Folder),
        about: format!("{}: checked as {publisher} ({why})", quoted_title(connector)),
    }
}

fn quoted_title(connector: &Connector) -> String {
    connector.title().filter(|title| !title.is_empty()).map(|title| format!(" “{title}”")).unwrap_or_default()
}

impl Subject for Target {
    fn document(&self, file: File) -> Option<&Document> {
        self.connector.document(file)
    }

    fn file_name(&self, file: File) -> String {
        self.connector.file_name(file)
    }

    fn file_count(&self) -> usize {
        self.connector.file_count()
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        vec![Listed { connector: &self.connector, publisher: self.publisher, because: self.because }]
    }

    fn heading(&self) -> Heading {
        checked_as(&self.connector, self.publisher, self.because)
    }
}

/// Two versions of a connector; the newer one has settings.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'c> {
    /// Made by [`older`](crate::connector::versions::older).
    pub old: &'c Connector,
    pub new: &'c Target,
}

impl<'c> Pair<'c> {
    pub fn comparison(&self) -> Comparison<'c> {
        Comparison { old: self.old, new: &self.new.connector }
    }
}

impl Subject for Pair<'_> {
    fn document(&self, file: File) -> Option<&Document> {
        match file {
            File::Other(number) => self.old.document(*OLDER.get(usize::from(number))?),
            file => self.new.connector.document(file),
        }
    }

    fn file_name(&self, file: File) -> String {
        match file {
            File::Other(number) => self.old.file_name(OLDER.get(usize::from(number)).copied().unwrap_or(File::Folder)),
            file => self.new.connector.file_name(file),
        }
    }

    fn file_count(&self) -> usize {
        self.old.file_count() + self.new.file_count()
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        self.new.connectors()
    }

    fn heading(&self) -> Heading {
        let title = quoted_title(&self.new.connector);
        let folders = (self.new.connector.file_name(File::Folder), self.old.file_name(File::Folder));
        // Two files of one folder are distinguished by their own names.
        let (name, old) = match folders.0 == folders.1 {
            true => (self.new.connector.file_name(File::Definition), self.old.file_name(File::Definition)),
            false => folders,
        };
        Heading { name, about: format!("{title}: compared with {old}") }
    }
}

/// A zip under check, and the publisher that its connectors are checked for.
#[derive(Clone, Copy, Debug)]
pub struct PackageTarget<'a> {
    pub package: &'a Package,
    pub publisher: Publisher,
    pub because: Because,
}

impl PackageTarget<'_> {
    /// Whether a finding about a connector makes sense in a package: a solution holds no readme, no settings, no names of
    /// files, and of `apiProperties.json` neither publisher nor owner.
    pub fn concerns(finding: &Finding) -> bool {
        match finding.at.file {
            File::Definition => !matches!(finding.rule.subject, "folder" | "readme" | "settings"),
            File::Script => finding.rule.id != "script-file-name",
            File::Properties => ["/connectionParameter", "/policyTemplateInstances", "/iconBrandColor", "/scriptOperations"]
                .iter()
                .any(|part| finding.at.pointer.starts_with(&format!("/properties{part}"))),
            File::Icon => !matches!(finding.rule.id, "icon-file-name" | "icon-on-independent"),
            _ => false,
        }
    }
}

impl Subject for PackageTarget<'_> {
    fn document(&self, file: File) -> Option<&Document> {
        match file {
            File::Other(number) => self.package.text(number),
            _ => None,
        }
    }

    fn file_name(&self, file: File) -> String {
        match file {
            File::Other(number) => match self.package.files.get(usize::from(number)) {
                Some(file) => self.package.shown(file.archive, &file.name),
                None => self.package.name.clone(),
            },
            _ => self.package.name.clone(),
        }
    }

    fn file_count(&self) -> usize {
        self.package.files.len()
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        let listed = |connector| Listed { connector, publisher: self.publisher, because: self.because };
        self.package.connectors.iter().map(listed).collect()
    }

    fn heading(&self) -> Heading {
        let kind = match self.package.kind {
            Kind::Certification { plugin: false } => "a certification package",
            Kind::Certification { plugin: true } => "a certification package with a plug-in",
            Kind::Solution => "a solution",
        };
        Heading { name: self.package.name.clone(), about: format!(": checked as {kind}") }
    }
}

/// A connector in a package, which has counted it and its files.
#[derive(Debug)]
pub struct Embedded<'a> {
    pub connector: &'a Connector,
    pub publisher: Publisher,
    pub because: Because,
}

impl Subject for Embedded<'_> {
    fn document(&self, file: File) -> Option<&Document> {
        self.connector.document(file)
    }

    fn file_name(&self, file: File) -> String {
        self.connector.file_name(file)
    }

    fn file_count(&self) -> usize {
        0
    }

    fn connectors(&self) -> Vec<Listed<'_>> {
        Vec::new()
    }

    fn heading(&self) -> Heading {
        checked_as(self.connector, self.publisher, self.because)
    }
}
