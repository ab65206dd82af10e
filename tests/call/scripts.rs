//! Scripts of published connectors, run by mono: the requests they send and the responses they make, as somebody who read them expects.
use super::run::{api, json_headers};
use serde_json::{Value, json};
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
    let works = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !(works("mono") && (works("mcs") || works("csc"))) {
        println!("skipped: mono and its compiler are not installed");
        return;
    }
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
        command.arg("--args").arg(arguments).env("NO_PROXY", "127.0.0.1");
        let output = command.output().expect("the program runs");
        let shown: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let mut fail = |what: String| wrong.push(format!("{} {}: {what}", case.connector, case.operation));
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
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
