use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::document::{Document, File, Member, Node};
use std::collections::BTreeMap;

pub fn check(document: &Document, report: &mut Report) {
    // One finding for all places of a name.
    let mut names: BTreeMap<(String, &str), Vec<Node>> = BTreeMap::new();
    for (key, usual) in document.read_as_other().filter(|(key, _)| !is_of_provider(*key)) {
        names.entry((member(key).name().into_owned(), usual)).or_default().push(key);
    }
    for ((name, usual), keys) in names {
        let title = format!("write `{usual}`");
        // If a Swagger reader did not know the name, it takes effect once it is renamed.
        let swagger = document.file == File::Definition && keys[0].parent().is_some_and(|object| object.parent().is_none());
        let fix = if swagger { Fix::risky(title) } else { Fix::safe(title) };
        let finding = report.at_key(member(keys[0]), format!("`{name}` is usually written `{usual}`"));
        match keys.len() {
            1 => finding.help(format!("write `{usual}`")),
            count => finding.help(format!("write `{usual}`; the file has the other spelling {count} times")),
        };
        finding.fix(keys.into_iter().fold(fix, |fix, key| fix.rename(key, usual)));
    }
}

fn member(key: Node) -> Member {
    Member { key, value: key.doc.node(key.id + 1) }
}

/// A parameter of an identity provider, which `oauth-custom-parameter-unknown` checks.
fn is_of_provider(key: Node) -> bool {
    key.parent().and_then(Node::name).is_some_and(|owner| owner.eq_ignore_ascii_case("customParameters"))
}
