//! Runs `script.csx` if the .NET SDK or mono is installed. The script's own requests are sent from here, like all others.
use super::note;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use connsmith::call::exchange::{Answer, Headers, Outgoing, Payload, Sender};
use connsmith::call::pipeline::Script;
use connsmith::connector::facts::strings;
use connsmith::connector::{Connector, Operation};
use connsmith::text::measure::MOST_VALUES;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const HOST: &str = include_str!("script/host.cs");

/// The path of mono's JSON library on Debian; elsewhere the compiler finds it on its own.
const NEWTONSOFT: &str = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll";

/// The assemblies of mono that stand for those that the platform references for every script.
const REFERENCES: [&str; 7] =
    ["System", "System.Core", "System.Net.Http", "System.Web", "System.Xml", "System.Xml.Linq", "System.Drawing"];
/// An assembly that is often not installed, with the word that requires it.
const RARE: (&str, &str) = ("System.IO.Compression", "ZipArchive");

/// The time limit of a script. The documentation says 5 seconds, later texts 2 minutes: the longer one applies, and exceeding the
/// shorter one is reported.
const LONGEST: Duration = Duration::from_secs(120);
const DOCUMENTED: Duration = Duration::from_secs(5);

/// What compiles and runs scripts.
#[derive(Clone)]
enum Tool {
    /// The .NET SDK: the folder of the SDK, and the folder and version of the framework that scripts run on.
    Dotnet { sdk: PathBuf, framework: PathBuf, version: String },
    /// Mono with this compiler.
    Mono(&'static str),
}

/// A compiled script: its folder is deleted at the end.
struct Compiled {
    folder: TempDir,
    program: &'static str,
}

/// A script and what can compile it. Copies share the compiled script.
#[derive(Clone)]
pub struct Runner {
    tools: Vec<Tool>,
    text: String,
    name: String,
    /// The compiled script, or the reason why there is none.
    compiled: Arc<OnceLock<Result<Compiled, String>>>,
}

/// The runner of the connector's script; None if there is no script, or nothing to run it with.
pub fn find(connector: &Connector) -> Option<Runner> {
    let script = connector.script.as_ref()?;
    let works = |program: &str| output(program, "--version").is_some();
    let mono = || ["csc", "mcs"].into_iter().find(|compiler| works(compiler)).filter(|_| works("mono")).map(Tool::Mono);
    let tools: Vec<Tool> = dotnet().into_iter().chain(mono()).collect();
    let is_any = !tools.is_empty();
    is_any.then(|| Runner { tools, text: script.text.to_string(), name: script.name.clone(), compiled: Arc::default() })
}

/// What a program prints for an option; None if it does not work.
fn output(program: &str, option: &str) -> Option<String> {
    let output = Command::new(program).arg(option).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The newest .NET SDK. It has a compiler and the JSON library, so that no project and no package is needed.
fn dotnet() -> Option<Tool> {
    // Lines such as `8.0.404 [/usr/share/dotnet/sdk]`, the newest version last.
    let newest = |listed: &str, name: &str| {
        let line = listed.lines().rev().find_map(|line| line.strip_prefix(name))?;
        let (version, folder) = line.split_once(" [")?;
        Some((version.to_owned(), Path::new(folder.trim_end().strip_suffix(']')?).join(version)))
    };
    let (_, sdk) = newest(&output("dotnet", "--list-sdks")?, "")?;
    let (version, framework) = newest(&output("dotnet", "--list-runtimes")?, "Microsoft.NETCore.App ")?;
    let is_whole = sdk.join(COMPILER).is_file() && sdk.join(JSON).is_file();
    is_whole.then_some(Tool::Dotnet { sdk, framework, version })
}

/// The compiler and the JSON library in the folder of a .NET SDK.
const COMPILER: &str = "Roslyn/bincore/csc.dll";
const JSON: &str = "Newtonsoft.Json.dll";

impl Tool {
    /// The command that compiles a script in this folder, without the options that every compiler gets.
    fn command(&self, folder: &Path, text: &str) -> std::io::Result<Command> {
        match self {
            Tool::Dotnet { sdk, framework, version } => {
                let runtime =
                    json!({ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": version } } });
                std::fs::write(folder.join("script.runtimeconfig.json"), runtime.to_string())?;
                std::fs::copy(sdk.join(JSON), folder.join(JSON))?;
                let mut options = format!("-nostdlib\n-r:{JSON}\n-out:script.dll\n");
                for entry in std::fs::read_dir(framework)? {
                    let path = entry?.path();
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    // The other files are not made of .NET code.
                    let is_own = ["System.", "Microsoft.CSharp.", "Microsoft.Win32.", "mscorlib.", "netstandard."];
                    if name.ends_with(".dll") && is_own.iter().any(|own| name.starts_with(own)) && !name.contains(".Native.") {
                        options.push_str(&format!("-r:\"{}\"\n", path.display()));
                    }
                }
                std::fs::write(folder.join("references.rsp"), options)?;
                let mut command = Command::new("dotnet");
                command.arg("exec").arg(sdk.join(COMPILER)).args(["-noconfig", "@references.rsp"]);
                Ok(command)
            }
            Tool::Mono(compiler) => {
                let mut command = Command::new(compiler);
                command.arg("-out:script.exe").args(REFERENCES.iter().map(|name| format!("-r:{name}.dll")));
                if text.contains(RARE.1) {
                    command.arg(format!("-r:{}.dll", RARE.0));
                }
                command.arg(format!("-r:{}", if Path::new(NEWTONSOFT).exists() { NEWTONSOFT } else { JSON }));
                Ok(command)
            }
        }
    }

    /// The names of the compiler for people and of the program that runs what it made.
    fn names(&self) -> (&'static str, &'static str) {
        match self {
            Tool::Dotnet { .. } => ("the compiler of `dotnet`", "dotnet"),
            Tool::Mono("csc") => ("`csc`", "mono"),
            Tool::Mono(_) => ("`mcs`", "mono"),
        }
    }
}

impl Runner {
    /// Compiles the script with the first tool that can: they know different versions of C# and of the library.
    fn compile(&self) -> Result<Compiled, String> {
        let mut reasons = Vec::new();
        for tool in &self.tools {
            match self.compile_with(tool) {
                Ok(folder) => return Ok(Compiled { folder, program: tool.names().1 }),
                Err(why) => reasons.push(why),
            }
        }
        Err(reasons.join("\n"))
    }

    fn compile_with(&self, tool: &Tool) -> Result<TempDir, String> {
        let failed = |error: std::io::Error| format!("cannot write the script for the compiler: {error}");
        let folder = tempfile::tempdir().map_err(failed)?;
        let namespaces = strings("script-namespaces", "documented", "namespaces");
        let usings: String = namespaces.iter().map(|name| format!("using {name};\n")).collect();
        let text = self.text.trim_start_matches('\u{feff}');
        let script = format!("{usings}#line 1 \"script.csx\"\n{text}\n");
        std::fs::write(folder.path().join("script.cs"), script).map_err(failed)?;
        std::fs::write(folder.path().join("host.cs"), HOST).map_err(failed)?;
        let mut command = tool.command(folder.path(), text).map_err(failed)?;
        command.args(["-nologo", "-warn:0", "-langversion:latest", "-target:exe", "host.cs", "script.cs"]);
        let (compiler, _) = tool.names();
        let output = command.current_dir(folder.path()).stdin(Stdio::null()).output();
        let output = output.map_err(|error| format!("{compiler}: {error}"))?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            let errors: Vec<&str> = said.lines().filter(|line| line.contains("error")).take(5).collect();
            let said = if errors.is_empty() { said.trim().to_owned() } else { errors.join("\n") };
            return Err(format!("{compiler} does not compile `{}`:\n{said}", self.name));
        }
        Ok(folder)
    }
}

impl Script for Runner {
    fn run(&mut self, operation: Operation, request: &Outgoing, sender: &mut dyn Sender) -> Result<Answer, String> {
        let compiled = self.compiled.get_or_init(|| self.compile()).as_ref().map_err(Clone::clone)?;
        let mut command = Command::new(compiled.program);
        match compiled.program {
            "dotnet" => command.arg("exec").arg(compiled.folder.path().join("script.dll")),
            _ => command.arg(compiled.folder.path().join("script.exe")),
        };
        // A script must not see the values of the connection.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CONNSMITH_") {
                command.env_remove(name);
            }
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("`{}`: {error}", compiled.program))?;
        let done = talk(&mut child, operation, request, sender);
        let _ = child.kill(); // it may have exited already
        let _ = child.wait();
        done
    }
}

/// Runs the script, and sends its requests.
fn talk(child: &mut Child, operation: Operation, request: &Outgoing, sender: &mut dyn Sender) -> Result<Answer, String> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("cannot communicate with it".to_owned());
    };
    let (send, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    let mut write =
        |message: &Value| writeln!(input, "{message}").and_then(|()| input.flush()).map_err(|error| error.to_string());
    let mut call = of_request(request);
    call["operationId"] = json!(operation.id().unwrap_or_default());
    call["original"] = json!(request.url());
    write(&call)?;
    let begin = Instant::now();
    // The time that the API takes does not count as the script's.
    let mut elsewhere = Duration::ZERO;
    loop {
        let used = begin.elapsed().saturating_sub(elsewhere);
        let line = next(&lines, LONGEST.saturating_sub(used))?;
        let message: Value = serde_json::from_str(&line).map_err(|_| "it sent something that is not JSON".to_owned())?;
        if let Some(text) = message["log"].as_str() {
            note(&format!("script: {text}"));
        } else if message["send"].is_object() {
            let asked = Instant::now();
            let reply = match to_request(&message["send"]).and_then(|request| sender.send(&request)) {
                Ok(answer) => json!({ "answer": of_answer(&answer) }),
                Err(error) => json!({ "error": error }),
            };
            elsewhere += asked.elapsed();
            write(&reply)?;
        } else if message["done"].is_object() {
            if begin.elapsed().saturating_sub(elsewhere) > DOCUMENTED {
                note("warning: the script took more than the documented limit of 5 seconds");
            }
            return to_answer(&message["done"]);
        } else {
            return Err(message["failed"].as_str().unwrap_or("no reason given").to_owned());
        }
    }
}

fn next(lines: &Receiver<String>, wait: Duration) -> Result<String, String> {
    lines.recv_timeout(wait).map_err(|error| match error {
        RecvTimeoutError::Timeout => format!("it did not finish within {} seconds", LONGEST.as_secs()),
        RecvTimeoutError::Disconnected => "it ended without a response".to_owned(),
    })
}

fn of_headers(headers: &Headers) -> Value {
    headers.0.iter().map(|(name, value)| json!([name, value])).collect()
}

fn of_payload(payload: &Payload) -> Value {
    payload.bytes().map_or(Value::Null, |bytes| STANDARD.encode(bytes).into())
}

fn of_request(request: &Outgoing) -> Value {
    json!({
        "method": request.method,
        "url": request.url(),
        "headers": of_headers(&request.headers),
        "body": of_payload(&request.payload),
    })
}

fn of_answer(answer: &Answer) -> Value {
    json!({ "status": answer.status, "headers": of_headers(&answer.headers), "body": of_payload(&answer.payload) })
}

fn to_headers(value: &Value) -> Headers {
    let pair = |pair: &Value| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()));
    Headers(value.as_array().into_iter().flatten().filter_map(pair).collect())
}

fn to_payload(body: &Value, headers: &Headers) -> Result<Payload, String> {
    let Some(text) = body.as_str() else { return Ok(Payload::None) };
    let bytes = STANDARD.decode(text).map_err(|_| "its body is not base64".to_owned())?;
    Payload::of(bytes, headers.get("content-type"), MOST_VALUES).map_err(|why| format!("its body {why}"))
}

fn to_request(message: &Value) -> Result<Outgoing, String> {
    let url = message["url"].as_str().unwrap_or_default();
    let headers = to_headers(&message["headers"]);
    let mut request = Outgoing::at(url).ok_or_else(|| format!("`{url}` is not a valid URL"))?;
    request.method = message["method"].as_str().unwrap_or("GET").to_ascii_uppercase();
    request.payload = to_payload(&message["body"], &headers)?;
    request.headers = headers;
    request.headers.remove("Content-Length");
    Ok(request)
}

fn to_answer(message: &Value) -> Result<Answer, String> {
    let headers = to_headers(&message["headers"]);
    let status = message["status"].as_u64().and_then(|status| u16::try_from(status).ok()).ok_or("its response has no status")?;
    let payload = to_payload(&message["body"], &headers)?;
    Ok(Answer { status, headers, payload })
}
