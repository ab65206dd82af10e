//! Where names, edits, findings and messages meet a corner: what is easily lost or broken without a word.
use crate::client::{Client, applied, capabilities, edits_of, folder, place, range, uri};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const DEFINITION: &str = r##"{
  "swagger": "2.0",
  "info": { "title": "Items", "description": "Items.", "version": "1.0" },
  "host": "api.fabrikam.com",
  "basePath": "/",
  "schemes": ["https"],
  "paths": {
    "/items/{id}": {
      "get": {
        "operationId": "GetItem",
        "summary": "Get item",
        "description": "Gets an item.",
        "parameters": [
          { "name": "id", "in": "path", "required": true, "type": "string" },
          { "name": "lang", "in": "query", "type": "string" },
          { "name": "X-Ver", "in": "header", "type": "string" }
        ],
        "responses": { "200": { "description": "OK", "schema": { "$ref": "#/definitions/Item" } } }
      },
      "delete": {
        "operationId": "DeleteItem",
        "parameters": [{ "name": "id", "in": "path", "required": true, "type": "string" }],
        "responses": { "204": { "description": "Done" } }
      }
    },
    "/x/{team}": {
      "post": {
        "operationId": "X",
        "parameters": [
          { "name": "team", "in": "path", "required": true, "type": "string" },
          { "name": "body", "in": "body", "schema": { "$ref": "#/definitions/Body" } }
        ],
        "responses": { "200": { "description": "OK" } }
      }
    },
    "/y/{team}": {
      "post": {
        "operationId": "Y",
        "parameters": [
          { "name": "team", "in": "path", "required": true, "type": "string" },
          { "name": "body", "in": "body", "schema": { "$ref": "#/definitions/Body" } }
        ],
        "responses": { "200": { "description": "OK" } }
      }
    }
  },
  "definitions": {
    "Item": { "type": "object", "properties": { "name": { "type": "string" } } },
    "Body": {
      "type": "object",
      "properties": {
        "item": {
          "type": "string",
          "x-ms-dynamic-values": { "operationId": "GetItem", "value-path": "name", "parameters": { "lang": { "parameter": "team" } } }
        }
      }
    }
  },
  "x-ms-capabilities": {
    "testConnection": { "operationId": "GetItem", "parameters": { "id": "1", "lang": "en" } },
    "file-picker": {
      "open": { "operationId": "GetItem", "parameters": { "lang": { "value": "en" } } },
      "browse": { "operationId": "GetItem", "parameters": { "lang": { "value-property": "name" } } },
      "value-title": "name"
    }
  }
}
"##;

const PROPERTIES: &str = r##"{
  "properties": {
    "iconBrandColor": "#1a6fb5",
    "connectionParameters": { "host": { "type": "string" } },
    "scriptOperations": ["GetItem"],
    "policyTemplateInstances": [
      {
        "templateId": "dynamichosturl",
        "title": "Host",
        "parameters": { "x-ms-apimTemplateParameter.urlTemplate": "https://@connectionParameters('host')/x" }
      },
      {
        "templateId": "setheader",
        "title": "Header",
        "parameters": {
          "x-ms-apimTemplateParameter.name": "X-Ver",
          "x-ms-apimTemplateParameter.value": "@queryParameters('lang') @headers('X-Ver')",
          "x-ms-apimTemplate-policySection": "Request",
          "x-ms-apimTemplate-operationName": ["GetItem"]
        }
      },
      {
        "templateId": "setqueryparameter",
        "title": "Query",
        "parameters": {
          "x-ms-apimTemplateParameter.name": "lang",
          "x-ms-apimTemplateParameter.value": "en",
          "x-ms-apimTemplate-policySection": "Request",
          "x-ms-apimTemplate-operationName": ["GetItem"]
        }
      },
      {
        "templateId": "routerequesttoendpoint",
        "title": "Route",
        "parameters": {
          "x-ms-apimTemplateParameter.newPath": "/api/{id}",
          "x-ms-apimTemplateParameter.httpMethod": "@Request.OriginalHTTPMethod"
        }
      }
    ]
  }
}
"##;

const SCRIPT: &str = "public class Script : ScriptBase\n{\n    string a = \"GetItem\", b = @\"GetItem\";\n}\n";

struct Editor {
    client: Client,
    definition: String,
    properties: String,
    folder: PathBuf,
    top: PathBuf,
    _top: tempfile::TempDir,
}

fn start_with(definition: &str, properties: &str) -> Editor {
    let (top, here) =
        folder(&[("a/apiDefinition.swagger.json", definition), ("a/apiProperties.json", properties), ("a/script.csx", SCRIPT)]);
    let mut client = Client::new(&here, &capabilities());
    let folder = here.join("a");
    let [definition_uri, properties_uri] =
        ["apiDefinition.swagger.json", "apiProperties.json"].map(|name| uri(&folder.join(name)));
    client.open(&definition_uri, definition);
    client.open(&properties_uri, properties);
    Editor { client, definition: definition_uri, properties: properties_uri, folder, top: here, _top: top }
}

fn start() -> Editor {
    start_with(DEFINITION, PROPERTIES)
}

impl Editor {
    /// Renames what stands before the end of a text of the definition; both files afterwards.
    fn renamed(&mut self, needle: &str, new: &str) -> (String, String) {
        let edit = self.rename(needle, new);
        let edit = &edit["result"];
        let (definition, properties) = (edits_of(edit, &self.definition), edits_of(edit, &self.properties));
        (applied(DEFINITION, &definition), applied(PROPERTIES, &properties))
    }

    fn rename(&mut self, needle: &str, new: &str) -> Value {
        let (uri, (line, character)) = match DEFINITION.contains(needle) {
            true => (self.definition.clone(), place(DEFINITION, needle, 2)),
            false => (self.properties.clone(), place(PROPERTIES, needle, 2)),
        };
        let at = json!({ "line": line, "character": character });
        let params = json!({ "textDocument": { "uri": uri }, "position": at, "newName": new });
        let id = self.client.begin("textDocument/rename", params);
        self.client.answer(id)
    }

    /// Asks what can be written at `|` in a text that takes the place of another in a file, and the text with one of these.
    fn completed(&mut self, of_definition: bool, old: &str, new: &str, label: &str) -> Option<(Value, String)> {
        let (uri, text) = if of_definition { (&self.definition, DEFINITION) } else { (&self.properties, PROPERTIES) };
        let uri = uri.clone();
        assert!(text.contains(old), "{old}");
        let marked = text.replacen(old, new, 1);
        let at = place(&marked, new.split_inclusive('|').next().unwrap(), 1);
        let changed = marked.replacen('|', "", 1);
        self.client.replace(&uri, 2, &changed);
        let list = self.client.at("textDocument/completion", &uri, at);
        self.client.replace(&uri, 3, text);
        let item = list.as_array()?.iter().find(|item| item["label"] == label)?.clone();
        let mut edits = vec![item["textEdit"].clone()];
        edits.extend(item["additionalTextEdits"].as_array().into_iter().flatten().cloned());
        let after = applied(&changed, &edits).replace("$1", "");
        Some((item, after))
    }

    fn actions(&mut self, needle: &str, only: &Value) -> Vec<Value> {
        let at = place(DEFINITION, needle, 3);
        let params = json!({ "textDocument": { "uri": self.definition }, "range": range(at, at), "context": { "diagnostics": [], "only": only } });
        self.client.ask("textDocument/codeAction", params).as_array().unwrap().clone()
    }
}

#[test]
fn a_parameter_is_renamed_wherever_it_is_named() {
    let mut editor = start();
    // Both operations of a path, from either of them and from the path; the route of all operations; the capabilities.
    for needle in
        ["{ \"name\": \"id\"", "\"/items/{id}\"", "\"testConnection\": { \"operationId\": \"GetItem\", \"parameters\": { \"id\""]
    {
        let (definition, properties) = editor.renamed(needle, "itemId");
        assert_eq!(
            (definition.matches("itemId").count(), definition.matches("\"id\"").count()),
            (4, 0),
            "{needle}: {definition}"
        );
        assert!(definition.contains("/items/{itemId}") && properties.contains("/api/{itemId}"), "{properties}");
    }
    // A lookup in a shared definition takes the parameter of each operation that uses it.
    let (definition, _) = editor.renamed("\"/x/{team}\"", "squad");
    assert_eq!((definition.matches("squad").count(), definition.matches("team").count()), (5, 0), "{definition}");
    // Policies, from there as well.
    for needle in ["{ \"name\": \"lang\"", "@queryParameters('lang'"] {
        let (definition, properties) = editor.renamed(needle, "language");
        assert_eq!((definition.matches("\"language\"").count(), definition.matches("\"lang\"").count()), (5, 0), "{definition}");
        assert!(properties.contains("@queryParameters('language') @headers('X-Ver')"), "{properties}");
        assert!(properties.contains("Parameter.name\": \"language\""), "{properties}");
    }
    let (_, properties) = editor.renamed("{ \"name\": \"X-Ver\"", "X-Version");
    assert!(
        properties.contains("@headers('X-Version')") && properties.contains("Parameter.name\": \"X-Version\""),
        "{properties}"
    );
    // Names that cannot be.
    for (needle, new) in [("connectionParameters('host'", "ser'ver"), ("{ \"name\": \"lang\"", "la'ng")] {
        let answer = editor.rename(needle, new);
        assert!(answer["error"]["message"].as_str().is_some_and(|why| why.contains("contain")), "{answer}");
    }
    // A backslash escapes nothing in a verbatim string.
    let answer = editor.rename("\"operationId\": \"GetItem\"", "Get\"It");
    let after = applied(SCRIPT, &edits_of(&answer["result"], &uri(&editor.folder.join("script.csx"))));
    assert!(after.contains("a = \"Get\\\"It\", b = @\"Get\"\"It\";"), "{after}");
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn a_completion_leaves_what_is_around_it() {
    let mut editor = start();
    let url = "https://@connectionParameters('host')/x";
    let host = "@connectionParameters('host')";
    for (before, after) in [
        ("https://|.contoso.com", "https://@connectionParameters('host').contoso.com"),
        ("https://@|/v1/api", "https://@connectionParameters('host')/v1/api"),
        ("https://@connectionParameters('|')/x", "https://@connectionParameters('host')/x"),
    ] {
        let (item, text) = editor.completed(false, url, before, host).unwrap();
        assert!(text.contains(&format!("\"{after}\"")), "{before}: {item}");
    }
    let metadata = |value: &str| {
        format!("\"x-ms-connector-metadata\": [{{ \"propertyName\": \"Categories\", \"propertyValue\": {value} }}],\n  \"host\"")
    };
    let (_, text) = editor.completed(true, "\"host\"", &metadata("\"AI;|;Data\""), "Marketing").unwrap();
    assert!(text.contains("\"AI;Marketing;Data\""), "{text}");
    assert!(editor.completed(true, "\"host\"", &metadata("\"AI;|;Data\""), "AI").is_none(), "it is there already");
    // A value behind the cursor is replaced.
    for (old, new) in
        [("\"type\": \"string\" }\n", "\"type\": |\"string\" }\n"), ("\"type\": \"string\" }\n", "\"type\":| \"string\" }\n")]
    {
        let (item, text) = editor.completed(true, old, new, "integer").unwrap();
        assert!(serde_json::from_str::<Value>(&text).is_ok() && text.contains("\"type\": \"integer\" }\n"), "{item} {text}");
    }
    assert!(editor.completed(true, "\"200\": {", "\"200\":| {", "response").is_none(), "there is a long value already");
    // A client compares what is typed, a quote.
    let (item, text) = editor.completed(true, "\"paths\": {\n", "\"paths\": {\n\"|\"\n", "path").unwrap();
    assert_eq!(item["filterText"], "\"path\"");
    assert!(text.contains("},\n\n") || text.contains("},\n    \"/items"), "{text}");
    assert!(editor.completed(true, "\"/items/{id}\": {", "\"/items|\": {", "path").is_none(), "its value is there");
    // A comma and a member at the same place are one edit.
    let (item, text) = editor.completed(true, "\"https\"],", "\"https\"]|,", "consumes").unwrap();
    assert!(item["additionalTextEdits"].is_null() && text.contains("\"https\"], \"consumes\""), "{item}");
    // What is in a list is not offered again.
    let list = "\"operationName\": [\"GetItem\"]".replace("operationName", "x-ms-apimTemplate-operationName");
    let more = list.replace("\"GetItem\"", "\"GetItem\", \"|\"");
    assert!(editor.completed(false, &list, &more, "GetItem").is_none());
    assert!(editor.completed(false, &list, &more, "DeleteItem").is_some());
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn a_new_version_behaves_as_the_old_one() {
    let mut editor = start();
    let next = |editor: &mut Editor, definition: &str, properties: &str, id: &str| -> (String, String) {
        let at = place(definition, &format!("\"operationId\": \"{id}\""), 3);
        let params = json!({ "textDocument": { "uri": editor.definition }, "range": range(at, at), "context": { "diagnostics": [], "only": ["refactor.rewrite"] } });
        let actions = editor.client.ask("textDocument/codeAction", params);
        let edit = &actions[0]["edit"];
        let both = [(&editor.definition, definition), (&editor.properties, properties)];
        let [definition, properties] = both.map(|(uri, text)| applied(text, &edits_of(edit, uri)));
        let (d, p) = (editor.definition.clone(), editor.properties.clone());
        editor.client.replace(&d, 2, &definition);
        editor.client.replace(&p, 2, &properties);
        (definition, properties)
    };
    let (definition, properties) = next(&mut editor, DEFINITION, PROPERTIES, "GetItem");
    let value: Value = serde_json::from_str(&properties).unwrap();
    let body = &value["properties"];
    assert_eq!(body["scriptOperations"], json!(["GetItem", "GetItemV2"]));
    for at in [1, 2] {
        let names = &body["policyTemplateInstances"][at]["parameters"]["x-ms-apimTemplate-operationName"];
        assert_eq!(*names, json!(["GetItem", "GetItemV2"]));
    }
    // The route of all operations is that of the new one.
    assert_eq!(body["policyTemplateInstances"].as_array().unwrap().len(), 4, "{properties}");
    let (definition, _) = next(&mut editor, &definition, &properties, "GetItemV2");
    let value: Value = serde_json::from_str(&definition).unwrap();
    assert_eq!(value.pointer("/paths/~1v3~1items~1{id}/get/operationId").unwrap(), "GetItemV3");
    assert_eq!(editor.client.finish(), 0);
    // Without a route there is one to the address of the first.
    let mut route: Value = serde_json::from_str(PROPERTIES).unwrap();
    route["properties"]["policyTemplateInstances"].as_array_mut().unwrap().pop();
    let route = serde_json::to_string_pretty(&route).unwrap();
    let mut editor = start_with(DEFINITION, &route);
    let (definition, properties) = next(&mut editor, DEFINITION, &route, "GetItem");
    let (definition, properties) = next(&mut editor, &definition, &properties, "GetItemV2");
    assert!(definition.contains("\"/v3/items/{id}\""), "{definition}");
    let value: Value = serde_json::from_str(&properties).unwrap();
    let policies = value["properties"]["policyTemplateInstances"].as_array().unwrap();
    assert_eq!(policies.len(), 4, "{properties}");
    assert_eq!(policies[3]["parameters"]["x-ms-apimTemplateParameter.newPath"], "/items/{id}");
    assert_eq!(policies[3]["parameters"]["x-ms-apimTemplate-operationName"], json!(["GetItemV2", "GetItemV3"]));
    assert_eq!(editor.client.finish(), 0);
}

fn code(list: &[Value], code: &str) -> bool {
    list.iter().any(|one| one["code"] == code)
}

fn watched(client: &mut Client, path: &Path, kind: u8) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(path), "type": kind }] }));
}

#[test]
fn findings_go_with_what_they_are_about() {
    let (_top, here) = folder(&[
        ("a/apiDefinition.swagger.json", DEFINITION),
        ("a/apiProperties.json", "{ \"nonsense\": 1 }"),
        ("b/apiDefinition.swagger.json", DEFINITION),
        ("c/apiDefinition.swagger.json", DEFINITION),
        ("c/settings.json", "{ \"apiDefinition\": \"apiDefinition.swagger.json\" }"),
        ("c/other.json", DEFINITION),
        ("connsmith.toml", "nonsense = 1\n"),
    ]);
    let [a, b, c] = ["a", "b", "c"].map(|name| here.join(name));
    let file = |folder: &Path| uri(&folder.join("apiDefinition.swagger.json"));
    let some = |list: &[Value]| !list.is_empty();
    let mut client = Client::new(&here, &capabilities());
    client.open(&file(&a), DEFINITION);
    let (properties, toml) = (a.join("apiProperties.json"), here.join("connsmith.toml"));
    client.until(&uri(&properties), some);
    client.until(&uri(&toml), some);
    // A file of an open connector, and a configuration.
    std::fs::remove_file(&properties).unwrap();
    watched(&mut client, &properties, 3);
    client.until(&uri(&properties), <[Value]>::is_empty);
    std::fs::remove_file(&toml).unwrap();
    watched(&mut client, &toml, 3);
    client.until(&uri(&toml), <[Value]>::is_empty);
    // Another definition is that of the connector.
    let settings = uri(&c.join("settings.json"));
    client.open(&settings, "{ \"apiDefinition\": \"apiDefinition.swagger.json\" }");
    client.until(&file(&c), some);
    client.replace(&settings, 2, "{ \"apiDefinition\": \"other.json\" }");
    client.until(&file(&c), <[Value]>::is_empty);
    client.until(&uri(&c.join("other.json")), some);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": settings } }));
    client.until(&uri(&c.join("other.json")), <[Value]>::is_empty);
    // What a check of the workspace has shown stays when a file is opened and closed, and changes with the files on disk.
    client.ask("workspace/executeCommand", json!({ "command": "connsmith.checkWorkspace" }));
    for folder in [&a, &b, &c] {
        client.until(&file(folder), some);
    }
    client.open(&file(&b), "{}");
    client.until(&file(&b), |list| !code(list, "readme-missing") || code(list, "section-missing") || list.len() < 10);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": file(&b) } }));
    client.until(&file(&b), some);
    std::fs::write(b.join("apiDefinition.swagger.json"), "{ \"swagger\": ").unwrap();
    watched(&mut client, &b.join("apiDefinition.swagger.json"), 2);
    client.until(&file(&b), |list| {
        list.iter()
            .any(|one| one["message"].as_str().unwrap().contains("JSON") || one["range"]["start"]["line"] == 0 && list.len() < 20)
    });
    // A folder goes, with a message or found by the next check.
    std::fs::remove_dir_all(&b).unwrap();
    watched(&mut client, &b, 3);
    client.until(&file(&b), <[Value]>::is_empty);
    std::fs::remove_dir_all(&c).unwrap();
    client.ask("workspace/executeCommand", json!({ "command": "connsmith.checkWorkspace" }));
    client.until(&file(&c), <[Value]>::is_empty);
    // The same of a folder that is open.
    std::fs::remove_dir_all(&a).unwrap();
    watched(&mut client, &a, 3);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": file(&a) } }));
    client.until(&file(&a), <[Value]>::is_empty);
    assert_eq!(client.finish(), 0);
    // A folder that leaves the workspace.
    let (_top, here) = folder(&[("a/apiDefinition.swagger.json", DEFINITION)]);
    let mut client = Client::new(&here, &capabilities());
    client.ask("workspace/executeCommand", json!({ "command": "connsmith.checkWorkspace" }));
    let shown = file(&here.join("a"));
    client.until(&shown, some);
    let removed = json!([{ "uri": uri(&here), "name": "test" }]);
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [], "removed": removed } }));
    client.until(&shown, <[Value]>::is_empty);
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_configuration_alone_has_findings_and_asks_to_pull_again() {
    let (_top, here) = folder(&[("connsmith.toml", "nonsense = 1\n")]);
    let mut capabilities = capabilities();
    capabilities["textDocument"]["diagnostic"] = json!({});
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    let mut client = Client::new(&here, &capabilities);
    let toml = uri(&here.join("connsmith.toml"));
    client.open(&toml, "nonsense = 1\n");
    client.until(&toml, |list| code(list, "configuration-not-valid"));
    client.others.clear();
    client.replace(&toml, 2, "publisher = \"custom\"\n");
    client.until(&toml, <[Value]>::is_empty);
    assert!(client.others.iter().any(|message| message["method"] == "workspace/diagnostic/refresh"));
    assert_eq!(client.finish(), 0);
}

#[test]
fn the_profile_of_the_editor_counts_more_than_that_of_the_configuration() {
    let info = |options: Value| {
        let (_top, here) = folder(&[("apiDefinition.swagger.json", DEFINITION), ("connsmith.toml", "profile = \"strict\"\n")]);
        let mut client = Client::start(&here);
        let params = json!({ "capabilities": capabilities(), "initializationOptions": options, "workspaceFolders": [{ "uri": uri(&here), "name": "a" }] });
        client.ask("initialize", params);
        client.notify("initialized", json!({}));
        let file = uri(&here.join("apiDefinition.swagger.json"));
        client.open(&file, DEFINITION);
        let list = client.until(&file, |list| !list.is_empty());
        assert_eq!(client.finish(), 0);
        list.iter().filter(|one| one["severity"] == 3).count()
    };
    assert!(info(json!({ "profile": "" })) > 0);
    assert_eq!(info(json!({ "profile": "default" })), 0);
}

#[test]
fn actions_on_saving_do_not_overlap_and_a_range_is_only_that() {
    let mut editor = start_with(&DEFINITION.replace("\"basePath\": \"/\"", "\"basePath\": \"/v1/\""), PROPERTIES);
    for only in ["source.fixAll", "source"] {
        let actions = editor.actions("\"swagger\"", &json!([only]));
        let kinds: Vec<_> = actions.iter().map(|action| action["kind"].as_str().unwrap()).collect();
        assert!(kinds.iter().all(|kind| *kind == "source.fixAll.connsmith"), "{kinds:?}");
    }
    let actions = editor.actions("\"swagger\"", &json!(["source.fixAll.connsmith.connector"]));
    assert_eq!(actions.len(), 1, "{actions:?}");
    // One line, which has no value around it but the whole file.
    let text = DEFINITION
        .replace("  \"host\": \"api.fabrikam.com\",", "      \"host\"  :\"api.fabrikam.com\",")
        .replace("\"version\": \"1.0\"", "\"version\":\"1.0\"");
    let definition = editor.definition.clone();
    editor.client.replace(&definition, 2, &text);
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let params = json!({ "textDocument": { "uri": definition }, "range": range((3, 0), (4, 0)), "options": options });
    let edits = editor.client.ask("textDocument/rangeFormatting", params);
    let after = applied(&text, edits.as_array().unwrap());
    assert_eq!(after, text.replace("      \"host\"  :\"", "  \"host\": \""));
    // A schema moves as it is written.
    editor.client.replace(
        &definition,
        3,
        &DEFINITION.replace(
            "{ \"$ref\": \"#/definitions/Item\" }",
            "{\n          \"properties\": { \"b\": {}, \"a\": {} },\n          \"type\": \"object\" }",
        ),
    );
    let actions = editor.client.ask("textDocument/codeAction", json!({
        "textDocument": { "uri": definition }, "range": range((18, 12), (18, 12)), "context": { "diagnostics": [], "only": ["refactor.extract"] }
    }));
    let edits = edits_of(&actions[0]["edit"], &definition);
    let moved =
        edits.iter().find(|edit| edit["newText"].as_str().unwrap().contains("properties")).unwrap()["newText"].as_str().unwrap();
    assert!(moved.contains("{\n      \"properties\": { \"b\": {}, \"a\": {} },\n      \"type\": \"object\" }"), "{moved}");
    assert_eq!(editor.client.finish(), 0);
}

#[test]
#[cfg(unix)]
fn a_workspace_that_is_a_link_has_its_own_configuration() {
    let editor = start();
    std::fs::remove_dir(editor.top.join(".git")).unwrap();
    let link = editor.top.parent().unwrap().join(format!("{}-link", editor.top.file_name().unwrap().to_string_lossy()));
    std::os::unix::fs::symlink(&editor.top, &link).unwrap();
    let mut client = Client::new(&link, &capabilities());
    let definition = uri(&link.join("a/apiDefinition.swagger.json"));
    client.open(&definition, DEFINITION);
    client.until(&definition, |list| !list.is_empty());
    let ask = |client: &mut Client| {
        let params = json!({ "textDocument": { "uri": definition }, "range": range((0, 0), (0, 1)), "context": { "diagnostics": [], "only": ["quickfix"] } });
        let actions = client.ask("textDocument/codeAction", params);
        let ignore =
            actions.as_array().unwrap().iter().find(|action| action["title"].as_str().unwrap().starts_with("Ignore")).cloned();
        ignore.map(|ignore| ignore["edit"]["documentChanges"].clone())
    };
    let toml = uri(&link.join("connsmith.toml"));
    let changes = ask(&mut client).unwrap();
    assert_eq!((changes[0]["kind"].as_str(), changes[0]["uri"].as_str()), (Some("create"), Some(toml.as_str())), "{changes}");
    // The open buffer, unsaved.
    std::fs::write(link.join("connsmith.toml"), "").unwrap();
    client.open(&toml, "# unsaved\n");
    let changes = ask(&mut client).unwrap();
    assert_eq!(changes[0]["textDocument"], json!({ "uri": toml, "version": 1 }), "{changes}");
    // A list in one line is continued on it.
    let listed = "ignore = [{ rule = \"host-missing\", reason = \"x\" }] # one line\n";
    client.replace(&toml, 2, listed);
    let changes = ask(&mut client).unwrap();
    let text = applied(listed, changes[0]["edits"].as_array().unwrap());
    assert!(text.starts_with("ignore = [{ rule = \"host-missing\", reason = \"x\" }, { rule = "), "{text}");
    assert!(text.ends_with(" }] # one line\n"), "{text}");
    assert_eq!(client.finish(), 0);
    std::fs::remove_file(&link).unwrap();
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn a_client_that_can_do_little_gets_little() {
    let (_top, here) = folder(&[("apiDefinition.swagger.json", DEFINITION)]);
    let mut client = Client::start(&here);
    let answer = client.ask("initialize", json!({ "processId": null, "rootUri": uri(&here), "capabilities": {} }));
    let offered = &answer["capabilities"];
    assert_eq!((&offered["renameProvider"], offered.get("codeActionProvider")), (&json!(true), None), "{offered}");
    client.notify("initialized", json!({}));
    let definition = uri(&here.join("apiDefinition.swagger.json"));
    client.open(&definition, DEFINITION);
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": definition } }));
    assert_eq!(symbols[1]["location"]["uri"], definition.as_str(), "{symbols}");
    assert_eq!(symbols[1]["containerName"], "Get item");
    let hover = client.at("textDocument/hover", &definition, place(DEFINITION, "\"summary\"", 3));
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert_eq!(client.finish(), 0);
}

#[test]
fn a_check_of_the_workspace_is_answered_when_it_is_canceled() {
    let (_top, here) = folder(&[]);
    for number in 0..300 {
        let folder = here.join(format!("c{number:04}"));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("apiDefinition.swagger.json"), DEFINITION).unwrap();
    }
    let mut client = Client::new(&here, &capabilities());
    let begin = |client: &mut Client| {
        client.others.clear();
        let id =
            client.begin("workspace/executeCommand", json!({ "command": "connsmith.checkWorkspace", "workDoneToken": "mine" }));
        while client.next()["params"]["value"]["kind"] != "report" {}
        id
    };
    let ended = |client: &Client| {
        client
            .others
            .iter()
            .any(|message| message["params"] == json!({ "token": "mine", "value": { "kind": "end", "message": "canceled" } }))
    };
    let id = begin(&mut client);
    client.notify("$/cancelRequest", json!({ "id": id }));
    assert_eq!(client.answer(id)["error"]["code"], -32800);
    assert!(ended(&client));
    let id = begin(&mut client);
    let down = client.begin("shutdown", Value::Null);
    assert_eq!(client.answer(id)["error"]["code"], -32800);
    assert!(ended(&client));
    assert!(client.answer(down)["result"].is_null());
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), 0);
}

#[test]
fn halves_of_characters_marks_and_odd_ids_are_no_trouble() {
    let mut editor = start();
    let (client, definition) = (&mut editor.client, editor.definition.clone());
    // The halves of an emoji come one after the other, as some editors send them.
    let (line, character) = place(DEFINITION, "\"summary\": \"Get", 0);
    for (version, (half, character)) in [("\\ud83d", character), ("\\ude00", character + 1)].into_iter().enumerate() {
        let at = json!({ "line": line, "character": character });
        let text = format!(
            "{{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{{\"textDocument\":{{\"uri\":\"{definition}\",\"version\":{}}},\"contentChanges\":[{{\"range\":{{\"start\":{at},\"end\":{at}}},\"text\":\"{half}\"}}]}}}}",
            version + 2,
        );
        client.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }
    let symbols = client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": definition } }));
    assert_eq!(symbols[0]["name"], "Get😀 item", "{symbols}");
    // A byte order mark that the client has in its text is a character, in both directions.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": definition } }));
    client.diagnostics.clear();
    client.open(&definition, &format!("\u{feff}{}", DEFINITION.replacen("{\n", "{", 1)));
    let named = |list: &[Value], code: &str| list.iter().find(|one| one["code"] == code).map(|one| one["range"].clone());
    let list = client.until(&definition, |list| named(list, "byte-order-mark").is_some());
    assert_eq!(named(&list, "byte-order-mark"), Some(range((0, 0), (0, 1))));
    let hover = client.at("textDocument/hover", &definition, (0, 6));
    assert_eq!(hover["range"], range((0, 4), (0, 13)), "{hover}");
    client.change(&definition, 2, (0, 0), (0, 1), "");
    client.until(&definition, |list| named(list, "byte-order-mark").is_none());
    let hover = client.at("textDocument/hover", &definition, (0, 6));
    assert_eq!(hover["range"], range((0, 3), (0, 12)), "{hover}");
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let edits = client.ask("textDocument/formatting", json!({ "textDocument": { "uri": definition }, "options": options }));
    assert!(edits.is_array(), "it is whole JSON");
    // Numbers that are no 32-bit integers, and what is not JSON.
    for id in ["3000000000", "1.5"] {
        let text = format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"workspace/symbol\",\"params\":{{\"query\":\"\"}}}}");
        client.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
        let id: Value = serde_json::from_str(id).unwrap();
        while client.next()["id"] != id {}
    }
    client.raw(b"Content-Length: 3\r\n\r\n{x}");
    let answer = loop {
        let message = client.next();
        if message.get("id").is_some_and(Value::is_null) {
            break message;
        }
    };
    assert_eq!(answer["error"]["code"], -32700);
    assert_eq!(editor.client.finish(), 0);
}
