//! `connsmith new` on a terminal, and what the program does with the folder; `connsmith import` asks on a terminal which operations to
//! take.
#![cfg(unix)]
use expectrl::process::Termios;
use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{ControlCode, Eof, Expect, Session};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

const DOWN: &str = "\x1b[B";
/// Long enough for a machine on which other tests run.
const PATIENCE: Duration = Duration::from_secs(60);

fn connsmith(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
    command.current_dir(folder).args(arguments).env("TERM", "xterm").env_remove("NO_COLOR");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    connsmith(folder, arguments).stdin(std::process::Stdio::null()).output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A session that waits for a question before it types.
struct Talk(OsSession);

impl Talk {
    fn start(folder: &Path, arguments: &[&str]) -> Talk {
        let mut session = Session::spawn(connsmith(folder, arguments)).unwrap();
        session.set_expect_timeout(Some(PATIENCE));
        Talk(session)
    }

    fn hear(&mut self, text: &str) {
        self.0.expect(text).unwrap_or_else(|error| panic!("waited for `{text}`: {error}"));
    }

    /// Waits for a question, types an answer and enter.
    fn answer(&mut self, question: &str, typed: &str) {
        self.hear(question);
        // The question is drawn before keys are read.
        std::thread::sleep(Duration::from_millis(50));
        self.0.send(format!("{typed}\r")).unwrap();
    }

    fn end(&mut self) -> WaitStatus {
        self.0.expect(Eof).unwrap();
        self.0.get_process().wait().unwrap()
    }
}

#[test]
fn from_the_first_question_to_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let mut talk = Talk::start(folder.path(), &["new", "--advanced"]);
    talk.answer("Who publishes", "");
    talk.answer("What is the connector called", "Fabrikam Tasks Connector for Microsoft Teams");
    // What was refused is there to be edited, below the reason: Ctrl-U clears it.
    talk.answer("at most 30 are allowed; how about", "\x15Fabrikam Tasks");
    talk.answer("What does it do", "Fabrikam keeps the tasks of a team in one place and tells everybody what changed");
    talk.answer("publisher's name", "Fabrikam");
    talk.answer("Which company owns", "");
    talk.answer("What is the website", "https://www.fabrikam.com");
    talk.answer("privacy policy", "https://www.fabrikam.com/privacy");
    talk.answer("Which email address", "");
    talk.answer("categories fit best", "");
    talk.answer("choose at least one", &format!("{} ", DOWN.repeat(14)));
    talk.answer("Which background color", "");
    talk.answer("Which MCP server is it for", "");
    talk.answer("Which host is the service on", "https://api.fabrikam.com/v1");
    talk.answer("give the host only", "\x15api.fabrikam.com");
    talk.answer("all paths begin", "/v1");
    talk.answer("How do users sign in", " ");
    talk.answer("In which header", "");
    talk.answer("What do the operations work on", "task");
    talk.answer("Which actions", "");
    talk.answer("have a trigger", DOWN);
    talk.answer("Which event fires the trigger", "");
    talk.answer("looked up while a flow", "");
    talk.answer("Which policies", "");
    talk.answer("Do you want a script", "y");
    // Confirming takes the letter alone, so the enter after it answers the next question with its default: a gateway does not go
    // with a script, so that is the test of a connection.
    talk.hear("tested by a call");
    talk.answer("Should language models", "");
    talk.answer("Which build service", "");
    talk.hear("Fabrikam Tasks is in");
    assert!(matches!(talk.end(), WaitStatus::Exited(_, 0)));

    assert_eq!(names(folder.path()), ["Fabrikam Tasks"]);
    let made = folder.path().join("Fabrikam Tasks");
    assert_eq!(
        names(&made),
        [
            "apiDefinition.swagger.json",
            "apiProperties.json",
            "connsmith.toml",
            "icon.png",
            "intro.md",
            "readme.md",
            "script.csx",
            "settings.json"
        ]
    );
    let definition: serde_json::Value =
        serde_json::from_slice(&std::fs::read(made.join("apiDefinition.swagger.json")).unwrap()).unwrap();
    assert_eq!(definition["host"], "api.fabrikam.com");
    assert_eq!(definition["info"]["contact"]["email"], "TODO@fabrikam.com");
    assert_eq!(definition["paths"]["/task-created-webhooks"]["post"]["operationId"], "WhenTaskCreated");
    assert_eq!(definition["x-ms-connector-metadata"][2]["propertyValue"], "Productivity");
    let checked =
        run(folder.path(), &["check", "--strict", "--fail-on", "info", "--ignore", "placeholder-text-left", "Fabrikam Tasks"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

/// Eight questions for a private connector; Esc goes back to the one before, where the answer still stands.
#[test]
fn few_questions_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut talk = Talk::start(folder.path(), &["new"]);
    talk.answer("Who publishes the connector? (1 of ", &DOWN.repeat(2));
    talk.answer("What is the connector called? (2 of 8)", "Fabrikam");
    talk.answer("What does it do, in a sentence or two? (3 of 8)", "");
    talk.hear("Which host is the service on? (4 of 8)");
    std::thread::sleep(Duration::from_millis(50));
    talk.0.send("\x1b").unwrap();
    talk.hear("(3 of 8)");
    std::thread::sleep(Duration::from_millis(50));
    talk.0.send("\x1b").unwrap();
    talk.answer("What is the connector called? (2 of 8)", "Fabrikam Tasks");
    talk.answer("(3 of 8)", "Keeps the tasks of a team in one place");
    talk.answer("(4 of 8)", "tasks");
    // Nobody reaches that from outside.
    talk.answer("(5 of 9", &format!("{} ", DOWN.repeat(2)));
    talk.answer("(6 of 9)", "task");
    talk.answer("(7 of 9", "");
    talk.answer("(8 of 9)", "");
    talk.hear("on-premises data gateway? (9 of 9)");
    std::thread::sleep(Duration::from_millis(50));
    talk.0.send("y").unwrap();
    talk.hear("Fabrikam Tasks is in");
    assert!(matches!(talk.end(), WaitStatus::Exited(_, 0)));
    let made = folder.path().join("Fabrikam Tasks");
    let text = std::fs::read_to_string(made.join("apiDefinition.swagger.json")).unwrap();
    assert!(text.contains("\"Keeps the tasks of a team in one place.\"") && !text.contains("Connects flows"), "{text}");
    assert!(std::fs::read_to_string(made.join("apiProperties.json")).unwrap().contains("gatewaySetting"));
}

/// An MCP server leaves few questions: nobody is asked for its host or for actions. What was chosen from a list stays on one line.
#[test]
fn an_mcp_server_needs_few_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut talk = Talk::start(folder.path(), &["new", "--mcp-server", "https://mcp.fabrikam.com/mcp"]);
    talk.answer("Who publishes the connector? (1 of ", &DOWN.repeat(2));
    talk.hear("· custom\r");
    talk.answer("What is the connector called? (2 of 4)", "Fabrikam Tasks");
    talk.answer("(3 of 4)", "");
    talk.answer("How do users sign in? (one, or a choice) (4 of 4; Space selects)", &format!(" {DOWN} "));
    talk.hear("· api-key, api-key-query\r");
    talk.hear("Fabrikam Tasks is in");
    assert!(matches!(talk.end(), WaitStatus::Exited(_, 0)));
    let made = std::fs::read_to_string(folder.path().join("Fabrikam Tasks/apiDefinition.swagger.json")).unwrap();
    assert!(made.contains("\"mcp.fabrikam.com\"") && made.contains("InvokeMCP"), "{made}");

    // What does not go together is said before the first question.
    let arguments = ["new", "--mcp-server", "https://mcp.fabrikam.com/mcp", "--resource", "task"];
    let mut talk = Talk::start(folder.path(), &arguments);
    talk.hear("`--resource` is not for `--mcp-server`: the server has tools of its own");
    assert!(matches!(talk.end(), WaitStatus::Exited(_, 2)));
}

#[test]
fn interrupted_half_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut talk = Talk::start(folder.path(), &["new", "Fabrikam Tasks", "--publisher", "custom"]);
    talk.answer("What is the connector called", "");
    talk.hear("What does it do");
    std::thread::sleep(Duration::from_millis(200));
    talk.0.send(ControlCode::EndOfText).unwrap();
    talk.hear("Cancelled; nothing was written");
    let status = talk.end();
    assert!(matches!(status, WaitStatus::Exited(_, 130)), "{status:?}");

    // In a list, too, which hides the cursor: it comes back.
    let mut talk = Talk::start(folder.path(), &["new", "Fabrikam Tasks", "--host", "api.fabrikam.com"]);
    talk.hear("Who publishes");
    std::thread::sleep(Duration::from_millis(200));
    talk.0.send(ControlCode::EndOfText).unwrap();
    talk.hear("\x1b[?25h");
    let status = talk.end();
    assert!(matches!(status, WaitStatus::Exited(_, 130)), "{status:?}");
    assert_eq!(names(folder.path()), [""; 0]);
}

const CUSTOM: [&str; 8] = ["new", "Fabrikam Tasks", "--publisher", "custom", "--host", "api.fabrikam.com", "--resource", "task"];

/// One of each kind of sign-in: formatted already, and safe from a second `new`.
#[test]
fn a_second_new_touches_nothing() {
    for auth in ["none", "api-key", "basic", "oauth2", "aad", "aad-on-behalf-of", "api-key-query", "multi"] {
        let folder = tempfile::tempdir().unwrap();
        let again = || run(folder.path(), &[&CUSTOM[..], &["--auth", auth]].concat());
        let first = again();
        assert!(first.status.success(), "{auth}: {}", String::from_utf8_lossy(&first.stderr));
        let formatted = run(folder.path(), &["fmt", "--check", "."]);
        assert!(formatted.status.success(), "{auth}: {}", String::from_utf8_lossy(&formatted.stdout));

        let readme = folder.path().join("Fabrikam Tasks/readme.md");
        std::fs::write(&readme, "mine").unwrap();
        let (before, second) = (names(&folder.path().join("Fabrikam Tasks")), again());
        assert_eq!(second.status.code(), Some(2));
        assert_eq!(
            String::from_utf8_lossy(&second.stderr),
            "connsmith: `Fabrikam Tasks/apiDefinition.swagger.json` already exists: choose another name, or overwrite it with \
             `--force`\n"
        );
        assert_eq!(names(&folder.path().join("Fabrikam Tasks")), before);
        assert_eq!(std::fs::read_to_string(&readme).unwrap(), "mine");
    }
}

#[test]
fn force_dry_run_and_what_is_there_already() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("Fabrikam Tasks");
    std::fs::create_dir(&made).unwrap();
    for name in ["icon.png", "notes.md"] {
        std::fs::write(made.join(name), "mine").unwrap();
    }
    let with = |more: &[&str]| run(folder.path(), &[&CUSTOM[..], &["--auth", "api-key"], more].concat());
    let out = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();

    let dry = with(&["--dry-run", "--force"]);
    assert_eq!(
        out(&dry),
        "would write Fabrikam Tasks/apiDefinition.swagger.json\nwould write Fabrikam Tasks/apiProperties.json\nwould write \
         Fabrikam Tasks/readme.md\nwould overwrite Fabrikam Tasks/icon.png\nwould write Fabrikam Tasks/settings.json\nwould write \
         Fabrikam Tasks/connsmith.toml\n"
    );
    assert_eq!(names(&made), ["icon.png", "notes.md"]);

    assert_eq!(with(&[]).status.code(), Some(2));
    assert_eq!(names(&made), ["icon.png", "notes.md"]);
    assert!(with(&["--force"]).status.success());
    assert_eq!(names(&made).len(), 7);
    assert_eq!(std::fs::read_to_string(made.join("notes.md")).unwrap(), "mine");
    assert!(std::fs::read(made.join("icon.png")).unwrap().starts_with(b"\x89PNG"));

    // The folder in which one is gives the name, too.
    let here = folder.path().join("fabrikam-orders");
    std::fs::create_dir(&here).unwrap();
    let made = run(&here, &["new", ".", "--publisher", "custom", "--host", "api.fabrikam.com", "--auth", "none"]);
    assert!(out(&made).contains("\nFabrikam Orders is in `.`. Next:\n"), "{}", out(&made));
    assert!(here.join("readme.md").exists());
}

/// The file of the build server goes to the root of the repository, where the server looks for it, and names the folder.
#[test]
fn build_server() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let mut arguments = CUSTOM;
    arguments[1] = "connectors/fabrikam";
    for (server, file) in [("github", ".github/workflows/connsmith.yml"), ("azure", "azure-pipelines.yml")] {
        let made = run(folder.path(), &[&arguments[..], &["--auth", "none", "--ci", server, "--force"]].concat());
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.contains("check 'connectors/fabrikam' --fail-on warning"), "{text}");
    }
    assert_eq!(names(folder.path()), [".git", ".github", "azure-pipelines.yml", "connectors"]);
}

/// Keys of the tree are read one at a time: each is sent when the tree is drawn and the terminal does not echo any more.
fn key(talk: &mut Talk, drawn: &str, keys: &str) {
    talk.hear(drawn);
    while talk.0.is_echo().unwrap() {
        std::thread::sleep(Duration::from_millis(10));
    }
    talk.0.send(keys).unwrap();
}

#[test]
fn operations_of_an_import_are_ticked_in_a_tree() {
    let folder = tempfile::tempdir().unwrap();
    let operation = |id: &str, tag: &str| {
        format!(
            "{{operationId: {id}, tags: [{tag}], summary: Does it, description: Does a thing., responses: {{'200': {{description: OK}}}}}}"
        )
    };
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: Contoso Tasks, version: '1.0', description: Contoso keeps the tasks of your teams in one place.}}\n\
         servers: [{{url: 'https://api.contoso.com'}}]\npaths:\n  /tasks: {{get: {}, post: {}}}\n  /users: {{get: {}}}\n",
        operation("ListTasks", "Tasks"),
        operation("CreateTask", "Tasks"),
        operation("ListUsers", "Users"),
    );
    std::fs::write(folder.path().join("api.yaml"), text).unwrap();

    // All of a tag go, and one operation of it that is searched for comes back.
    let mut talk = Talk::start(folder.path(), &["import", "api.yaml", "made"]);
    key(&mut talk, "3 of 3 selected", " ");
    key(&mut talk, "1 of 3 selected", "c");
    key(&mut talk, "Search: c", "r");
    key(&mut talk, "Search: cr", DOWN);
    key(&mut talk, "1 of 3 selected", " ");
    key(&mut talk, "2 of 3 selected", "\r");
    talk.hear("2 of 3 operations");
    assert!(matches!(talk.end(), WaitStatus::Exited(_, 0)));
    let choice = std::fs::read_to_string(folder.path().join("made/import.toml")).unwrap();
    assert!(choice.contains("include = [\"post /tasks\", \"tag:Users\"]"), "{choice}");
    let made = std::fs::read_to_string(folder.path().join("made/apiDefinition.swagger.json")).unwrap();
    assert!(made.contains("CreateTask") && made.contains("ListUsers") && !made.contains("ListTasks"), "{made}");

    // Escape gives up, and nothing is written.
    let mut talk = Talk::start(folder.path(), &["import", "api.yaml", "other"]);
    key(&mut talk, "3 of 3 selected", "\x1b");
    talk.hear("nothing was selected");
    assert!(matches!(talk.end(), WaitStatus::Exited(_, 2)));
    assert_eq!(names(folder.path()), ["api.yaml", "made"]);
}
