//! TypeScript: interfaces, a client over `fetch`, the tables of triggers. Formatted as prettier leaves it.
use super::operations::{Argument, Location, Method, Payload, Trigger};
use super::shape::{Ty, TypeKind};
use super::{MARK, Plan, doc, naming};
use crate::call::view::Segment;
use serde_json::Value;
use std::fmt::Write;

const WIDTH: usize = 80;
const RUNTIME: &str = include_str!("runtime.ts");

/// A text as a literal, as prettier quotes it.
fn literal(text: &str) -> String {
    let quote = if text.matches('"').count() > text.matches('\'').count() { '\'' } else { '"' };
    let mut out = String::from(quote);
    for (at, c) in text.char_indices() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if doc::is_odd(text, at, c) => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32); // writing to a String cannot fail
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

fn is_identifier(name: &str) -> bool {
    let mark = |c: char| matches!(c, '\u{300}'..='\u{36F}');
    let part = |c: char| ((c.is_alphanumeric() || mark(c)) && c <= '\u{FFFF}') || c == '_' || c == '$';
    let first = |c: char| part(c) && !c.is_numeric() && !mark(c);
    name.starts_with(first) && name.chars().all(part)
}

/// A name as the key of an object.
fn key(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { literal(name) }
}

/// A value of JSON as an expression.
fn value(json: &Value) -> String {
    match json {
        Value::String(text) => literal(text),
        Value::Array(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| format!("{}: {}", key(name), value(member)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Number(number) => number.to_string(),
        other => other.to_string(),
    }
}

/// A type.
pub fn ty(plan: &Plan, ty: &Ty) -> String {
    match ty {
        Ty::Any => "unknown".to_owned(),
        Ty::Text | Ty::DateTime => "string".to_owned(),
        Ty::Boolean => "boolean".to_owned(),
        Ty::Integer | Ty::Long | Ty::Float | Ty::Double => "number".to_owned(),
        Ty::Binary => "Blob".to_owned(),
        Ty::List(item) => format!("{}[]", self::ty(plan, item)),
        Ty::Map(item) => format!("Record<string, {}>", self::ty(plan, item)),
        Ty::Named(at) => plan.types[*at].name.clone(),
    }
}

fn comment(out: &mut String, indent: usize, parts: &[Option<&str>], more: &[String]) {
    let pad = " ".repeat(indent);
    let safe = |text: &str| text.replace("*/", "* /");
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    for text in parts.iter().flatten() {
        let lines = doc::wrapped(&safe(text), WIDTH - indent - 7);
        if !lines.is_empty() && !paragraphs.contains(&lines) {
            paragraphs.push(lines);
        }
    }
    let tags: Vec<String> = more.iter().flat_map(|line| doc::wrapped(&safe(line), WIDTH - indent - 3)).collect();
    if !tags.is_empty() {
        paragraphs.push(tags);
    }
    match paragraphs.as_slice() {
        [] => {}
        [only] if only.len() == 1 => {
            let _ = writeln!(out, "{pad}/** {} */", only[0]);
        }
        _ => {
            let _ = writeln!(out, "{pad}/**");
            for (at, paragraph) in paragraphs.iter().enumerate() {
                if at > 0 {
                    let _ = writeln!(out, "{pad} *");
                }
                for line in paragraph {
                    let _ = writeln!(out, "{pad} * {line}");
                }
            }
            let _ = writeln!(out, "{pad} */");
        }
    }
}

/// `head(items)tail` on one line, or one item on each line with a comma behind the last.
pub(super) fn call(indent: usize, head: &str, items: &[String], tail: &str) -> String {
    let pad = " ".repeat(indent);
    let one = format!("{pad}{head}{}{tail}", items.join(", "));
    if items.is_empty() || one.chars().count() <= WIDTH {
        return one + "\n";
    }
    let mut out = format!("{pad}{head}\n");
    for item in items {
        let _ = writeln!(out, "{pad}  {item},");
    }
    let _ = writeln!(out, "{pad}{tail}");
    out
}

/// A member of an object whose value is a text, which goes to a line of its own when it is long.
fn text_member(out: &mut String, indent: usize, name: &str, text: &str) {
    let (pad, name, text) = (" ".repeat(indent), key(name), literal(text));
    let one = format!("{pad}{name}: {text},");
    if one.chars().count() <= WIDTH || name.chars().count() <= 2 {
        let _ = writeln!(out, "{one}");
    } else {
        let _ = writeln!(out, "{pad}{name}:\n{pad}  {text},");
    }
}

/// The whole file.
pub fn write(plan: &Plan) -> String {
    let mut out = String::new();
    for line in doc::wrapped(&plan.head(), WIDTH - 3) {
        let _ = writeln!(out, "// {line}");
    }
    debug_assert!(out.contains(MARK));
    out.push('\n');
    out.push_str(RUNTIME);
    for at in 0..plan.types.len() {
        named(plan, at, &mut out);
    }
    member_names(plan, &mut out);
    for trigger in &plan.triggers {
        payload(plan, trigger, &mut out);
    }
    tables(plan, &mut out);
    for (at, method) in plan.methods.iter().enumerate() {
        options(plan, method, &plan.arguments[at], &mut out);
    }
    client(plan, &mut out);
    out
}

/// A member of an interface.
fn member(out: &mut String, indent: usize, name: &str, text: &str) {
    let pad = " ".repeat(indent);
    let one = format!("{pad}{name}?: {text};");
    let (plain, null) = text.strip_suffix(" | null").map_or((text, ""), |plain| (plain, " | null"));
    let inner = plain.strip_prefix("Record<string, ").and_then(|text| text.strip_suffix('>'));
    let _ = match inner {
        _ if one.chars().count() <= WIDTH => writeln!(out, "{one}"),
        Some(inner) => writeln!(out, "{pad}{name}?: Record<\n{pad}  string,\n{pad}  {inner}\n{pad}>{null};"),
        None if !null.is_empty() => writeln!(out, "{pad}{name}?:\n{pad}  {text};"),
        None => writeln!(out, "{one}"),
    };
}

/// `head<text>tail`, broken inside of the brackets where that is too long and the type is not only a name.
fn argument_of(indent: usize, head: &str, text: &str, tail: &str) -> String {
    let pad = " ".repeat(indent);
    let one = format!("{pad}{head}<{text}>{tail}");
    match one.chars().count() <= WIDTH || is_identifier(text) {
        true => one + "\n",
        false => format!("{pad}{head}<\n{pad}  {text}\n{pad}>{tail}\n"),
    }
}

fn named(plan: &Plan, at: usize, out: &mut String) {
    let ty = &plan.types[at];
    out.push('\n');
    match &ty.kind {
        TypeKind::Choice(values) => {
            comment(out, 0, &[ty.doc.as_deref()], &[]);
            let values: Vec<String> = values.iter().map(|value| literal(value)).collect();
            let one = format!("export type {} = {};", ty.name, values.join(" | "));
            let below = format!("  {};", values.join(" | "));
            if one.chars().count() <= WIDTH {
                let _ = writeln!(out, "{one}");
            } else if values.len() == 1 || below.chars().count() <= WIDTH {
                let _ = writeln!(out, "export type {} =\n{below}", ty.name);
            } else {
                let _ = writeln!(out, "export type {} =\n  | {};", ty.name, values.join("\n  | "));
            }
        }
        TypeKind::Object { fields, open, dynamic } => {
            let note = dynamic.as_ref().map(|id| format!("The operation `{id}` returns its properties at run time."));
            comment(out, 0, &[ty.doc.as_deref(), note.as_deref()], &[]);
            if fields.is_empty() && !open {
                let _ = writeln!(out, "export interface {} {{\n  [key: string]: unknown;\n}}", ty.name);
                return;
            }
            let _ = writeln!(out, "export interface {} {{", ty.name);
            for field in fields {
                comment(out, 2, &[field.doc.as_deref().or(field.title.as_deref())], &[]);
                let text = self::ty(plan, &field.ty);
                let text = if field.nullable && text != "unknown" { format!("{text} | null") } else { text };
                member(out, 2, &key(&field.wire), &text);
            }
            if *open {
                out.push_str("  [key: string]: unknown;\n");
            }
            out.push_str("}\n");
        }
    }
}

/// A type in the table of members: the name of an object's type, with `*` before it for each dictionary around it.
fn member_type(ty: &Ty, plan: &Plan) -> Option<(usize, String)> {
    match ty {
        Ty::List(item) => member_type(item, plan),
        Ty::Map(item) => member_type(item, plan).map(|(at, name)| (at, format!("*{name}"))),
        Ty::Named(at) => {
            let is_object = matches!(&plan.types[*at].kind, TypeKind::Object { fields, .. } if !fields.is_empty());
            is_object.then(|| (*at, plan.types[*at].name.clone()))
        }
        _ => None,
    }
}

fn payload_type(payload: &Payload, plan: &Plan) -> Option<String> {
    let Payload::Item(ty) = payload else { return None };
    member_type(ty, plan).map(|(_, name)| name)
}

/// The table of the members of the types in payloads, by which names that differ in case only are found.
fn member_names(plan: &Plan, out: &mut String) {
    let roots = plan.triggers.iter().filter_map(|trigger| match &trigger.payload {
        Payload::Item(ty) => member_type(ty, plan).map(|(at, _)| at),
        _ => None,
    });
    let mut open: Vec<usize> = roots.collect();
    let mut known = std::collections::BTreeSet::new();
    while let Some(at) = open.pop() {
        if let (true, TypeKind::Object { fields, .. }) = (known.insert(at), &plan.types[at].kind) {
            open.extend(fields.iter().filter_map(|field| member_type(&field.ty, plan)).map(|(at, _)| at));
        }
    }
    if known.is_empty() {
        return;
    }
    out.push_str("\nconst memberNames: MemberNames = {\n");
    for at in known {
        let TypeKind::Object { fields, .. } = &plan.types[at].kind else { continue };
        let _ = writeln!(out, "  {}: {{", plan.types[at].name);
        for field in fields {
            let kind = member_type(&field.ty, plan).map(|(_, name)| name).unwrap_or_default();
            text_member(out, 4, &field.wire, &kind);
        }
        out.push_str("  },\n");
    }
    out.push_str("};\n");
}

fn payload(plan: &Plan, trigger: &Trigger, out: &mut String) {
    let item = match &trigger.payload {
        Payload::Item(ty) => self::ty(plan, ty),
        Payload::Binary | Payload::Unknown => "unknown".to_owned(),
    };
    let name = plan.payload_name(trigger);
    out.push('\n');
    comment(out, 0, &[Some(&format!("The payload that a function receives for `{}`.", trigger.id))], &[]);
    out.push_str(&argument_of(0, &format!("export class {name} extends TriggerCallbackPayload"), &item, " {"));
    let mut options = String::new();
    if let Some(kind) = payload_type(&trigger.payload, plan) {
        let _ = write!(options, "      type: {},\n      names: memberNames,\n", literal(&kind));
    }
    if !trigger.beside.is_empty() {
        let beside: Vec<String> = trigger.beside.iter().map(|name| literal(name)).collect();
        options.push_str(&call(6, "beside: [", &beside, "],"));
    }
    if trigger.payload == Payload::Binary {
        options.push_str("      file: true,\n");
    }
    let options = if options.is_empty() { String::new() } else { format!(", {{\n{options}    }}") };
    let _ = writeln!(out, "  constructor(payload: unknown) {{\n    super(payload{options});\n  }}\n}}");
}

fn tables(plan: &Plan, out: &mut String) {
    out.push_str("\n/** The operation ids of the triggers, by name. */\n");
    if plan.triggers.is_empty() {
        let _ = writeln!(out, "export const {0}TriggerOperations = {{}} as const;", plan.name);
    } else {
        let _ = writeln!(out, "export const {0}TriggerOperations = {{", plan.name);
        for trigger in &plan.triggers {
            text_member(out, 2, &trigger.name, &trigger.id);
        }
        out.push_str("} as const;\n");
    }
    out.push_str("\n/** The parameters of the triggers. */\n");
    if plan.triggers.is_empty() {
        let _ = writeln!(out, "export const {0}TriggerParameters = {{}} as const;", plan.name);
        return;
    }
    let _ = writeln!(out, "export const {0}TriggerParameters = {{", plan.name);
    for trigger in &plan.triggers {
        let shown: Vec<&Argument> = trigger.parameters.iter().filter(|one| one.constant.is_none()).collect();
        if shown.is_empty() {
            let _ = writeln!(out, "  {}: {{}},", trigger.name);
            continue;
        }
        let _ = writeln!(out, "  {}: {{", trigger.name);
        let mut scope = naming::Scope::default();
        for one in shown {
            let name = scope.free(&naming::argument(plan.language, &one.wire, None), "");
            let _ = writeln!(out, "    {name}: {{");
            text_member(out, 6, "name", &one.wire);
            text_member(out, 6, "type", &self::ty(plan, &one.ty));
            let _ = writeln!(out, "      required: {},", one.required);
            for (name, text) in [
                ("summary", &one.summary),
                ("description", &one.doc),
                ("default", &one.default),
                ("dynamicValuesOperationId", &one.lookup),
            ] {
                if let Some(text) = text {
                    text_member(out, 6, name, &doc::line(text));
                }
            }
            if !one.allowed.is_empty() {
                let allowed: Vec<String> = one.allowed.iter().map(|text| literal(text)).collect();
                out.push_str(&call(6, "allowedValues: [", &allowed, "],"));
            }
            out.push_str("    },\n");
        }
        out.push_str("  },\n");
    }
    out.push_str("} as const;\n");
}

/// The arguments that are optional, which stand in an object of options.
fn optional<'m>(method: &'m Method, names: &'m [String]) -> Vec<(&'m Argument, &'m String)> {
    let all = method.arguments.iter().zip(names);
    all.filter(|(argument, _)| argument.constant.is_none() && !argument.required).collect()
}

fn argument_type(plan: &Plan, argument: &Argument) -> String {
    match argument.ty {
        Ty::Binary => "ConnectorFile".to_owned(),
        _ => self::ty(plan, &argument.ty),
    }
}

fn options(plan: &Plan, method: &Method, names: &[String], out: &mut String) {
    let optional = optional(method, names);
    if optional.is_empty() {
        return;
    }
    out.push('\n');
    comment(out, 0, &[Some(&format!("Options of `{}`.", method.id))], &[]);
    let _ = writeln!(out, "export interface {}Options extends ConnectorOperationOptions {{", method.name);
    for (argument, name) in optional {
        comment(out, 2, &[Some(&argument.about(&[]))], &[]);
        member(out, 2, name, &argument_type(plan, argument));
    }
    out.push_str("}\n");
}

fn client(plan: &Plan, out: &mut String) {
    out.push('\n');
    let about = format!("Calls the operations of {}.", plan.title);
    comment(out, 0, &[Some(&about), plan.description.as_deref(), plan.left_out().as_deref()], &[]);
    if plan.methods.is_empty() {
        let _ = writeln!(out, "export class {} extends ConnectorClientBase {{}}", plan.client_name());
        return;
    }
    let _ = writeln!(out, "export class {} extends ConnectorClientBase {{", plan.client_name());
    for (at, method) in plan.methods.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        self::method(plan, method, &plan.calls[at], &plan.arguments[at], out);
    }
    out.push_str("}\n");
}

fn method(plan: &Plan, method: &Method, name: &str, names: &[String], out: &mut String) {
    let language = plan.language;
    let optional = optional(method, names);
    let mut parameters = Vec::new();
    let mut more = Vec::new();
    let mut required: Vec<(&Argument, &String)> =
        method.arguments.iter().zip(names).filter(|(argument, _)| argument.constant.is_none() && argument.required).collect();
    let behind = required.iter().position(|(argument, _)| argument.location != Location::Path).unwrap_or(required.len());
    let rest = required.split_off(behind);
    for (argument, name) in &required {
        parameters.push(format!("{}: {}", naming::escaped(language, name), argument_type(plan, argument)));
    }
    if let Some(input) = &method.input {
        let ty = match input.ty {
            Ty::Binary => "Uint8Array | Blob | string".to_owned(),
            _ => self::ty(plan, &input.ty),
        };
        parameters.push(match input.required || ty == "unknown" {
            true => format!("input: {ty}"),
            false => format!("input: {ty} | undefined"),
        });
    }
    for (argument, name) in &rest {
        parameters.push(format!("{}: {}", naming::escaped(language, name), argument_type(plan, argument)));
    }
    for (argument, name) in required.iter().chain(&rest) {
        let text = argument.about(&[]);
        if !text.is_empty() {
            more.push(format!("@param {} {text}", naming::escaped(language, name)));
        }
    }
    parameters.push(match optional.is_empty() {
        true => "options: ConnectorOperationOptions = {}".to_owned(),
        false => format!("options: {}Options = {{}}", method.name),
    });
    let summary = method.summary.clone().unwrap_or_else(|| format!("Calls `{}`.", method.id));
    comment(out, 2, &[Some(&summary), method.doc.as_deref()], &more);
    let (returns, call_name) = match &method.output {
        None => ("void".to_owned(), "_callNothing"),
        Some(Ty::Binary) => ("Blob".to_owned(), "_callBlob"),
        Some(ty) => (self::ty(plan, ty), "_call"),
    };
    let one = format!("  {name}({}): Promise<{returns}> {{", parameters.join(", "));
    if one.chars().count() <= WIDTH {
        let _ = writeln!(out, "{one}");
    } else {
        let _ = writeln!(out, "  {name}(");
        for parameter in &parameters {
            let _ = writeln!(out, "    {parameter},");
        }
        out.push_str(&argument_of(2, "): Promise", &returns, " {"));
    }
    let mut path = escaped_template(&method.path);
    let mut is_template = false;
    for (argument, name) in method.arguments.iter().zip(names).filter(|(argument, _)| argument.location == Location::Path) {
        let given = match &argument.constant {
            Some(constant) => value(constant),
            None => naming::escaped(language, name),
        };
        let separator = argument.separator.filter(|c| *c != ',').map(|c| literal(&c.to_string()));
        let more = match (argument.double, separator) {
            (double, Some(separator)) => format!(", {double}, {separator}"),
            (true, None) => ", true".to_owned(),
            (false, None) => String::new(),
        };
        let slot = escaped_template(&format!("{{{}}}", argument.wire));
        path = path.replace(&slot, &format!("${{encoded({given}{more})}}"));
        is_template = true;
    }
    let path = if is_template { format!("`{path}`") } else { literal(&method.path) };
    out.push_str(&call(4, "const request = new ConnectorRequest(", &[literal(&method.verb), path], ");"));
    for (argument, name) in method.arguments.iter().zip(names) {
        let call_name = match argument.location {
            Location::Path | Location::Body => continue,
            Location::Query => "query",
            Location::Header => "header",
            Location::Form => "form",
        };
        let given = match &argument.constant {
            Some(constant) => value(constant),
            None if argument.required => naming::escaped(language, name),
            None => format!("options.{name}"),
        };
        let mut parts = vec![literal(&argument.wire), given];
        match argument.separator {
            None if argument.location == Location::Query => parts.push("null".to_owned()),
            Some(c) if c != ',' => parts.push(literal(&c.to_string())),
            _ => {}
        }
        out.push_str(&call(4, &format!("request.{call_name}("), &parts, ");"));
    }
    if let Some(input) = &method.input {
        content(out, input);
    }
    if let Some(form) = &method.form {
        let _ = writeln!(out, "    request.finish({});", literal(form));
    }
    let _ = writeln!(out, "    return this.{call_name}(request, options);\n  }}");
}

fn content(out: &mut String, input: &super::operations::Input) {
    if input.filled.is_empty() {
        out.push_str(&call(4, "request.content(", &["input".to_owned(), literal(&input.content_type)], ");"));
        return;
    }
    if let [filled] = input.filled.as_slice() {
        let entry = format!("[[[{}], {}, {}]]", steps(&filled.path).join(", "), value(&filled.value), filled.made);
        let one = format!("    request.content(input, {}, {entry});", literal(&input.content_type));
        if one.chars().count() <= WIDTH {
            let _ = writeln!(out, "{one}");
            return;
        }
    }
    // An array of arrays is broken whenever it has more than one.
    let head = format!("    request.content(input, {}, [", literal(&input.content_type));
    let (head, tail, indent) = match head.chars().count() <= WIDTH {
        true => (head, "    ]);\n", 6),
        false => {
            let head = format!("    request.content(\n      input,\n      {},\n      [", literal(&input.content_type));
            (head, "      ],\n    );\n", 8)
        }
    };
    let _ = writeln!(out, "{head}");
    let pad = " ".repeat(indent);
    for filled in &input.filled {
        let steps = steps(&filled.path);
        let (value, made) = (value(&filled.value), filled.made);
        let one = format!("{pad}[[{}], {value}, {made}],", steps.join(", "));
        if one.chars().count() <= WIDTH {
            let _ = writeln!(out, "{one}");
        } else {
            let steps = call(indent + 2, "[", &steps, "],");
            let _ = write!(out, "{pad}[\n{steps}{pad}  {value},\n{pad}  {made},\n{pad}],\n");
        }
    }
    out.push_str(tail);
}

/// The steps of the way to a default: null is each item of an array.
fn steps(path: &[Segment]) -> Vec<String> {
    let step = |step: &Segment| match step {
        Segment::Property(name) => literal(name),
        Segment::Item => "null".to_owned(),
    };
    path.iter().map(step).collect()
}

/// A text in a template literal.
fn escaped_template(text: &str) -> String {
    text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${")
}
