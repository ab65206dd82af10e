//! The tree that SolutionPackager and `pac solution unpack` make of a solution: which lists of `customizations.xml` have files of
//! their own there, and which files of a folder are those of the solution. Shapes are from the published trees in
//! microsoft/coe-starter-kit and microsoft/CopilotStudioSamples, read in 2026.
//!
//! What is known is merged, the files of other components go through as they are, and anything else is refused by name: a solution
//! is never packed without one of its parts.
use super::xml::{Child, Element, Room};
use super::{CONTENT_TYPES, Error, Solution, element, record};
use crate::text::place;
use std::collections::{BTreeMap, BTreeSet, HashMap};

type Files = BTreeMap<String, Vec<u8>>;

/// A list of `customizations.xml` whose items are files in the tree.
struct List {
    list: &'static str,
    item: &'static str,
    folder: &'static str,
    /// The end of the files' names.
    end: &'static str,
    /// What the name of an item's file contains between folder and end; None for one that has no usable name.
    name: fn(&Element) -> Option<String>,
}

const LISTS: [List; 10] = [
    List { list: "Connectors", item: "Connector", folder: "Connectors/", end: ".xml", name: |item| item.text_of("name") },
    List { list: "Workflows", item: "Workflow", folder: "Workflows/", end: ".data.xml", name: workflow },
    List { list: "Roles", item: "Role", folder: "Roles/", end: ".xml", name: |item| attribute(item, "name") },
    List { list: "optionsets", item: "optionset", folder: "OptionSets/", end: ".xml", name: |item| attribute(item, "Name") },
    List { list: "CanvasApps", item: "CanvasApp", folder: "CanvasApps/", end: ".meta.xml", name: |item| item.text_of("Name") },
    List {
        list: "AppModules",
        item: "AppModule",
        folder: "AppModules/",
        end: "/AppModule.xml",
        name: |item| item.text_of("UniqueName"),
    },
    List {
        list: "AppModuleSiteMaps",
        item: "AppModuleSiteMap",
        folder: "AppModuleSiteMaps/",
        end: "/AppModuleSiteMap.xml",
        name: |item| item.text_of("SiteMapUniqueName"),
    },
    List {
        list: "WebResources",
        item: "WebResource",
        folder: "WebResources/",
        end: ".data.xml",
        name: |item| item.text_of("Name"),
    },
    List {
        list: "SdkMessageProcessingSteps",
        item: "SdkMessageProcessingStep",
        folder: "SdkMessageProcessingSteps/",
        end: ".xml",
        name: |item| attribute(item, "SdkMessageProcessingStepId"),
    },
    List {
        list: "SolutionPluginAssemblies",
        item: "PluginAssembly",
        folder: "PluginAssemblies/",
        end: ".data.xml",
        name: assembly,
    },
];

/// Folders whose files have the same names in the zip.
const SAME: [&str; 8] = [
    "Workflows",
    "CanvasApps",
    "Controls",
    "PluginAssemblies",
    "Assets",
    "Formulas",
    "Reports",
    "environmentvariabledefinitions",
];

/// Folders whose files are merged into `customizations.xml`, or have another name in the zip.
const MERGED: [&str; 9] = [
    "Other",
    "Connectors",
    "Entities",
    "Roles",
    "OptionSets",
    "AppModules",
    "AppModuleSiteMaps",
    "SdkMessageProcessingSteps",
    "WebResources",
];

/// Lists that are whole files in the folder `Other`.
const WHOLE: [&str; 2] = ["FieldSecurityProfiles", "EntityMaps"];

/// Elements of `customizations.xml` that stand at the end.
const LAST: [&str; 2] = ["connectionreferences", "Languages"];

fn attribute(item: &Element, name: &str) -> Option<String> {
    item.attribute(name).map(str::to_owned)
}

fn below(folder: &str, path: Option<String>) -> Option<String> {
    Some(path?.trim_start_matches('/').strip_prefix(folder)?.to_owned())
}

fn workflow(item: &Element) -> Option<String> {
    below("Workflows/", item.text_of("JsonFileName").or_else(|| item.text_of("XamlFileName")))
}

fn assembly(item: &Element) -> Option<String> {
    below("PluginAssemblies/", item.text_of("FileName"))
}

/// Which of the files in a folder are those of the solution that is in it, by their names; also returns the others, sorted. In a
/// `repository`, anything may lie beside the solution. Elsewhere, only what repositories usually have at their root is left out:
/// reading the rest fails if it is not known.
pub fn own_files(names: BTreeSet<String>, repository: bool) -> (BTreeSet<String>, Vec<String>) {
    let is_tree = names.contains("Other/Solution.xml");
    let components = component_folders(names.iter());
    let is_known = |folder: &str| {
        let known = if is_tree { MERGED.contains(&folder) } else { ["Connector", "WebResources"].contains(&folder) };
        known || SAME.contains(&folder) || components.contains(folder)
    };
    let is_own = |name: &String| match name.split_once('/') {
        Some(_) if is_tree && is_source(name) => false,
        Some((folder, _)) => is_known(folder) || !repository,
        // A link may stand where a folder should.
        None if is_known(name) || ["solution.xml", "customizations.xml", CONTENT_TYPES].contains(&name.as_str()) => true,
        None => !(repository || is_of_repository(name)),
    };
    let (own, others): (BTreeSet<String>, BTreeSet<String>) = names.into_iter().partition(is_own);
    (own, others.into_iter().collect())
}

/// Whether a file of a zip cannot be in a tree under its name: the folder has another meaning there.
pub fn is_taken(name: &str) -> bool {
    name.split_once('/').is_some_and(|(folder, _)| MERGED.contains(&folder) && folder != "WebResources")
}

/// Whether a file of a zip is none of a solution, but was left behind by the program that made the zip, or is hidden.
pub fn is_foreign(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// Makes a solution of the files of a tree. `managed` says which of two variants (`x.xml`, `x_managed.xml`) counts; without it,
/// `Other/Solution.xml` does.
pub(super) fn read(mut files: Files, managed: Option<bool>) -> Result<Solution, Error> {
    let mut room = Room::default();
    let mut manifest = element("Other/Solution.xml", files.remove("Other/Solution.xml").unwrap_or_default(), &mut room)?;
    let customizations = files.remove("Other/Customizations.xml").ok_or(Error::Missing("Other/Customizations.xml"))?;
    let customizations = element("Other/Customizations.xml", customizations, &mut room)?;
    let content_types = taken_types(&mut files, &mut room)?;
    let kind = manifest.at_or_new("SolutionManifest").at_or_new("Managed");
    let wanted = managed.unwrap_or(kind.text() == "1");
    // 2 stands for both, in trees only.
    if kind.text() == "2" || managed.is_some() {
        kind.set_text(if wanted { "1" } else { "0" });
    }
    choose_variants(&mut files, wanted);
    let mut merge = Merge { customizations, packed: Files::new(), unknown: Vec::new(), room };
    merge.relationships(&mut files)?;
    merge.entities(&mut files)?;
    merge.whole_lists(&mut files)?;
    merge.lists(&mut files)?;
    merge.rest(files);
    let Merge { mut customizations, packed, unknown, .. } = merge;
    if !unknown.is_empty() {
        return Err(Error::Unknown(names(unknown)));
    }
    super::sort_as_root_components(&mut customizations, &manifest);
    missing(&customizations, &packed)?;
    Ok(Solution { manifest, customizations, files: packed, content_types })
}

/// The list of file types, taken out of the files.
pub(super) fn taken_types(files: &mut Files, room: &mut Room) -> Result<Option<Element>, Error> {
    files.remove(CONTENT_TYPES).map(|bytes| element(CONTENT_TYPES, bytes, room)).transpose()
}

/// Names for people: the first few, and how many more there are.
fn names(all: Vec<String>) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = all.iter().take(SHOWN).map(|name| format!("`{}`", name.escape_debug())).collect();
    let more = all.len().saturating_sub(SHOWN);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// Leaves one of two variants, under the name of the unmanaged one.
fn choose_variants(files: &mut Files, managed: bool) {
    let plain = |name: &String| Some(format!("{}.xml", name.strip_suffix("_managed.xml")?));
    let twins: Vec<(String, String)> = files
        .keys()
        .filter_map(|name| Some((name.clone(), plain(name)?)))
        .filter(|(_, plain)| files.contains_key(plain))
        .collect();
    for (twin, plain) in twins {
        let bytes = files.remove(&twin);
        if let (true, Some(bytes)) = (managed, bytes) {
            files.insert(plain, bytes);
        }
    }
}

struct Merge {
    customizations: Element,
    packed: Files,
    unknown: Vec<String>,
    room: Room,
}

impl Merge {
    fn push(&mut self, list: &str, item: Element) {
        let root = &mut self.customizations;
        if root.get(list).is_none() {
            let is_last = |child: &Child| matches!(child, Child::Element(element) if LAST.contains(&element.name.as_str()));
            let at = root.children.iter().position(is_last).unwrap_or(root.children.len());
            root.children.insert(at, Child::Element(Element::new(list, "")));
        }
        let list = root.at_or_new(list);
        list.short = false;
        list.children.push(Child::Element(super::without_namespaces(item)));
    }

    /// Takes the files that `belongs` names out of the tree, as elements with the name that is expected there.
    fn take(&mut self, files: &mut Files, root: &str, belongs: impl Fn(&str) -> bool) -> Result<Vec<(String, Element)>, Error> {
        let found: Vec<String> = files.keys().filter(|name| belongs(name)).cloned().collect();
        let mut taken = Vec::new();
        for name in found {
            let element = element(&name, files.remove(&name).unwrap_or_default(), &mut self.room)?;
            match element.name == root {
                true => taken.push((name, element)),
                false => self.unknown.push(name),
            }
        }
        Ok(taken)
    }

    /// `Other/Relationships.xml` names the relationships in their order; the files below `Other/Relationships` hold them.
    fn relationships(&mut self, files: &mut Files) -> Result<(), Error> {
        const INDEX: &str = "Other/Relationships.xml";
        let index = self.take(files, "EntityRelationships", |name| name == INDEX)?;
        let bodies = self.take(files, "EntityRelationships", |name| name.starts_with("Other/Relationships/"))?;
        let items = |list: Vec<(String, Element)>| {
            let lists = list.into_iter().flat_map(|(_, list)| list.children);
            lists.filter_map(|child| match child {
                Child::Element(item) => Some(item),
                Child::Text(_) => None,
            })
        };
        let name = |item: &Element| item.attribute("Name").unwrap_or_default().to_owned();
        let mut known: BTreeMap<String, Element> = items(bodies).map(|item| (name(&item), item)).collect();
        for item in items(index) {
            let item = match known.remove(&name(&item)) {
                Some(body) => body,
                None if item.children.is_empty() => {
                    return Err(Error::Incomplete {
                        name: INDEX.to_owned(),
                        missing: format!("the relationship `{}`", name(&item)),
                    });
                }
                None => item,
            };
            self.push("EntityRelationships", item);
        }
        for item in known.into_values() {
            self.push("EntityRelationships", item);
        }
        Ok(())
    }

    /// A table is a folder: `Entity.xml`, and its forms, views, charts and commands in files of their own.
    fn entities(&mut self, files: &mut Files) -> Result<(), Error> {
        let is_entity =
            |name: &str| name.starts_with("Entities/") && name.ends_with("/Entity.xml") && name.matches('/').count() == 2;
        for (path, mut entity) in self.take(files, "Entity", is_entity)? {
            let folder = path.trim_end_matches("Entity.xml").to_owned();
            let mut forms: Vec<Element> = Vec::new();
            let form = |name: &str| name.starts_with(&format!("{folder}FormXml/")) && name.ends_with(".xml");
            for (path, file) in self.take(files, "forms", form)? {
                let kind = path.trim_start_matches(&format!("{folder}FormXml/")).split('/').next().unwrap_or_default().to_owned();
                let at = forms.iter().position(|forms| forms.attribute("type") == Some(&kind)).unwrap_or_else(|| {
                    forms.push(Element { short: false, ..Element::new("forms", "") }.with("type", &kind));
                    forms.len() - 1
                });
                forms[at].children.extend(file.children);
            }
            fill(&mut entity, "FormXml", forms);
            let views = self.take(files, "savedqueries", |name| name.starts_with(&format!("{folder}SavedQueries/")))?;
            if !views.is_empty() {
                let mut list = Element { short: false, ..Element::new("savedqueries", "") };
                list.children = views.into_iter().flat_map(|(_, view)| view.children).collect();
                fill(&mut entity, "SavedQueries", vec![list]);
            }
            let charts = self.take(files, "visualization", |name| name.starts_with(&format!("{folder}Visualizations/")))?;
            fill(&mut entity, "Visualizations", charts.into_iter().map(|(_, chart)| super::without_namespaces(chart)).collect());
            for (_, ribbon) in self.take(files, "RibbonDiffXml", |name| name == format!("{folder}RibbonDiff.xml"))? {
                let children = ribbon.children;
                *entity.at_or_new("RibbonDiffXml") = Element { children, short: false, ..Element::new("RibbonDiffXml", "") };
            }
            self.push("Entities", entity);
        }
        Ok(())
    }

    fn whole_lists(&mut self, files: &mut Files) -> Result<(), Error> {
        for list in WHOLE {
            for (_, file) in self.take(files, list, |name| name == format!("Other/{list}.xml"))? {
                for child in file.children {
                    if let Child::Element(item) = child {
                        self.push(list, item);
                    }
                }
            }
        }
        Ok(())
    }

    fn lists(&mut self, files: &mut Files) -> Result<(), Error> {
        for List { list, item, folder, end, .. } in &LISTS {
            let belongs = |name: &str| name.starts_with(folder) && name.ends_with(end) && !is_source(name);
            for (path, element) in self.take(files, item, belongs)? {
                if *list == "WebResources" {
                    // The content has the name of the resource in the tree, and one that is made of it in the zip.
                    let content = path.trim_end_matches(end);
                    let name = element.text_of("FileName").map(|name| name.trim_start_matches('/').to_owned());
                    match (files.remove(content), name) {
                        (Some(bytes), Some(name)) => _ = self.packed.insert(name, bytes),
                        (Some(_), None) => self.unknown.push(content.to_owned()),
                        (None, _) => {
                            let missing = format!("its content, `{content}`");
                            return Err(Error::Incomplete { name: path, missing });
                        }
                    }
                }
                self.push(list, element);
            }
        }
        Ok(())
    }

    /// What is not merged goes through, or is not known.
    fn rest(&mut self, files: Files) {
        let components = component_folders(files.keys());
        for (name, bytes) in files {
            match name.split_once('/').map(|(folder, _)| folder) {
                Some("Connectors") => _ = self.packed.insert(name.replacen("Connectors/", "Connector/", 1), bytes),
                // The sources of an app are in its `.msapp`.
                Some("CanvasApps") if is_source(&name) => {}
                Some(folder) if SAME.contains(&folder) || folder == "WebResources" || components.contains(folder) => {
                    self.packed.insert(name, bytes);
                }
                _ => self.unknown.push(name),
            }
        }
    }
}

/// The folders that hold components as Dataverse exports them: `bots/x/bot.xml`, `appactions/x/appaction.xml`.
fn component_folders<'a>(names: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let component = |name: &'a String| {
        let mut steps = name.split('/');
        let (folder, file) = (steps.next()?, steps.nth(1)?);
        let stem = file.strip_suffix(".xml")?;
        let plural = [format!("{stem}s"), format!("{stem}es"), format!("{}ies", stem.trim_end_matches('y')), stem.to_owned()];
        (steps.next().is_none() && plural.iter().any(|plural| plural == folder)).then(|| folder.to_owned())
    };
    names.filter_map(component).collect()
}

/// Whether a file is one of the sources of an app, beside the app itself.
fn is_source(name: &str) -> bool {
    name.starts_with("CanvasApps/src/")
}

/// Whether a file at the root of a folder is one that repositories have and solutions do not.
fn is_of_repository(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let ends = [".md", ".yml", ".yaml", ".cdsproj", ".csproj", ".sln", ".ps1", ".sh", ".toml", ".lock", ".txt", ".zip"];
    let known = ["license", "notice", "codeowners", "makefile", "package.json", "package-lock.json", record::NAME];
    !name.contains('/') && (ends.iter().any(|end| name.ends_with(end)) || known.contains(&name.as_str()))
}

/// Puts children into the element with this name, which is made where it is missing.
fn fill(parent: &mut Element, name: &str, children: Vec<Element>) {
    if children.is_empty() {
        return;
    }
    if parent.get(name).is_none() && parent.get("RibbonDiffXml").is_some() {
        let ribbon = |child: &Child| matches!(child, Child::Element(element) if element.name == "RibbonDiffXml");
        let at = parent.children.iter().position(ribbon).unwrap_or(parent.children.len());
        parent.children.insert(at, Child::Element(Element::new(name, "")));
    }
    let element = parent.at_or_new(name);
    element.short = false;
    element.children.extend(children.into_iter().map(Child::Element));
}

/// Fails if a file that an app or a web resource names is not there.
fn missing(customizations: &Element, files: &Files) -> Result<(), Error> {
    for (list, item, field) in [("CanvasApps", "CanvasApp", "DocumentUri"), ("WebResources", "WebResource", "FileName")] {
        let lists = customizations.elements().filter(|element| element.name == list);
        for element in lists.flat_map(Element::elements).filter(|element| element.name == item) {
            let Some(path) = element.text_of(field) else { continue };
            let path = path.trim_start_matches('/');
            if !path.is_empty() && !files.contains_key(path) {
                let name = element.text_of("Name").unwrap_or_default();
                return Err(Error::Incomplete { name: format!("{list}/{name}"), missing: format!("its content, `{path}`") });
            }
        }
    }
    Ok(())
}

/// The files of the tree, sorted by name. Lines end with LF, as they do in a repository.
pub(super) fn write(solution: &Solution) -> Files {
    let document =
        |root: &Element| format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}", root.write("\n")).into_bytes();
    let mut files = Files::new();
    let mut names: HashMap<String, String> = HashMap::new();
    let mut customizations = solution.customizations.clone();
    super::shorten(&mut customizations);
    let mut taken: BTreeSet<String> = solution.files.keys().map(|name| tree_name(name).to_lowercase()).collect();
    for part in customizations.elements_mut() {
        let Some(kind) = LISTS.iter().find(|kind| kind.list == part.name) else { continue };
        let before = part.children.len();
        part.children.retain(|child| {
            let Child::Element(item) = child else { return true };
            let has_namespaces = item.attributes.iter().any(|(name, _)| name.starts_with("xmlns"));
            let Some(name) = (kind.name)(item).filter(|_| item.name == kind.item && !has_namespaces) else { return true };
            let path = format!("{}{name}{}", kind.folder, kind.end);
            // A file of a variant would count as another one.
            let usable = place::allowed(&path).is_ok() && !path.ends_with("_managed.xml") && !is_source(&path);
            if !usable || taken.contains(&path.to_lowercase()) {
                return true;
            }
            if kind.list == "WebResources" {
                let zip_name = item.text_of("FileName").map(|name| name.trim_start_matches('/').to_owned());
                let Some(zip_name) = zip_name.filter(|zip_name| solution.files.contains_key(zip_name)) else { return true };
                let content = format!("{}{name}", kind.folder);
                let free = zip_name == content || !taken.contains(&content.to_lowercase());
                if !free || names.contains_key(&zip_name) || place::allowed(&content).is_err() {
                    return true;
                }
                taken.insert(content.to_lowercase());
                names.insert(zip_name, content);
            }
            taken.insert(path.to_lowercase());
            let mut root = item.clone();
            root.set_attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
            files.insert(path, document(&root));
            false
        });
        part.short = part.children.is_empty() && (before > 0 || part.short);
    }
    for (name, bytes) in &solution.files {
        files.insert(names.get(name).cloned().unwrap_or_else(|| tree_name(name)), bytes.clone());
    }
    files.insert("Other/Solution.xml".into(), document(&solution.manifest));
    files.insert("Other/Customizations.xml".into(), document(&customizations));
    if let Some(types) = solution.own_content_types() {
        files.insert(CONTENT_TYPES.into(), types.into_bytes());
    }
    files
}

/// The name in a tree of a file that has this name in the zip.
pub fn tree_name(name: &str) -> String {
    name.strip_prefix("Connector/").map_or(name.to_owned(), |rest| format!("Connectors/{rest}"))
}
