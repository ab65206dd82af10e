//! Code actions: fix, ignore, format, and refactor.
use super::session::{self, Loaded, Place, Session};
use super::text::{self, Units};
use super::{Features, diagnostics, names, spot};
use crate::connector::fmt;
use crate::connector::grammar::Kind;
use crate::connector::{ConnectionParameter, Connector};
use crate::judge::config::{self, at};
use crate::judge::fixes;
use crate::rule::finding::Finding;
use crate::rule::fix::{Fix, Safety};
use crate::text::document::{Document, File, Node};
use crate::text::edit::{self, Edit, quote};
use crate::text::json::Span;
use crate::text::prose::capitalized;
use lsp_types::{
    ChangeAnnotation, CodeAction, CodeActionKind, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// The kind of the action that fixes a whole file on save.
pub const FIX_ALL: &str = "source.fixAll.connsmith";
/// The same for all files of the connector.
pub const FIX_CONNECTOR: &str = "source.fixAll.connsmith.connector";

/// A set of edits, in the form that the client supports.
pub fn workspace_edit(
    session: &Session,
    features: &Features,
    edits: BTreeMap<PathBuf, Vec<TextEdit>>,
    new: Option<PathBuf>,
    note: Option<(&str, &str)>,
) -> Option<WorkspaceEdit> {
    let annotated = note.filter(|_| features.change_annotations);
    let mut operations: Vec<DocumentChangeOperation> = Vec::new();
    if let Some(path) = new {
        if !features.create_files {
            return None;
        }
        let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) };
        let create = CreateFile { uri: session.uri(&path)?, options: Some(options), annotation_id: None };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
    }
    if !features.document_changes {
        #[allow(clippy::mutable_key_type, reason = "as the types of the protocol have it")]
        let changes: Option<HashMap<Uri, Vec<TextEdit>>> =
            edits.into_iter().map(|(path, edits)| Some((session.uri(&path)?, edits))).collect();
        return Some(WorkspaceEdit { changes: changes.filter(|_| operations.is_empty()), ..WorkspaceEdit::default() });
    }
    for (path, edits) in edits {
        let version = session.buffer(&path).map(|buffer| buffer.version);
        let edits = edits.into_iter().map(|edit| match annotated {
            Some(_) => OneOf::Right(lsp_types::AnnotatedTextEdit { text_edit: edit, annotation_id: "connsmith".into() }),
            None => OneOf::Left(edit),
        });
        let text_document = OptionalVersionedTextDocumentIdentifier { uri: session.uri(&path)?, version };
        operations.push(DocumentChangeOperation::Edit(TextDocumentEdit { text_document, edits: edits.collect() }));
    }
    let annotations = annotated.map(|(label, description)| {
        // No confirmation: Visual Studio Code then opens a preview with nothing ticked and without the description, so "Apply"
        // does nothing. The warning comes as a message, and the rename can be undone.
        let note =
            ChangeAnnotation { label: label.into(), needs_confirmation: Some(false), description: Some(description.into()) };
        HashMap::from([("connsmith".to_owned(), note)])
    });
    Some(WorkspaceEdit {
        changes: None,
        document_changes: Some(DocumentChanges::Operations(operations)),
        change_annotations: annotations,
    })
}

/// Edits of a connector's files as protocol types; None if a file is missing.
pub fn text_edits(loaded: &Loaded, edits: &[Edit], units: Units) -> Option<BTreeMap<PathBuf, Vec<TextEdit>>> {
    let mut all: BTreeMap<PathBuf, Vec<TextEdit>> = BTreeMap::new();
    for edit in edits {
        let document = loaded.target.document(edit.file)?;
        let edits = all.entry(loaded.path(edit.file)?.clone()).or_default();
        edits.push(TextEdit { range: text::range(document, edit.span, units), new_text: edit.text.clone() });
    }
    Some(all)
}

/// The actions for a range of a document. `only` lists the requested kinds; empty for all.
pub fn actions(session: &Session, place: Place, range: Range, only: &[CodeActionKind], features: &Features) -> Vec<CodeAction> {
    let Place { loaded, document } = place;
    let wants = |kind: &str| {
        only.is_empty() || only.iter().any(|wanted| kind == wanted.as_str() || kind.starts_with(&format!("{}.", wanted.as_str())))
    };
    let mut all = Vec::new();
    let may_change = loaded.target.configured.as_ref().is_none_or(|configured| configured.source.faulty().is_none());
    if wants("quickfix") {
        let here = diagnostics::at(session, loaded, document, range);
        // Safe ones first.
        let mut fixes: Vec<(&Finding, &Fix)> =
            here.iter().filter_map(|finding| Some((*finding, finding.fix.as_ref()?))).collect();
        fixes.sort_by_key(|(_, fix)| fix.safety);
        for (finding, fix) in fixes {
            all.extend(quick_fix(session, loaded, finding, fix, features));
        }
        for finding in here {
            all.extend(ignore(session, loaded, finding, features));
        }
    }
    // Slow actions are computed on request, or when the user chooses them.
    for (kind, title, whole) in
        [(FIX_ALL, "Apply all safe fixes in this file", false), (FIX_CONNECTOR, "Apply all safe fixes in this connector", true)]
    {
        let asked = only.iter().any(|wanted| wanted.as_str().starts_with("source"));
        if !may_change
            || !wants(kind)
            || (only.is_empty() && !features.resolve_edits)
            // On saving, editors run all actions of a kind: the edits of the two would overlap.
            || (whole && !only.is_empty() && !only.iter().any(|one| one.as_str() == FIX_CONNECTOR))
        {
            continue;
        }
        let mut action = CodeAction { title: title.into(), kind: Some(kind.to_owned().into()), ..CodeAction::default() };
        if asked && !whole {
            action.edit = fix_all(session, loaded, Some(document.file), features);
            if action.edit.is_none() {
                continue;
            }
        } else if features.resolve_edits {
            let Some(path) = loaded.path(document.file) else { continue };
            action.data = session.uri(path).map(|uri| serde_json::json!({ "fixAll": uri.as_str(), "connector": whole }));
        } else {
            action.edit = fix_all(session, loaded, Some(document.file).filter(|_| !whole), features);
        }
        all.push(action);
    }
    if only.is_empty() || only.iter().any(|wanted| wanted.as_str().starts_with("refactor")) {
        let kind = |action: &CodeAction| action.kind.as_ref().is_some_and(|kind| wants(kind.as_str()));
        all.extend(refactorings(session, place, range, features).into_iter().filter(kind));
    }
    all
}

fn quick_fix(session: &Session, loaded: &Loaded, finding: &Finding, fix: &Fix, features: &Features) -> Option<CodeAction> {
    let edits = text_edits(loaded, &fix.edits, session.units)?;
    let is_safe = fix.safety == Safety::Safe;
    let (_, range) = diagnostics::place_of(loaded, &finding.at, session.units)?;
    let mut title = capitalized(&fix.title);
    if !is_safe {
        title.push_str(" (unsafe: may affect flows)");
    }
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostics::diagnostic(finding, range, Vec::new(), features)]),
        edit: Some(workspace_edit(session, features, edits, None, None)?),
        is_preferred: Some(is_safe),
        ..CodeAction::default()
    })
}

/// All safe fixes of a connector or of one of its files, as in `connsmith fix`; None if there are none.
pub fn fix_all(session: &Session, loaded: &Loaded, only: Option<File>, features: &Features) -> Option<WorkspaceEdit> {
    let checker = session.checker();
    let judge = |folder| {
        let target = checker.connector(folder, session.current())?;
        let findings = checker.findings(&target);
        Ok::<_, config::Error>((target, findings))
    };
    let may_edit = |file: &crate::connector::FolderFile| only.is_none_or(|only| only == file.file);
    let fixed = fixes::fix_all(session.folder(loaded), Safety::Safe, may_edit, judge).ok()?;
    let mut edits = BTreeMap::new();
    for change in fixed.changes {
        let file = *loaded.files.get(&change.path)?;
        let after = Document::plain(file, "", change.after);
        edits.insert(change.path, text::edits(loaded.target.document(file)?, &after.text, session.units));
    }
    if edits.is_empty() { None } else { workspace_edit(session, features, edits, None, None) }
}

/// An entry in `connsmith.toml` that ignores a finding, with a reason to fill in.
fn ignore(session: &Session, loaded: &Loaded, finding: &Finding, features: &Features) -> Option<CodeAction> {
    let connector = &loaded.target.connector;
    let configured = session.checker().configured(&loaded.found.folder, session.current()).ok()?;
    let known = configured.source.config.as_ref().map(|config| config.folder.clone());
    let folder = known.clone().unwrap_or_else(|| {
        // A new file goes to the root of the repository, else of the workspace folder.
        let root = session.roots.iter().map(|root| session::real_folder(root)).find(|root| configured.folder.starts_with(root));
        crate::text::read::work_tree(&configured.folder).or(root).unwrap_or_else(|| configured.folder.clone())
    });
    let path = configured.folder.join(connector.file_in_folder(finding.at.file));
    let path = path.strip_prefix(&folder).ok()?.to_string_lossy().replace('\\', "/");
    let node = connector.document(finding.at.file).and_then(|document| document.at_pointer(&finding.at.pointer));
    let anchor = node.map_or_else(|| finding.at.pointer.clone(), |node| at::anchor(connector, node));
    let path = escaped_glob(path.trim_end_matches('/'));
    // Without a place in the file, an entry would apply to the whole file.
    let place = match finding.at.file {
        File::Folder if path.is_empty() => ".".to_owned(),
        File::Folder => path,
        _ => format!("{path}#{anchor}"),
    };
    let target = session.as_opened(&folder.join(config::NAME));
    let text = match session.buffer(&target) {
        Some(buffer) => Some(buffer.text.clone()),
        None if known.is_some() => Some(crate::text::read::plain_text(&target, crate::text::read::MAX_CONFIG).ok()?),
        None => None,
    };
    let document = Document::plain(File::Config, "", text.clone().unwrap_or_default().into_bytes());
    let reason = "explain here why this finding is ignored";
    let added = config::entry::ignoring(&document.text, finding.rule.id, &place, reason, document.newline())?;
    let edit = |(span, new_text)| TextEdit { range: text::range(&document, span, session.units), new_text };
    let edits = BTreeMap::from([(target.clone(), added.into_iter().map(edit).collect())]);
    let (_, range) = diagnostics::place_of(loaded, &finding.at, session.units)?;
    Some(CodeAction {
        title: format!("Ignore `{}` here, in {}", finding.rule.id, config::NAME),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostics::diagnostic(finding, range, Vec::new(), features)]),
        edit: Some(workspace_edit(session, features, edits, text.is_none().then_some(target), None)?),
        is_preferred: Some(false),
        ..CodeAction::default()
    })
}

fn escaped_glob(path: &str) -> String {
    let mut text = String::new();
    for letter in path.chars() {
        if matches!(letter, '*' | '?' | '[' | ']' | '{' | '}' | '#') {
            text.push('?'); // any letter: a glob has no place for it as it is
        } else {
            text.push(letter);
        }
    }
    text
}

/// Formats a document; None if it is broken or not JSON.
pub fn format(session: &Session, place: Place) -> Option<Vec<TextEdit>> {
    let Place { loaded, document } = place;
    let text = fmt::format(document.file, document.text.as_bytes(), indent(loaded, document)).ok()?;
    Some(text::edits(document, &with_newlines(text, document), session.units))
}

/// Formats a range: the members or items that it touches. If these are on one line with the value around them, or the range covers
/// it, that value.
pub fn format_range(session: &Session, place: Place, range: Range) -> Option<Vec<TextEdit>> {
    let Place { loaded, document } = place;
    let start = text::offset(&document.text, range.start, session.units);
    let end = text::offset(&document.text, range.end, session.units);
    // Whitespace at both ends is ignored.
    let inner = document.text.get(start..end.max(start))?;
    let (from, to) = (start + inner.len() - inner.trim_start().len(), start + inner.trim_end().len());
    let (from, to) = (from.min(to) as u32, to as u32);
    let mut node = document.value_at(from);
    while node.span().start > from || node.span().end < to {
        node = node.parent()?;
    }
    if !node.is_object() && !node.is_array() {
        node = node.parent()?;
    }
    let indent = indent(loaded, document);
    let formatted = |node: Node| Some(with_newlines(fmt::value(node, &spot::meaning(node), indent).ok()?, document));
    let covers = from <= node.span().start && node.span().end <= to;
    let mut edits: Vec<(Span, String)> = Vec::new();
    if covers || !node.text().contains('\n') {
        edits.push((node.span(), formatted(node)?));
    } else {
        let depth = std::iter::successors(Some(node), |node| node.parent()).count();
        let members = node.members().map(|member| (Some(member.key), member.value));
        let parts: Vec<(Option<Node>, Node)> = members.chain(node.items().map(|item| (None, item))).collect();
        for (key, value) in parts {
            let (first, last) = (key.unwrap_or(value).span().start, value.span().end);
            if last < from || to < first {
                continue;
            }
            let line = document.text[..first as usize].rfind('\n').map_or(0, |at| at + 1);
            if document.text[line..first as usize].trim().is_empty() {
                edits.push((Span { start: line as u32, end: first }, " ".repeat(indent * depth)));
            }
            if let Some(key) = key {
                edits.push((Span { start: key.span().end, end: value.span().start }, ": ".into()));
            }
            edits.push((value.span(), formatted(value)?));
        }
    }
    let edits: Vec<Edit> = edits.into_iter().map(|(span, text)| Edit { file: document.file, span, text }).collect();
    let (after, _) = edit::apply(&document.text, &edits.iter().collect::<Vec<_>>());
    Some(text::edits(document, &after, session.units))
}

/// The indentation of a level, as in `connsmith fmt`.
fn indent(loaded: &Loaded, document: &Document) -> usize {
    let configured = loaded.target.configured.as_ref().and_then(|configured| configured.indent());
    let own = || fmt::indent_of(document.file, document.text.as_bytes());
    configured.map(|indent| indent.value).or_else(own).unwrap_or(fmt::INDENT)
}

/// A text with the line endings of a document, which the editor determines.
fn with_newlines(text: String, document: &Document) -> String {
    if document.newline() == "\n" { text } else { text.replace('\n', document.newline()) }
}

/// Refactorings: extract a schema to a definition, inline a reference, add a new version of an operation.
fn refactorings(session: &Session, place: Place, range: Range, features: &Features) -> Vec<CodeAction> {
    let Place { loaded, document } = place;
    if document.file != File::Definition || !document.is_whole() {
        return Vec::new();
    }
    let connector = &loaded.target.connector;
    let offset = text::offset(&document.text, range.start, session.units) as u32;
    let spot = spot::at(document, offset);
    let mut all = Vec::new();
    let mut push = |title: String, kind: CodeActionKind, edits: Option<Vec<Edit>>| {
        let edits = edits.and_then(|edits| text_edits(loaded, &edits, session.units));
        let edit = edits.and_then(|edits| workspace_edit(session, features, edits, None, None));
        if let Some(edit) = edit {
            all.push(CodeAction { title, kind: Some(kind), edit: Some(edit), ..CodeAction::default() });
        }
    };
    if let Some((name, edits)) = extract(connector, document, spot.node) {
        push(format!("Extract the schema to the definition `{name}`"), CodeActionKind::REFACTOR_EXTRACT, Some(edits));
    }
    if let Some((reference, edits)) = inline(connector, spot.node) {
        push(format!("Replace the reference with the contents of `{reference}`"), CodeActionKind::REFACTOR_INLINE, Some(edits));
    }
    if let Some((id, edits)) = supersede(connector, spot.node) {
        let title = format!("Deprecate this operation and add `{id}` beside it");
        push(title, CodeActionKind::REFACTOR_REWRITE, Some(edits));
    }
    all
}

/// Extracts the innermost inline schema around a place to a definition.
fn extract(connector: &Connector, document: &Document, node: Node) -> Option<(String, Vec<Edit>)> {
    let root = document.root();
    let mut at = Some(node);
    let schema = loop {
        let here = at?;
        let is_schema =
            here.is_object() && spot::kind_of(here) == Some(Kind::Schema) && here.parent().is_some_and(|parent| parent.id != 0);
        let is_definition = here.parent().and_then(Node::key).is_some_and(|key| key.key_is("definitions"));
        if is_schema && !is_definition && !here.has("$ref") && (here.has("properties") || here.has("items") || here.has("allOf"))
        {
            break here;
        }
        at = here.parent();
    };
    let wanted = schema_name(connector, schema);
    let taken = |name: &str| root.get("definitions").is_some_and(|definitions| definitions.has(name));
    let name =
        (1..).map(|number| if number == 1 { wanted.clone() } else { format!("{wanted}{number}") }).find(|name| !taken(name))?;
    let reference = format!("{{ \"$ref\": {} }}", quote(&format!("#/definitions/{}", names::pointer_step(&name))));
    let mut edits = vec![Edit { file: document.file, span: schema.span(), text: edit::laid_out_in_place(&reference, schema) }];
    let fix = match root.get("definitions").filter(|definitions| definitions.is_object()) {
        Some(definitions) => {
            let json = as_written(schema, &edit::laid_out("\n{", definitions));
            Fix::safe("").add_member(definitions, &name, &json)
        }
        None => {
            let around = edit::laid_out("{\n {\n}", root);
            // The indentation inside, then the end.
            let (start, end) = around.split_at(around.len() - 1);
            let (start, inner) = start.split_at(1);
            let at = inner.rfind('{').unwrap_or_default();
            let json = as_written(schema, &inner[..at + 1]);
            let json = format!("{start}{}{}: {json}{}{end}", &inner[..at], quote(&name), &inner[at + 1..]);
            Fix::safe("").add_member(root, "definitions", &json)
        }
    };
    if !fix.is_possible() {
        return None;
    }
    edits.extend(fix.edits);
    Some((name, edits))
}

/// A name for an unnamed schema: from its operation or property.
fn schema_name(connector: &Connector, schema: Node) -> String {
    use heck::ToUpperCamelCase;
    let key = schema.name().unwrap_or_default().into_owned();
    let words = match (&*key, spot::operation_of(connector, schema)) {
        ("schema", Some(operation)) => {
            let in_answer = std::iter::successors(schema.parent(), |node| node.parent())
                .any(|node| node.key().is_some_and(|key| key.key_is("responses")));
            format!("{} {}", operation.id().unwrap_or_default(), if in_answer { "response" } else { "request" })
        }
        ("items", _) => format!("{} item", schema.parent().and_then(|parent| parent.name()).unwrap_or_default()),
        ("" | "schema" | "additionalProperties", _) => "shape".to_owned(),
        (name, _) => name.to_owned(),
    };
    let name = words.to_upper_camel_case();
    if name.is_empty() { "Shape".to_owned() } else { name }
}

/// A value as it is written, with the indentation of another place: the white space before its first bracket there, as
/// [`edit::laid_out`] makes it. Where that has no line break, the value goes on one line.
fn as_written(value: Node, place: &str) -> String {
    let indent = place.rfind('\n').map(|at| place[at + 1..].trim_end_matches('{'));
    let text = value.text();
    let own = edit::line_indent(value).unwrap_or_default();
    let lines = text.lines().enumerate().map(|(at, line)| match at {
        0 => line,
        _ => line.strip_prefix(own).unwrap_or(line.trim_start()),
    });
    match indent {
        Some(indent) => lines.collect::<Vec<_>>().join(&format!("{}{indent}", value.doc.newline())),
        None => lines.map(str::trim).collect::<Vec<_>>().join(" "),
    }
}

/// Inlines a reference.
fn inline(connector: &Connector, node: Node) -> Option<(String, Vec<Edit>)> {
    let holder = if node.is_object() { node } else { node.parent()? };
    let reference = holder.get_str("$ref")?;
    let target = connector.definition_node(&reference).or_else(|| connector.parameter_node(&reference));
    let target = target.or_else(|| connector.response_node(&reference))?;
    // A recursive one would never end.
    let inside = (target.id..target.after()).contains(&holder.id);
    if inside || target.doc.file != holder.doc.file {
        return None;
    }
    let text = as_written(target, &edit::laid_out_in_place("\n{", holder));
    Some((reference.into_owned(), vec![Edit { file: holder.doc.file, span: holder.span(), text }]))
}

/// Marks the operation at a place as deprecated, and adds a copy beside it with a new path and id; a policy routes the new
/// path to the old one, so that both reach the same API.
fn supersede(connector: &Connector, node: Node) -> Option<(String, Vec<Edit>)> {
    let operation = spot::operation_of(connector, node)?;
    // Only at its verb or id, not anywhere in it.
    let is_at = node == operation.node()
        || node.name().is_some_and(|name| name == "operationId" || name == "summary") && node.parent() == Some(operation.node());
    if !is_at || operation.is_deprecated() {
        return None;
    }
    let old = operation.id().filter(|id| !id.is_empty())?;
    let base = old.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let base = base.strip_suffix(['V', 'v']).filter(|_| base.len() < old.len()).unwrap_or(&old);
    let (number, id) =
        (2..1000).map(|number| (number, format!("{base}V{number}"))).find(|(_, id)| connector.operation(id).is_none())?;
    // A version is beside the first one of its family, not below another.
    let path = operation.path();
    let first = connector.operation(base).map(|first| first.path()).filter(|first| {
        let version = path.strip_suffix(&**first).and_then(|version| version.strip_prefix("/v"));
        version.is_some_and(|version| !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let path = format!("/v{number}{}", first.unwrap_or(path));
    let root = operation.node().doc.root();
    let paths = root.get("paths").filter(|paths| !paths.has(&path))?;
    let properties = connector.api_properties()?.body()?;
    // The copy includes the shared parts of the path.
    let item = operation.path_item().node;
    let mut copy: serde_json::Map<String, serde_json::Value> = crate::call::value(operation.node()).as_object()?.clone();
    copy.insert("operationId".into(), id.clone().into());
    let family =
        || operation.annotation().and_then(|annotation| annotation.get_str("family")).unwrap_or(base.into()).into_owned();
    let revision = operation.annotation().and_then(|annotation| annotation.get("revision")?.number()).unwrap_or(1.0) as u64;
    copy.insert("x-ms-api-annotation".into(), serde_json::json!({ "family": family(), "revision": revision + 1 }));
    let mut shared = serde_json::Map::new();
    for member in item.members().filter(|member| !operation.path_item().verbs().any(|verb| verb.key == member.key)) {
        shared.insert(member.name().into_owned(), crate::call::value(member.value));
    }
    shared.insert(operation.verb().into_owned(), copy.into());
    let json = serde_json::to_string_pretty(&shared).ok()?;
    let json = one_space(&json);
    let mut edits = Fix::safe("").add_member(paths, &path, &edit::laid_out(&json, paths)).edits;
    if let Some(deprecated) = operation.get("deprecated") {
        edits.push(Edit { file: File::Definition, span: deprecated.span(), text: "true".into() });
    } else {
        let last = operation.node().member("operationId")?;
        edits.extend(Fix::safe("").add_member_after(last, "deprecated", "true").edits);
    }
    if operation.annotation().is_none() {
        let annotation = serde_json::json!({ "family": family(), "revision": revision });
        let json = one_space(&serde_json::to_string_pretty(&annotation).ok()?);
        let last = operation.node().member("operationId")?;
        let text = Fix::safe("").add_member_after(last, "x-ms-api-annotation", &edit::laid_out(&json, operation.node()));
        edits.extend(text.edits);
    }
    // What applies to the old one by its name applies to the new one.
    let mut add = |list: Node| {
        let fix = Fix::safe("").add_item(list, &quote(&id));
        let possible = fix.is_possible();
        edits.extend(fix.edits);
        possible
    };
    let all = connector.api_properties()?;
    let mut is_routed = false;
    for policy in all.policies() {
        let names = policy.operations();
        let named = names.iter().find(|name| name.is(&old));
        is_routed |=
            policy.is("routerequesttoendpoint") && policy.parameter("newPath").is_some() && (names.is_empty() || named.is_some());
        if let Some(list) = named.and_then(|name| name.parent())
            && !add(list)
        {
            return None;
        }
    }
    if let Some(list) = all.script_operations().find(|name| name.is(&old)).and_then(Node::parent)
        && !add(list)
    {
        return None;
    }
    // A route of the old one leads the new one to the same address, too.
    if is_routed {
        return Some((id, edits));
    }
    let policy = serde_json::json!({
        "templateId": "routerequesttoendpoint",
        "title": format!("Route {id}"),
        "parameters": {
            "x-ms-apimTemplateParameter.newPath": operation.path(),
            "x-ms-apimTemplateParameter.httpMethod": "@Request.OriginalHTTPMethod",
            "x-ms-apimTemplate-operationName": [id],
        },
    });
    let policy = one_space(&serde_json::to_string_pretty(&policy).ok()?);
    let fix = match properties.get("policyTemplateInstances").filter(|list| list.is_array()) {
        Some(list) => Fix::safe("").add_item(list, &edit::laid_out(&policy, list)),
        None => {
            let list = format!("[\n {}\n]", policy.replace('\n', "\n "));
            Fix::safe("").add_member(properties, "policyTemplateInstances", &edit::laid_out(&list, properties))
        }
    };
    if !fix.is_possible() {
        return None;
    }
    edits.extend(fix.edits);
    Some((id, edits))
}

/// Converts JSON with two spaces per level to one.
fn one_space(json: &str) -> String {
    let line = |line: &str| {
        let content = line.trim_start();
        format!("{}{content}", " ".repeat((line.len() - content.len()) / 2))
    };
    json.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The edits of a rename, with a warning if they affect flows.
pub fn rename(
    session: &Session,
    place: Place,
    at: Position,
    new: &str,
    features: &Features,
) -> Result<Option<WorkspaceEdit>, String> {
    let Place { loaded, document } = place;
    let connector = &loaded.target.connector;
    let offset = text::offset(&document.text, at, session.units) as u32;
    let Some((name, _)) = names::at(connector, document, offset) else { return Ok(None) };
    check_name(connector, &name, new)?;
    let edits: Vec<Edit> = names::occurrences(connector, &name)
        .iter()
        .map(|found| Edit { file: found.file, span: found.span, text: found.text(new) })
        .collect();
    let Some(edits) = text_edits(loaded, &edits, session.units) else { return Ok(None) };
    let label = format!("Rename `{}` to `{new}`", name.text());
    let note = name.warning().map(|warning| (label.as_str(), warning));
    Ok(workspace_edit(session, features, edits, None, note))
}

fn check_name(connector: &Connector, name: &names::Name, new: &str) -> Result<(), String> {
    if new.trim().is_empty() {
        return Err("a name cannot be empty".into());
    }
    if new == name.text() {
        return Ok(());
    }
    let root = connector.definition.as_ref().map(|document| document.root());
    let has = |section: &str| root.and_then(|root| root.get(section)).is_some_and(|entries| entries.has(new));
    let taken = match name {
        names::Name::Operation(_) => connector.operation(new).is_some(),
        names::Name::Shared(section, _) => has(section.key()),
        names::Name::Security(_) => has("securityDefinitions"),
        names::Name::Connection(_) => {
            if !ConnectionParameter::may_be_named(new) {
                return Err("a connection parameter name may contain only letters, digits and `_`".into());
            }
            let parameters = connector.api_properties().map(|properties| properties.connection_parameters()).unwrap_or_default();
            parameters.iter().any(|parameter| parameter.name() == new)
        }
        names::Name::Parameter(nodes, _) => {
            if let Some(letter) = new.chars().find(|letter| "{}/'\"".contains(*letter)) {
                return Err(format!("a parameter name cannot contain `{letter}`"));
            }
            let uses = |operation: &crate::connector::Operation| {
                operation.parameters().any(|parameter| nodes.contains(&parameter.node.id))
            };
            connector.operations().filter(uses).any(|operation| operation.parameter(new).is_some())
        }
    };
    if taken { Err(format!("`{new}` already exists")) } else { Ok(()) }
}
