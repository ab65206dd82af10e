//! Python: dataclasses, a client with `async` methods, the tables of triggers. Formatted as black leaves it.
use super::operations::{Argument, Location, Method, Payload, Trigger};
use super::shape::{Ty, TypeKind};
use super::{MARK, Plan, doc};
use crate::call::view::Segment;
use serde_json::Value;
use std::fmt::Write;

const WIDTH: usize = 88;
const RUNTIME: &str = include_str!("runtime.py");

/// A text as a literal, with double quotes unless it has some and no others.
pub(super) fn literal(text: &str) -> String {
    let quote = if text.contains('"') && !text.contains('\'') { '\'' } else { '"' };
    let mut out = String::from(quote);
    for (at, c) in text.char_indices() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if doc::is_odd(text, at, c) => {
                let code = c as u32;
                // Writing to a String cannot fail.
                let _ = if code > 0xffff { write!(out, "\\U{code:08x}") } else { write!(out, "\\u{code:04x}") };
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// A value of JSON as an expression.
fn value(json: &Value) -> String {
    match json {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => {
            let text = number.to_string();
            match number.is_i64() || number.is_u64() {
                true => text,
                false => number.as_f64().map_or(text, |double| format!("{double:?}")),
            }
        }
        Value::String(text) => literal(text),
        Value::Array(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| format!("{}: {}", literal(name), value(member)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A type.
pub fn ty(plan: &Plan, ty: &Ty) -> String {
    match ty {
        Ty::Any => "Any".to_owned(),
        Ty::Text | Ty::DateTime => "str".to_owned(),
        Ty::Boolean => "bool".to_owned(),
        Ty::Integer | Ty::Long => "int".to_owned(),
        Ty::Float | Ty::Double => "float".to_owned(),
        Ty::Binary => "bytes".to_owned(),
        Ty::List(item) => format!("List[{}]", self::ty(plan, item)),
        Ty::Map(item) => format!("Dict[str, {}]", self::ty(plan, item)),
        Ty::Named(at) => plan.types[*at].name.clone(),
    }
}

fn optional(text: &str) -> String {
    if text == "Any" { text.to_owned() } else { format!("Optional[{text}]") }
}

/// `head(items)tail` on one line, or one item on each line with a comma behind the last.
fn call(indent: usize, head: &str, items: &[String], tail: &str) -> String {
    let pad = " ".repeat(indent);
    let one = format!("{pad}{head}{}{tail}", items.join(", "));
    if items.is_empty() || (one.chars().count() <= WIDTH && !one.contains('\n')) {
        return one + "\n";
    }
    let mut out = format!("{pad}{head}\n");
    for item in items {
        let _ = writeln!(out, "{pad}    {item},");
    }
    let _ = writeln!(out, "{pad}{tail}");
    out
}

/// A docstring of a summary and a text below it.
fn docstring(out: &mut String, indent: usize, parts: &[Option<&str>], more: &[String]) {
    let pad = " ".repeat(indent);
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    for text in parts.iter().flatten() {
        let text = text.replace('\\', "\\\\").replace("\"\"\"", "'''");
        let lines = doc::wrapped(&text, WIDTH - indent - 6);
        if !lines.is_empty() && !paragraphs.contains(&lines) {
            paragraphs.push(lines);
        }
    }
    if !more.is_empty() {
        let lines = more.iter().flat_map(|line| {
            let line = line.replace('\\', "\\\\").replace("\"\"\"", "'''");
            let mut lines = doc::wrapped(&line, WIDTH - indent - 4);
            for further in lines.iter_mut().skip(1) {
                *further = format!("    {further}");
            }
            lines
        });
        paragraphs.push(lines.collect());
    }
    let Some(first) = paragraphs.first().and_then(|first| first.first()) else { return };
    let starts = if first.starts_with('"') { " " } else { "" };
    if let ([only], [_]) = (paragraphs.as_slice(), paragraphs[0].as_slice()) {
        let ends = if only[0].ends_with('"') { " " } else { "" };
        let _ = writeln!(out, "{pad}\"\"\"{starts}{}{ends}\"\"\"", only[0]);
        return;
    }
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        for (number, line) in paragraph.iter().enumerate() {
            let quotes = if at + number == 0 { format!("\"\"\"{starts}") } else { String::new() };
            let _ = writeln!(out, "{pad}{quotes}{line}");
        }
    }
    let _ = writeln!(out, "{pad}\"\"\"");
}

/// A docstring of a text.
pub(super) fn docstring_of(text: &str, indent: usize) -> String {
    let mut out = String::new();
    docstring(&mut out, indent, &[Some(text)], &[]);
    out
}

/// The whole module.
pub fn write(plan: &Plan) -> String {
    let mut out = String::new();
    for line in doc::wrapped(&plan.head(), WIDTH - 2) {
        let _ = writeln!(out, "# {line}");
    }
    debug_assert!(out.contains(MARK));
    docstring(&mut out, 0, &[Some(&plan.title), plan.description.as_deref()], &[]);
    out.push('\n');
    out.push_str(RUNTIME);
    // Lists of values stand before classes, as between two of them there is one empty line and around a class there are two.
    let is_choice = |at: &usize| matches!(plan.types[*at].kind, TypeKind::Choice(_));
    if (0..plan.types.len()).any(|at| is_choice(&at)) {
        out.push('\n');
    }
    for at in (0..plan.types.len()).filter(is_choice) {
        named(plan, at, &mut out);
    }
    for at in (0..plan.types.len()).filter(|at| !is_choice(at)) {
        named(plan, at, &mut out);
    }
    for trigger in &plan.triggers {
        payload(plan, trigger, &mut out);
    }
    tables(plan, &mut out);
    client(plan, &mut out);
    out
}

fn named(plan: &Plan, at: usize, out: &mut String) {
    let ty = &plan.types[at];
    match &ty.kind {
        TypeKind::Choice(values) => {
            let values: Vec<String> = values.iter().map(|value| literal(value)).collect();
            out.push('\n');
            out.push_str(&call(0, &format!("{} = Literal[", ty.name), &values, "]"));
            docstring(out, 0, &[ty.doc.as_deref()], &[]);
        }
        TypeKind::Object { fields, dynamic, .. } => {
            let one = format!("class {}(ConnectorModel):", ty.name);
            let class = match one.chars().count() <= WIDTH {
                true => one,
                false => format!("class {}(\n    ConnectorModel\n):", ty.name),
            };
            let _ = write!(out, "\n\n@dataclass(kw_only=True)\n{class}\n");
            let note = dynamic.as_ref().map(|id| format!("The operation `{id}` returns its properties at run time."));
            let doc = ty.doc.as_ref().unwrap_or(&ty.origin);
            docstring(out, 4, &[Some(doc), note.as_deref()], &[]);
            for (at, (field, name)) in fields.iter().zip(&plan.members[at]).enumerate() {
                if at == 0 {
                    out.push('\n');
                }
                let kind = optional(&self::ty(plan, &field.ty));
                out.push_str(&attribute(name, &kind, &field.wire));
                docstring(out, 4, &[field.doc.as_deref().or(field.title.as_deref())], &[]);
            }
        }
    }
}

/// A field of a class, as black breaks it.
fn attribute(name: &str, kind: &str, wire: &str) -> String {
    let head = format!("    {name}: {kind} = ");
    let fits = |text: &str| text.chars().count() <= WIDTH;
    let metadata = format!("{{\"wire_name\": {}}}", literal(wire));
    let inner = format!("default=None, metadata={metadata}");
    let value = if name == wire { "None".to_owned() } else { format!("field({inner})") };
    if fits(&format!("{head}{value}")) {
        return format!("{head}{value}\n");
    }
    if name != wire && fits(&format!("{head}field(")) {
        if fits(&format!("        {inner}")) {
            return format!("{head}field(\n        {inner}\n    )\n");
        }
        let line = format!("        metadata={metadata},");
        let metadata = match fits(&line) {
            true => line,
            false => format!("        metadata={{\n            \"wire_name\": {},\n        }},", literal(wire)),
        };
        return format!("{head}field(\n        default=None,\n{metadata}\n    )\n");
    }
    if fits(&format!("{head}(")) && fits(&format!("        {value}")) {
        return format!("{head}(\n        {value}\n    )\n");
    }
    let Some((outer, inner)) = kind.strip_suffix(']').and_then(|kind| kind.split_once('[')) else {
        return format!("{head}{value}\n");
    };
    let body = match inner.strip_suffix(']').and_then(|inner| inner.split_once('[')) {
        Some((list, item)) if !fits(&format!("        {inner}")) => format!("        {list}[\n            {item}\n        ]"),
        _ => format!("        {inner}"),
    };
    let tail = format!("    ] = {value}");
    let value = match fits(&tail) {
        true => value,
        false => format!("field(\n        default=None, metadata={metadata}\n    )"),
    };
    format!("    {name}: {outer}[\n{body}\n    ] = {value}\n")
}

fn payload(plan: &Plan, trigger: &Trigger, out: &mut String) {
    let item = match &trigger.payload {
        Payload::Item(ty) => self::ty(plan, ty),
        Payload::Binary | Payload::Unknown => "Any".to_owned(),
    };
    let name = plan.payload_name(trigger);
    let base = format!("TriggerCallbackPayload[{item}]");
    let base = match base.chars().count() + 5 > WIDTH {
        true => format!("TriggerCallbackPayload[\n        {item}\n    ]"),
        false => base,
    };
    out.push_str("\n\n");
    out.push_str(&call(0, &format!("class {name}("), &[base], "):"));
    docstring(out, 4, &[Some(&format!("The payload that a function receives for `{}`.", trigger.id))], &[]);
    out.push_str("\n    def __init__(self, payload: Any):\n");
    let mut parts = vec!["payload".to_owned(), item];
    if !trigger.beside.is_empty() {
        parts.push(format!("beside=[{}]", strings(&trigger.beside)));
    }
    if trigger.payload == Payload::Binary {
        parts.push("file=True".to_owned());
    }
    out.push_str(&call(8, "super().__init__(", &parts, ")"));
}

fn strings(all: &[String]) -> String {
    all.iter().map(|text| literal(text)).collect::<Vec<_>>().join(", ")
}

/// One entry of a dictionary, as black breaks it.
fn entry(out: &mut String, indent: usize, key: &str, items: &[String], open: char, close: char) {
    let head = format!("\"{key}\": {open}");
    out.push_str(&call(indent, &head, items, &format!("{close},")));
}

fn tables(plan: &Plan, out: &mut String) {
    out.push_str("\n\nTRIGGER_OPERATIONS: Dict[str, Dict[str, Any]] = {");
    if plan.triggers.is_empty() {
        out.push_str("}\n");
    } else {
        out.push('\n');
    }
    for trigger in &plan.triggers {
        let _ = writeln!(out, "    {}: {{", literal(&trigger.id));
        let _ = writeln!(out, "        \"operation_id\": {},", literal(&trigger.id));
        let _ = writeln!(out, "        \"name\": {},", literal(&trigger.name));
        let _ = writeln!(out, "        \"path\": {},", literal(&trigger.path));
        let _ = writeln!(out, "        \"method\": {},", literal(&trigger.verb));
        let _ = writeln!(out, "        \"kind\": \"{}\",", if trigger.webhook { "webhook" } else { "polling" });
        let shown = |one: &&Argument| one.constant.is_none();
        let required = trigger.parameters.iter().filter(shown).filter(|one| one.required);
        let required: Vec<String> = required.map(|one| literal(&one.wire)).collect();
        entry(out, 8, "required_parameters", &required, '[', ']');
        let parameters: Vec<&Argument> = trigger.parameters.iter().filter(shown).collect();
        if parameters.is_empty() {
            out.push_str("        \"parameters\": {},\n");
        } else {
            out.push_str("        \"parameters\": {\n");
            for one in parameters {
                let _ = writeln!(out, "            {}: {{", literal(&one.wire));
                let _ = writeln!(out, "                \"type\": {},", literal(&self::ty(plan, &one.ty)));
                let _ = writeln!(out, "                \"required\": {},", value(&Value::Bool(one.required)));
                if let Some(default) = &one.default {
                    let _ = writeln!(out, "                \"default\": {},", literal(default));
                }
                if !one.allowed.is_empty() {
                    let allowed: Vec<String> = one.allowed.iter().map(|text| literal(text)).collect();
                    entry(out, 16, "allowed_values", &allowed, '[', ']');
                }
                if let Some(lookup) = &one.lookup {
                    let _ = writeln!(out, "                \"dynamic_values_from\": {},", literal(lookup));
                }
                if let Some(summary) = &one.summary {
                    let _ = writeln!(out, "                \"summary\": {},", literal(summary));
                }
                out.push_str("            },\n");
            }
            out.push_str("        },\n");
        }
        let _ = writeln!(out, "        \"callback_payload_type\": {},", plan.payload_name(trigger));
        out.push_str("    },\n");
    }
    if !plan.triggers.is_empty() {
        out.push_str("}\n");
    }
    out.push_str("\"\"\"The triggers by operation id.\"\"\"\n");
}

fn client(plan: &Plan, out: &mut String) {
    let _ = write!(out, "\n\nclass {}(ConnectorClientBase):\n", plan.client_name());
    docstring(out, 4, &[Some(&format!("Calls the operations of {}.", plan.title)), plan.left_out().as_deref()], &[]);
    for (at, method) in plan.methods.iter().enumerate() {
        out.push('\n');
        self::method(plan, method, &plan.calls[at], &plan.arguments[at], out);
    }
}

/// How a method gives what it gets, and the call that reads it.
fn output(plan: &Plan, method: &Method) -> (String, String) {
    match &method.output {
        None => ("None".to_owned(), "await self._none(request)".to_owned()),
        Some(Ty::Any) => ("Any".to_owned(), "return await self._any(request)".to_owned()),
        Some(Ty::Binary) => ("bytes".to_owned(), "return await self._bytes(request)".to_owned()),
        Some(Ty::Named(at)) if matches!(plan.types[*at].kind, TypeKind::Choice(_)) => {
            ("str".to_owned(), "return await self._call(request, str)".to_owned())
        }
        Some(ty) => {
            let ty = self::ty(plan, ty);
            (ty.clone(), format!("return await self._call(request, {ty})"))
        }
    }
}

fn method(plan: &Plan, method: &Method, name: &str, names: &[String], out: &mut String) {
    let given: Vec<(&Argument, &String)> =
        method.arguments.iter().zip(names).filter(|(argument, _)| argument.constant.is_none()).collect();
    let mut parameters = vec!["self".to_owned()];
    if let Some(input) = &method.input {
        let ty = self::ty(plan, &input.ty);
        let any_required = given.iter().any(|(argument, _)| argument.required);
        parameters.push(match input.required {
            true => format!("input: {ty}"),
            false if any_required => format!("input: {}", optional(&ty)),
            false => format!("input: {} = None", optional(&ty)),
        });
    }
    for (argument, name) in &given {
        let ty = match argument.ty {
            Ty::Binary => "Union[bytes, ConnectorFile]".to_owned(),
            _ => self::ty(plan, &argument.ty),
        };
        parameters.push(match argument.required {
            true => format!("{name}: {ty}"),
            false => format!("{name}: Optional[{ty}] = None"),
        });
    }
    let (returns, last) = output(plan, method);
    let head = format!("    async def {name}(");
    let one = format!("{head}{}) -> {returns}:", parameters.join(", "));
    if one.chars().count() <= WIDTH {
        out.push_str(&one);
        out.push('\n');
    } else {
        let _ = writeln!(out, "{head}");
        for parameter in &parameters {
            let _ = writeln!(out, "        {parameter},");
        }
        let _ = writeln!(out, "    ) -> {returns}:");
    }
    let mut more: Vec<String> = Vec::new();
    if let Some(text) = method.input.as_ref().and_then(|input| input.doc.as_ref()) {
        more.push(format!("input: {}", doc::line(text)));
    }
    for (argument, name) in &given {
        let text = argument.about(&[]);
        if !text.is_empty() {
            more.push(format!("{name}: {text}"));
        }
    }
    let summary = method.summary.clone().unwrap_or_else(|| format!("Call `{}`.", method.id));
    docstring(out, 8, &[Some(&summary), method.doc.as_deref()], &more);
    let mut path = literal(&braced(&method.path));
    let mut is_formatted = false;
    for (argument, name) in method.arguments.iter().zip(names).filter(|(argument, _)| argument.location == Location::Path) {
        let slot = braced(&format!("{{{}}}", argument.wire));
        let given = match &argument.constant {
            Some(constant) => value(constant).replace('"', "'"),
            None => name.clone(),
        };
        let double = if argument.double { ", double=True" } else { "" };
        let separator = match argument.separator {
            Some(c) if c != ',' => format!(", separator={}", literal(&c.to_string()).replace('"', "'")),
            _ => String::new(),
        };
        path = path.replace(&slot, &format!("{{_path({given}{double}{separator})}}"));
        is_formatted = true;
    }
    let path = if is_formatted { format!("f{path}") } else { literal(&method.path) };
    out.push_str(&call(8, "request = ConnectorRequest(", &[literal(&method.verb), path], ")"));
    for (argument, name) in method.arguments.iter().zip(names) {
        let call_name = match argument.location {
            Location::Path | Location::Body => continue,
            Location::Query => "query",
            Location::Header => "header",
            Location::Form => "form",
        };
        let given = argument.constant.as_ref().map_or_else(|| name.clone(), value);
        let mut parts = vec![literal(&argument.wire), given];
        match argument.separator {
            None if argument.location == Location::Query => parts.push("separator=None".to_owned()),
            Some(c) if c != ',' => parts.push(format!("separator={}", literal(&c.to_string()))),
            _ => {}
        }
        out.push_str(&call(8, &format!("request.{call_name}("), &parts, ")"));
    }
    if let Some(input) = &method.input {
        let mut parts = vec!["input".to_owned(), literal(&input.content_type)];
        if !input.filled.is_empty() {
            let one = |filled: &super::operations::Filled| {
                format!("([{}], {}, {})", steps(&filled.path).join(", "), value(&filled.value), filled.made)
            };
            let filled: Vec<String> = input.filled.iter().map(one).collect();
            let inline = format!("[{}]", filled.join(", "));
            let whole = format!("        request.content({}, {inline})", parts.join(", "));
            if whole.chars().count() > WIDTH && 13 + inline.chars().count() > WIDTH {
                out.push_str("        request.content(\n            input,\n");
                let _ = writeln!(out, "            {},\n            [", literal(&input.content_type));
                for (one, text) in input.filled.iter().zip(&filled) {
                    if text.chars().count() + 17 <= WIDTH {
                        let _ = writeln!(out, "                {text},");
                        continue;
                    }
                    out.push_str("                (\n");
                    out.push_str(&call(20, "[", &steps(&one.path), "],"));
                    let _ = write!(
                        out,
                        "                    {},\n                    {},\n                ),\n",
                        value(&one.value),
                        one.made
                    );
                }
                out.push_str("            ],\n        )\n");
                parts.clear();
            } else {
                parts.push(inline);
            }
        }
        if !parts.is_empty() {
            out.push_str(&call(8, "request.content(", &parts, ")"));
        }
    }
    if let Some(form) = &method.form {
        out.push_str(&call(8, "request.finish(", &[literal(form)], ")"));
    }
    let one = format!("        {last}");
    if one.chars().count() <= WIDTH {
        out.push_str(&one);
        out.push('\n');
    } else {
        let inner = last.trim_end_matches(')').split_once('(').map(|(_, inner)| inner.to_owned()).unwrap_or_default();
        let inner = match inner.chars().count() + 12 <= WIDTH {
            true => inner,
            false => inner.replace(", ", ",\n            ") + ",",
        };
        let _ = writeln!(out, "        return await self._call(\n            {inner}\n        )");
    }
}

/// The steps of the way to a default: None is each item of a list.
fn steps(path: &[Segment]) -> Vec<String> {
    let step = |step: &Segment| match step {
        Segment::Property(name) => literal(name),
        Segment::Item => "None".to_owned(),
    };
    path.iter().map(step).collect()
}

/// A path in which braces mean themselves.
fn braced(path: &str) -> String {
    path.replace('{', "{{").replace('}', "}}")
}
