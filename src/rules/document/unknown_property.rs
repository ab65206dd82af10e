use crate::connector::facts;
use crate::connector::grammar::{self, Kind, Others, Property};
use crate::rule::fix::Fix;
use crate::rule::view::Entry;
use crate::rule::{Report, Severity};
use crate::text::document::{File, Member};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Keywords of other specifications, which have their own rule.
static FOREIGN: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| facts::entries("keywords", "foreign").filter_map(|entry| entry.get("name")?.as_str()).collect());

pub fn check(entry: &Entry, report: &mut Report) {
    if !matches!(entry.meaning, grammar::Member::Unknown) || !entry.object.doc.is_whole() {
        return;
    }
    let name = entry.member.name();
    let grammar = entry.kind.object();
    if is_said_elsewhere(entry, &name) {
        return;
    }
    let meant = grammar::suggest(grammar, &name).filter(|meant| !entry.object.has(meant));
    let known = meant.and_then(|meant| grammar.property(meant));
    let message = match grammar.others {
        Others::Ignored => format!("`{name}` has no effect in {}", entry.owner()),
        _ => format!("{} cannot have `{name}`", entry.owner()),
    };
    let finding = report.at_key(entry.member, message);
    match meant {
        Some(meant) => {
            finding.help(format!("did you mean `{meant}`?"));
            finding.fix(rename(entry.member, meant, known));
        }
        None => {
            finding.help(advice(entry.kind, &name));
            // `publisher` beside `properties`: nothing reads it there.
            let body = entry.object.get("properties").filter(|body| entry.kind == Kind::ApiProperties && body.is_object());
            if let Some(body) = body.filter(|body| Kind::PropertiesBody.object().property(&name).is_some() && !body.has(&name)) {
                let fix = Fix::safe("move it into `properties`").remove_member(entry.member);
                finding.help("move it into `properties`").fix(fix.add_member(body, &name, entry.member.value.text()));
            }
        }
    }
    let strict = matches!(grammar.others, Others::Extensions | Others::Paths | Others::StatusCodes);
    match entry.object.doc.file {
        File::Definition if strict => {}
        File::Definition if grammar.others == Others::Closed => drop(finding.code("AdditionalPropertyNotAllowed")),
        // A misspelled required property is missing; any other has no effect.
        _ => {
            finding.code = None;
            if !known.is_some_and(|property| property.required) {
                finding.severity = Severity::Warning;
            }
        }
    }
}

fn is_said_elsewhere(entry: &Entry, name: &str) -> bool {
    let parameter = entry.kind.general() == Kind::Parameter;
    // What one location has and another does not: BodyParameterPropertyNotValid and the like.
    (parameter && Kind::Parameter.object().property(name).is_some())
        // Anything beside a `$ref`: AdditionalPropertyNotAllowedAdjacentToRef.
        || (entry.kind.general().object().property("$ref").is_some() && entry.object.has("$ref"))
        || (entry.object.doc.file == File::Definition && FOREIGN.contains(name))
}

fn rename(member: Member, meant: &str, known: Option<&Property>) -> Fix {
    // Only a text for people changes nothing when it takes effect.
    let text = known.is_some_and(|property| property.text.is_some());
    let title = format!("write `{meant}`");
    let fix = if text { Fix::safe(title) } else { Fix::risky(title) };
    fix.rename(member.key, meant)
}

fn advice(kind: Kind, name: &str) -> String {
    let mut homes: Vec<&str> = grammar::homes(name).map(|home| home.general().object().name).collect();
    homes.dedup();
    homes.truncate(3);
    match (kind.object().others, homes.is_empty()) {
        (_, false) => format!("remove it; it belongs in: {}", homes.join(", ")),
        (Others::Extensions | Others::Paths | Others::StatusCodes, _) => {
            "remove it; only names that begin with `x-` may be chosen freely".to_owned()
        }
        _ => "remove it; nothing reads it".to_owned(),
    }
}
