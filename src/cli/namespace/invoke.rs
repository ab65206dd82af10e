//! `connsmith namespace invoke`
use super::{Format, Given, answer, connector, operation};
use clap::{Args, ValueEnum};
use connsmith::call::namespace::invoke;
use connsmith::call::request::{self, Defaults, Options};
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// A connector's folder or a Swagger file
    #[arg(value_name = "SOURCE")]
    source: PathBuf,

    /// The operation's `operationId`
    #[arg(value_name = "OPERATION")]
    operation: String,

    #[command(flatten)]
    given: Given,

    /// Print the body without sending it. Required, because this version cannot send it
    #[arg(long, required = true)]
    dry_run: bool,

    /// How to encode values in the path: as the definition says, or once
    #[arg(long, value_enum, default_value_t = PathEncoding::Metadata, value_name = "HOW")]
    path_encoding: PathEncoding,

    /// Send the defaults of hidden parameters only if the parameters are required
    #[arg(long)]
    no_internal_defaults: bool,

    /// Also build the body of a trigger or of an action that waits for a callback
    #[arg(long)]
    force: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PathEncoding {
    /// Twice where the definition says `x-ms-url-encoding: double`
    Metadata,
    /// Once, whatever the definition says
    Single,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let connector = connector(&arguments.source)?;
    let operation = operation(&connector, &arguments.operation)?;
    let (given, mut problems) = arguments.given.read()?;
    let options = Options {
        path_encoding: match arguments.path_encoding {
            PathEncoding::Metadata => request::PathEncoding::Metadata,
            PathEncoding::Single => request::PathEncoding::Single,
        },
        defaults: if arguments.no_internal_defaults { Defaults::Required } else { Defaults::HiddenAndRequired },
        force: arguments.force,
        ..Options::default()
    };
    let mut value = json!({});
    if problems.is_empty() {
        let built = request::build(operation, &given, options);
        problems = built.problems;
        match built.request.as_ref().map(invoke::body) {
            Some(Ok((body, left_out))) => {
                value = body;
                value["filledIn"] = json!(built.filled_in);
                value["leftOut"] = json!(left_out);
            }
            Some(Err(problem)) => problems.push(problem),
            None => {}
        }
    }
    let text = match value.get("request") {
        Some(request) => serde_json::to_string_pretty(&json!({ "request": request }))? + "\n",
        None => String::new(),
    };
    if arguments.format == Format::Text {
        for (what, key) in [("sent without being given", "filledIn"), ("left out", "leftOut")] {
            for line in value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
                super::note(&format!("{what}: {line}"));
            }
        }
    }
    answer(arguments.format, value, &problems, || text)
}
