//! The structure of a document: symbols, folding, selections, inlay hints for labels, and code lenses above operations.
use super::Features;
use super::session::{Loaded, Place, Session};
use super::text::{self, Units};
use crate::call::view::{self, Shown};
use crate::connector::{Connector, Operation};
use crate::text::document::{Document, File, Member, Node};
use crate::text::json::Span;
use lsp_types::{
    CodeLens, Command, DocumentSymbol, FoldingRange, InlayHint, InlayHintKind, InlayHintLabel, InlayHintTooltip, Location,
    Position, Range, SelectionRange, SymbolKind, SymbolTag, Uri, WorkspaceSymbol,
};
use rustc_hash::FxHashMap;
use serde_json::json;

/// From the key of a member to the end of its value.
fn span_of(node: Node) -> Span {
    let start = node.key().map_or(node.span().start, |key| key.span().start);
    Span { start, end: node.span().end }
}

/// A symbol's name, with a fallback, because empty names are not allowed.
fn named(name: &str, else_name: &str) -> String {
    if name.trim().is_empty() { else_name.to_owned() } else { name.to_owned() }
}

struct Symbols<'d> {
    document: &'d Document,
    units: Units,
}

impl Symbols<'_> {
    fn symbol(
        &self,
        name: String,
        detail: String,
        kind: SymbolKind,
        node: Node,
        children: Vec<DocumentSymbol>,
    ) -> DocumentSymbol {
        let at = node.key().map_or(node.span(), |key| key.span());
        let range = text::range(self.document, span_of(node), self.units);
        // The selection range must be within the full range, even in a broken text.
        let selection = text::range(self.document, at, self.units);
        let selection_range = if selection.end <= range.end { selection } else { Range { start: range.start, end: range.start } };
        #[allow(deprecated, reason = "a field of the protocol that has to be given")]
        DocumentSymbol {
            name,
            detail: Some(detail).filter(|detail| !detail.is_empty()),
            kind,
            tags: None,
            deprecated: None,
            range,
            selection_range,
            children: Some(children).filter(|children| !children.is_empty()),
        }
    }

    fn operation(&self, operation: Operation) -> DocumentSymbol {
        let id = operation.id().unwrap_or_default();
        let summary = operation.get_str("summary").unwrap_or_default();
        let name = named(&summary, &named(&id, &format!("{} {}", operation.verb().to_uppercase(), operation.path())));
        let detail = format!("{id} · {} {}", operation.verb().to_uppercase(), operation.path());
        let kind = if operation.is_trigger() { SymbolKind::EVENT } else { SymbolKind::FUNCTION };
        let own = operation.get("parameters").into_iter().flat_map(Node::items).filter(|item| item.is_object());
        let parameter = |node: Node| {
            let label = node.get_str("x-ms-summary").or_else(|| node.get_str("name")).or_else(|| node.get_str("$ref"));
            let detail = node.get_str("in").unwrap_or_default().into_owned();
            self.symbol(named(&label.unwrap_or_default(), "parameter"), detail, SymbolKind::VARIABLE, node, Vec::new())
        };
        let mut symbol = self.symbol(name, detail, kind, operation.node(), own.map(parameter).collect());
        if operation.is_deprecated() {
            symbol.tags = Some(vec![SymbolTag::DEPRECATED]);
        }
        symbol
    }

    fn section(&self, root: Node, key: &str, kind: SymbolKind, children: SymbolKind) -> Option<DocumentSymbol> {
        let node = root.get(key)?;
        let entry = |member: Member| {
            let detail = member.value.get_str("title").or_else(|| member.value.get_str("type")).unwrap_or_default().into_owned();
            let below = member.value.get("properties").into_iter().flat_map(Node::members);
            let below = below.map(|property| {
                let label = property.value.get_str("x-ms-summary").or_else(|| property.value.get_str("title"));
                let name = named(&property.name(), "\"\"");
                self.symbol(name, label.unwrap_or_default().into_owned(), SymbolKind::FIELD, property.value, Vec::new())
            });
            self.symbol(named(&member.name(), "\"\""), detail, children, member.value, below.collect())
        };
        let entries: Vec<DocumentSymbol> = node.members().map(entry).collect();
        (!entries.is_empty()).then(|| self.symbol(key.to_owned(), String::new(), kind, node, entries))
    }
}

/// The symbols of a document: operations as makers see them, then the shared sections.
pub fn symbols(session: &Session, place: Place) -> Vec<DocumentSymbol> {
    let Place { loaded, document } = place;
    let symbols = Symbols { document, units: session.units };
    let connector = &loaded.target.connector;
    let root = document.root();
    let mut all = Vec::new();
    match document.file {
        File::Definition => {
            all.extend(connector.operations().map(|operation| symbols.operation(operation)));
            for (key, kind) in [
                ("definitions", SymbolKind::CLASS),
                ("parameters", SymbolKind::VARIABLE),
                ("responses", SymbolKind::OBJECT),
                ("securityDefinitions", SymbolKind::KEY),
            ] {
                all.extend(symbols.section(root, key, SymbolKind::NAMESPACE, kind));
            }
        }
        File::Properties => {
            let Some(body) = root.get("properties") else { return all };
            all.extend(symbols.section(body, "connectionParameters", SymbolKind::NAMESPACE, SymbolKind::KEY));
            for policy in connector.api_properties().into_iter().flat_map(|properties| properties.policies().collect::<Vec<_>>())
            {
                let title = policy.node.get_str("title").unwrap_or_default();
                let template = policy.template().unwrap_or_default();
                all.push(symbols.symbol(
                    named(&title, &named(&template, "policy")),
                    template.into_owned(),
                    SymbolKind::METHOD,
                    policy.node,
                    vec![],
                ));
            }
        }
        File::Settings => {
            for member in root.members() {
                let detail = member.value.str().unwrap_or_default().into_owned();
                all.push(symbols.symbol(named(&member.name(), "\"\""), detail, SymbolKind::PROPERTY, member.value, Vec::new()));
            }
        }
        _ => {}
    }
    all
}

/// The operations of a connector whose summary, id or path contains the queried letters in order.
pub fn workspace_symbols(loaded: &Loaded, uri: &Uri, units: Units, query: &str, found: &mut Vec<WorkspaceSymbol>) {
    let connector = &loaded.target.connector;
    for operation in connector.operations() {
        let id = operation.id().unwrap_or_default();
        let summary = operation.get_str("summary").unwrap_or_default();
        let text = format!("{summary} {id} {}", operation.path());
        if !holds(&text, query) {
            continue;
        }
        let node = operation.node();
        found.push(WorkspaceSymbol {
            name: named(&summary, &named(&id, &operation.path())),
            kind: if operation.is_trigger() { SymbolKind::EVENT } else { SymbolKind::FUNCTION },
            tags: operation.is_deprecated().then(|| vec![SymbolTag::DEPRECATED]),
            container_name: connector.title(),
            location: lsp_types::OneOf::Left(Location { uri: uri.clone(), range: text::range(node.doc, span_of(node), units) }),
            data: None,
        });
    }
}

/// Whether a text contains these letters in order, possibly with others between them.
fn holds(text: &str, query: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    query
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .all(|wanted| letters.any(|letter| letter == wanted))
}

/// The objects and lists that take several lines.
pub fn folds(document: &Document) -> Vec<FoldingRange> {
    let nodes =
        (0..document.tree.nodes.len() as u32).map(|id| document.node(id)).filter(|node| node.is_object() || node.is_array());
    let fold = |node: Node| {
        let start = document.position(node.span().start).line - 1;
        let end = document.position(node.span().end.saturating_sub(1)).line - 1;
        // The closing bracket stays visible.
        let end_line = end.saturating_sub(1);
        (end_line > start).then(|| FoldingRange { start_line: start, end_line, ..FoldingRange::default() })
    };
    nodes.filter_map(fold).collect()
}

/// The expanding selections from a place outwards: the token, the member, the object, and so on.
pub fn selection(document: &Document, at: Position, units: Units) -> SelectionRange {
    let offset = text::offset(&document.text, at, units) as u32;
    let spot = super::spot::at(document, offset);
    let mut spans = Vec::new();
    if let Some(key) = spot.node.key().filter(|_| spot.in_key) {
        spans.push(key.span());
    }
    let mut node = Some(spot.node);
    while let Some(here) = node {
        let span = here.span();
        if !spot.in_key || here != spot.node {
            spans.push(span);
        }
        if here.key().is_some() {
            spans.push(span_of(here));
        }
        node = here.parent();
    }
    spans.push(document.span());
    spans.retain(|span| span.start <= offset && offset <= span.end);
    spans.dedup();
    let mut selection: Option<SelectionRange> = None;
    for span in spans.into_iter().rev() {
        let range = text::range(document, span, units);
        // Each must contain the previous one.
        if selection
            .as_ref()
            .is_some_and(|outer| !(outer.range.start <= range.start && range.end <= outer.range.end) || outer.range == range)
        {
            continue;
        }
        selection = Some(SelectionRange { range, parent: selection.map(Box::new) });
    }
    selection.unwrap_or(SelectionRange { range: Range { start: at, end: at }, parent: None })
}

/// The view of makers on the operations of a definition.
fn shown(connector: &Connector) -> impl Iterator<Item = Shown<'_>> {
    connector.operations().filter(|operation| !operation.is_internal()).map(view::show)
}

/// The labels of fields and outputs that makers see, shown after their names.
pub fn hints(session: &Session, place: Place, range: Range) -> Vec<InlayHint> {
    let Place { loaded, document } = place;
    if document.file != File::Definition {
        return Vec::new();
    }
    let units = session.units;
    let start = text::offset(&document.text, range.start, units) as u32;
    let end = text::offset(&document.text, range.end, units) as u32;
    // A shared schema may have several labels.
    let mut labels: FxHashMap<u32, Vec<String>> = FxHashMap::default();
    let mut add = |node: Option<Node>, label: &str| {
        let Some(node) = node.filter(|node| start <= node.span().start && span_of(*node).start <= end) else { return };
        let known = labels.entry(node.id).or_default();
        if !label.is_empty() && !known.iter().any(|one| one == label) {
            known.push(label.to_owned());
        }
    };
    for shown in shown(&loaded.target.connector) {
        for field in shown.fields.iter().filter(|field| !field.is_hidden()) {
            add(field.node, &field.label);
        }
        for token in &shown.outputs {
            add(token.node, &token.title);
        }
    }
    let mut hints: Vec<InlayHint> =
        labels.into_iter().filter_map(|(id, labels)| hint(document, document.node(id), &labels, units)).collect();
    hints.sort_by_key(|hint| (hint.position.line, hint.position.character));
    hints
}

fn hint(document: &Document, node: Node, labels: &[String], units: Units) -> Option<InlayHint> {
    // After the key of a property, after the name of a parameter.
    let is_property = node.parent().and_then(Node::key).is_some_and(|key| key.key_is("properties") || key.key_is("headers"));
    let end = match (is_property, node.get("name").filter(|name| name.is_string())) {
        (true, _) => node.key()?.span().end,
        (false, Some(name)) => name.span().end,
        (false, None) => return None,
    };
    let first = labels.first()?;
    let more = if labels.len() > 1 { format!(" (+{})", labels.len() - 1) } else { String::new() };
    Some(InlayHint {
        position: text::position(document, end, units),
        label: InlayHintLabel::String(format!("{first}{more}")),
        kind: None::<InlayHintKind>,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(format!("Makers see: {}", labels.join(" · ")))),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    })
}

/// The code lenses above operations, which open a preview.
pub fn lenses(session: &Session, place: Place, uri: &Uri, features: &Features) -> Vec<CodeLens> {
    let Place { loaded, document } = place;
    if document.file != File::Definition {
        return Vec::new();
    }
    let commands: &[(&str, &str)] =
        if features.run { &[("preview", super::PREVIEW), ("run", super::RUN)] } else { &[("preview", super::PREVIEW)] };
    let above = |operation: Operation| {
        let range = text::range(document, operation.key().span(), session.units);
        let arguments = vec![json!(uri.as_str()), json!(operation.id().unwrap_or_default())];
        let lens = move |&(title, name): &(&str, &str)| {
            let command = Command { title: title.into(), command: name.into(), arguments: Some(arguments.clone()) };
            CodeLens { range, command: Some(command), data: None }
        };
        commands.iter().map(lens)
    };
    let operations = loaded.target.operations().filter(|operation| operation.id().is_some_and(|id| !id.is_empty()));
    operations.flat_map(above).collect()
}
