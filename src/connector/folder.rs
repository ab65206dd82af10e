//! What the names of a connector's files reveal.
use super::Connector;
use crate::connector::discover::{self, USUAL_NAMES};
use crate::text::document::File;

impl Connector {
    /// The name that a missing file should have, and the file that was probably intended. None if it is there, by
    /// its name in any case, or by another that `settings.json` or the user gives.
    pub fn lacks(&self, file: File) -> Option<(&'static str, Option<&str>)> {
        let (_, usual) = USUAL_NAMES.into_iter().find(|(known, _)| *known == file)?;
        let listed = self.listing.iter().any(|name| name.eq_ignore_ascii_case(usual));
        let unreadable = self.unreadable.iter().any(|(known, ..)| *known == file);
        let near = self.listing.iter().find(|name| discover::misspelt(name) == Some(file)).map(String::as_str);
        let read = self.document(file).map(|document| document.name.rsplit('/').next().unwrap_or_default());
        let named = read.is_some_and(|read| near != Some(read) || self.settings_name(file).is_some_and(|name| name == read));
        (!self.alone && !listed && !unreadable && !named).then_some((usual, near))
    }

    /// The name, without folders, that `settings.json` gives for a file.
    pub fn settings_name(&self, file: File) -> Option<String> {
        let key = match file {
            File::Definition => "apiDefinition",
            File::Properties => "apiProperties",
            File::Script => "script",
            File::Icon => "icon",
            _ => return None,
        };
        let name = self.settings.as_ref()?.root().get_str(key)?.replace('\\', "/");
        name.rsplit('/').next().filter(|name| !name.is_empty()).map(str::to_owned)
    }

    /// The path of a file relative to the connector's folder, whether it is there or not; empty for the folder itself.
    pub fn file_in_folder(&self, file: File) -> String {
        let name = self.file_name(file);
        match file {
            File::Folder | File::Other(_) => String::new(),
            _ if self.name.is_empty() || self.name == "." => name,
            _ => name.strip_prefix(&self.name).map_or(name.as_str(), |name| name.trim_start_matches('/')).to_owned(),
        }
    }
}
