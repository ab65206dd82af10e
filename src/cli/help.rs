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

/// The same for the verbs of verbs.
const INNER_EXAMPLES: &[(&str, [(&str, &str); 2])] = &[
    (
        "add operation",
        [
            ("connsmith add operation list --resource ticket", "add an action that lists tickets"),
            ("connsmith add operation get --resource ticket --diff", "show the change, and write nothing"),
        ],
    ),
    (
        "add trigger",
        [
            ("connsmith add trigger webhook --resource ticket", "add a trigger that the service calls"),
            ("connsmith add trigger polling --resource ticket", "add a trigger that the platform polls"),
        ],
    ),
    (
        "add policy",
        [
            ("connsmith add policy dynamichosturl", "take the host from the connection"),
            ("connsmith add policy dynamichosturl --diff", "show the change, and write nothing"),
        ],
    ),
    (
        "add auth",
        [
            ("connsmith add auth basic", "add user name and password"),
            ("connsmith add auth api-key --diff", "show the change, and write nothing"),
        ],
    ),
    (
        "add gateway",
        [
            ("connsmith add gateway", "let connections go through an on-premises data gateway"),
            ("connsmith add gateway \"my connector\"", "the same for a folder"),
        ],
    ),
    (
        "add script",
        [
            ("connsmith add script", "add a script that passes every request on"),
            ("connsmith add script --diff", "show the change, and write nothing"),
        ],
    ),
    (
        "add icon",
        [("connsmith add icon", "draw an icon in the brand color"), ("connsmith add icon --png logo.png", "use a picture")],
    ),
    (
        "add intro",
        [
            ("connsmith add intro", "write an introduction with the sections that are expected"),
            ("connsmith add intro \"my connector\"", "the same for a folder"),
        ],
    ),
    (
        "add test-connection",
        [
            ("connsmith add test-connection", "let the platform test connections"),
            ("connsmith add test-connection --diff", "show the change, and write nothing"),
        ],
    ),
    (
        "namespace ops",
        [
            ("connsmith ns ops .", "list the operations of a connector"),
            ("connsmith ns ops managed:office365 SendEmailV2", "list the inputs of an operation"),
        ],
    ),
    (
        "namespace invoke",
        [
            ("connsmith ns invoke . GetTicket --arg id=7 --dry-run", "print the body of the call"),
            ("connsmith ns invoke GetTicket --connection tickets --arg id=7", "call through a connection"),
        ],
    ),
    (
        "namespace lookup",
        [
            ("connsmith ns lookup . GetTicket id --connection tickets", "pick a value that the API offers"),
            ("connsmith ns lookup . GetTicket id --recorded answer.json", "read a recorded response"),
        ],
    ),
    (
        "namespace trigger new",
        [
            (
                "connsmith ns trigger new . OnTicket --connector tickets --connection c --callback-url https://example.com/hook",
                "print a configuration",
            ),
            (
                "connsmith ns trigger new --every \"5 Minute\" --callback-url https://example.com/hook",
                "run at intervals, without a connector",
            ),
        ],
    ),
    (
        "namespace trigger check",
        [
            ("connsmith ns trigger check on-ticket.trigger.json", "find faults before Azure does"),
            ("connsmith ns trigger check a.trigger.json --source .", "compare with the connector, too"),
        ],
    ),
    (
        "namespace trigger payload",
        [
            ("connsmith ns trigger payload body.json", "say what kind of payload a function got"),
            ("connsmith ns trigger payload body.json --format json", "list its items as JSON"),
        ],
    ),
    (
        "namespace trigger create",
        [
            ("connsmith ns trigger create on-ticket.trigger.json", "create the trigger in Azure"),
            ("connsmith ns trigger create on-ticket.trigger.json --dry-run", "print the request, and send nothing"),
        ],
    ),
    (
        "namespace trigger list",
        [
            ("connsmith ns trigger list", "list the triggers of the namespace"),
            ("connsmith ns trigger list --format json", "the same as JSON"),
        ],
    ),
    (
        "namespace trigger show",
        [
            ("connsmith ns trigger show on-ticket", "show a trigger"),
            ("connsmith ns trigger show on-ticket --format json", "the same as JSON"),
        ],
    ),
    (
        "namespace trigger enable",
        [
            ("connsmith ns trigger enable on-ticket", "start a trigger"),
            ("connsmith ns trigger enable on-ticket --dry-run", "print the request, and send nothing"),
        ],
    ),
    (
        "namespace trigger disable",
        [
            ("connsmith ns trigger disable on-ticket", "stop a trigger"),
            ("connsmith ns trigger disable on-ticket --dry-run", "print the request, and send nothing"),
        ],
    ),
    (
        "namespace trigger delete",
        [
            ("connsmith ns trigger delete on-ticket", "delete a trigger"),
            ("connsmith ns trigger delete on-ticket --yes", "the same without a question"),
        ],
    ),
    (
        "namespace trigger diff",
        [
            ("connsmith ns trigger diff triggers", "compare files with Azure"),
            ("connsmith ns trigger diff on-ticket.trigger.json", "compare a single trigger"),
        ],
    ),
    (
        "namespace trigger prune",
        [
            ("connsmith ns trigger prune triggers --dry-run", "list triggers that no file describes"),
            ("connsmith ns trigger prune triggers --yes", "delete them"),
        ],
    ),
    (
        "namespace mcp new",
        [
            ("connsmith ns mcp new . GetTicket --connector tickets --connection c", "print a configuration with a tool"),
            ("connsmith ns mcp new . GetTicket --connector tickets --connection c --fix GetTicket:id=7", "with a fixed value"),
        ],
    ),
    (
        "namespace mcp check",
        [
            ("connsmith ns mcp check tickets.mcp.json", "find faults before Azure does"),
            ("connsmith ns mcp check tickets.mcp.json --format json", "the same as JSON"),
        ],
    ),
    (
        "namespace mcp create",
        [
            ("connsmith ns mcp create tickets.mcp.json", "create the server and print its endpoint"),
            ("connsmith ns mcp create tickets.mcp.json --dry-run", "print the request, and send nothing"),
        ],
    ),
    (
        "namespace mcp list",
        [
            ("connsmith ns mcp list", "list the servers of the namespace"),
            ("connsmith ns mcp list --format json", "the same as JSON"),
        ],
    ),
    (
        "namespace mcp show",
        [("connsmith ns mcp show tickets", "show a server"), ("connsmith ns mcp show tickets --format json", "the same as JSON")],
    ),
    (
        "namespace mcp delete",
        [
            ("connsmith ns mcp delete tickets", "delete a server"),
            ("connsmith ns mcp delete tickets --yes", "the same without a question"),
        ],
    ),
    (
        "namespace create",
        [
            ("connsmith ns create contoso --location westeurope", "create a namespace"),
            ("connsmith ns create contoso --location westeurope --bicep", "print a template instead"),
        ],
    ),
    (
        "namespace list",
        [
            ("connsmith ns list", "list the namespaces of the resource group"),
            ("connsmith ns list --format json", "the same as JSON"),
        ],
    ),
    (
        "namespace show",
        [("connsmith ns show contoso", "show a namespace"), ("connsmith ns show contoso --format json", "the same as JSON")],
    ),
    (
        "namespace delete",
        [
            ("connsmith ns delete contoso", "delete a namespace"),
            ("connsmith ns delete contoso --dry-run", "print the request, and send nothing"),
        ],
    ),
    (
        "namespace connection create",
        [
            ("connsmith ns connection create mail --connector office365", "create a connection"),
            ("connsmith ns connection create mail --connector office365 --bicep", "print a template instead"),
        ],
    ),
    (
        "namespace connection list",
        [
            ("connsmith ns connection list", "list the connections and their states"),
            ("connsmith ns connection list --format json", "the same as JSON"),
        ],
    ),
    (
        "namespace connection show",
        [
            ("connsmith ns connection show mail", "show a connection"),
            ("connsmith ns connection show mail --format json", "the same as JSON"),
        ],
    ),
    (
        "namespace connection consent",
        [
            ("connsmith ns connection consent mail", "sign in to the service in a browser"),
            ("connsmith ns connection consent mail --no-open", "print the link only"),
        ],
    ),
    (
        "namespace connection delete",
        [
            ("connsmith ns connection delete mail", "delete a connection"),
            ("connsmith ns connection delete mail --yes", "the same without a question"),
        ],
    ),
    (
        "namespace access add",
        [
            ("connsmith ns access add mail", "let the namespace use a connection"),
            ("connsmith ns access add --mcp tickets", "let an identity use an MCP server"),
        ],
    ),
    (
        "namespace access list",
        [
            ("connsmith ns access list mail", "list who may use a connection"),
            ("connsmith ns access list --mcp tickets", "list who may use an MCP server"),
        ],
    ),
    (
        "namespace access remove",
        [
            ("connsmith ns access remove namespace-acl mail", "remove a policy of a connection"),
            ("connsmith ns access remove reader --mcp tickets", "remove a policy of an MCP server"),
        ],
    ),
    (
        "namespace sandbox wire",
        [
            ("connsmith ns sandbox wire mail --sandbox-group boxes", "give a sandbox a connection"),
            ("connsmith ns sandbox wire mail --sandbox-group boxes --dry-run", "print the requests, and send nothing"),
        ],
    ),
    (
        "namespace sandbox check",
        [
            ("connsmith ns sandbox check mail --sandbox-group boxes", "check that everything is connected"),
            ("connsmith ns sandbox check mail --sandbox-group boxes --format json", "the same as JSON"),
        ],
    ),
    (
        "namespace sandbox unwire",
        [
            ("connsmith ns sandbox unwire mail --sandbox-group boxes", "take the connection away"),
            ("connsmith ns sandbox unwire mail --sandbox-group boxes --dry-run", "print the requests, and send nothing"),
        ],
    ),
    (
        "models function",
        [
            ("connsmith models function OnTicket . --language python --out app", "write a function for a trigger"),
            ("connsmith models function OnTicket . --language csharp --out app", "the same in C#"),
        ],
    ),
    (
        "models fire",
        [
            ("connsmith models fire OnTicket . --sample", "send a made-up payload to a local function"),
            ("connsmith models fire OnTicket --payload body.json", "send a recorded one"),
        ],
    ),
    (
        "package check",
        [
            ("connsmith package check package.zip", "check a package before submission"),
            ("connsmith package check package.zip --format json", "the same as JSON"),
        ],
    ),
    (
        "ci setup",
        [
            ("connsmith ci setup github --env https://contoso.crm.dynamics.com", "write a workflow for GitHub Actions"),
            ("connsmith ci setup azure --env https://contoso.crm.dynamics.com", "write a pipeline for Azure DevOps"),
        ],
    ),
];

/// The definitions of all arguments, with headings and examples.
pub fn command() -> Command {
    let mut command = super::Arguments::command();
    for (name, examples) in EXAMPLES {
        if command.find_subcommand(name).is_some() {
            command = command.mut_subcommand(name, |command| with_examples(command, examples));
        }
    }
    for (path, examples) in INNER_EXAMPLES {
        command = with_inner_examples(command, path, examples);
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

/// Adds the examples of a verb below others, named by its words; what this build does not have is left out.
fn with_inner_examples(command: Command, path: &str, examples: &[(&str, &str)]) -> Command {
    let (name, rest) = path.split_once(' ').unwrap_or((path, ""));
    match (command.find_subcommand(name).is_some(), rest) {
        (false, _) => command,
        (true, "") => command.mut_subcommand(name, |command| with_examples(command, examples)),
        (true, rest) => command.mut_subcommand(name, |command| with_inner_examples(command, rest, examples)),
    }
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
        let mut open: Vec<(String, &Command)> =
            command.get_subcommands().map(|verb| (verb.get_name().to_owned(), verb)).collect();
        let mut inner = Vec::new();
        while let Some((path, verb)) = open.pop() {
            let below: Vec<&Command> =
                verb.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help").collect();
            if below.is_empty() && path.contains(' ') {
                inner.push(path.clone());
            }
            open.extend(below.into_iter().map(|below| (format!("{path} {}", below.get_name()), below)));
        }
        for path in &inner {
            assert!(INNER_EXAMPLES.iter().any(|(known, _)| known == path), "`{path}` has no INNER_EXAMPLES");
        }
        let is_there = |name: &str| command.find_subcommand(name).is_some() || inner.iter().any(|path| path == name);
        for (name, examples) in EXAMPLES.iter().chain(INNER_EXAMPLES).filter(|(name, _)| is_there(name)) {
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
