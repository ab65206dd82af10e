//! Published connectors with policies against a recording server: each request as somebody who read the policies expects it.
use super::run::{Asked, api, json_headers};
use connsmith::call::choices::Choices;
use connsmith::call::connection::Connection;
use connsmith::call::exchange::{Answer, Outgoing, Payload, Sender};
use connsmith::call::pipeline::{self, Caller, Stop};
use connsmith::call::request::{self, Defaults, Options};
use connsmith::call::{arguments, source};
use connsmith::connector::discover::{self, Found};
use connsmith::serve::network::Network;
use connsmith::text::document::{Document, File};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Sends every request to a server on this machine, and keeps the origin to which it was addressed.
struct Rerouted {
    network: Network,
    host: String,
    origins: Vec<String>,
}

impl Sender for Rerouted {
    fn send(&mut self, request: &Outgoing) -> Result<Answer, String> {
        let mut request = request.clone();
        let (scheme, rest) = request.base.split_once("://").ok_or_else(|| format!("`{}` is no address", request.base))?;
        let (origin, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        self.origins.push(format!("{scheme}://{origin}"));
        request.base = format!("http://{}{path}", self.host);
        self.network.send(&request)
    }
}

/// What is different from the expected request.
fn differences(want: &Value, origin: &str, seen: &Asked) -> Vec<String> {
    let mut wrong = Vec::new();
    let (method, path) = seen.line.split_once(' ').unwrap_or_default();
    let line = format!("{method} {origin}{}", path.trim_end_matches(" HTTP/1.1"));
    if want["line"] != line.as_str() {
        wrong.push(format!("sent {line}, wanted {}", want["line"]));
    }
    for (name, value) in want["headers"].as_object().into_iter().flatten() {
        if seen.header(name) != value.as_str() {
            wrong.push(format!("header {name} is {:?}, wanted {value}", seen.header(name)));
        }
    }
    if let Some(body) = want.get("body") {
        let sent: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
        if sent != *body {
            wrong.push(format!("body is {sent}, wanted {body}"));
        }
    }
    wrong
}

fn check(corpus: &Path, case: &Value) -> Vec<String> {
    let name = case["connector"].as_str().expect("a name");
    let folder = corpus.join(name);
    let connector = source::connector(discover::load(&Found::folder(&folder), name.to_owned()));
    let operation =
        connector.operation(case["operation"].as_str().expect("an id")).unwrap_or_else(|| panic!("{name}: no operation"));
    let given = case.get("arguments").cloned().unwrap_or_else(|| json!({}));
    let (arguments, problems) = arguments::of_file(&Document::json(File::Other(0), "arguments", given.to_string().into_bytes()));
    assert!(problems.is_empty(), "{problems:?}");
    let built = request::build(operation, &arguments, Options { defaults: Defaults::All, force: true, ..Options::default() });
    let Some(request) = built.request else { return vec![format!("{:?}", built.problems)] };
    let mut connection = Connection::default();
    for (name, value) in case["values"].as_object().into_iter().flatten() {
        connection.put(name, value.as_str().expect("a text").to_owned());
    }
    let answers = Mutex::new(case["answers"].as_array().cloned().unwrap_or_default());
    let (host, asked) = api(move |_| {
        let mut answers = answers.lock().expect("no panic");
        let answer = if answers.is_empty() { json!({}) } else { answers.remove(0) };
        (200, json_headers(), answer.to_string())
    });
    let mut sender = Rerouted { network: Network::new(Duration::from_secs(30), None), host, origins: Vec::new() };
    let mut caller = Caller {
        connection: &connection,
        choices: &Choices::default(),
        sender: &mut sender,
        script: None,
        dry: false,
        base: None,
        gateway: None,
    };
    let called = pipeline::call(operation, &request, &mut caller);
    match called.stop {
        None => {}
        // What the script gets is what counts here.
        Some(Stop::Script) => drop(sender.send(&called.request)),
        Some(stop) => return vec![stop.message()],
    }
    let seen = Arc::clone(&asked).lock().expect("no panic").clone();
    let want = case["requests"].as_array().expect("a list");
    let mut wrong = Vec::new();
    if seen.len() != want.len() {
        wrong.push(format!(
            "{} requests, wanted {}: {:?}",
            seen.len(),
            want.len(),
            seen.iter().map(|seen| &seen.line).collect::<Vec<_>>()
        ));
    }
    for ((want, seen), origin) in want.iter().zip(&seen).zip(&sender.origins) {
        wrong.extend(differences(want, origin, seen));
    }
    if let Some(want) = case.get("answer") {
        let got = called.answer.map(|answer| answer.payload);
        if got != Some(Payload::Json(want.clone())) {
            wrong.push(format!("the answer is {got:?}, wanted {want}"));
        }
    }
    wrong
}

#[test]
fn requests_of_published_connectors() {
    let Some(corpus) = super::shared("corpus") else { return };
    let cases: Value = serde_json::from_str(include_str!("published.json")).expect("JSON");
    let cases = cases.as_array().expect("a list");
    let mut connectors: Vec<&str> = cases.iter().filter_map(|case| case["connector"].as_str()).collect();
    connectors.dedup();
    assert!(connectors.len() >= 30, "{} connectors", connectors.len());
    let wrong: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            check(&corpus, case)
                .into_iter()
                .map(|wrong| format!("{} {}: {wrong}", case["connector"], case["operation"]))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
