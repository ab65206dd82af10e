//! `oneOf` and `anyOf`, which connectors do not have: what each class of them becomes.
use super::Reader;
use super::Unions;
use super::schema::{Additional, Schema, Type, set_names};
use super::value::Value;
use crate::text::document::Node;
use crate::text::group::grouped;
use crate::text::json::Kind as Json;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// How deep objects that differ are merged.
const MAX_MERGED: usize = 3;

impl<'a> Reader<'a> {
    /// Joins the alternatives of a union with what stands beside it.
    pub fn union(&mut self, union: Node<'a>, mut base: Schema<'a>) -> Schema<'a> {
        let word = union.name().unwrap_or_default();
        let (nulls, nodes): (Vec<Node<'a>>, Vec<Node<'a>>) = union.items().partition(|branch| is_null(*branch));
        base.nullable |= !nulls.is_empty();
        // Branches that only say which properties must be there say nothing to a connector.
        let bare = |branch: &Node| {
            branch.members().all(|member| matches!(&*member.name(), "required" | "title" | "description" | "not"))
        };
        if !nodes.is_empty() && nodes.iter().all(bare) {
            let message = format!("`{word}` is left out: it says which properties go together, which connectors cannot express");
            self.notes.say("import-keyword-dropped", union, message);
            return base;
        }
        let mut branches: Vec<Schema<'a>> = Vec::new();
        let mut known: FxHashSet<usize> = FxHashSet::default();
        for &node in &nodes {
            let branch = self.schema(node);
            base.nullable |= branch.nullable;
            if branch.reference.is_none_or(|index| known.insert(index)) {
                branches.push(branch);
            }
        }
        let discriminator = union.parent().and_then(|parent| parent.get("discriminator"));
        let joined = match branches.len() {
            0 => return base,
            1 => branches.remove(0),
            count => self.joined(union, &word, count, branches, discriminator),
        };
        let plain = base.kind == Type::Any && base.properties.is_empty() && base.items.is_none() && base.required.is_empty();
        if plain && joined.reference.is_some() {
            return Schema {
                nullable: base.nullable || joined.nullable,
                title: base.title.or(joined.title),
                description: base.description.or(joined.description),
                ..joined
            };
        }
        let mut whole = self.full(&joined);
        if !plain && base.kind == Type::Object && whole.kind != Type::Object {
            return base; // what stands beside it says more
        }
        whole.at = base.at;
        whole.nullable |= base.nullable;
        whole.title = base.title.or(if nodes.len() == 1 { whole.title } else { None });
        whole.description = base.description.or(if nodes.len() == 1 { whole.description } else { None });
        if whole.kind == Type::Any {
            whole.kind = base.kind;
        }
        for (name, value) in base.more {
            whole.set(name, value);
        }
        let mut properties = base.properties;
        let mut known: FxHashSet<Cow<'a, str>> = properties.iter().map(|(name, _)| name.clone()).collect();
        properties.extend(whole.properties.into_iter().filter(|(name, _)| known.insert(name.clone())));
        whole.properties = properties;
        whole.require(base.required);
        whole.items = base.items.or(whole.items);
        whole
    }

    fn joined(
        &mut self,
        union: Node<'a>,
        word: &str,
        count: usize,
        branches: Vec<Schema<'a>>,
        discriminator: Option<Node<'a>>,
    ) -> Schema<'a> {
        match self.options.unions {
            Unions::First => {
                let mut branches = branches;
                let message = format!("the first of {count} alternatives is used");
                self.notes.say_help("import-union-merged", union, message, "to merge them, omit `--unions first`");
                return branches.swap_remove(0);
            }
            Unions::Any => {
                self.notes.say("import-union-untyped", union, format!("there are {count} alternatives; the type is left out"));
                return Schema::new(union, Type::Any);
            }
            Unions::Merge => {}
        }
        let constant = |branch: &Schema<'a>| match branch.get("enum") {
            Some(Value::List(values)) if values.len() == 1 => values.first().cloned(),
            _ => None,
        };
        let all = |test: fn(Type) -> bool| branches.iter().all(|branch| test(branch.kind));
        if let Some(values) =
            branches.iter().map(|branch| branch.get("enum").map(|_| constant(branch))).collect::<Option<Vec<_>>>()
            && all(Type::is_scalar)
        {
            return constants(union, &branches, values);
        }
        if all(Type::is_scalar) {
            return self.any_of(branches, 0).unwrap_or_else(|| Schema::new(union, Type::String));
        }
        if all(|kind| kind == Type::Object) {
            let message = format!("`{word}` of {count} objects becomes one object with all their properties");
            let help = "use `--unions first` to import only the first one, `--unions any` to leave the type out";
            self.notes.say_help("import-union-merged", union, message, help);
            return self.objects(union, branches, discriminator, 0);
        }
        if all(|kind| kind == Type::Array) {
            self.notes.say("import-union-merged", union, format!("`{word}` of {count} arrays becomes one array"));
            let branches = branches.iter().map(|branch| self.full(branch)).collect();
            return self.any_of(branches, 0).unwrap_or_else(|| Schema::new(union, Type::Array));
        }
        let (arrays, others): (Vec<Schema>, Vec<Schema>) = branches.into_iter().partition(|branch| branch.kind == Type::Array);
        if let [array] = arrays.as_slice()
            && !others.is_empty()
        {
            let mut array = self.full(array);
            let kind = array.items.as_ref().map_or(Type::Any, |items| items.kind);
            let fits = |other: &Schema| {
                (other.kind == kind || (other.kind.is_scalar() && kind.is_scalar()))
                    && other.reference == array.items.as_ref().and_then(|items| items.reference)
            };
            // Of an answer nobody can choose which of both it is.
            if !self.answers && others.iter().all(fits) {
                self.notes.say(
                    "import-union-array",
                    union,
                    format!("`{word}` of one value or an array of them becomes an array"),
                );
                array.at = union;
                return array;
            }
        }
        let help = "describe it yourself if flows need it, or use `--unions first`";
        let message = format!("`{word}` has {count} kinds of values; the type is left out");
        self.notes.say_help("import-union-untyped", union, message, help);
        Schema::new(union, Type::Any)
    }

    /// One object for several: all properties, required what all require.
    fn objects(
        &mut self,
        union: Node<'a>,
        branches: Vec<Schema<'a>>,
        discriminator: Option<Node<'a>>,
        level: usize,
    ) -> Schema<'a> {
        let mut whole: Option<Schema<'a>> = None;
        // What all branches say of each property is joined once: one after another, each time would copy what is there already.
        let mut properties: Vec<(Cow<'a, str>, Schema<'a>)> = Vec::new();
        for branch in branches {
            let mut branch = self.full(&branch);
            let own = std::mem::take(&mut branch.properties);
            match &mut whole {
                None => whole = Some(Schema { at: union, ..branch }),
                Some(whole) => {
                    let all_required = branch.all_required();
                    whole.required.retain(|name| all_required.contains(&**name));
                    match (&whole.additional, &branch.additional) {
                        (Additional::Said(false), Additional::Said(false)) => {}
                        (Additional::Said(false), _) => whole.additional = Additional::Unsaid,
                        (Additional::Unsaid, Additional::Schema(_)) if properties.is_empty() && own.is_empty() => {
                            whole.additional = branch.additional
                        }
                        _ => {}
                    }
                }
            }
            properties.extend(own);
        }
        let mut whole = whole.unwrap_or_else(|| Schema::new(union, Type::Object));
        whole.properties = grouped(properties)
            .into_iter()
            .filter_map(|(name, schemas)| Some((name, self.any_of(schemas, level + 1)?)))
            .collect();
        (whole.title, whole.description) = (None, None);
        whole.more.retain(|(name, _)| name.starts_with("x-ms-"));
        if let Some(discriminator) = discriminator
            && let Some(name) = discriminator.get_str("propertyName")
            && let Some((_, property)) = whole.properties.iter_mut().find(|(known, _)| *known == name)
            && property.kind == Type::String
            && property.reference.is_none()
        {
            match discriminator.get("mapping") {
                Some(mapping) => property.set("enum", Value::texts(mapping.members().map(|member| member.name()))),
                // Without a mapping the names of the schemas are the values.
                None if property.get("enum").is_none() => {
                    let names = union.items().map(|branch| {
                        let target = branch.get_str("$ref")?;
                        Some(target.rsplit('/').next().unwrap_or(&target).to_owned())
                    });
                    if let Some(names) = names.collect::<Option<Vec<String>>>().filter(|names| !names.is_empty()) {
                        property.set("enum", Value::texts(names));
                    }
                }
                None => {}
            }
        }
        whole
    }

    /// One schema for values of which each is of one of these; None for none. The first ones that are of one kind are joined at once,
    /// as unions of thousands are common.
    fn any_of(&mut self, mut schemas: Vec<Schema<'a>>, level: usize) -> Option<Schema<'a>> {
        let kind = schemas.first()?.kind;
        let mut known: FxHashSet<usize> = FxHashSet::default();
        schemas.retain(|schema| schema.reference.is_none_or(|index| known.insert(index)));
        let like = schemas.iter().take_while(|schema| schema.kind == kind).count();
        let rest = schemas.split_off(like);
        let nullable = schemas.iter().any(|schema| schema.nullable);
        let joined = match kind {
            _ if like == 1 => schemas.remove(0),
            Type::Object if level < MAX_MERGED => {
                let first = &schemas[0];
                let (at, title, description) = (first.at, first.title.clone(), first.description.clone());
                let merged = self.objects(at, schemas, None, level);
                Schema { nullable, title: title.or(merged.title), description: description.or(merged.description), ..merged }
            }
            Type::Array => {
                let mut all = schemas.iter().map(|schema| self.full(schema)).collect::<Vec<_>>();
                let items = all.iter_mut().filter_map(|schema| schema.items.take()).map(|items| *items).collect();
                let items = self.any_of(items, level + 1).map(Box::new);
                Schema { nullable, items, ..all.swap_remove(0) }
            }
            kind if kind.is_scalar() => {
                let first = schemas.remove(0);
                self.of_one_type(first, schemas)
            }
            _ => schemas.into_iter().reduce(|one, other| self.either(one, other, level))?,
        };
        Some(rest.into_iter().fold(joined, |one, other| self.either(one, other, level)))
    }

    /// One schema for several of the same single type.
    fn of_one_type(&self, first: Schema<'a>, others: Vec<Schema<'a>>) -> Schema<'a> {
        let said: Vec<&str> = ["enum", "format"]
            .into_iter()
            .filter(|key| first.get(key).is_some() || others.iter().any(|other| other.get(key).is_some()))
            .collect();
        let joined = scalars(first, others);
        for key in said.into_iter().filter(|key| joined.get(key).is_none()) {
            let message = format!("`{key}` is left out: not all alternatives have the same");
            self.notes.say("import-keyword-dropped", joined.at, message);
        }
        joined
    }

    /// One schema for values of which each is of one of two.
    fn either(&mut self, one: Schema<'a>, other: Schema<'a>, level: usize) -> Schema<'a> {
        if one.reference.is_some() && one.reference == other.reference {
            return one;
        }
        let nullable = one.nullable || other.nullable;
        let texts = |mut schema: Schema<'a>, one: &Schema<'a>| {
            schema.nullable = nullable;
            schema.title = one.title.clone().or(schema.title);
            schema.description = one.description.clone().or(schema.description);
            schema
        };
        match (one.kind, other.kind) {
            (a, b) if a == b && a.is_scalar() => self.of_one_type(one, vec![other]),
            (Type::Integer, Type::Number) | (Type::Number, Type::Integer) => texts(Schema::new(one.at, Type::Number), &one),
            (a, b) if a.is_scalar() && b.is_scalar() => {
                self.notes.say("import-union-of-scalars", other.at, "values of several types become a string");
                texts(Schema::new(one.at, Type::String), &one)
            }
            (Type::Array, Type::Array) | (Type::Object, Type::Object) if one.kind == Type::Array || level < MAX_MERGED => {
                self.any_of(vec![one.clone(), other], level).unwrap_or(one)
            }
            (Type::Object, Type::Object) => {
                self.notes.say("import-union-merged", other.at, "the objects differ; their contents are left out");
                texts(Schema::new(one.at, Type::Object), &one)
            }
            (Type::Any, _) if one.is_empty() => texts(other, &one),
            (_, Type::Any) if other.is_empty() => one,
            _ => {
                self.notes.say("import-union-untyped", other.at, "values are of several kinds; the type is left out");
                texts(Schema::new(one.at, Type::Any), &one)
            }
        }
    }
}

/// One schema for several of the same single type: the values of all, and else what all of them say.
fn scalars<'a>(mut joined: Schema<'a>, others: Vec<Schema<'a>>) -> Schema<'a> {
    let mut values: Option<Vec<Value<'a>>> = Some(Vec::new());
    let mut seen: FxHashSet<Value<'a>> = FxHashSet::default();
    for schema in std::iter::once(&joined).chain(&others) {
        match (&mut values, schema.get("enum")) {
            (Some(values), Some(Value::List(own))) => {
                values.extend(own.iter().filter(|value| seen.insert((*value).clone())).cloned());
            }
            _ => values = None,
        }
    }
    joined.more.retain(|(name, _)| name != "enum" && name != "default");
    for other in others {
        let own: FxHashMap<&str, &Value> = other.more.iter().map(|(name, value)| (&**name, value)).collect();
        joined.more.retain(|(name, value)| own.get(&**name) == Some(&value));
        joined.nullable |= other.nullable;
        joined.title = joined.title.or(other.title);
        joined.description = joined.description.or(other.description);
    }
    if let Some(values) = values {
        joined.set("enum", Value::List(values));
    }
    joined
}

fn is_null(branch: Node) -> bool {
    let list_of_null =
        |key: &str| branch.get(key).is_some_and(|list| list.items().all(|item| item.kind() == Json::Null) && list.is_array());
    branch.get("type").is_some_and(|kind| kind.is("null") || (kind.is_array() && kind.items().all(|kind| kind.is("null"))))
        || branch.get("const").is_some_and(|value| value.kind() == Json::Null)
        || list_of_null("enum")
        || (branch.is_object() && branch.members().count() == 1 && branch.get("nullable").and_then(Node::bool) == Some(true))
}

/// One enum of all constants, with their titles as names.
fn constants<'a>(union: Node<'a>, branches: &[Schema<'a>], constants: Vec<Option<Value<'a>>>) -> Schema<'a> {
    let same = branches.iter().all(|branch| branch.kind == branches[0].kind);
    let mut whole = Schema::new(union, if same { branches[0].kind } else { Type::String });
    let mut values: Vec<Value> = Vec::new();
    let mut seen: FxHashSet<Value> = FxHashSet::default();
    for branch in branches {
        if let Some(Value::List(list)) = branch.get("enum") {
            for value in list {
                let value = match (same, value) {
                    (false, Value::Number(number)) => Value::Text(number.clone()),
                    (false, Value::Bool(flag)) => Value::text(flag.to_string()),
                    (_, value) => value.clone(),
                };
                if seen.insert(value.clone()) {
                    values.push(value);
                }
            }
        }
    }
    let titles: Vec<(Value, Cow<str>)> =
        branches.iter().zip(&constants).filter_map(|(branch, value)| Some((value.clone()?, branch.title.clone()?))).collect();
    whole.set("enum", Value::List(values.clone()));
    let mut names: Vec<&Cow<str>> = titles.iter().map(|(_, title)| title).collect();
    names.sort();
    names.dedup();
    if same && titles.len() == values.len() && names.len() == titles.len() {
        set_names(&mut whole, titles.into_iter());
    }
    whole
}
