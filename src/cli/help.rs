//! The help: commands under headings, examples at the end of each page, and values for shell completion
use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};
use connsmith::make::new::question::{QUESTIONS, Question};
use connsmith::rules::RULES;
use std::fmt::Write;

/// The heading of each command in the list of commands. Commands missing here come last, under [`OTHERS`].
const HEADINGS: &[(&str, &[&str])] = &[
    ("Check", &["check", "fix", "fmt", "diff", "rules", "explain"]),
    ("Make", &["new", "import", "add", "readme", "changelog", "models"]),
    ("Try", &["preview", "run", "serve", "trigger", "mcp", "namespace"]),
    (
        "Ship",
        &[
            "pack",
            "unpack",
            "package",
            "login",
            "logout",
            "whoami",
            "environments",
            "list",
            "create",
            "update",
            "download",
            "validate",
            "delete",
        ],
    ),
    ("Set up", &["init", "ci", "config", "lsp", "merge-reports", "docs", "completions", "man", "version"]),
];

/// The heading of commands missing in [`HEADINGS`].
const OTHERS: &str = "More";

/// Two examples for each command: the command line and what it does.
const EXAMPLES: &[(&str, [(&str, &str); 2])] = &[
    (
        "check",
        [
            ("connsmith check contoso", "report what is wrong with one connector, and how to fix it"),
            ("connsmith check --changed=main --format github", "check in CI what changed since `main`"),
        ],
    ),
    (
        "fix",
        [
            ("connsmith fix --diff", "show what the safe fixes change without applying them"),
            ("connsmith fix contoso --unsafe", "also apply fixes that may affect running flows"),
        ],
    ),
    (
        "fmt",
        [
            ("connsmith fmt contoso", "format the JSON files of one connector"),
            ("connsmith fmt --check", "fail in CI if a file is not formatted"),
        ],
    ),
    (
        "diff",
        [
            ("connsmith diff HEAD~1:contoso contoso", "compare with the previous commit"),
            ("connsmith diff --against main", "compare every connector that changed since `main`"),
        ],
    ),
    (
        "rules",
        [
            ("connsmith rules operation", "list the rules about operations"),
            ("connsmith rules --format json", "list all rules as JSON"),
        ],
    ),
    (
        "explain",
        [
            ("connsmith explain operation-summary-missing", "read the page of a rule"),
            ("connsmith explain RequiredPropertyMissing", "list the rules for an official code"),
        ],
    ),
    (
        "new",
        [
            ("connsmith new", "answer questions and get a working connector with texts to fill in"),
            (
                "connsmith new \"Fabrikam Tasks\" --publisher custom --host api.fabrikam.com --auth api-key --resource task --yes",
                "create one without questions",
            ),
        ],
    ),
    (
        "import",
        [
            ("connsmith import openapi.yaml contoso", "create a connector from an OpenAPI description"),
            ("connsmith import openapi.yaml contoso --update", "merge changes in the description into the connector"),
        ],
    ),
    (
        "add",
        [
            ("connsmith add operation list,get contoso --resource ticket", "add two actions on tickets"),
            ("connsmith add test-connection contoso --diff", "show what a test of new connections would change"),
        ],
    ),
    (
        "readme",
        [
            ("connsmith readme contoso --diff", "show which operations the readme lacks"),
            ("connsmith readme --create", "also write missing readmes"),
        ],
    ),
    (
        "changelog",
        [
            ("connsmith changelog HEAD~1:contoso contoso", "write what changed as Markdown"),
            ("connsmith changelog v1 v2 --suggest-version", "print which part of the version to bump"),
        ],
    ),
    (
        "models",
        [
            ("connsmith models contoso --language python --out src", "write models, a client and trigger tables"),
            ("connsmith models contoso --language csharp --format json", "list all types and operations with their names"),
        ],
    ),
    (
        "preview",
        [
            (
                "connsmith preview contoso",
                "open a page that shows the connector as makers see it, and follows changes of its files",
            ),
            ("connsmith preview contoso --out site", "write the page as files that need no server"),
        ],
    ),
    (
        "run",
        [
            ("connsmith run GetItem contoso --arg id=7", "send the request and compare the response with its schema"),
            ("connsmith run GetItem contoso --arg id=7 --dry-run", "show the request without sending it"),
        ],
    ),
    (
        "serve",
        [
            ("connsmith serve contoso", "serve the operations at http://127.0.0.1:8787, forwarding to the API"),
            ("connsmith serve contoso --mock", "answer from examples and schemas"),
        ],
    ),
    (
        "trigger",
        [
            ("connsmith trigger OnItem contoso", "subscribe, check one delivery, and unsubscribe"),
            ("connsmith trigger OnItem contoso --sample", "show what a sample delivery yields"),
        ],
    ),
    (
        "lsp",
        [
            ("connsmith lsp", "serve an editor over standard input and output"),
            ("connsmith lsp --stdio", "the same, for editors that always pass this option"),
        ],
    ),
    (
        "mcp",
        [
            ("connsmith mcp contoso --list", "list the tools and how much of a model's context they use"),
            ("connsmith mcp contoso --client-config vscode", "print the configuration for Visual Studio Code"),
        ],
    ),
    (
        "namespace",
        [
            ("connsmith ns ops managed:office365 --region eastus2", "list the operations of a managed connector"),
            ("connsmith ns trigger create new-email.trigger.json --dry-run", "show what would be sent to Azure"),
        ],
    ),
    (
        "pack",
        [
            ("connsmith pack --solution contoso", "create a solution for import"),
            ("connsmith pack --zip contoso --out contoso.zip", "create a plain zip of the connector's files"),
        ],
    ),
    (
        "unpack",
        [
            ("connsmith unpack Contoso_1_0_0_0.zip", "unpack the connectors of a solution into folders"),
            ("connsmith unpack Contoso_1_0_0_0.zip --tree --out solution", "write the tree of `pac solution unpack`"),
        ],
    ),
    (
        "package",
        [
            ("connsmith package check certification.zip", "check a package before submission"),
            ("connsmith package check certification.zip --format json", "report as JSON"),
        ],
    ),
    (
        "login",
        [
            ("connsmith login", "sign in with a code in the browser"),
            ("connsmith login --tenant contoso.onmicrosoft.com", "sign in to one tenant"),
        ],
    ),
    (
        "logout",
        [
            ("connsmith logout", "forget the last sign-in; `--all` forgets every one"),
            ("connsmith logout --format json", "print the result as JSON"),
        ],
    ),
    ("whoami", [("connsmith whoami", "show who is signed in"), ("connsmith whoami --format json", "show it as JSON")]),
    (
        "environments",
        [
            ("connsmith environments", "list the environments you have access to"),
            ("connsmith environments --format json", "list them as JSON"),
        ],
    ),
    (
        "list",
        [
            ("connsmith list", "choose an environment and list its custom connectors"),
            ("connsmith list --env Default-00000000-0000-0000-0000-000000000000", "list those of one environment"),
        ],
    ),
    (
        "create",
        [
            ("connsmith create contoso --dry-run", "show what would be sent"),
            ("connsmith create contoso --env ENVIRONMENT --solution Contoso", "create it in a solution, through Dataverse"),
        ],
    ),
    (
        "update",
        [
            ("connsmith update contoso --diff", "show what would change on the server"),
            ("connsmith update contoso", "send the files to the connector that settings.json names"),
        ],
    ),
    (
        "download",
        [
            ("connsmith download", "choose a connector and download its files"),
            ("connsmith download --env ENVIRONMENT --cid shared_contoso-5f00", "download one without questions"),
        ],
    ),
    (
        "validate",
        [
            ("connsmith validate contoso", "validate with Microsoft's service and compare the results"),
            ("connsmith validate contoso --format json", "print the result as JSON"),
        ],
    ),
    (
        "delete",
        [
            ("connsmith delete", "choose a connector and delete it"),
            ("connsmith delete --env ENVIRONMENT --cid shared_contoso-5f00", "delete a specific connector"),
        ],
    ),
    (
        "init",
        [
            ("connsmith init", "write a connsmith.toml that explains every setting"),
            ("connsmith init certified-connectors", "write it for a part of the repository"),
        ],
    ),
    (
        "ci",
        [
            (
                "connsmith ci setup github contoso --env https://contoso.crm.dynamics.com",
                "write a workflow that checks pull requests and ships merges",
            ),
            ("connsmith ci setup azure contoso --env https://contoso.crm.dynamics.com --diff", "show it without writing it"),
        ],
    ),
    (
        "config",
        [
            ("connsmith config contoso", "describe the settings of a connector and where they come from"),
            ("connsmith config contoso --format json", "print them as JSON"),
        ],
    ),
    (
        "merge-reports",
        [
            ("connsmith merge-reports part-1.json part-2.json", "merge two reports of `check --shard`"),
            ("connsmith merge-reports part-1.json part-2.json --output all.json", "write the merged report to a file"),
        ],
    ),
    (
        "docs",
        [
            ("connsmith docs --out site", "write the pages of all rules and commands"),
            ("connsmith docs --out public/rules", "write them to another folder"),
        ],
    ),
    (
        "completions",
        [
            ("connsmith completions bash", "print the script for bash"),
            ("connsmith completions powershell", "print the script for PowerShell"),
        ],
    ),
    (
        "man",
        [
            ("connsmith man", "print the manual page of the program"),
            ("connsmith man --out man1", "write a page for each command"),
        ],
    ),
    ("version", [("connsmith version", "print the version"), ("connsmith --version", "do the same")]),
];

/// The definitions of all arguments, with headings and examples.
pub fn command() -> Command {
    let mut command = super::Arguments::command();
    for (name, examples) in EXAMPLES {
        if command.find_subcommand(name).is_some() {
            command = command.mut_subcommand(name, |command| with_examples(command, examples));
        }
    }
    let list = list(&command);
    let header = *clap::builder::Styles::styled().get_header();
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{list}\n{header}Options:{header:#}\n{{options}}\n\n\
         `connsmith COMMAND --help` shows the options and examples of a command.\n"
    ))
}

/// The commands under their headings, as shown in the help.
fn list(command: &Command) -> String {
    let known: Vec<&Command> = command.get_subcommands().filter(|command| !command.is_hide_set()).collect();
    let place = |name: &str| HEADINGS.iter().position(|(_, names)| names.contains(&name)).unwrap_or(HEADINGS.len());
    let width = known.iter().map(|command| command.get_name().len()).max().unwrap_or_default();
    let style = clap::builder::Styles::styled();
    let (header, literal) = (style.get_header(), style.get_literal());
    let mut text = String::new();
    for (at, heading) in HEADINGS.iter().map(|(heading, _)| *heading).chain([OTHERS]).enumerate() {
        let mut here: Vec<&&Command> = known.iter().filter(|command| place(command.get_name()) == at).collect();
        if here.is_empty() {
            continue;
        }
        let names = HEADINGS.get(at).map_or(&[][..], |(_, names)| names);
        here.sort_by_key(|command| names.iter().position(|name| *name == command.get_name()));
        let _ = writeln!(text, "{header}{heading}:{header:#}"); // writing to a String cannot fail
        for command in here {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let mut about = about.lines().next().unwrap_or_default().to_owned();
            let aliases: Vec<&str> = command.get_visible_aliases().collect();
            if !aliases.is_empty() {
                let _ = write!(about, " [also: {}]", aliases.join(", "));
            }
            let _ = writeln!(text, "  {literal}{:width$}{literal:#}  {about}", command.get_name());
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

fn with_examples(command: Command, examples: &[(&str, &str)]) -> Command {
    let style = clap::builder::Styles::styled();
    let (header, literal) = (style.get_header(), style.get_literal());
    let mut text = format!("{header}Examples:{header:#}\n");
    for (line, what) in examples {
        let _ = writeln!(text, "  {literal}{line}{literal:#}\n      {what}");
    }
    let text = text.trim_end().to_owned();
    match command.get_after_long_help().cloned() {
        Some(more) => command.after_help(text.clone()).after_long_help(format!("{more}\n\n{text}")),
        None => command.after_help(text),
    }
}

/// The same for shells, with the known values.
pub fn for_completion() -> Command {
    let mut command = super::Arguments::command();
    let choices = |name: &str| Question::find(name).map(Question::choices).unwrap_or_default();
    let values = |name: &str, all: bool| -> Vec<&'static str> {
        choices(name).into_iter().map(|choice| choice.value).filter(|value| all || !["none", "multi"].contains(value)).collect()
    };
    command = command.mut_subcommand("new", |mut new| {
        for question in QUESTIONS.iter().filter(|question| !question.choices().is_empty()) {
            let values = values(question.name, true);
            new = new.mut_arg(question.name, |arg| arg.value_parser(PossibleValuesParser::new(values)));
        }
        new
    });
    command = command.mut_subcommand("add", |add| {
        ["operation", "trigger", "policy", "auth"].into_iter().fold(add, |add, kind| {
            let values = values(kind, false);
            add.mut_subcommand(kind, |kind| kind.mut_arg("what", |arg| arg.value_parser(PossibleValuesParser::new(values))))
        })
    });
    let mut names: Vec<&str> =
        RULES.iter().flat_map(|rule| [rule.id, rule.subject].into_iter().chain(rule.codes.iter().copied())).collect();
    names.sort_unstable();
    names.dedup();
    for (verb, arg) in [("explain", "name"), ("rules", "names")] {
        let names = names.clone();
        command =
            command.mut_subcommand(verb, |verb| verb.mut_arg(arg, |arg| arg.value_parser(PossibleValuesParser::new(names))));
    }
    command
}

/// The command line, with paconn's `-v VERSION` for the Power Apps service replaced by `--pav VERSION`, as `-v` means `--verbose`, and
/// without the value of `-w true`.
pub fn as_typed(arguments: impl Iterator<Item = std::ffi::OsString>) -> Vec<std::ffi::OsString> {
    let is_version = |text: &str| {
        let date = text.trim_start_matches('=');
        date.len() >= 10 && date.as_bytes()[4] == b'-' && date.bytes().take(4).all(|byte| byte.is_ascii_digit())
    };
    let mut typed: Vec<std::ffi::OsString> = arguments.collect();
    for at in 1..typed.len() {
        let text = typed[at].to_string_lossy().into_owned();
        if text == "--" {
            break;
        }
        let next = typed.get(at + 1).map(|next| next.to_string_lossy().into_owned()).unwrap_or_default();
        if text == "-v" && is_version(&next) {
            typed[at] = "--pav".into();
        } else if ["-w", "--overwrite", "--overwrite-settings"].contains(&text.as_str())
            && ["true", "false"].contains(&next.to_ascii_lowercase().as_str())
        {
            // paconn takes a value there; an empty list of further arguments stands for it.
            typed[at + 1] = "\u{0}".into();
            if next.eq_ignore_ascii_case("false") {
                typed[at] = "\u{0}".into();
            }
        } else if let Some(version) = text.strip_prefix("-v").filter(|version| is_version(version)) {
            typed[at] = format!("--pav={}", version.trim_start_matches('=')).into();
        }
    }
    typed.retain(|argument| argument != "\u{0}");
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a command line, some of them quoted.
    fn words(line: &str) -> Vec<String> {
        let parts = line.split('"').enumerate();
        parts
            .flat_map(|(at, part)| match at % 2 {
                1 => vec![part.to_owned()],
                _ => part.split_whitespace().map(str::to_owned).collect(),
            })
            .collect()
    }

    #[test]
    fn every_command_has_a_place_and_examples_that_can_be_typed() {
        let command = command();
        for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set() && verb.get_name() != "help") {
            let name = verb.get_name();
            assert!(HEADINGS.iter().any(|(_, names)| names.contains(&name)), "`{name}` has no place in HEADINGS");
            assert!(EXAMPLES.iter().any(|(known, _)| *known == name), "`{name}` has no EXAMPLES");
        }
        let list = list(&command);
        for line in list.lines().map(|line| console::strip_ansi_codes(line)) {
            assert!(line.chars().count() <= 80, "{line}");
        }
        for (name, examples) in EXAMPLES.iter().filter(|(name, _)| command.find_subcommand(name).is_some()) {
            for (line, _) in examples {
                let parsed = command.clone().try_get_matches_from(words(line));
                let wrong = parsed.err().filter(|error| error.use_stderr());
                assert!(wrong.is_none(), "{name}: {line}: {}", wrong.unwrap());
            }
        }
    }

    #[test]
    fn shells_are_offered_values() {
        for_completion().debug_assert();
        assert!(for_completion().find_subcommand("explain").is_some());
    }

    #[test]
    fn the_version_of_paconn_is_no_flag() {
        let typed = |line: &str| as_typed(words(line).into_iter().map(Into::into)).join(std::ffi::OsStr::new(" "));
        assert_eq!(typed("connsmith list -v 2016-11-01"), "connsmith list --pav 2016-11-01");
        assert_eq!(typed("connsmith list -v2016-11-01 -v"), "connsmith list --pav=2016-11-01 -v");
        assert_eq!(typed("connsmith check -v contoso"), "connsmith check -v contoso");
    }
}
