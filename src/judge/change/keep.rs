//! How an update keeps existing flows working: the old operation stays, and the new version becomes a separate one.
use super::same::Sameness;
use crate::connector::versions::{Comparison, Match, OperationChange, next_id, revision};
use crate::connector::{Connector, Operation};
use crate::rule::Severity;
use crate::rule::finding::Finding;
use crate::rule::fix::Fix;
use crate::text::document::Node;
use crate::text::edit::{self, Edit, quote};
use crate::text::json::Kind;
use crate::text::pointer;
use rustc_hash::{FxHashMap, FxHashSet};

/// The result of [`keep`].
#[derive(Debug, Default)]
pub struct Kept {
    /// Edits of the newer version.
    pub edits: Vec<Edit>,
    /// What they do, operation by operation, for people.
    pub done: Vec<String>,
    /// The breaking operations that were not fixed, and why.
    pub refused: Vec<(String, &'static str)>,
}

/// Edits that keep every operation that breaks: the old one is restored from the older version, `deprecated` and `advanced`,
/// and the new one gets the next id, both in one family (`x-ms-api-annotation`). Where both have the same verb and path, the
/// new one moves to a path of its own (`/v2/…`), and a policy routes that to the service's, as Microsoft's own connectors do
/// it. The parts that the old operation refers to are added too, if the newer version has removed or changed them.
pub fn keep(comparison: &Comparison, findings: &[Finding]) -> Kept {
    let mut keeper = Keeper {
        comparison: *comparison,
        same: Sameness::new(comparison.old, comparison.new, FxHashSet::default()),
        names: FxHashMap::default(),
        brought: Vec::new(),
        policies: Vec::new(),
        operations: Vec::new(),
        taken: FxHashSet::default(),
        last_id: FxHashMap::default(),
        brought_names: FxHashSet::default(),
        kept: Kept::default(),
    };
    // By the start of their pointers, which names the operation.
    let mut breaking: FxHashMap<&str, Vec<&Finding>> = FxHashMap::default();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let pointer = &finding.at.pointer;
        let end = pointer.match_indices('/').nth(1).map_or(pointer.len(), |(at, _)| at);
        breaking.entry(&pointer[..end]).or_default().push(finding);
    }
    for change in comparison.operations() {
        let Some(broken) = breaking.get(&*change.pointer("")) else { continue };
        let hidden = broken.iter().all(|finding| finding.rule.id == "operation-hidden");
        if let Err(why) = keeper.operation(change, hidden) {
            keeper.kept.refused.push((change.id().into_owned(), why));
        }
    }
    keeper.finish()
}

struct Keeper<'a> {
    comparison: Comparison<'a>,
    same: Sameness<'a>,
    /// What each shared part of the older version that is referred to is called in the newer one.
    names: FxHashMap<(String, String), String>,
    /// Shared parts to be added: section, name, JSON.
    brought: Vec<(String, String, String)>,
    /// Policies to be added: their JSON.
    policies: Vec<String>,
    /// Operations to be added: path, verb, JSON.
    operations: Vec<(String, String, String)>,
    /// Paths and ids that were given away.
    taken: FxHashSet<String>,
    /// The id that was given away last for each operation id.
    last_id: FxHashMap<String, String>,
    /// The names of `brought`.
    brought_names: FxHashSet<(String, String)>,
    kept: Kept,
}

const DEPRECATED: &str = " (deprecated)";

impl<'a> Keeper<'a> {
    fn operation(&mut self, change: OperationChange<'a>, hidden: bool) -> Result<(), &'static str> {
        let id = change.id().into_owned();
        let Some(old) = change.old else { return Err("it is not in the older version") };
        let (Some(document), Some(paths)) =
            (&self.comparison.new.definition, self.comparison.new.definition.as_ref().and_then(|d| d.root().get("paths")))
        else {
            return Err("the newer version has no `paths`");
        };
        if !document.tree.faults.is_empty() {
            return Err("the newer version has syntax errors: fix them first (`connsmith fix`)");
        }
        if let (true, Some(visibility)) = (hidden, change.new.and_then(|new| new.get("x-ms-visibility"))) {
            self.add(Fix::safe("").replace_str(visibility, "advanced"));
            self.kept.done.push(format!("`{id}` is visible again, as `advanced`"));
            return Ok(());
        }
        if let (Match::Case, Some(new)) = (change.by, change.new.and_then(|new| new.get("operationId"))) {
            let before = old.id().unwrap_or_default();
            self.add(Fix::safe("").replace_str(new, &before));
            self.kept.done.push(format!("`{before}` gets its old spelling back"));
            return Ok(());
        }
        let item = old.path_item();
        let webhook = |operation: Operation| operation.path_item().notification_content().is_some();
        if webhook(old) || change.new.is_some_and(webhook) {
            return Err("it is a webhook, and a path can describe only one notification");
        }
        let here = paths.get(&old.path());
        let occupied = here.and_then(|item| item.get(&old.verb()));
        let same_address = change.new.is_some_and(|new| occupied == Some(new.node()));
        if occupied.is_some() && !same_address {
            return Err("another operation now has its verb and path");
        }
        // Parameters of the path item hold for all operations in it.
        let inherited = (item.node.get("parameters"), here.and_then(|item| item.get("parameters")));
        let brings = match inherited {
            (old_list, None) => old_list,
            (Some(old_list), Some(new_list)) if !self.same.differs(old_list, new_list) => None,
            _ => return Err("the parameters of its path have changed"),
        };
        let family = old.annotation().and_then(|annotation| annotation.get_str("family"));
        let family = family.map_or_else(|| id.clone(), |family| family.into_owned());
        let restored = self.restored(old, brings, &family);
        let mut done = format!("`{id}` is kept, deprecated");
        let (next, number) = match change.new {
            Some(new) if matches!(change.by, Match::Address | Match::Likeness) => {
                (new.id().unwrap_or_default().into_owned(), revision(&new.id().unwrap_or_default()).1.max(2))
            }
            _ => {
                // Many operations may have one id: the search goes on behind the one that was found last.
                let mut next = next_id(self.comparison.new, self.last_id.get(&id).unwrap_or(&id));
                while !self.taken.insert(next.clone()) {
                    next = next_id(self.comparison.new, &next);
                }
                self.last_id.insert(id.clone(), next.clone());
                let number = revision(&next).1;
                (next, number)
            }
        };
        match change.new {
            Some(new) if same_address => {
                let path = self.free_path(&new.path(), number, paths);
                self.route(&id, &next, &new.path())?;
                let text = renewed(new, &next, &family, number, inherited.1);
                self.operations.push((path.clone(), new.verb().into_owned(), text));
                self.add(Fix::risky("").replace(new.node(), restored));
                done.push_str(&format!("; its new version is `{next}` at `{path}`, which a policy routes to `{}`", new.path()));
            }
            new => {
                self.operations.push((old.path().into_owned(), old.verb().into_owned(), restored));
                if let Some(new) = new {
                    self.kept.edits.extend(renewing(new, &next, &family, number));
                    self.share_policies(&id, &next);
                    done.push_str(&format!("; its new version is `{next}`"));
                }
            }
        }
        self.kept.done.push(done);
        Ok(())
    }

    fn add(&mut self, fix: Fix) {
        self.kept.edits.extend(fix.edits);
    }

    /// The old operation as JSON for the newer version.
    fn restored(&mut self, old: Operation<'a>, brings: Option<Node<'a>>, family: &str) -> String {
        let node = old.node();
        let mut edits = match brings.filter(|list| list.items().next().is_some()) {
            None => Vec::new(),
            Some(list) => {
                let entries: Vec<Node> = list.items().collect();
                with_parameters(node, entries.iter().map(|entry| self.brought_along(*entry, Vec::new())).collect())
            }
        };
        let mut fix = Fix::risky("");
        match node.get("deprecated") {
            Some(flag) => fix = fix.replace(flag, "true"),
            None => fix = fix.add_member(node, "deprecated", "true"),
        }
        match node.get("x-ms-visibility") {
            Some(visibility) if visibility.is("internal") => {}
            Some(visibility) => fix = fix.replace_str(visibility, "advanced"),
            None => fix = fix.add_member(node, "x-ms-visibility", "\"advanced\""),
        }
        if let Some(summary) = node.get("summary")
            && let Some(text) = summary.str().filter(|text| !text.to_lowercase().contains("deprecated"))
        {
            fix = fix.replace_str(summary, &format!("{text}{DEPRECATED}"));
        }
        let number = revision(&old.id().unwrap_or_default()).1;
        edits.extend(fix.edits);
        edits.extend(annotated(node, family, number));
        self.brought_along(node, edits)
    }

    /// The text of a value of the older version with edits, in which references lead to what they led to.
    fn brought_along(&mut self, node: Node<'a>, mut edits: Vec<Edit>) -> String {
        for id in node.id..node.after() {
            let key = node.doc.node(id);
            if key.kind() != Kind::Key || !key.key_is("$ref") {
                continue;
            }
            let value = node.doc.node(id + 1);
            let Some(text) = value.str() else { continue };
            let Some((section, name)) = text.strip_prefix("#/").and_then(|path| path.split_once('/')) else { continue };
            let name = self.import(section, &crate::connector::resolve::pointer_token(name));
            let reference = format!("#/{section}/{}", pointer::escaped(&name));
            if reference != *text {
                edits.extend(Fix::risky("").replace_str(value, &reference).edits);
            }
        }
        within(node, &edits)
    }

    /// The name of a shared part of the older version in the newer one. It is added if the newer one has none that is the
    /// same.
    fn import(&mut self, section: &str, name: &str) -> String {
        let key = (section.to_owned(), name.to_owned());
        if let Some(known) = self.names.get(&key) {
            return known.clone();
        }
        let part = |connector: &'a Connector, name: &str| connector.definition.as_ref()?.root().get(section)?.get(name);
        let Some(old) = part(self.comparison.old, name) else { return name.to_owned() };
        let mut target = name.to_owned();
        match part(self.comparison.new, name) {
            Some(new) if !self.same.differs(old, new) => {
                self.names.insert(key, target.clone());
                return target;
            }
            Some(_) => {
                let used = |target: &str| {
                    part(self.comparison.new, target).is_some()
                        || self.brought_names.contains(&(section.to_owned(), target.to_owned()))
                };
                target.push_str("Old");
                while used(&target) {
                    target.push('_');
                }
            }
            None => {}
        }
        self.names.insert(key, target.clone());
        let place = self.brought.len();
        self.brought.push((section.to_owned(), target.clone(), String::new()));
        self.brought_names.insert((section.to_owned(), target.clone()));
        let text = self.brought_along(old, Vec::new());
        self.brought[place].2 = text;
        target
    }

    /// A path for the new version: `/v2/items` for `/items`.
    fn free_path(&mut self, path: &str, number: u64, paths: Node) -> String {
        let mut number = number;
        loop {
            let free = format!("/v{number}{path}");
            if !paths.has(&free) && self.taken.insert(free.clone()) {
                return free;
            }
            number += 1;
        }
    }

    /// Applies the policies and the script of one of two operations to both. Returns whether one of them routes calls.
    fn share_policies(&mut self, id: &str, next: &str) -> bool {
        let Some(properties) = self.comparison.new.api_properties() else { return false };
        let lists = properties.policies().map(|policy| {
            let names = policy.parameters().and_then(|parameters| parameters.get("x-ms-apimTemplate-operationName"));
            (names, policy.is("routerequesttoendpoint"))
        });
        let mut routes = false;
        for (list, is_route) in lists.chain([(properties.get("scriptOperations"), false)]) {
            let Some(list) = list else { continue };
            let names = |id: &str| list.items().any(|name| name.is(id));
            for (known, other) in [(id, next), (next, id)] {
                if names(known) && !names(other) {
                    self.add(Fix::risky("").add_item(list, &quote(other)));
                    routes |= is_route;
                }
            }
        }
        routes
    }

    /// Lets a policy route the calls of the new form of an operation to a path of the service.
    fn route(&mut self, old_id: &str, id: &str, path: &str) -> Result<(), &'static str> {
        let properties = self.comparison.new.api_properties().and_then(|properties| properties.body());
        if properties.is_none() {
            return Err("its new version needs a policy that routes its path: compare folders that have an `apiProperties.json`");
        }
        if self.share_policies(old_id, id) {
            return Ok(());
        }
        self.policies.push(format!(
            "{{ \"templateId\": \"routerequesttoendpoint\", \"title\": {}, \"parameters\": {{ \
             \"x-ms-apimTemplateParameter.newPath\": {}, \
             \"x-ms-apimTemplateParameter.httpMethod\": \"@Request.OriginalHTTPMethod\", \
             \"x-ms-apimTemplate-operationName\": [{}] }} }}",
            quote(&format!("Route {id}")),
            quote(path),
            quote(id)
        ));
        Ok(())
    }

    /// Adds the shared parts and the policies.
    fn finish(mut self) -> Kept {
        self.add_operations();
        let brought = std::mem::take(&mut self.brought);
        if let Some(document) = &self.comparison.new.definition {
            let root = document.root();
            for section in ["definitions", "parameters", "responses"] {
                let parts = || brought.iter().filter(|(at, ..)| at == section);
                match root.get(section).filter(|node| node.is_object() && node.members().next().is_some()) {
                    Some(node) => {
                        for (_, name, json) in parts() {
                            self.add(Fix::risky("").add_member(node, name, json));
                        }
                    }
                    None if parts().next().is_some() => {
                        let members: Vec<String> = parts().map(|(_, name, json)| format!("{}: {json}", quote(name))).collect();
                        let json = format!("{{ {} }}", members.join(", "));
                        match root.get(section) {
                            Some(node) => self.add(Fix::risky("").replace(node, json)),
                            None => self.add(Fix::risky("").add_member(root, section, &json)),
                        }
                    }
                    None => {}
                }
            }
        }
        let policies = std::mem::take(&mut self.policies);
        if let Some(body) = self.comparison.new.api_properties().and_then(|properties| properties.body())
            && !policies.is_empty()
        {
            match body.get("policyTemplateInstances").filter(|list| list.is_array()) {
                Some(list) if list.items().next().is_some() => {
                    policies.iter().for_each(|policy| self.add(Fix::risky("").add_item(list, policy)));
                }
                Some(list) => self.add(Fix::risky("").replace(list, format!("[{}]", policies.join(", ")))),
                None => {
                    self.add(Fix::risky("").add_member(body, "policyTemplateInstances", &format!("[{}]", policies.join(", "))));
                }
            }
        }
        self.kept
    }
}

impl Keeper<'_> {
    fn add_operations(&mut self) {
        let Some(paths) = self.comparison.new.definition.as_ref().and_then(|document| document.root().get("paths")) else {
            return;
        };
        let mut by_path: Vec<(String, Vec<(String, String)>)> = Vec::new();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        for (path, verb, json) in std::mem::take(&mut self.operations) {
            let place = *places.entry(path.clone()).or_insert(by_path.len());
            match by_path.get_mut(place) {
                Some((_, verbs)) => verbs.push((verb, json)),
                None => by_path.push((path, vec![(verb, json)])),
            }
        }
        // Formatted like the first path.
        let like = paths.members().map(|member| member.value).find(|item| item.is_object() && item.members().next().is_some());
        let gaps = like.map(|item| {
            let (start, end) = (item.span().start as usize, item.span().end as usize);
            let first = item.members().next().map_or(start + 1, |member| member.key.span().start as usize);
            let last = item.last_member().map_or(end - 1, |member| member.value.span().end as usize);
            (item.doc.text.get(start + 1..first).unwrap_or(" "), item.doc.text.get(last..end - 1).unwrap_or(" "))
        });
        let (inner, outer) =
            gaps.filter(|(inner, outer)| inner.trim().is_empty() && outer.trim().is_empty()).unwrap_or((" ", " "));
        let object = |members: &[(String, String)]| {
            let members: Vec<String> = members.iter().map(|(name, json)| format!("{inner}{}: {json}", quote(name))).collect();
            format!("{{{}{outer}}}", members.join(","))
        };
        let is_filled = |node: &Node| node.members().next().is_some();
        let mut fresh = Vec::new();
        for (path, verbs) in by_path {
            match paths.get(&path) {
                Some(item) if is_filled(&item) => {
                    verbs.iter().for_each(|(verb, json)| self.add(Fix::risky("").add_member(item, verb, json)));
                }
                Some(item) => self.add(Fix::risky("").replace(item, object(&verbs))),
                None => fresh.push((path, object(&verbs))),
            }
        }
        match is_filled(&paths) {
            true => fresh.iter().for_each(|(path, json)| self.add(Fix::risky("").add_member(paths, path, json))),
            false if fresh.is_empty() => {}
            false => self.add(Fix::risky("").replace(paths, object(&fresh))),
        }
    }
}

/// The text of a value with edits that lie in it.
fn within(node: Node, edits: &[Edit]) -> String {
    let start = node.span().start;
    let moved: Vec<Edit> = edits
        .iter()
        .map(|edit| {
            let mut edit = edit.clone();
            edit.span.start -= start;
            edit.span.end -= start;
            edit
        })
        .collect();
    edit::apply(node.text(), &moved.iter().collect::<Vec<_>>()).0
}

/// Edits that add parameters to an operation.
fn with_parameters(operation: Node, entries: Vec<String>) -> Vec<Edit> {
    match operation.get("parameters").filter(|list| list.is_array()) {
        Some(list) if list.items().next().is_some() => {
            entries.iter().fold(Fix::risky(""), |fix, entry| fix.add_item(list, entry)).edits
        }
        Some(list) => Fix::risky("").replace(list, format!("[{}]", entries.join(", "))).edits,
        None => Fix::risky("").add_member(operation, "parameters", &format!("[{}]", entries.join(", "))).edits,
    }
}

/// Edits that set the family and revision of an operation.
fn annotated(operation: Node, family: &str, number: u64) -> Vec<Edit> {
    let number = number.to_string();
    let Some(annotation) =
        operation.get("x-ms-api-annotation").filter(|node| node.is_object() && node.members().next().is_some())
    else {
        let json = format!("{{ \"family\": {}, \"revision\": {number} }}", quote(family));
        return match operation.get("x-ms-api-annotation") {
            Some(node) => Fix::risky("").replace(node, json).edits,
            None => Fix::risky("").add_member(operation, "x-ms-api-annotation", &json).edits,
        };
    };
    let mut fix = Fix::risky("");
    for (key, json) in [("family", quote(family)), ("revision", number)] {
        fix = match annotation.get(key) {
            Some(value) => fix.replace(value, json),
            None => fix.add_member(annotation, key, &json),
        };
    }
    fix.edits
}

/// Edits that give the new version of an operation its id and its place in the family.
fn renewing(new: Operation, id: &str, family: &str, number: u64) -> Vec<Edit> {
    let mut edits = annotated(new.node(), family, number);
    if let Some(known) = new.get("operationId").filter(|known| !known.is(id)) {
        edits.extend(Fix::risky("").replace_str(known, id).edits);
    }
    edits
}

/// The new version of an operation as JSON for another path.
fn renewed(new: Operation, id: &str, family: &str, number: u64, inherited: Option<Node>) -> String {
    let mut edits = renewing(new, id, family, number);
    let entries: Vec<String> = inherited.into_iter().flat_map(Node::items).map(|entry| entry.text().to_owned()).collect();
    if !entries.is_empty() {
        edits.extend(with_parameters(new.node(), entries));
    }
    within(new.node(), &edits)
}
