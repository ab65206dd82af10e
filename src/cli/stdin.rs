//! Standard input instead of a file, for editors: `check -`, `fix -`, `fmt -`
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::discover::{self, Found};
use connsmith::connector::{Folder, FolderFile};
use connsmith::text::document::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The file that standard input stands for.
#[derive(Args, Clone)]
pub struct StdinArguments {
    /// With `-`: the path of the file passed on standard input. The other files of its connector are read from its folder
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
}

/// A file read from standard input.
pub struct Stdin {
    /// The folder, with this file in place of the one with its name.
    pub folder: Folder,
    pub file: File,
}

impl StdinArguments {
    /// Reads standard input if the paths request it.
    ///
    /// # Errors
    /// If it cannot be read, or the paths also name files.
    pub fn read(&self, paths: &[PathBuf], current: &Path) -> anyhow::Result<Option<Stdin>> {
        if paths != [PathBuf::from("-")] {
            if paths.contains(&PathBuf::from("-")) {
                bail!("`-` (standard input) cannot be combined with other paths");
            }
            if self.stdin_filename.is_some() {
                bail!("--stdin-filename requires `-` as the only path");
            }
            return Ok(None);
        }
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        let name = self.stdin_filename.as_deref().unwrap_or(Path::new("apiDefinition.swagger.json"));
        let folder = match name.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let file_name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = discover::kind_of(&file_name).or_else(|| discover::misspelt(&file_name)).unwrap_or(File::Definition);
        // Without a name, the text belongs to no folder.
        let mut folder = match &self.stdin_filename {
            Some(_) => discover::load(&Found::folder(&folder), discover::shown(&folder, current)),
            None => Folder { name: discover::shown(&folder, current), path: folder, ..Folder::default() },
        };
        folder.files.retain(|known| known.file != file);
        folder.unreadable.retain(|(known, ..)| *known != file);
        if !folder.listing.contains(&file_name) {
            folder.listing.push(file_name.clone());
            folder.listing.sort();
        }
        folder.files.push(FolderFile { file, name: file_name, bytes });
        folder.files.sort_by_key(|known| known.file);
        Ok(Some(Stdin { folder, file }))
    }
}

impl Stdin {
    /// The bytes read.
    pub fn bytes(&self) -> &[u8] {
        self.folder.files.iter().find(|known| known.file == self.file).map_or(&[], |known| &known.bytes)
    }

    /// The path that the text stands for.
    pub fn path(&self) -> PathBuf {
        let name = self.folder.files.iter().find(|known| known.file == self.file).map_or("", |known| &known.name);
        self.folder.path.join(name)
    }
}

/// Writes bytes to standard output unchanged.
pub fn write(bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).context("cannot write to standard output")
}
