//! Scripts of published connectors, run by mono and by the .NET SDK: the requests they send and the responses they make, as somebody who read them expects.
use super::run::{api, json_headers};
use serde_json::{Value, json};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::Command;

struct Case {
    connector: &'static str,
    operation: &'static str,
    /// Follows the address of the server in `--base-url`.
    base: &'static str,
    values: Value,
    arguments: Value,
    answer: Value,
    /// The request as the API gets it.
    line: &'static str,
    headers: &'static [(&'static str, &'static str)],
    /// Members of the body that it gets.
    body: Value,
    /// What the caller gets; null where it does not matter.
    result: Value,
}

fn cases() -> Vec<Case> {
    let key = || json!({ "api_key": "K" });
    let case = |connector, operation, line| Case {
        connector,
        operation,
        base: "",
        values: key(),
        arguments: json!({}),
        answer: json!({}),
        line,
        headers: &[],
        body: Value::Null,
        result: Value::Null,
    };
    vec![
        Case {
            arguments: json!({ "body": { "prompt": "Hi", "max_tokens_to_sample": 5 } }),
            headers: &[("x-api-key", "K")],
            body: json!({ "prompt": "\n\nHuman: Hi\n\nAssistant: " }),
            ..case("independent-publisher-connectors/Anthropic", "ClaudePost", "POST /v1/complete")
        },
        Case {
            values: json!({ "url": "BASE", "username": "u", "password": "p" }),
            arguments: json!({ "body": { "text": "Hello" } }),
            answer: json!({ "a": 1 }),
            headers: &[("authorization", "Basic dTpw")],
            body: json!({ "text": "Hello" }),
            result: json!({ "base64": "eyJhIjoxfQ==" }),
            ..case(
                "independent-publisher-connectors/IBM Watson Text to Speech",
                "Synthesize",
                "POST /v1/synthesize?voice=en-US_MichaelV3Voice",
            )
        },
        Case {
            arguments: json!({ "query": { "limit": 2 } }),
            headers: &[("user-agent", "AssemblyAI/1.0 (integration=msft-connector/1.1.0)"), ("authorization", "K")],
            ..case("certified-connectors/AssemblyAI", "ListTranscripts", "GET /v2/transcript?limit=2")
        },
        Case {
            values: json!({ "token": "T" }),
            arguments: json!({ "path": { "Forecast job Id": "j1" } }),
            answer: json!({ "rows": [1] }),
            headers: &[("authorization", "Bearer T")],
            result: json!({ "operationId": "j1", "status": 2, "results": { "rows": [1] } }),
            ..case("certified-connectors/Business Assist", "GetForecastResult", "GET /api/beta/forecast/j1/download")
        },
        Case {
            values: json!({}),
            arguments: json!({ "path": { "location": "Bad Kissingen" } }),
            ..case("independent-publisher-connectors/wttr.in", "WeatherGet", "GET /Bad%20Kissingen?lang=en")
        },
        Case {
            base: "/geocode",
            arguments: json!({ "header": { "placename": "Bad Kissingen" } }),
            answer: json!({ "results": [] }),
            result: json!({ "results": [] }),
            ..case(
                "independent-publisher-connectors/OpenCage Geocoding",
                "ForwardGeocoding",
                "GET /geocode/v1/json/forward?key=K&q=Bad%20Kissingen",
            )
        },
        Case {
            values: json!({ "token": "T" }),
            arguments: json!({ "path": { "blog-identifier": "b" } }),
            answer: json!({ "meta": {}, "response": { "blog": { "name": "b" } } }),
            result: json!({ "blog": { "name": "b" } }),
            ..case("independent-publisher-connectors/Tumblr", "BlogGet", "GET /v2/blog/b/info")
        },
        Case {
            values: json!({ "key": "K" }),
            arguments: json!({ "body": { "articleID": "7" } }),
            body: json!({ "key": "K", "articleID": "7" }),
            ..case("independent-publisher-connectors/Byword", "ArticleGetPost", "POST /get_article")
        },
        Case {
            arguments: json!({ "body": { "number": "0123" } }),
            answer: json!({ "Result": "Yes" }),
            body: json!({ "number": "0123", "options": { "ApplicationName": "Power Automate" }, "key": "K" }),
            result: json!({ "Result": "Yes" }),
            ..case("certified-connectors/Data8", "IsCallableTPS", "POST /TPS/IsCallable.json?key=K")
        },
        Case {
            base: "/v1",
            values: json!({ "api_client_id": "I", "api_key": "K" }),
            arguments: json!({ "query": { "envelope_id": "e" } }),
            headers: &[("x-annature-id", "I"), ("x-annature-key", "K")],
            ..case("independent-publisher-connectors/Annature", "GetDocuments", "GET /v1/documents?envelope_id=e")
        },
        Case {
            arguments: json!({ "body": { "model": "gpt-4", "messages": [{ "role": "user", "content": "Hi" }] } }),
            answer: json!({ "id": "c", "choices": [{ "message": { "role": "assistant", "content": "Hello" } }] }),
            body: json!({ "model": "gpt-4" }),
            result: json!({ "first_content": "Hello", "id": "c", "choices": [{ "message": { "role": "assistant", "content": "Hello" } }] }),
            ..case("independent-publisher-connectors/OpenAI GPT-4", "ChatPost", "POST /v1/chat/completions")
        },
    ]
}

#[test]
fn scripts_of_published_connectors() {
    let Some(corpus) = super::shared("corpus") else { return };
    let tools = tools();
    if tools.is_empty() {
        println!("skipped: neither mono nor the .NET SDK is installed");
    }
    let wrong: Vec<String> = tools.iter().flat_map(|(tool, path)| run_all(&corpus, tool, path)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What runs scripts here, each with the search path that has it.
fn tools() -> Vec<(&'static str, OsString)> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let works = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    let mono = works("mono") && (works("mcs") || works("csc"));
    // What `.ci/dotnet` installs. Nothing else is on its path, so that mono cannot take its place.
    let dotnet = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/dotnet/bin");
    mono.then_some(("mono", path)).into_iter().chain(dotnet.is_dir().then(|| ("dotnet", dotnet.into_os_string()))).collect()
}

/// Runs all cases; returns what is wrong.
fn run_all(corpus: &Path, tool: &str, path: &OsStr) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    for case in cases() {
        let answer = case.answer.to_string();
        let (host, asked) = api(move |_| (200, json_headers(), answer.clone()));
        let write = |name: &str, value: &Value| {
            let path = folder.path().join(name);
            std::fs::write(&path, value.to_string().replace("\"BASE\"", &format!("\"http://{host}\""))).expect("a file");
            path
        };
        let (values, arguments) = (write("values.json", &case.values), write("arguments.json", &case.arguments));
        let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
        command.args(["run", case.operation]).arg(corpus.join(case.connector));
        command.args(["--base-url", &format!("http://{host}{}", case.base), "--format", "json", "--connection"]).arg(values);
        command.arg("--args").arg(arguments).env("NO_PROXY", "127.0.0.1").env("PATH", path);
        let output = command.output().expect("the program runs");
        let shown: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let mut fail = |what: String| wrong.push(format!("{tool}: {} {}: {what}", case.connector, case.operation));
        let asked = asked.lock().expect("no panic").clone();
        let [request] = asked.as_slice() else {
            fail(format!("{} requests; {}", asked.len(), String::from_utf8_lossy(&output.stderr)));
            continue;
        };
        if request.line != format!("{} HTTP/1.1", case.line) {
            fail(format!("sent {}", request.line));
        }
        for (name, value) in case.headers {
            if request.header(name) != Some(value) {
                fail(format!("header {name} is {:?}", request.header(name)));
            }
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        for (name, value) in case.body.as_object().into_iter().flatten() {
            if body[name] != *value {
                fail(format!("body {body}"));
            }
        }
        let result = &shown["calls"][0]["answer"]["body"];
        // What is a secret is not shown.
        if !case.result.is_null() && *result != case.result {
            fail(format!("result {result}: {}", String::from_utf8_lossy(&output.stderr)));
        }
    }
    wrong
}

#[test]
fn a_script_is_compiled_by_what_can() {
    let tools = tools();
    let [(_, mono), (_, dotnet)] = tools.as_slice() else {
        println!("skipped: mono or the .NET SDK is not installed");
        return;
    };
    let mut both = dotnet.clone();
    both.push(":");
    both.push(mono);
    let (host, _) = api(|_| (200, json_headers(), json!({ "id": 1 }).to_string()));
    let folder = super::run::folder(&host);
    // A namespace of the .NET Framework, newer syntax, and a mistake.
    for (line, body, status, expected) in [
        ("using System.Runtime.Remoting.Contexts;", "var x = 1;", Some(0), "\"id\": 1"),
        ("", "using var x = new MemoryStream(); string? y = x.Length switch { 0 => \"none\", _ => null };", Some(0), "\"id\": 1"),
        ("", "var x = 1", Some(2), "script.csx(4,10): error CS1002"),
    ] {
        let script = format!(
            "{line}\npublic class Script : ScriptBase {{ public override async Task<HttpResponseMessage> ExecuteAsync()\n{{\n{body}\n\
             return await this.Context.SendAsync(this.Context.Request, this.CancellationToken); }} }}"
        );
        std::fs::write(folder.path().join("script.csx"), script).expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_connsmith"));
        command.args(["run", "GetItem", "--arg", "id=1"]).current_dir(folder.path());
        let output = command.env("CONNSMITH_CONNECTION_API_KEY", "k").env("NO_PROXY", "127.0.0.1").env("PATH", &both).output();
        let output = output.expect("the program runs");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.code() == status && said.contains(expected), "{body}: {said}");
    }
}
