//! The main job: from paths to findings, connector by connector, on all cores.
use crate::config::{self, Config};
use crate::connector::{Connector, Folder};
use crate::discover::{self, Found};
use crate::finding::Finding;
use crate::package::Package;
use crate::profile::{Because, Publisher, Selection};
use crate::walk::{self, Plan};
use rayon::prelude::*;
use std::path::Path;

/// How connectors are to be checked.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// For whom, whatever the configuration and the folder say.
    pub publisher: Option<Publisher>,
    pub selection: Selection,
}

/// The checks of all three publishers, made once for a run.
pub struct Checker {
    publisher: Option<Publisher>,
    plans: [Plan; 3],
}

impl Checker {
    /// Sorts the enabled checks.
    pub fn new(options: &Options) -> Checker {
        Checker { publisher: options.publisher, plans: Publisher::ALL.map(|publisher| Plan::new(&options.selection, publisher)) }
    }

    /// Reads a connector: its files, its configuration, and for whom it is to be checked. `current` is the folder to which
    /// shown paths are relative.
    ///
    /// # Errors
    /// When its configuration file cannot be used.
    pub fn read(&self, found: &Found, current: &Path) -> Result<Connector, config::Error> {
        let folder = discover::load(found, discover::shown(&found.folder, current));
        self.connector(folder, current)
    }

    /// Makes a connector of a folder that was read already.
    ///
    /// # Errors
    /// When its configuration file cannot be used.
    pub fn connector(&self, folder: Folder, current: &Path) -> Result<Connector, config::Error> {
        let absolute = current.join(&folder.path);
        let absolute = absolute.canonicalize().unwrap_or(absolute);
        let (publisher, because) =
            match (self.publisher, Config::of_folder(&absolute)?.publisher, Publisher::of_folder(&absolute)) {
                (Some(publisher), ..) => (publisher, Because::Option),
                (_, Some(publisher), _) => (publisher, Because::Config),
                (.., Some(publisher)) => (publisher, Because::Folder),
                _ => (Publisher::default(), Because::Default),
            };
        Ok(Connector::new(folder, publisher, because))
    }

    /// All findings of a connector, file by file, in document order.
    pub fn findings(&self, connector: &Connector) -> Vec<Finding> {
        let plan = Publisher::ALL.iter().position(|&publisher| publisher == connector.publisher).unwrap_or(0);
        walk::check(connector, &self.plans[plan])
    }

    /// All findings of a package: its own, and with each connector in it those that mean something there.
    pub fn package<'p>(&self, package: &'p Package) -> (Vec<Finding>, Vec<(&'p Connector, Vec<Finding>)>) {
        let plan = Publisher::ALL.iter().position(|&publisher| publisher == package.publisher).unwrap_or(0);
        let own = walk::check_package(package, &self.plans[plan]);
        let one = |connector| {
            let mut findings = self.findings(connector);
            findings.retain(Package::concerns);
            (connector, findings)
        };
        (own, package.connectors.iter().map(one).collect())
    }

    /// Reads and checks many connectors in parallel and turns each into a `T` while its text is in memory, so that a run
    /// over a catalogue holds only a few connectors at a time. The results come in the order of `found`.
    ///
    /// # Errors
    /// When a configuration file cannot be used.
    pub fn each<T: Send>(
        &self,
        found: &[Found],
        current: &Path,
        use_it: impl Fn(&Connector, Vec<Finding>) -> T + Sync,
    ) -> Result<Vec<T>, config::Error> {
        let one = |found: &Found| {
            let connector = self.read(found, current)?;
            let findings = self.findings(&connector);
            Ok(use_it(&connector, findings))
        };
        found.par_iter().with_max_len(1).map(one).collect()
    }
}
