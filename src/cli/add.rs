//! `connsmith add`
use super::fix::Scope;
use super::{CLEAN, FAILED, FOUND, interrupt, new, note, print, unified::unified};
use anyhow::{Context, bail};
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};
use connsmith::connector::Connector;
use connsmith::connector::discover;
use connsmith::connector::facts::policy_templates::Template;
use connsmith::judge::check::Checker;
use connsmith::make::add::{self, Addition};
use connsmith::make::new::answers::Answers;
use connsmith::make::new::question::{Default, QUESTIONS, Question};
use std::path::PathBuf;

/// What can be added: a subcommand, named after the question whose choices are its argument, and the questions that are its options.
const KINDS: [(&str, &str, &[&str]); 4] = [
    ("operation", "Add actions on a resource, with their schemas", &["resource"]),
    ("trigger", "Add a trigger and everything it needs", &["resource", "event"]),
    ("policy", "Add a policy based on a template, as a working example", &["resource"]),
    (
        "auth",
        "Add authentication to a connector that has none or that has connection parameter sets",
        &["api-key-header", "api-key-query", "authorization-url", "token-url", "scope", "resource-uri"],
    ),
];

/// The arguments and options come from [`QUESTIONS`], so they are not derived.
pub struct Arguments {
    kind: &'static str,
    what: Vec<String>,
    given: Answers,
    operations: Vec<String>,
    path: PathBuf,
    diff: bool,
}

impl clap::Args for Arguments {
    fn augment_args(command: Command) -> Command {
        let kinds = KINDS.iter().map(|&(name, about, options)| {
            let choices = Question::find(name).map(Question::choices).unwrap_or_default();
            let choices: Vec<&str> =
                choices.iter().map(|choice| choice.value).filter(|value| !["none", "multi"].contains(value)).collect();
            let what = Arg::new("what")
                .index(1)
                .value_name("WHAT")
                .required(true)
                .value_delimiter(',')
                .help(format!("One or more, comma-separated: {}", choices.join(", ")));
            let path = Arg::new("path").index(2).value_name("PATH").default_value(".").help("The connector's folder");
            let diff = Arg::new("diff")
                .long("diff")
                .action(ArgAction::SetTrue)
                .help("Print the changes as a unified diff instead of writing them");
            let options = QUESTIONS.iter().filter(|question| options.contains(&question.name)).map(new::option);
            let mut kind = Command::new(name).about(about).arg(what).arg(path).args(options).arg(diff);
            if name == "policy" {
                let operations = Arg::new("for")
                    .long("for")
                    .value_name("OPERATION")
                    .action(ArgAction::Append)
                    .value_delimiter(',')
                    .help("The operationIds the policy applies to [default: those of the resource, or all]");
                kind = kind.arg(operations);
            }
            kind
        });
        command.subcommand_required(true).arg_required_else_help(true).subcommands(kinds)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Arguments::augment_args(command)
    }
}

impl FromArgMatches for Arguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Arguments, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let &(kind, _, options) = KINDS.iter().find(|(known, ..)| *known == name).ok_or_else(missing)?;
        let all = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned().collect::<Vec<_>>();
        let mut given = Answers::default();
        for question in QUESTIONS.iter().filter(|question| options.contains(&question.name)) {
            let values = all(question.name);
            if !values.is_empty() {
                given.set(question.name, values);
            }
        }
        Ok(Arguments {
            kind,
            what: all("what"),
            given,
            operations: if kind == "policy" { all("for") } else { Vec::new() },
            path: matches.get_one::<String>("path").map(PathBuf::from).unwrap_or_default(),
            diff: matches.get_flag("diff"),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Arguments::from_arg_matches(matches)?;
        Ok(())
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let found = discover::find(std::slice::from_ref(&arguments.path))?;
    let [found] = found.as_slice() else {
        bail!("`{}` contains {} connectors: name one of them", arguments.path.display(), found.len())
    };
    let folder = discover::load(found, discover::shown(&found.folder, &current));
    let connector = Checker::new(&super::settings::options()?).connector(folder.clone(), &current)?;

    let mut answers = answers(arguments, &connector)?;
    let what = answers.all(arguments.kind).join(", ");
    let additions = match arguments.kind {
        "operation" => vec![Addition::Operations],
        "trigger" => vec![Addition::Trigger],
        "auth" => vec![Addition::SignIn],
        _ => {
            // Only the policies are added, not the operations they apply to.
            let templates: Vec<_> = answers.all("policy").iter().filter_map(|id| Template::find(id)).collect();
            answers.set("policy", Vec::new());
            templates.into_iter().map(|template| Addition::Policy(template, arguments.operations.clone())).collect()
        }
    };
    let wish = add::wish(&connector, connector.publisher, &answers)?;
    let changes = add::add(&folder, &connector, &additions, &wish)?;
    if arguments.diff {
        changes.iter().try_for_each(|change| super::print_patch(&unified(change)))?;
        return Ok(if changes.is_empty() { CLEAN } else { FOUND });
    }
    let scope = Scope::new(std::slice::from_ref(&found.folder));
    super::clean(std::slice::from_ref(found));
    if let Some((change, why)) = changes.iter().find_map(|change| Some((change, scope.linked_out(&change.path)?))) {
        bail!("nothing was added because `{}` cannot be changed: {why}", change.name);
    }
    let mut failed = false;
    for (change, done) in changes.iter().zip(interrupt::save(&changes)) {
        match done {
            Ok(()) => print(&format!("changed {}\n", change.name))?,
            Err(error) => {
                note(&error.to_string());
                failed = true;
            }
        }
    }
    if failed {
        return Ok(FAILED);
    }
    print(&format!("added {} {what}\n", arguments.kind))?;
    if arguments.kind == "auth" && connector.readme.is_some() {
        note("describe in the readme how to get the credentials: that section was not changed");
    }
    Ok(CLEAN)
}

/// The given answers, checked, with defaults for the rest.
fn answers(arguments: &Arguments, connector: &Connector) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    // The sign-in URLs are derived from the host unless they are given.
    let host = connector.api().and_then(|api| Some(api.get("host")?.str()?.into_owned()));
    answers.set("host", host.into_iter().collect());
    answers.set("resource", vec!["item".to_owned()]);
    let options = KINDS.iter().find(|(kind, ..)| *kind == arguments.kind).map_or(&[][..], |(.., options)| options);
    for name in std::iter::once(&arguments.kind).chain(options) {
        let Some(question) = Question::find(name) else { continue };
        let given = if *name == arguments.kind { &arguments.what[..] } else { arguments.given.all(name) };
        let values = match (question.default)(&answers) {
            _ if !given.is_empty() => connsmith::make::new::check(question, given, &answers)?,
            Default::These(values) if question.applies(&answers) => values,
            _ => continue,
        };
        if values.iter().any(|value| value == "none" || value == "multi") {
            bail!("`{}` cannot be added", values.join(","));
        }
        answers.set(question.name, values);
    }
    Ok(answers)
}
