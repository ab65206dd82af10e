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
use connsmith::make::new::resource::Resource;
use connsmith::text::read;
use connsmith::text::write::{self, Change, Existing, New};
use std::path::{Path, PathBuf};

/// What can be added: a subcommand, named after the question whose choices are its argument, and the questions that are its options. Those
/// in [`ALONE`] have no choices.
const KINDS: [(&str, &str, &[&str]); 9] = [
    ("operation", "Add actions on a resource, with their schemas", &["resource"]),
    ("trigger", "Add a trigger and everything it needs", &["resource", "event"]),
    ("policy", "Add a policy based on a template, as a working example", &["resource"]),
    (
        "auth",
        "Add authentication to a connector that has none or that has connection parameter sets",
        &["api-key-header", "api-key-query", "authorization-url", "token-url", "scope", "resource-uri"],
    ),
    ("gateway", "Let connections go through an on-premises data gateway", &[]),
    ("script", "Add a script.csx that changes the response of an operation", &[]),
    ("icon", "Add an icon: your PNG, or the initials of the title on the brand color", &[]),
    (
        "intro",
        "Add the introduction that a certified connector needs, with a `TODO:` for everything missing in the definition",
        &[],
    ),
    ("test-connection", "Test new connections with a call", &[]),
];

/// The kinds that are added without saying which.
const ALONE: [&str; 5] = ["gateway", "script", "icon", "intro", "test-connection"];

/// The arguments and options come from [`QUESTIONS`], so they are not derived.
pub struct Arguments {
    kind: &'static str,
    what: Vec<String>,
    given: Answers,
    operations: Vec<String>,
    png: Option<PathBuf>,
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
            let is_alone = ALONE.contains(&name);
            let path = Arg::new("path")
                .index(if is_alone { 1 } else { 2 })
                .value_name("PATH")
                .default_value(".")
                .help("The connector's folder");
            let diff = Arg::new("diff")
                .long("diff")
                .action(ArgAction::SetTrue)
                .help("Print the changes as a unified diff instead of writing them");
            let options =
                QUESTIONS.iter().filter(|question| options.contains(&question.name)).map(|question| new::option(question, false));
            let what = Some(what).filter(|_| !is_alone);
            let kind = Command::new(name).about(about).args(what).arg(path).args(options).arg(diff);
            let operation = Arg::new("for").long("for").value_name("OPERATION");
            match name {
                "policy" => kind.arg(
                    operation
                        .action(ArgAction::Append)
                        .value_delimiter(',')
                        .help("The operationIds the policy applies to [default: those of the resource, or all]"),
                ),
                "script" => {
                    kind.arg(operation.help("The operationId the script is for [default: the first action that returns JSON]"))
                }
                "test-connection" => {
                    kind.arg(operation.help("The operationId to call [default: the first GET without required parameters]"))
                }
                "icon" => kind.arg(
                    Arg::new("png")
                        .long("png")
                        .value_name("FILE")
                        .value_parser(clap::value_parser!(PathBuf))
                        .help("The picture to copy to icon.png [default: draw the initials of the title]"),
                ),
                _ => kind,
            }
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
        let all = |name: &str| -> Vec<String> {
            let values = matches.try_get_many::<String>(name).ok().flatten();
            values.into_iter().flatten().cloned().collect()
        };
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
            operations: all("for"),
            png: matches.try_get_one::<PathBuf>("png").ok().flatten().cloned(),
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
        "gateway" => vec![Addition::Gateway],
        "script" => vec![Addition::Script(arguments.operations.first().cloned())],
        "icon" => {
            let png =
                |path: &PathBuf| read::plain(path, read::MAX_ICON).with_context(|| format!("cannot read `{}`", path.display()));
            vec![Addition::Icon(arguments.png.as_ref().map(png).transpose()?)]
        }
        "intro" => vec![Addition::Intro],
        "test-connection" => vec![Addition::TestConnection(arguments.operations.first().cloned())],
        _ => {
            // Only the policies are added, not the operations they apply to.
            let templates: Vec<_> = answers.all("policy").iter().filter_map(|id| Template::find(id)).collect();
            answers.set("policy", Vec::new());
            templates.into_iter().map(|template| Addition::Policy(template, arguments.operations.clone())).collect()
        }
    };
    let wish = add::wish(&connector, connector.publisher, &answers)?;
    let changes = add::add(&folder, &connector, &additions, &wish)?;
    if changes.is_empty() {
        note(&format!("nothing to add: the connector already has {}", article(arguments.kind)));
        return Ok(CLEAN);
    }
    let is_new = |change: &&Change| !folder.files.iter().any(|file| folder.path.join(&file.name) == change.path);
    let (new, changed): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(is_new);
    if arguments.diff {
        for change in &changes {
            match std::str::from_utf8(&change.after) {
                Err(_) if change.before.is_empty() => print(&format!("Binary file {} is new\n", change.name))?,
                _ => super::print_patch(&unified(change))?,
            }
        }
        return Ok(FOUND);
    }
    let scope = Scope::new(std::slice::from_ref(&found.folder));
    super::clean(std::slice::from_ref(found));
    if let Some((change, why)) = changed.iter().find_map(|change| Some((change, scope.linked_out(&change.path)?))) {
        bail!("nothing was added because `{}` cannot be changed: {why}", change.name);
    }
    let files: Vec<New> = new.iter().map(|change| New { name: file_name(&change.path), bytes: change.after.clone() }).collect();
    interrupt::whole(|| write::fill(&folder.path, &files, Existing::Keep))?;
    let changed: Vec<Change> = changed.into_iter().cloned().collect();
    let mut failed = false;
    for (change, done) in changed.iter().zip(interrupt::save(&changed)) {
        match done {
            Ok(()) => print(&format!("changed {}\n", change.name))?,
            Err(error) => {
                note(&error.to_string());
                failed = true;
            }
        }
    }
    if failed {
        // A script that no file mentions would be left over.
        for change in new {
            _ = std::fs::remove_file(&change.path);
        }
        return Ok(FAILED);
    }
    for change in new {
        print(&format!("wrote {}\n", change.name))?;
    }
    print(&format!("{}\n", format!("added {} {what}", arguments.kind).trim_end()))?;
    match arguments.kind {
        "intro" => note("replace the texts that say `TODO`"),
        "icon" if arguments.png.is_none() => note("replace icon.png with your logo, 100 to 230 pixels on the brand color"),
        _ => {}
    }
    if arguments.kind == "auth" && connector.readme.is_some() {
        note("describe in the readme how to get the credentials: that section was not changed");
    }
    Ok(CLEAN)
}

/// Something that a connector has once, with its article.
fn article(kind: &str) -> &'static str {
    match kind {
        "gateway" => "a gateway",
        "script" => "a script",
        "icon" => "an icon",
        "intro" => "an introduction",
        "test-connection" => "a connection test",
        _ => "it",
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The given answers, checked, with defaults for the rest.
fn answers(arguments: &Arguments, connector: &Connector) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    // The sign-in URLs are derived from the host unless they are given.
    let host = connector.api().and_then(|api| Some(api.get("host")?.str()?.into_owned()));
    answers.set("host", host.into_iter().collect());
    answers.set("resource", vec![Resource::example().one]);
    let options = KINDS.iter().find(|(kind, ..)| *kind == arguments.kind).map_or(&[][..], |(.., options)| options);
    let kind = Some(&arguments.kind).filter(|kind| !ALONE.contains(kind));
    for name in kind.into_iter().chain(options) {
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
