//! Connectors in a template of Azure Resource Manager, as Logic Apps keeps them: resources of the type `Microsoft.Web/customApis`.
use crate::connector::{Connector, Folder, FolderFile};
use crate::text::document::{Document, File, Node};

/// The type of a resource that is a custom connector.
pub const TYPE: &str = "Microsoft.Web/customApis";

/// Whether a file may be such a template, a cheap test before parsing.
pub fn may_be(bytes: &[u8]) -> bool {
    let name = TYPE.as_bytes();
    bytes.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name))
}

/// The connectors whose definitions a template holds. Their documents have the name of the template, and places in them are those
/// in the template. Definitions that an expression or a link stands for are left out.
pub fn connectors(document: &Document) -> Vec<Connector> {
    let resources = document.root().get("resources").into_iter().flat_map(|list| {
        // Newer templates have an object of named resources.
        let named = list.members().map(|member| member.value);
        list.items().chain(named).collect::<Vec<_>>()
    });
    let is_connector = |resource: &Node| resource.get("type").is_some_and(|kind| kind.is_in_any_case(TYPE));
    let one = |resource: Node| {
        let swagger = resource.get("properties")?.get("swagger").filter(|swagger| swagger.is_object())?;
        let file = |file, node| FolderFile { file, name: document.name.clone(), bytes: alone(document, node).into_bytes() };
        let files = vec![file(File::Definition, swagger), file(File::Properties, resource)];
        let mut connector = Connector::new(Folder { files, ..Folder::default() });
        connector.name.clone_from(&document.name);
        Some(connector)
    };
    resources.filter(is_connector).filter_map(one).collect()
}

/// The text of a document with blanks for everything but a node, so that line and column stay.
fn alone(document: &Document, node: Node) -> String {
    let span = node.span();
    let inside = span.start as usize..span.end as usize;
    let blank = |(at, c): (usize, char)| if inside.contains(&at) || matches!(c, '\n' | '\r') { c } else { ' ' };
    document.text.char_indices().map(blank).collect()
}
