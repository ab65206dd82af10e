//! From the first message to the last: what the protocol wants, and what happens when a client does not keep to it.
use crate::client::{Client, capabilities, folder, uri};
use serde_json::{Value, json};

const DEFINITION: &str =
    "{\n  \"swagger\": \"2.0\",\n  \"info\": { \"title\": \"T\", \"version\": \"1.0\" },\n  \"paths\": {}\n}\n";

#[test]
fn a_session_ends_as_the_protocol_wants() {
    let (_top, here) = folder(&[]);
    let mut client = Client::start(&here);
    let id = client.begin("textDocument/hover", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32002, "the first request must be `initialize`");
    let answer = client.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(answer["capabilities"]["textDocumentSync"]["change"], 2);
    assert!(answer["capabilities"].get("diagnosticProvider").is_none(), "the client does not pull");
    let id = client.begin("initialize", json!({ "capabilities": {} }));
    assert_eq!(client.answer(id)["error"]["code"], -32600);
    let id = client.begin("textDocument/nonsense", Value::Null);
    assert_eq!(client.answer(id)["error"]["code"], -32601);
    let id = client.begin("textDocument/hover", json!({ "textDocument": 3 }));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
    client.notify("$/nonsense", json!({}));
    assert!(client.ask("shutdown", Value::Null).is_null());
    let id = client.begin("textDocument/hover", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32600, "the server has shut down");
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), 0);
}

#[test]
fn an_exit_without_goodbye_is_a_failure() {
    let (_top, here) = folder(&[]);
    let mut client = Client::new(&here, &json!({}));
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), 1);
    let client = Client::new(&here, &json!({}));
    assert_eq!(client.hang_up(), 1, "the client has gone");
}

#[test]
fn garbage_is_answered_or_ends_the_server() {
    let (_top, here) = folder(&[]);
    let mut client = Client::new(&here, &json!({}));
    client.raw(b"Content-Length: 4\r\n\r\n{\xff\xfe}");
    client.raw(b"Content-Length: 2\r\n\r\n[]");
    client.raw(b"Content-Length: 20\r\n\r\n{\"id\":77,\"metho\":\"\"}");
    assert_eq!(client.answer(77)["error"]["code"], -32600);
    // It goes on.
    client.ask("workspace/symbol", json!({ "query": "" }));
    client.raw(b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(client.status(), 2);
    let mut client = Client::start(&here);
    client.raw(&[0; 10_000]);
    assert_eq!(client.status(), 2);
    let mut client = Client::start(&here);
    client.raw(b"Content-Length: 18446744073709551615\r\n\r\n{");
    assert_eq!(client.status(), 2);
}

#[test]
fn a_request_can_be_taken_back() {
    let (_top, here) = folder(&[("apiDefinition.swagger.json", DEFINITION)]);
    let mut client = Client::new(&here, &json!({}));
    let (method, params) = ("workspace/symbol", json!({ "query": "" }));
    // Sent in one piece, so that the server has read all of it before it comes to the last.
    let mut text = String::new();
    for id in 1000..1050 {
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string();
        text.push_str(&format!("Content-Length: {}\r\n\r\n{message}", message.len()));
    }
    for id in 1001..1050 {
        let message = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } }).to_string();
        text.push_str(&format!("Content-Length: {}\r\n\r\n{message}", message.len()));
    }
    client.raw(text.as_bytes());
    let mut codes = Vec::new();
    while codes.len() < 50 {
        let message = client.next();
        if message["id"].as_i64().is_some_and(|id| id >= 1000) {
            codes.push(message["error"]["code"].as_i64());
        }
    }
    assert!(codes.contains(&Some(-32800)), "{codes:?}");
    assert_eq!(client.finish(), 0);
}

#[test]
fn buffers_count_more_than_files_and_files_belong_together() {
    let properties = r##"{ "properties": { "iconBrandColor": "#007ee5", "policyTemplateInstances": [ { "templateId": "setheader",
      "parameters": { "x-ms-apimTemplate-operationName": ["Nothing"] } } ] } }"##;
    let (_top, here) = folder(&[("apiDefinition.swagger.json", DEFINITION), ("apiProperties.json", properties)]);
    let (definition, properties_uri) = (uri(&here.join("apiDefinition.swagger.json")), uri(&here.join("apiProperties.json")));
    let mut client = Client::new(&here, &capabilities());
    client.open(&definition, DEFINITION);
    let code = |list: &[Value], code: &str| list.iter().any(|one| one["code"] == code);
    // What is said of a file that is not open is published too.
    client.until(&properties_uri, |list| code(list, "policy-operation-unknown"));
    // The definition gets the operation: the finding in the other file goes.
    let operation = r#"{ "/a": { "get": { "operationId": "Nothing", "responses": { "200": { "description": "OK" } } } } }"#;
    client.change(&definition, 2, (3, 11), (3, 13), operation);
    client.until(&properties_uri, |list| !code(list, "policy-operation-unknown"));
    // And comes back when the other file says something else.
    client.open(&properties_uri, &properties.replace("Nothing", "Else"));
    client.until(&properties_uri, |list| code(list, "policy-operation-unknown"));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": properties_uri } }));
    client.until(&properties_uri, |list| !code(list, "policy-operation-unknown"));
    // A change on the disk counts for what is not open.
    std::fs::write(here.join("apiProperties.json"), properties.replace("Nothing", "Else")).unwrap();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": properties_uri, "type": 2 }] }));
    client.until(&properties_uri, |list| code(list, "policy-operation-unknown"));
    // Once nothing of it is open, nothing is said of it.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": definition } }));
    client.until(&properties_uri, <[Value]>::is_empty);
    client.until(&definition, <[Value]>::is_empty);
    assert_eq!(client.finish(), 0);
}

#[test]
fn settings_of_the_client_and_configurations_count() {
    let (_top, here) = folder(&[("apiDefinition.swagger.json", DEFINITION)]);
    let definition = uri(&here.join("apiDefinition.swagger.json"));
    let mut capabilities = capabilities();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = Client::start(&here);
    client.configuration = json!({ "publisher": "custom" });
    client.ask("initialize", json!({ "capabilities": capabilities, "workspaceFolders": [{ "uri": uri(&here), "name": "a" }] }));
    client.notify("initialized", json!({}));
    client.open(&definition, DEFINITION);
    let severe = |list: &[Value]| list.iter().filter(|one| one["severity"] == 1).count();
    let code = |list: &[Value], code: &str| list.iter().any(|one| one["code"] == code);
    let custom = client.until(&definition, |list| !list.is_empty() && !code(list, "connector-metadata-missing"));
    client.configuration = json!({ "publisher": "certified", "profile": "strict" });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    client.until(&definition, |list| list.len() > custom.len() && severe(list) > severe(&custom));
    client.configuration = json!({});
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    // A configuration in the editor counts as it is typed.
    let config = uri(&here.join("connsmith.toml"));
    let list = client.until(&definition, |list| code(list, "readme-missing"));
    assert!(list.iter().all(|one| one["source"] == "connsmith" && one["codeDescription"]["href"].is_string()), "{list:?}");
    client.open(&config, "[rules]\nreadme-missing = \"off\"\n");
    client.until(&definition, |list| !code(list, "readme-missing"));
    client.replace(&config, 2, "[rules]\nnonsense = \"off\"\n");
    client.until(&definition, |list| code(list, "readme-missing"));
    client.until(&config, |list| code(list, "configuration-not-valid"));
    client.replace(&config, 3, "[[ignore]]\nrule = \"readme-missing\"\nreason = \"there is none\"\n");
    client.until(&config, <[Value]>::is_empty);
    client.until(&definition, |list| !code(list, "readme-missing"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn diagnostics_can_be_pulled() {
    let (_top, here) = folder(&[("apiDefinition.swagger.json", DEFINITION)]);
    let definition = uri(&here.join("apiDefinition.swagger.json"));
    let mut capabilities = capabilities();
    capabilities["textDocument"]["diagnostic"] = json!({});
    let mut client = Client::new(&here, &capabilities);
    client.open(&definition, DEFINITION);
    let params = json!({ "textDocument": { "uri": definition } });
    let report = client.ask("textDocument/diagnostic", params.clone());
    assert_eq!(report["kind"], "full");
    assert!(report["items"].as_array().unwrap().iter().any(|one| one["code"] == "readme-missing"), "{report}");
    let mut again = params;
    again["previousResultId"] = report["resultId"].clone();
    assert_eq!(client.ask("textDocument/diagnostic", again.clone())["kind"], "unchanged");
    client.change(&definition, 2, (2, 22), (2, 25), "\"Tickets\"");
    assert_eq!(client.ask("textDocument/diagnostic", again)["kind"], "full");
    // What is pulled is not published as well.
    assert!(client.diagnostics.get(&definition).is_none_or(Vec::is_empty));
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_thousand_connectors_are_not_checked_at_once() {
    let (_top, here) = folder(&[]);
    for number in 0..1000 {
        let folder = here.join(format!("c{number:04}"));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("apiDefinition.swagger.json"), DEFINITION).unwrap();
    }
    let mut client = Client::new(&here, &capabilities());
    let first = uri(&here.join("c0007/apiDefinition.swagger.json"));
    client.open(&first, DEFINITION);
    client.until(&first, |list| !list.is_empty());
    client.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": first } }));
    assert_eq!(client.diagnostics.len(), 1, "only what is open is checked");
    // On request all are, and it can be stopped.
    let id = client.begin("workspace/executeCommand", json!({ "command": "connsmith.checkWorkspace" }));
    let token = loop {
        let message = client.next();
        if message["method"] == "$/progress" && message["params"]["value"]["kind"] == "report" {
            break message["params"]["token"].clone();
        }
    };
    client.notify("window/workDoneProgress/cancel", json!({ "token": token }));
    let answer = client.answer(id);
    let checked = answer["result"]["connectors"].as_u64().unwrap();
    assert!((1..1000).contains(&checked), "{answer}");
    assert!(client.others.iter().any(|message| message["params"]["value"]["kind"] == "end"));
    assert_eq!(client.finish(), 0);
}

#[test]
#[cfg(unix)]
fn the_server_ends_when_its_editor_is_gone() {
    let (_top, here) = folder(&[]);
    let mut editor = std::process::Command::new("cat").stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut client = Client::start(&here);
    client.ask("initialize", json!({ "processId": editor.id(), "rootUri": null, "capabilities": {} }));
    client.notify("initialized", json!({}));
    client.ask("workspace/symbol", json!({ "query": "" }));
    editor.kill().unwrap();
    editor.wait().unwrap();
    // Its streams stay open: something else holds them.
    assert_eq!(client.status(), 1);
    // Numbers that cannot be processes are nobody's.
    for number in [json!(0), json!(-1), json!(4_000_000_000_u32), json!("x"), json!(1.5)] {
        let mut client = Client::start(&here);
        client.ask("initialize", json!({ "processId": number, "rootUri": null, "capabilities": {} }));
        assert_eq!(client.finish(), 0);
    }
}
