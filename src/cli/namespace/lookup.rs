//! `connsmith namespace lookup`
use super::source::Fetch;
use super::{Format, Given, Shown, answer, json_file, json_of, operation};
use clap::Args;
use connsmith::call::leaf::{self, Leaf};
use connsmith::call::lookup::{self, Answer, Plan, Wanted};
use connsmith::call::namespace::invoke;
use connsmith::call::request::{self, Options, PathEncoding, Problem};
use connsmith::call::view::Lookup;
use connsmith::connector::{Connector, Operation};
use connsmith::rule::Severity;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Args)]
#[command(override_usage = "connsmith namespace lookup [OPTIONS] [SOURCE] OPERATION LEAF")]
pub struct Arguments {
    /// A connector's folder, a Swagger file, or `managed:NAME`; with `--connection` it can be omitted
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The operation's `operationId`
    #[arg(value_name = "OPERATION")]
    operation: String,

    /// The input to look up: a parameter, a property of the body such as `body.recipient.id`, or `response`
    #[arg(value_name = "LEAF")]
    leaf: Option<String>,

    #[command(flatten)]
    given: Given,

    /// Look up through this connection; without SOURCE also that of the definition. On a terminal, you pick a value, which is printed
    #[cfg(feature = "platform")]
    #[arg(long, value_name = "NAME", conflicts_with = "recorded")]
    connection: Option<String>,

    /// Print the values instead of asking which one
    #[cfg(feature = "platform")]
    #[arg(long)]
    no_pick: bool,

    /// Read this recorded response of the operation, as JSON
    #[arg(long, value_name = "FILE")]
    recorded: Option<PathBuf>,

    /// Browse a tree below this item: the `item` printed by the previous level, as JSON or `@FILE`
    #[arg(long, value_name = "ITEM")]
    below: Option<String>,

    /// Encode the values in a path once, whatever the definition says
    #[arg(long)]
    single_encoding: bool,

    #[command(flatten)]
    fetch: Fetch,

    #[cfg(feature = "platform")]
    #[command(flatten)]
    common: super::azure::Common,

    /// Output format
    #[cfg(not(feature = "platform"))]
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Arguments {
    /// The connector, the operation and the input. Without a source, the words are the last two.
    fn words(&self) -> anyhow::Result<(Connector, &str, &str)> {
        let (source, id, leaf) = match (&self.leaf, self.source.to_str()) {
            (Some(leaf), _) => (Some(self.source.as_path()), self.operation.as_str(), leaf.as_str()),
            #[cfg(feature = "platform")]
            (None, Some(id)) if self.connection.is_some() => (None, id, self.operation.as_str()),
            (None, _) => anyhow::bail!(
                "name the input to look up: `connsmith ns ops {} {}` lists them",
                self.source.display(),
                self.operation
            ),
        };
        #[cfg(feature = "platform")]
        let connector = super::source::connector(source, self.connection.as_deref(), &self.fetch, &self.common.arm)?;
        #[cfg(not(feature = "platform"))]
        let connector = super::connector(source.unwrap_or(std::path::Path::new(".")))?;
        Ok((connector, id, leaf))
    }

    fn format(&self) -> Format {
        #[cfg(feature = "platform")]
        return self.common.format;
        #[cfg(not(feature = "platform"))]
        return self.format;
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let format = arguments.format();
    let (connector, id, leaf) = arguments.words()?;
    let operation = operation(&connector, id)?;
    let found = find(operation, leaf)?;
    let (known, problems) = arguments.given.read()?;
    if !problems.is_empty() {
        return answer(format, json!({}), &problems, || Shown::Nothing);
    }
    if arguments.below.is_some() && !lookup::is_tree(found) {
        anyhow::bail!("`{leaf}` has no tree: omit `--below`");
    }
    let opened = arguments.below.as_deref().map(|text| json_of(text, "the item of `--below`")).transpose()?;
    let path_encoding = if arguments.single_encoding { PathEncoding::Single } else { PathEncoding::Metadata };
    let options = Options { path_encoding, ..Options::default() };
    #[cfg(feature = "platform")]
    if let Some(connection) = &arguments.connection
        && !arguments.common.dry_run
    {
        return live::look_up(arguments, connection, operation, leaf, known, opened, options);
    }
    let wanted = Wanted { known: &known, opened: opened.as_ref(), options };
    let mut value = json!({});
    let mut problems = Vec::new();
    match lookup::plan(operation, found, wanted) {
        Plan::Needs(needs) => {
            value["needs"] = json!(needs);
            match lookup::before(operation, found) {
                Ok(order) => value["order"] = json!(order),
                Err(circle) => problems.push(problem(format!("the lookups depend on each other: {}", circle.join(" → ")))),
            }
        }
        Plan::Broken(why) => problems = why,
        Plan::Ready { request, filled_in, warnings } => match invoke::body(&request) {
            Err(error) => problems.push(error),
            Ok((body, _)) => {
                #[cfg(feature = "platform")]
                if let Some(connection) = &arguments.connection {
                    let request = super::invoke::live::request(&arguments.common, connection, &body["request"])?;
                    return arguments.common.planned([request]);
                }
                value = body;
                value["filledIn"] = json!(filled_in);
                problems = warnings;
                if let Some(path) = &arguments.recorded {
                    let whole = json_file(path)?;
                    if let Some(refused) = invoke::answered(&whole).filter(|answered| !answered.ok) {
                        let why = refused.error.as_deref().unwrap_or("no message");
                        problems.push(problem(format!("the recorded response is an error: {}: {why}", refused.status)));
                        return answer(format, value, &problems, || Shown::Nothing);
                    }
                    let (key, read, warnings) = read(&connector, found, opened.is_some(), lookup::recorded(&whole));
                    value[key] = read;
                    problems.extend(warnings);
                }
            }
        },
    }
    let shown = shown(&value);
    answer(format, value, &problems, || shown)
}

fn problem(message: String) -> Problem {
    Problem { severity: Severity::Error, code: "lookup", message, help: None, origin: None }
}

/// The lookup on an input, or on the operation's response.
fn find<'a>(operation: Operation<'a>, name: &str) -> anyhow::Result<Lookup<'a>> {
    let leaves = leaf::inputs(operation);
    let input = leaf::find(&leaves, name);
    if let Some(lookup) = input.and_then(|leaf| lookup::choose(&leaf.lookups)) {
        return Ok(lookup);
    }
    let outputs = leaf::output_lookups(operation);
    let (part, path) = name.split_once(['.', '/']).unwrap_or_else(|| match name.find('[') {
        Some(at) => name.split_at(at),
        None => (name, ""),
    });
    if input.is_none() && matches!(part, "response" | "notification") {
        let of_part: Vec<_> = outputs.iter().filter(|output| output.part() == part).collect();
        let exact = of_part.iter().find(|output| output.dotted() == path);
        // The part as a whole means its only lookup, wherever that is.
        let only = || of_part.first().filter(|one| path.is_empty() && of_part.iter().all(|other| other.path == one.path));
        if let Some(found) = exact.or_else(only) {
            return Ok(found.lookup);
        }
    }
    let mut with: Vec<String> = leaves.iter().filter(|leaf| !leaf.lookups.is_empty()).map(Leaf::name).collect();
    with.extend(outputs.iter().map(leaf::OutputLookup::name));
    with.dedup();
    let what = match (input.is_some(), part) {
        (true, _) => format!("`{name}` of {} has no lookup", operation.display()),
        (false, "response" | "notification") => format!("the {part} of {} has no lookup at `{name}`", operation.display()),
        (false, _) => format!("{} has no input `{name}`", operation.display()),
    };
    let near = request::nearest(name, with.iter().map(String::as_str));
    let help = match (near, with.is_empty()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, true) => "nothing of it has a lookup".to_owned(),
        (None, false) => format!("these have a lookup: {}", with.join(", ")),
    };
    anyhow::bail!("{what}; {help}")
}

/// What the response of a lookup says: its name in the output, and the items or the schema.
fn read(connector: &Connector, found: Lookup, browse: bool, body: &Value) -> (&'static str, Value, Vec<Problem>) {
    let (read, problems) = lookup::read(connector, found, browse, body);
    match read {
        Answer::Schema(schema) => ("schema", schema, problems),
        Answer::Items(items) => {
            let one = |item: &lookup::Item| {
                let mut object = json!({ "value": item.value, "title": item.title });
                if let Some(description) = &item.description {
                    object["description"] = json!(description);
                }
                if !item.selectable {
                    object["selectable"] = json!(false);
                }
                if let Some(is_parent) = item.is_parent {
                    object["isParent"] = json!(is_parent);
                    object["item"] = item.item.clone();
                }
                object
            };
            ("items", items.iter().map(one).collect(), problems)
        }
    }
}

fn shown(value: &Value) -> Shown {
    let names = |key: &str| {
        let list = value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        list.collect::<Vec<_>>().join(", ")
    };
    if value.get("needs").is_some() {
        let order = names("order");
        let order = if order.contains(", ") { format!(" (in this order: {order})") } else { String::new() };
        return Shown::Lines(format!("needs {}{order}\n", names("needs")));
    }
    if let Some(Value::Array(items)) = value.get("items") {
        let line = |item: &Value| {
            let plain = |key: &str| item[key].as_str().map_or_else(|| item[key].to_string(), str::to_owned);
            let folder = if item.get("isParent") == Some(&Value::Bool(true)) { "/" } else { "" };
            format!("{}\t{}{folder}\n", plain("value"), plain("title"))
        };
        return Shown::Lines(items.iter().map(line).collect());
    }
    match (value.get("schema"), value.get("request")) {
        (Some(schema), _) => Shown::Json(schema.clone()),
        (None, Some(request)) => Shown::Json(json!({ "request": request })),
        (None, None) => Shown::Nothing,
    }
}

#[cfg(feature = "platform")]
mod live {
    use super::super::{FOUND, answer, invoke};
    use super::{Arguments, Format, find, problem, read, shown};
    use crate::cli::ask::{self, Asker};
    use crate::cli::platform::Session;
    use anyhow::bail;
    use connsmith::call::lookup::{self, Answer, Item, Plan, Wanted};
    use connsmith::call::namespace::invoke::body;
    use connsmith::call::request::{Argument, Given, Options, Place};
    use connsmith::call::view::Lookup;
    use connsmith::connector::Operation;
    use serde_json::{Value, json};

    /// Lookups of one operation through a connection.
    struct Live<'a> {
        arguments: &'a Arguments,
        connection: &'a str,
        operation: Operation<'a>,
        options: Options,
        session: Session,
    }

    /// What a lookup came to.
    enum Outcome {
        /// The body of the response.
        Body(Value),
        Needs(Vec<String>),
    }

    pub fn look_up(
        arguments: &Arguments,
        connection: &str,
        operation: Operation,
        leaf: &str,
        mut known: Vec<Argument>,
        opened: Option<Value>,
        options: Options,
    ) -> anyhow::Result<u8> {
        let common = &arguments.common;
        let session = common.session(&common.place()?)?;
        let live = Live { arguments, connection, operation, options, session };
        let found = find(operation, leaf)?;
        let picks = ask::can() && common.format == Format::Text && !arguments.no_pick && opened.is_none();
        if picks {
            // What depends on itself could be asked for without end.
            if let Err(circle) = lookup::before(operation, found) {
                bail!("the lookups depend on each other: {}", circle.join(" → "));
            }
            return match live.pick(found, leaf, &mut known)? {
                Some(value) => {
                    super::super::azure::print_value(&title(&value))?;
                    Ok(super::super::super::CLEAN)
                }
                // A schema is shown, not chosen.
                None => live.show(found, &known, None),
            };
        }
        live.show(found, &known, opened.as_ref())
    }

    impl Live<'_> {
        /// Sends the request of a lookup.
        fn ask(&self, found: Lookup, known: &[Argument], opened: Option<&Value>) -> anyhow::Result<Outcome> {
            let wanted = Wanted { known, opened, options: self.options };
            let request = match lookup::plan(self.operation, found, wanted) {
                Plan::Needs(needs) => return Ok(Outcome::Needs(needs)),
                Plan::Broken(why) => {
                    bail!("{}", why.first().map_or("the lookup cannot work", |problem| problem.message.as_str()))
                }
                Plan::Ready { request, .. } => request,
            };
            let (value, _) = body(&request).map_err(|problem| anyhow::anyhow!(problem.message))?;
            let request = invoke::live::request(&self.arguments.common, self.connection, &value["request"])?;
            let answered = invoke::live::send(&self.arguments.common.arm.arm(&self.session), &request)?;
            if !answered.ok {
                invoke::live::explain(&answered);
                bail!("the lookup got no values");
            }
            Ok(Outcome::Body(answered.body))
        }

        /// Prints the values.
        fn show(&self, found: Lookup, known: &[Argument], opened: Option<&Value>) -> anyhow::Result<u8> {
            let (mut value, mut problems) = (json!({}), Vec::new());
            match self.ask(found, known, opened)? {
                Outcome::Needs(needs) => {
                    value["needs"] = json!(needs);
                    match lookup::before(self.operation, found) {
                        Ok(order) => value["order"] = json!(order),
                        Err(circle) => {
                            problems.push(problem(format!("the lookups depend on each other: {}", circle.join(" → "))))
                        }
                    }
                    let shown = shown(&value);
                    answer(self.arguments.common.format, value, &problems, || shown)?;
                    return Ok(FOUND);
                }
                Outcome::Body(body) => {
                    let (key, read, warnings) = read(self.operation.connector, found, opened.is_some(), &body);
                    value[key] = read;
                    problems = warnings;
                }
            }
            let shown = shown(&value);
            answer(self.arguments.common.format, value, &problems, || shown)
        }

        /// Lets a person pick the value of an input that another one depends on, and keeps it.
        fn choose(&self, name: &str, known: &mut Vec<Argument>) -> anyhow::Result<()> {
            let picked = match find(self.operation, name) {
                Ok(found) => self.pick(found, name, known)?,
                Err(_) => None,
            };
            let value = match picked {
                Some(value) => Given::Json(value),
                None => match Asker::new().text(name, None, false, |_| Ok(()))? {
                    Some(text) => Given::Text(text),
                    None => bail!("nothing was chosen"),
                },
            };
            known.push(Argument { place: Place::Named(name.to_owned()), value, origin: "your choice".to_owned() });
            Ok(())
        }

        /// Lets a person pick a value, in a tree level by level. None if there are no values to pick from.
        fn pick(&self, found: Lookup, name: &str, known: &mut Vec<Argument>) -> anyhow::Result<Option<Value>> {
            let mut path: Vec<Item> = Vec::new();
            loop {
                let opened = path.last().map(|item| &item.item);
                let body = match self.ask(found, known.as_slice(), opened)? {
                    Outcome::Body(body) => body,
                    Outcome::Needs(needs) => {
                        needs.iter().try_for_each(|name| self.choose(name, known))?;
                        continue;
                    }
                };
                let (Answer::Items(items), _) = lookup::read(self.operation.connector, found, opened.is_some(), &body) else {
                    return Ok(None);
                };
                if items.is_empty() && path.is_empty() {
                    bail!("`{name}` has no values to choose from");
                }
                // What can be opened, and what can be taken, each on a line of its own.
                let mut lines: Vec<(String, Option<usize>, bool)> = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    let parent = item.is_parent == Some(true);
                    if parent {
                        lines.push((format!("{}/", item.title), Some(at), true));
                    }
                    if item.selectable && (!parent || !item.title.is_empty()) {
                        let take = if parent { format!("{} (choose)", item.title) } else { label(item) };
                        lines.push((take, Some(at), false));
                    }
                }
                if !path.is_empty() {
                    lines.push(("..".to_owned(), None, false));
                }
                if lines.is_empty() {
                    bail!("none of the values of `{name}` can be chosen");
                }
                let shown: Vec<String> = lines.iter().map(|(line, ..)| line.clone()).collect();
                match lines[Asker::new().one(name, &shown, 0)?] {
                    (_, Some(at), true) => path.push(items[at].clone()),
                    (_, Some(at), false) => return Ok(Some(items[at].value.clone())),
                    (_, None, _) => drop(path.pop()),
                }
            }
        }
    }

    /// A value as text.
    fn title(value: &Value) -> String {
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }

    /// The title; with the value if that says more.
    fn label(item: &Item) -> String {
        let value = title(&item.value);
        if value == item.title || value.len() > 60 { item.title.clone() } else { format!("{}  {value}", item.title) }
    }
}
