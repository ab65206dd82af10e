//! A zip under check: a package for certification, with the solutions in it, or one solution.
use crate::connector::place::Place;
use crate::connector::solution::tree::tree_name;
use crate::connector::solution::unpack::{self, Known};
use crate::connector::solution::xml::{self, Element};
use crate::connector::solution::{connectors_in, environment, is_blank};
use crate::connector::{Connector, Folder, FolderFile};
use crate::text::archive::{Archive, Content, Fault, FaultKind};
use crate::text::document::{Document, File, Node};
use crate::text::json::Span;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Bytes of JSON for which trees are made, which take several times as much. A definition has less than 1 MiB.
const TREES: usize = 4 << 20;
/// Bytes of the files of all solutions out of which connectors are made; three times as much may be made of them.
const CONNECTORS: usize = 4 << 20;
/// Files beside the solutions that count as those of a folder. A package has a handful.
const MOST_LISTED: usize = 100;

/// The intended kind of a zip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What is submitted: `intro.md` and a zip with the solutions.
    Certification {
        /// Whether it has a plug-in, and so a third solution.
        plugin: bool,
    },
    Solution,
}

/// How the files of a package lie there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// In a zip.
    Zip,
    /// In a folder, as in the zip.
    Folder,
    /// In a folder, as `pac solution unpack` leaves them.
    Tree,
}

/// A zip under check, or the folder of an unpacked solution.
#[derive(Debug)]
pub struct Package {
    /// Its path for people.
    pub name: String,
    pub kind: Kind,
    pub layout: Layout,
    /// Every entry of every archive; [`File::Other`] counts them.
    pub files: Vec<PackageFile>,
    /// What is wrong with the archives, each with the entry (None: the zip itself).
    pub faults: Vec<(Option<u16>, Fault)>,
    pub solutions: Vec<SolutionPart>,
    /// The connectors in it, each once.
    pub connectors: Vec<Connector>,
    /// What a report of it is about where there is no connector.
    pub(crate) no_connector: Connector,
    /// The places of the files, by archive and name; the first of a name counts.
    places: FxHashMap<Option<u16>, FxHashMap<String, u16>>,
}

/// An entry of an archive.
#[derive(Debug)]
pub struct PackageFile {
    /// The archive in which it lies: None is the zip itself.
    pub archive: Option<u16>,
    /// Its name there.
    pub name: String,
    pub content: PackageContent,
}

/// What an entry holds.
#[derive(Debug)]
pub enum PackageContent {
    Folder,
    Archive,
    /// XML, JSON, Markdown, code.
    Text(Box<Document>),
    Bytes(Vec<u8>),
    /// It could not be read.
    Lost,
}

/// What a solution is for, judging by its content, as Microsoft's script does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A connector alone.
    Connector,
    /// A connector and flows.
    Flow,
    /// A connector and a plug-in.
    Plugin,
    Other,
}

/// A solution in the package.
#[derive(Debug)]
pub struct SolutionPart {
    /// None: the zip itself.
    pub archive: Option<u16>,
    /// `solution.xml`, where it can be read.
    pub manifest: Option<(u16, Element)>,
    /// `customizations.xml`, where it can be read.
    pub customizations: Option<(u16, Element)>,
    /// Why they cannot.
    pub faults: Vec<(u16, xml::Fault)>,
    pub role: Role,
}

impl Package {
    /// Reads a zip. The rules report what is wrong with it.
    #[cfg(feature = "packages")]
    pub fn read(name: String, reader: impl std::io::Read + std::io::Seek, kind: Kind) -> Package {
        let (archive, faults) = crate::text::archive::read(reader, crate::text::archive::Limits::default());
        Package::new(name, archive, faults, kind)
    }

    /// The package that an archive is, with what was wrong when it was read.
    pub fn new(name: String, archive: Archive, faults: Vec<Fault>, kind: Kind) -> Package {
        Package::made(name, archive, faults, kind, Layout::Zip)
    }

    /// A solution that lies unpacked in a folder, as the files of its zip.
    pub fn of_folder(name: String, archive: Archive, layout: Layout) -> Package {
        Package::made(name, archive, Vec::new(), Kind::Solution, layout)
    }

    fn made(name: String, archive: Archive, faults: Vec<Fault>, kind: Kind, layout: Layout) -> Package {
        let folder = Folder { name: name.clone(), ..Folder::default() };
        let mut package = Package {
            no_connector: Connector::new(folder),
            name,
            kind,
            layout,
            files: Vec::new(),
            faults: Vec::new(),
            solutions: Vec::new(),
            connectors: Vec::new(),
            places: FxHashMap::default(),
        };
        package.add(archive, None, &mut { TREES });
        for (number, file) in package.files.iter().enumerate() {
            let names = package.places.entry(file.archive).or_default();
            names.entry(file.name.clone()).or_insert(number as u16);
        }
        package.faults = faults.into_iter().map(|fault| (package.entry_of(&fault), fault)).collect();
        let archives: Vec<Option<u16>> = match kind {
            Kind::Solution => vec![None],
            Kind::Certification { .. } => package.solution_archives().into_iter().map(Some).collect(),
        };
        package.solutions = {
            let mut room = xml::Room::default();
            archives.into_iter().map(|archive| package.solution_part(archive, &mut room)).collect()
        };
        let (connectors, faults) = package.embedded();
        package.connectors = connectors;
        package.faults.extend(faults);
        package
    }

    fn add(&mut self, archive: Archive, inside: Option<u16>, trees: &mut usize) {
        let mut nested = Vec::new();
        for entry in archive.entries {
            let number = self.files.len() as u16; // archives hold fewer entries than that: `Limits::entries`
            let shown = self.shown(inside, &entry.name);
            let content = match entry.content {
                Content::Folder => PackageContent::Folder,
                Content::Lost => PackageContent::Lost,
                Content::Archive(archive) => {
                    nested.push((archive, number));
                    PackageContent::Archive
                }
                Content::Bytes(bytes) => text_of(&entry.name, File::Other(number), shown, bytes, trees),
            };
            self.files.push(PackageFile { archive: inside, name: entry.name, content });
        }
        for (archive, number) in nested {
            self.add(archive, Some(number), trees);
        }
    }

    /// How an entry is shown to people: `outer.zip!package.zip!PkgAssets/Flow.zip!customizations.xml`.
    pub(crate) fn shown(&self, archive: Option<u16>, name: &str) -> String {
        let outer = archive.map(|number| &self.files[usize::from(number)]);
        if let Some(outer) = outer {
            return format!("{}!{name}", self.shown(outer.archive, &outer.name));
        }
        let below = match (self.layout, name) {
            (Layout::Zip, name) => return format!("{}!{name}", self.name),
            (Layout::Tree, "solution.xml") => "Other/Solution.xml".to_owned(),
            (Layout::Tree, "customizations.xml") => "Other/Customizations.xml".to_owned(),
            (Layout::Tree, "Connector") => "Connectors".to_owned(),
            (Layout::Tree, name) => tree_name(name),
            (Layout::Folder, name) => name.to_owned(),
        };
        if self.name == "." { below } else { format!("{}/{below}", self.name) }
    }

    fn entry_of(&self, fault: &Fault) -> Option<u16> {
        let mut inside = None;
        for name in &fault.path {
            // Of two that have the same name it is the later that is at fault.
            let found = self.files.iter().rposition(|file| file.archive == inside && file.name == *name);
            inside = found.map(|at| at as u16);
        }
        inside
    }

    /// The zips in a folder of the inner zip.
    fn solution_archives(&self) -> Vec<u16> {
        let inner = self.inside(None).archives_in("").map(|(number, _)| number);
        let mut found = Vec::new();
        for inner in inner {
            let inside = self.inside(Some(inner));
            for folder in inside.folders_in("") {
                found.extend(inside.archives_in(&format!("{folder}/")).map(|(number, _)| number));
            }
        }
        found
    }

    fn solution_part(&self, archive: Option<u16>, room: &mut xml::Room) -> SolutionPart {
        let inside = self.inside(archive);
        let mut part = SolutionPart { archive, manifest: None, customizations: None, faults: Vec::new(), role: Role::Other };
        for (number, file) in inside.files() {
            let place = match file.name.to_ascii_lowercase().as_str() {
                "solution.xml" => &mut part.manifest,
                "customizations.xml" => &mut part.customizations,
                _ => continue,
            };
            let PackageContent::Text(document) = &file.content else { continue };
            let parsed = match xml::encoding_fault(document) {
                Some(fault) => Err(fault),
                None => xml::parse_within(&document.text, room),
            };
            match parsed {
                Ok(root) => *place = Some((number, root)),
                Err(fault) => part.faults.push((number, fault)),
            }
        }
        part.role = part.role_by_content();
        part
    }

    /// The entries of an archive.
    pub fn inside(&self, archive: Option<u16>) -> Inside<'_> {
        Inside { package: self, archive }
    }

    /// The entries of a solution.
    pub fn inside_of(&self, part: &SolutionPart) -> Inside<'_> {
        self.inside(part.archive)
    }

    /// Whether it is to be certified.
    pub fn is_certification(&self) -> bool {
        matches!(self.kind, Kind::Certification { .. })
    }

    /// Whether what is to be certified is a solution, and no package that holds solutions.
    pub fn is_bare_solution(&self) -> bool {
        self.is_certification() && self.inside(None).files_in("").any(|(_, file)| file.name.eq_ignore_ascii_case("solution.xml"))
    }

    /// Whether it is to have a plug-in.
    pub fn has_plugin(&self) -> bool {
        self.kind == Kind::Certification { plugin: true }
    }

    /// The inner zip of a package for certification, when there is exactly one that can be read.
    pub fn inner(&self) -> Option<u16> {
        let mut inner = self.inside(None).archives_in("");
        let first = inner.next().filter(|_| self.is_certification());
        first.filter(|_| inner.next().is_none()).map(|(number, _)| number)
    }

    /// Whether a file is one that `pac` splits.
    pub fn in_split_file(&self, file: File) -> bool {
        let File::Other(number) = file else { return false };
        let name = self.files.get(usize::from(number)).map(|file| file.name.as_str());
        name.is_some_and(|name| matches!(name, "solution.xml" | "customizations.xml"))
    }

    /// The text of an entry.
    pub fn text(&self, number: u16) -> Option<&Document> {
        match &self.files.get(usize::from(number))?.content {
            PackageContent::Text(document) => Some(document),
            _ => None,
        }
    }

    /// Whether it has at least so many solutions, each for something, and none for this.
    pub fn lacks(&self, role: Role, solutions: usize) -> bool {
        // What one is for that cannot be read, or that has no connector, is not known.
        self.solutions.len() >= solutions && self.of_role(Role::Other).next().is_none() && self.of_role(role).next().is_none()
    }

    /// The solutions of a role.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &SolutionPart> {
        self.solutions.iter().filter(move |part| part.role == role)
    }

    /// The connectors of the solutions, those of the connector solution first, as folders of files.
    /// Beside them what is wrong: that not all were looked at.
    fn embedded(&self) -> (Vec<Connector>, Vec<(Option<u16>, Fault)>) {
        let mut parts: Vec<&SolutionPart> = self.solutions.iter().collect();
        parts.sort_by_key(|part| part.role);
        let (mut connectors, mut faults) = (Vec::new(), Vec::new());
        let mut ids = BTreeSet::new();
        let (mut left, mut room) = (CONNECTORS, 3 * CONNECTORS as u64);
        for part in parts {
            let (Some(_), Some((_, customizations))) = (&part.manifest, &part.customizations) else { continue };
            let inside = self.inside_of(part);
            let mut files = BTreeMap::new();
            let mut left_out = false;
            for (_, file) in inside.files_in("Connector/") {
                let bytes = match &file.content {
                    PackageContent::Text(document) => document.text.as_bytes(),
                    PackageContent::Bytes(bytes) => bytes,
                    _ => continue,
                };
                match left.checked_sub(bytes.len()) {
                    Some(rest) => {
                        left = rest;
                        files.insert(file.name.clone(), bytes.to_vec());
                    }
                    None => left_out = true,
                }
            }
            let taken = unpack::connectors(customizations, &files, |_| Known::default(), &mut room);
            // What else belongs to a submitted connector lies beside the package. Each connector holds the names.
            let listing = self.inside(None).files_in("").map(|(_, file)| file.name.clone()).take(MOST_LISTED);
            let listing: Vec<String> = listing.collect();
            if left_out || taken.left_out {
                faults.push((part.archive, Fault { path: Vec::new(), kind: FaultKind::LeftOut(CONNECTORS as u64) }));
            }
            for (element, unpacked) in connectors_in(customizations).zip(taken.connectors) {
                if ids.insert(unpacked.record.id.clone()) {
                    connectors.push(self.connector(part, &files, element, unpacked.files, listing.clone()));
                }
            }
        }
        (connectors, faults)
    }

    fn connector(
        &self,
        part: &SolutionPart,
        files: &BTreeMap<String, Vec<u8>>,
        element: &Element,
        unpacked: BTreeMap<String, Vec<u8>>,
        listing: Vec<String>,
    ) -> Connector {
        let mut folder = Folder { name: self.shown(part.archive, "Connector"), listing, ..Folder::default() };
        let fields = [("openapidefinition", File::Definition), ("customcodeblobcontent", File::Script), ("iconblob", File::Icon)];
        for (field, file) in fields {
            let Some(path) = element.text_of(field) else { continue };
            // An empty file is none, which a rule reports.
            if let Some(bytes) = files.get(path.trim_start_matches('/')).filter(|bytes| !is_blank(bytes)) {
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                folder.files.push(FolderFile { file, name, bytes: bytes.clone() });
            }
        }
        if let Some(bytes) = unpacked.get("apiProperties.json") {
            let name = format!("apiProperties.json (generated from {})", element.text_of("name").unwrap_or_default());
            folder.files.push(FolderFile { file: File::Properties, name, bytes: bytes.clone() });
        }
        Connector::new(folder)
    }
}

fn text_of(name: &str, file: File, shown: String, bytes: Vec<u8>, trees: &mut usize) -> PackageContent {
    let name = name.to_ascii_lowercase();
    match name.rsplit('.').next() {
        Some("json") if bytes.len() <= *trees => {
            *trees -= bytes.len();
            PackageContent::Text(Box::new(Document::json(file, shown, bytes)))
        }
        Some("json" | "xml" | "md" | "csx" | "txt") => PackageContent::Text(Box::new(Document::plain(file, shown, bytes))),
        _ => PackageContent::Bytes(bytes),
    }
}

impl SolutionPart {
    fn role_by_content(&self) -> Role {
        let Some((_, root)) = &self.customizations else { return Role::Other };
        let holds = |name: &str| {
            let first = root.all(name).into_iter().next();
            first.is_some_and(|element| !element.children.is_empty() || !element.attributes.is_empty())
        };
        match (holds("Connector"), holds("Workflows"), holds("aicopilot_aiplugin")) {
            (true, true, false) => Role::Flow,
            (true, false, true) => Role::Plugin,
            (true, false, false) => Role::Connector,
            _ => Role::Other,
        }
    }

    /// Where a finding about it as a whole is.
    pub fn file(&self) -> File {
        self.archive.map_or(File::Folder, File::Other)
    }

    /// The `<Connector>` elements.
    pub fn connectors(&self) -> Vec<&Element> {
        self.customizations.as_ref().map(|(_, root)| root.all("Connector")).unwrap_or_default()
    }

    /// The `<Workflow>` elements.
    pub fn workflows(&self) -> Vec<&Element> {
        self.customizations.as_ref().map(|(_, root)| root.all("Workflow")).unwrap_or_default()
    }

    /// The place of an element of `customizations.xml`.
    pub fn in_customizations(&self, element: &Element) -> (File, Span) {
        place(self.customizations.as_ref().map(|(number, _)| *number), element)
    }

    /// The place of an element of `solution.xml`.
    pub fn in_manifest(&self, element: &Element) -> (File, Span) {
        place(self.manifest.as_ref().map(|(number, _)| *number), element)
    }
}

fn place(number: Option<u16>, element: &Element) -> (File, Span) {
    (number.map_or(File::Folder, File::Other), Span { start: element.span.0, end: element.span.1 })
}

/// The entries of one archive.
#[derive(Clone, Copy, Debug)]
pub struct Inside<'a> {
    pub package: &'a Package,
    pub archive: Option<u16>,
}

impl<'a> Inside<'a> {
    /// All entries, in the order of the archive.
    pub fn files(self) -> impl Iterator<Item = (u16, &'a PackageFile)> {
        let all = self.package.files.iter().enumerate();
        all.filter(move |(_, file)| file.archive == self.archive).map(|(number, file)| (number as u16, file))
    }

    /// The entry with this name.
    pub fn get(self, name: &str) -> Option<(u16, &'a PackageFile)> {
        let number = *self.package.places.get(&self.archive)?.get(name)?;
        Some((number, self.package.files.get(usize::from(number))?))
    }

    /// The files directly in a folder (`""`, or a name with `/` at the end).
    pub fn files_in(self, folder: &str) -> impl Iterator<Item = (u16, &'a PackageFile)> {
        let direct = move |name: &str| name.strip_prefix(folder).is_some_and(|rest| !rest.is_empty() && !rest.contains('/'));
        self.files().filter(move |(_, file)| direct(&file.name))
    }

    /// The zips directly in a folder, also those that cannot be read.
    pub fn zips_in(self, folder: &str) -> impl Iterator<Item = (u16, &'a PackageFile)> {
        self.files_in(folder).filter(|(_, file)| file.name.to_ascii_lowercase().ends_with(".zip"))
    }

    fn archives_in(self, folder: &str) -> impl Iterator<Item = (u16, &'a PackageFile)> {
        self.zips_in(folder).filter(|(_, file)| matches!(file.content, PackageContent::Archive))
    }

    /// The names of the folders directly in a folder, sorted.
    pub fn folders_in(self, folder: &str) -> BTreeSet<&'a str> {
        let below = |file: &'a PackageFile| file.name.strip_prefix(folder)?.split_once('/').map(|(name, _)| name);
        self.files().filter_map(|(_, file)| below(file)).filter(|name| !name.is_empty() && *name != "..").collect()
    }

    /// The environment variables that its definitions and connection parameters use without a definition, with the place.
    pub fn undefined_variables(self) -> Vec<(String, Place)> {
        let mut found = Vec::new();
        let all: HashSet<String> = self.files().map(|(_, file)| file.name.to_ascii_lowercase()).collect();
        for (_, file) in self.files().filter(|(_, file)| file.name.starts_with("Connector/")) {
            let PackageContent::Text(document) = &file.content else { continue };
            for (name, node) in environment::used(document) {
                if !all.contains(&environment::path(&name).to_ascii_lowercase()) {
                    found.push((name, Place::of(node)));
                }
            }
        }
        found
    }
}

/// The definition of a flow.
#[derive(Clone, Copy, Debug)]
pub struct Flow<'a> {
    pub document: &'a Document,
}

impl<'a> Inside<'a> {
    /// The definitions of flows.
    pub fn flows(self) -> Vec<Flow<'a>> {
        let files = self.files_in("Workflows/").filter(|(_, file)| file.name.ends_with(".json"));
        files.filter_map(|(number, _)| Some(Flow { document: self.package.text(number)? })).collect()
    }

    /// The ids of a connector's operations; None when its definition cannot be read to its end.
    pub fn operations_of(self, connector: &Element) -> Option<Vec<String>> {
        let path = connector.text_of("openapidefinition")?;
        let (number, _) = self.get(path.trim_start_matches('/'))?;
        let document = self.package.text(number).filter(|document| document.is_whole())?;
        let path_items = document.root().get("paths")?.members();
        let operations = path_items.flat_map(|path_item| path_item.value.members());
        Some(operations.filter_map(|operation| Some(operation.value.get_str("operationId")?.into_owned())).collect())
    }
}

impl<'a> Flow<'a> {
    /// The connection references to custom connectors: the name by which steps know them, and the connector's logical name.
    pub fn references(self) -> impl Iterator<Item = (String, String)> {
        let references = self.document.root().get("properties").and_then(|flow| flow.get("connectionReferences"));
        references.into_iter().flat_map(Node::members).filter_map(|reference| {
            let name = reference.value.get("api")?.get_str("logicalName")?.into_owned();
            Some((reference.name().into_owned(), name))
        })
    }

    /// The ids of the operations of a connector that steps call.
    pub fn operations_of(self, connector: &str) -> Vec<Node<'a>> {
        let names: HashSet<String> = self.references().filter(|(_, name)| name == connector).map(|(key, _)| key).collect();
        let nodes = (0..self.document.tree.nodes.len() as u32).map(|id| self.document.node(id));
        let hosts = nodes.filter(|node| node.is_object());
        let calls = |host: &Node| host.get_str("connectionName").is_some_and(|name| names.contains(&*name));
        hosts.filter(calls).filter_map(|host| host.get("operationId").filter(|id| id.is_string())).collect()
    }
}
