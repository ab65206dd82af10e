//! What is asked of one text: every capability once, in a text with emoji and CRLF.
use crate::client::{Client, applied, capabilities, edits_of, folder, place, range, uri};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Written with LF; [`start`] opens it with CRLF. The emoji stand before what is asked about, on the same lines.
const DEFINITION: &str = r##"{
  "swagger": "2.0",
  "info": { "title": "😀 Tasks", "description": "é", "version": "1.0" },
  "host": "api.fabrikam.com",
  "basePath": "/v1",
  "schemes": ["https"],
  "paths": {
    "/boards": {
      "get": { "x-😀": 1, "operationId": "ListBoards", "summary": "List boards", "x-ms-visibility": "internal", "parameters": [],
        "responses": { "200": { "description": "OK", "schema": { "$ref": "#/definitions/Board List" } } }
      }
    },
    "/boards/{boardId}/tasks": {
      "post": {
        "operationId": "CreateTask",
        "summary": "Create a task 😀",
        "description": "Adds a task to a board.",
        "parameters": [
          { "name": "boardId", "in": "path", "required": true, "type": "string", "x-ms-summary": "Board", "description": "The board.",
            "x-ms-dynamic-values": { "x-😀": "", "operationId": "ListBoards", "value-collection": "value", "value-path": "id", "value-title": "name" } },
          { "name": "template", "in": "query", "type": "string", "x-ms-summary": "Template", "description": "The template.",
            "x-ms-dynamic-values": { "operationId": "ListTemplates", "value-path": "id", "parameters": { "board": { "parameter": "boardId" } } } },
          { "name": "body", "in": "body", "required": true, "schema": {
              "type": "object",
              "properties": {
                "subject": { "type": "string", "description": "What is to be done." },
                "dueOn": { "type": "string", "format": "date", "title": "Due on", "description": "The day." }
              }
            }
          }
        ],
        "responses": { "201": { "description": "Created", "schema": { "type": "object", "title": "Task", "properties": { "id": { "type": "string", "title": "ID" } } } } }
      }
    },
    "/templates": {
      "get": { "operationId": "ListTemplates", "summary": "List templates", "description": "Lists the templates.", "x-ms-visibility": "internal",
        "parameters": [ { "name": "board", "in": "query", "type": "string", "x-ms-summary": "Board", "description": "The board." } ],
        "responses": { "200": { "description": "OK", "schema": { "type": "array", "items": { "$ref": "#/definitions/Board" } } } }
      }
    }
  },
  "definitions": {
    "Board List": { "type": "object", "properties": { "value": { "type": "array", "items": { "$ref": "#/definitions/Board" } } } },
    "Board": { "type": "object", "properties": { "id": { "type": "string", "title": "ID" }, "name": { "type": "string", "title": "Name" } } }
  },
  "securityDefinitions": { "api_key": { "type": "apiKey", "in": "header", "name": "X-Api-Key" } },
  "security": [{ "api_key": [] }]
}
"##;

const PROPERTIES: &str = r##"{
  "properties": {
    "iconBrandColor": "#1a6fb5",
    "connectionParameters": {
      "api_key": { "type": "securestring", "uiDefinition": { "displayName": "Key 😀", "description": "The key.", "tooltip": "The key", "constraints": { "required": "true" } } }
    },
    "scriptOperations": ["CreateTask"],
    "policyTemplateInstances": [
      {
        "templateId": "setheader",
        "title": "😀 Send the key",
        "parameters": {
          "x-ms-apimTemplateParameter.name": "X-Api-Key",
          "x-ms-apimTemplateParameter.value": "😀 @connectionParameters('api_key','')",
          "x-ms-apimTemplateParameter.existsAction": "override",
          "x-ms-apimTemplate-policySection": "Request",
          "x-ms-apimTemplate-operationName": ["CreateTask"]
        }
      }
    ]
  }
}
"##;

const SCRIPT: &str = r#"public class Script : ScriptBase
{
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        var emoji = "😀"; if (this.Context.OperationId == "CreateTask") { return null; }
        return null;
    }
}
"#;

struct Editor {
    client: Client,
    text: String,
    definition: String,
    properties: String,
    script: String,
    folder: PathBuf,
    _top: tempfile::TempDir,
}

fn start_with(text: &str) -> Editor {
    let text = text.replace('\n', "\r\n");
    let (top, here) =
        folder(&[("apiDefinition.swagger.json", &text), ("apiProperties.json", PROPERTIES), ("script.csx", SCRIPT)]);
    let mut client = Client::new(&here, &capabilities());
    let [definition, properties, script] =
        ["apiDefinition.swagger.json", "apiProperties.json", "script.csx"].map(|name| uri(&here.join(name)));
    client.open(&definition, &text);
    Editor { client, text, definition, properties, script, folder: here, _top: top }
}

fn start() -> Editor {
    start_with(DEFINITION)
}

impl Editor {
    /// Asks about the place behind a text (so many bytes before its end) in the definition.
    fn at(&mut self, method: &str, needle: &str, back: usize) -> Value {
        let place = place(&self.text, needle, back);
        let uri = self.definition.clone();
        self.client.at(method, &uri, place)
    }

    fn in_properties(&mut self, method: &str, needle: &str, back: usize) -> Value {
        let uri = self.properties.clone();
        self.client.at(method, &uri, place(PROPERTIES, needle, back))
    }

    fn hover(&mut self, needle: &str, back: usize) -> String {
        let hover = self.at("textDocument/hover", needle, back);
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Where in which file: the text that each location of a list covers.
    fn covered(&self, locations: &Value) -> Vec<(String, String)> {
        let one = |location: &Value| {
            let uri = location["uri"].as_str().unwrap();
            let text = match uri {
                _ if uri == self.definition => self.text.as_str(),
                _ if uri == self.properties => PROPERTIES,
                _ => SCRIPT,
            };
            let cover = |place: &Value| {
                let (line, character) = (place["line"].as_u64().unwrap() as usize, place["character"].as_u64().unwrap() as usize);
                let line = text.split_inclusive('\n').nth(line).unwrap();
                String::from_utf16(&line.encode_utf16().take(character).collect::<Vec<_>>()).unwrap()
            };
            let (start, end) = (cover(&location["range"]["start"]), cover(&location["range"]["end"]));
            (uri.rsplit('/').next().unwrap().to_owned(), end[start.len()..].to_owned())
        };
        locations.as_array().into_iter().flatten().map(one).collect()
    }

    fn labels(&mut self, needle: &str, back: usize) -> Vec<String> {
        labels(&self.at("textDocument/completion", needle, back))
    }

    /// Puts the cursor where `|` stands in a text that takes the place of another, and asks what may be written there.
    fn typed(&mut self, old: &str, new: &str) -> Vec<Value> {
        let changed = self.text.replacen(old, &new.replace('|', ""), 1);
        assert_ne!(changed, self.text, "{old}");
        let at = self.text.find(old).unwrap() + new.find('|').unwrap();
        let needle_place = {
            let line = changed[..at].matches('\n').count() as u32;
            let start = changed[..at].rfind('\n').map_or(0, |at| at + 1);
            (line, changed[start..at].encode_utf16().count() as u32)
        };
        let uri = self.definition.clone();
        self.client.replace(&uri, 2, &changed);
        let list = self.client.at("textDocument/completion", &uri, needle_place);
        self.client.replace(&uri, 3, &self.text.clone());
        list.as_array().cloned().unwrap_or_default()
    }

    fn actions(&mut self, needle: &str, back: usize, only: &Value) -> Vec<Value> {
        let place = place(&self.text, needle, back);
        let mut params = json!({
            "textDocument": { "uri": self.definition }, "range": range(place, place), "context": { "diagnostics": [] }
        });
        if !only.is_null() {
            params["context"]["only"] = only.clone();
        }
        self.client.ask("textDocument/codeAction", params).as_array().unwrap().clone()
    }
}

fn labels(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

fn names(list: &[Value]) -> Vec<String> {
    labels(&Value::Array(list.to_vec()))
}

#[test]
fn a_diagnostic_stands_where_the_fault_is() {
    let mut editor =
        start_with(&DEFINITION.replace("\"summary\": \"Create a task 😀\"", "\"x-😀\": \"\", \"sumary\": \"Create\""));
    let uri = editor.definition.clone();
    let list = editor.client.until(&uri, |list| {
        list.iter().any(|one| one["code"] == "unknown-key" || one["message"].as_str().unwrap().contains("`sumary`"))
    });
    let one = list.iter().find(|one| one["message"].as_str().unwrap().contains("`sumary`")).unwrap();
    let from = place(&editor.text, "\"sumary\"", 8);
    assert_eq!(one["range"], range(from, (from.0, from.1 + 8)), "{one}");
    // A shared fault points to the other place.
    assert!(list.iter().all(|one| one["severity"].as_u64().is_some_and(|severity| severity < 4)));
    let unused = list.iter().find(|one| one["code"] == "definition-unused");
    assert!(unused.is_none(), "every definition is used");
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn broken_json_keeps_everything_else_alive() {
    let mut editor = start();
    let uri = editor.definition.clone();
    editor.client.until(&uri, |list| !list.is_empty());
    let broken = editor.text.replace("\"host\": \"api.fabrikam.com\",", "\"host\": \"api.fabrikam.com\" \"ho");
    editor.client.replace(&uri, 2, &broken);
    editor.client.until(&uri, |list| list.iter().any(|one| one["severity"] == 1 && one["range"]["start"]["line"] == 3));
    let symbols = editor.client.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert!(symbols.as_array().unwrap().iter().any(|one| one["name"] == "Create a task 😀"), "{symbols}");
    let hover = editor.client.at("textDocument/hover", &uri, place(&broken, "\"operationId\": \"CreateTask\"", 3));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("POST"), "{hover}");
    assert!(
        editor
            .client
            .ask(
                "textDocument/formatting",
                json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } })
            )
            .is_null()
    );
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn hover_says_what_is_wrong_and_what_things_are() {
    let mut editor = start();
    let uri = editor.definition.clone();
    editor.client.until(&uri, |list| !list.is_empty());
    let summary = editor.hover("\"summary\": \"Create a task 😀\"", 20);
    assert!(summary.contains("Name shown to the user"), "{summary}");
    let operation = editor.hover("\"post\"", 2);
    assert!(operation.contains("POST https://api.fabrikam.com/v1/boards/{boardId}/tasks?template={template}"), "{operation}");
    assert!(
        operation.contains("| Board \\* | path |") && operation.contains("setheader") && operation.contains("script runs"),
        "{operation}"
    );
    let called = editor.hover("\"x-😀\": \"\", \"operationId\": \"ListBoards\"", 3);
    assert!(called.contains("**List boards**"), "{called}");
    let reference = editor.hover("\"#/definitions/Board List\"", 3);
    assert!(reference.contains("\"$ref\": \"#/definitions/Board\""), "{reference}");
    let visibility = editor.hover("\"x-ms-visibility\"", 4);
    assert!(visibility.contains("`important`") && visibility.contains("Allowed in:"), "{visibility}");
    let finding = editor.client.diagnostics[&uri].iter().find(|one| one["range"]["start"]["line"] != 0).unwrap().clone();
    let hover =
        editor.client.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": finding["range"]["start"] }));
    let page = format!("[{0}]({1}/blob/main/rules/", finding["code"].as_str().unwrap(), env!("CARGO_PKG_REPOSITORY"));
    assert!(hover["contents"]["value"].as_str().unwrap().contains(&page), "{hover}");
    let uri = editor.properties.clone();
    editor.client.open(&uri, PROPERTIES);
    let policy = editor.in_properties("textDocument/hover", "\"setheader\"", 3);
    let policy = policy["contents"]["value"].as_str().unwrap();
    assert!(policy.contains("Sets, adds to or keeps a header") && policy.contains("before the request"), "{policy}");
    let connection = editor.in_properties("textDocument/hover", "connectionParameters('api_key", 3);
    assert!(connection["contents"]["value"].as_str().unwrap().contains("Key 😀"), "{connection}");
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn completion_knows_the_grammar_and_the_connector() {
    let mut editor = start();
    // Members that are there already are not offered; what is typed is replaced, quotes and all.
    let list = editor.typed("\"description\": \"Adds a task to a board.\",", "\"x-😀\": \"\", \"desc|\"");
    let names_ = names(&list);
    assert!(names_.contains(&"description".to_owned()) && names_.contains(&"x-ms-trigger".to_owned()), "{names_:?}");
    assert!(!names_.contains(&"summary".to_owned()) && !names_.contains(&"parameters".to_owned()), "{names_:?}");
    let description = list.iter().find(|item| item["label"] == "description").unwrap();
    assert_eq!(description["textEdit"]["newText"], "\"description\": \"$1\",", "a comma, as a member follows");
    assert_eq!(description["insertTextFormat"], 2);
    assert_eq!(description["textEdit"]["range"], range((16, 20), (16, 26)), "{description}");
    assert!(description["documentation"]["value"].as_str().unwrap().contains("sentence"));
    // Values.
    let list = editor.typed("\"x-ms-visibility\": \"internal\", \"parameters\"", "\"x-ms-visibility\": \"|\", \"parameters\"");
    assert_eq!(names(&list), ["important", "advanced", "internal"]);
    let list =
        editor.typed("\"x-ms-visibility\": \"internal\", \"parameters\"", "\"x-ms-agentic-protocol\": \"|\", \"parameters\"");
    assert_eq!(names(&list), ["mcp-streamable-1.0"]);
    let list = editor.typed("\"format\": \"date\"", "\"format\": \"|\"");
    assert!(names(&list).contains(&"date-time".to_owned()) && !names(&list).contains(&"int32".to_owned()));
    let list = editor.typed("\"schemes\": [\"https\"]", "\"schemes\": [\"|\"]");
    assert!(names(&list).contains(&"https".to_owned()));
    // Names.
    assert!(editor.labels("\"x-😀\": \"\", \"operationId\": \"ListBoards\"", 3).contains(&"ListTemplates".to_owned()));
    assert_eq!(editor.labels("\"#/definitions/Board List\"", 3), ["#/definitions/Board%20List", "#/definitions/Board"]);
    assert_eq!(editor.labels("\"value-collection\": \"value\"", 3), ["value"]);
    assert_eq!(editor.labels("\"value\", \"value-path\": \"id\"", 2), ["id", "name"]);
    assert_eq!(editor.labels("{ \"parameter\": \"boardId\"", 3), ["boardId", "template", "subject", "dueOn"]);
    let list = editor.typed("\"parameters\": { \"board\": { \"parameter\": \"boardId\" } }", "\"parameters\": { | }");
    assert_eq!(names(&list), ["board"]);
    let list = editor.typed("\"parameters\": [],", "\"parameters\": [ | ],");
    assert!(names(&list).iter().any(|name| name == "query parameter"), "{list:?}");
    let list = editor.typed(
        "\"type\": \"object\",\r\n              \"properties\"",
        "\"type\": \"object\", \"required\": [\"|\"],\r\n              \"properties\"",
    );
    assert_eq!(names(&list), ["subject", "dueOn"]);
    // A comma that is missing before.
    let list = editor.typed("\"host\": \"api.fabrikam.com\",", "\"host\": \"api.fabrikam.com\"\r\n  |,");
    let consumes = list.iter().find(|item| item["label"] == "consumes").unwrap();
    assert_eq!(consumes["additionalTextEdits"][0]["newText"], ",");
    // The other file.
    let uri = editor.properties.clone();
    editor.client.open(&uri, PROPERTIES);
    let list = labels(&editor.in_properties("textDocument/completion", "\"templateId\": \"setheader\"", 4));
    assert!(list.contains(&"routerequesttoendpoint".to_owned()), "{list:?}");
    let list = labels(&editor.in_properties("textDocument/completion", "😀 @connectionParameters('api_key','')\"", 1));
    assert!(list.contains(&"@connectionParameters('api_key')".to_owned()), "{list:?}");
    let list =
        labels(&editor.in_properties("textDocument/completion", "\"x-ms-apimTemplate-operationName\": [\"CreateTask\"", 3));
    assert!(list.contains(&"ListBoards".to_owned()), "{list:?}");
    let list = labels(&editor.in_properties("textDocument/completion", "\"x-ms-apimTemplate-policySection\": \"Request\"", 3));
    assert_eq!(list, ["Request", "Response", "Failure"]);
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn names_lead_to_their_places_in_all_files() {
    let mut editor = start();
    let found = editor.at("textDocument/definition", "\"x-😀\": \"\", \"operationId\": \"ListBoards\"", 3);
    assert_eq!(editor.covered(&found), [("apiDefinition.swagger.json".into(), "ListBoards".into())]);
    assert_eq!(found[0]["range"]["start"]["line"], 8);
    let place_ = place(&editor.text, "\"operationId\": \"CreateTask\"", 3);
    let params = json!({ "textDocument": { "uri": editor.definition }, "position": { "line": place_.0, "character": place_.1 }, "context": { "includeDeclaration": true } });
    let found = editor.client.ask("textDocument/references", params);
    let files: Vec<_> = editor
        .covered(&found)
        .into_iter()
        .map(|(file, text)| {
            assert_eq!(text, "CreateTask");
            file
        })
        .collect();
    assert_eq!(files, ["apiDefinition.swagger.json", "apiProperties.json", "apiProperties.json", "script.csx"]);
    let found = editor.at("textDocument/definition", "\"#/definitions/Board List\"", 3);
    assert_eq!(editor.covered(&found), [("apiDefinition.swagger.json".into(), "Board List".into())]);
    let lights = editor.at("textDocument/documentHighlight", "\"#/definitions/Board\"", 3);
    assert_eq!(lights.as_array().unwrap().len(), 3, "{lights}");
    // From the script back.
    let uri = editor.script.clone();
    let found = editor.client.at("textDocument/definition", &uri, place(SCRIPT, "== \"Create", 0));
    assert_eq!(editor.covered(&found), [("apiDefinition.swagger.json".into(), "CreateTask".into())]);
    let found = editor.in_properties("textDocument/definition", "connectionParameters('api_key", 3);
    assert_eq!(editor.covered(&found), [("apiProperties.json".into(), "api_key".into())]);
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn a_rename_changes_all_files_and_warns() {
    let mut editor = start();
    let uri = editor.definition.clone();
    let at = place(&editor.text, "\"operationId\": \"CreateTask\"", 3);
    let prepared = editor.client.at("textDocument/prepareRename", &uri, at);
    assert_eq!(prepared["placeholder"], "CreateTask");
    let rename = |editor: &mut Editor, at: (u32, u32), new: &str| {
        let params = json!({ "textDocument": { "uri": editor.definition }, "position": { "line": at.0, "character": at.1 }, "newName": new });
        editor.client.ask("textDocument/rename", params)
    };
    let edit = rename(&mut editor, at, "AddTask");
    let note = &edit["changeAnnotations"]["connsmith"];
    // With a confirmation, Visual Studio Code shows boxes that nobody has ticked, and not the description.
    assert_eq!(note["needsConfirmation"], false);
    let shown = editor.client.others.iter().find(|message| message["method"] == "window/showMessage").expect("a warning");
    assert!(shown["params"]["message"].as_str().unwrap().contains("breaks them"), "{shown}");
    assert!(note["description"].as_str().unwrap().contains("breaks them"), "{note}");
    for (uri, text, count) in
        [(&editor.definition, &*editor.text, 1), (&editor.properties, PROPERTIES, 2), (&editor.script, SCRIPT, 1)]
    {
        let after = applied(text, &edits_of(&edit, uri));
        assert_eq!((after.matches("AddTask").count(), after.matches("CreateTask").count()), (count, 0), "{after}");
    }
    // A definition whose name has to be written otherwise in a pointer; nobody notices, so there is no warning.
    let edit = rename(&mut editor, place(&DEFINITION.replace('\n', "\r\n"), "\"Board List\"", 3), "Board/~ \"é");
    assert!(edit.get("changeAnnotations").is_none(), "{edit}");
    let after = applied(&editor.text, &edits_of(&edit, &uri));
    assert!(after.contains("\"Board/~ \\\"é\": {") && after.contains("#/definitions/Board~1~0%20\\\"é\""), "{after}");
    // A path parameter: in the path, at its place, in lookups.
    let edit = rename(&mut editor, place(&DEFINITION.replace('\n', "\r\n"), "\"name\": \"boardId\"", 3), "board_id");
    let after = applied(&editor.text, &edits_of(&edit, &uri));
    assert_eq!((after.matches("board_id").count(), after.matches("boardId").count()), (3, 0), "{after}");
    // A connection parameter from within a policy.
    let params_at = place(PROPERTIES, "connectionParameters('api_key", 3);
    let params = json!({ "textDocument": { "uri": editor.properties }, "position": { "line": params_at.0, "character": params_at.1 }, "newName": "key" });
    let edit = editor.client.ask("textDocument/rename", params);
    let after = applied(PROPERTIES, &edits_of(&edit, &editor.properties));
    assert!(after.contains("@connectionParameters('key','')") && after.contains("\"key\": { \"type\""), "{after}");
    // A name that is taken.
    let params =
        json!({ "textDocument": { "uri": uri }, "position": { "line": at.0, "character": at.1 }, "newName": "ListBoards" });
    let id = editor.client.begin("textDocument/rename", params);
    assert!(editor.client.answer(id)["error"]["message"].as_str().unwrap().contains("already exists"));
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn fixes_are_actions_and_findings_can_be_ignored() {
    let mut editor =
        start_with(&DEFINITION.replace("\"summary\": \"Create a task 😀\"", "\"x-😀\": \"\", \"sumary\": \"Create a task\""));
    let uri = editor.definition.clone();
    editor.client.until(&uri, |list| !list.is_empty());
    let actions = editor.actions("\"sumary\"", 3, &json!(["quickfix"]));
    let fix = actions
        .iter()
        .find(|action| action["edit"].is_object() && action["title"].as_str().unwrap().contains("summary"))
        .unwrap();
    let after = applied(&editor.text, &edits_of(&fix["edit"], &uri));
    assert!(after.contains("\"x-😀\": \"\", \"summary\": \"Create a task\",\r\n"), "{after}");
    assert_eq!(fix["diagnostics"].as_array().unwrap().len(), 1);
    for action in actions.iter().filter(|action| action["title"].as_str().unwrap().contains("unsafe")) {
        assert_eq!(action["isPreferred"], false, "{action}");
    }
    let code = fix["diagnostics"][0]["code"].as_str().unwrap();
    // Ignored in a new configuration: the finding goes as the entry is there.
    let ignore = actions.iter().find(|action| action["title"].as_str().unwrap().contains(&format!("Ignore `{code}`"))).unwrap();
    let operations = ignore["edit"]["documentChanges"].as_array().unwrap();
    let config = crate::client::uri(&editor.folder.join("connsmith.toml"));
    assert_eq!((operations[0]["kind"].as_str(), operations[0]["uri"].as_str()), (Some("create"), Some(config.as_str())));
    let text = applied("", &edits_of(&ignore["edit"], &config));
    assert!(text.starts_with(&format!("[[ignore]]\nrule = \"{code}\"\nat = \"apiDefinition.swagger.json#CreateTask")), "{text}");
    editor.client.open(&config, &text);
    editor.client.until(&uri, |list| !list.iter().any(|one| one["message"].as_str().unwrap().contains("`sumary`")));
    editor.client.until(&config, <[Value]>::is_empty);
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn all_safe_fixes_can_be_made_on_saving() {
    let mut editor = start_with(
        &DEFINITION
            .replace("\"swagger\": \"2.0\",", "\"swagger\": \"2.0\",,")
            .replace("\"basePath\": \"/v1\"", "\"basePath\": \"/v1/\""),
    );
    let uri = editor.definition.clone();
    editor.client.until(&uri, |list| !list.is_empty());
    let actions = editor.actions("\"swagger\"", 3, &json!(["source.fixAll.connsmith"]));
    assert_eq!(actions.len(), 1, "{actions:?}");
    assert_eq!(actions[0]["kind"], "source.fixAll.connsmith");
    let after = applied(&editor.text, &edits_of(&actions[0]["edit"], &uri));
    assert!(after.contains("\"swagger\": \"2.0\",\r\n") && after != editor.text, "{after}");
    // In a menu they are worked out when they are chosen.
    let actions = editor.actions("\"swagger\"", 3, &Value::Null);
    let all = actions.iter().find(|action| action["kind"] == "source.fixAll.connsmith.connector").unwrap().clone();
    assert!(all["edit"].is_null());
    let resolved = editor.client.ask("codeAction/resolve", all);
    assert!(resolved["edit"]["documentChanges"].as_array().is_some_and(|changes| !changes.is_empty()), "{resolved}");
    // As a command the server applies them.
    let done = editor.client.ask("workspace/executeCommand", json!({ "command": "connsmith.fixAll", "arguments": [uri] }));
    assert_eq!(done, true);
    editor.client.ask("workspace/symbol", json!({ "query": "" }));
    assert!(editor.client.others.iter().any(|message| message["method"] == "workspace/applyEdit"));
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn shapes_are_turned_around() {
    let mut editor = start();
    let uri = editor.definition.clone();
    let actions = editor.actions("\"subject\"", 3, &json!(["refactor.extract"]));
    assert_eq!(names_of(&actions), ["Extract the schema to the definition `CreateTaskRequest`"]);
    let after = applied(&editor.text, &edits_of(&actions[0]["edit"], &uri));
    let value: Value = serde_json::from_str(&after).unwrap();
    assert_eq!(value["definitions"]["CreateTaskRequest"]["properties"]["dueOn"]["format"], "date");
    assert_eq!(
        value.pointer("/paths/~1boards~1{boardId}~1tasks/post/parameters/2/schema").unwrap(),
        &json!({ "$ref": "#/definitions/CreateTaskRequest" })
    );
    assert!(!after.replace("\r\n", "").contains('\n'), "line ends stay as they are");
    let actions = editor.actions("\"#/definitions/Board List\"", 3, &json!(["refactor.inline"]));
    let after = applied(&editor.text, &edits_of(&actions[0]["edit"], &uri));
    let value: Value = serde_json::from_str(&after).unwrap();
    let schema = value.pointer("/paths/~1boards/get/responses/200/schema").unwrap();
    assert_eq!(schema["properties"]["value"]["items"]["$ref"], "#/definitions/Board");
    // The safe way to another id: a new operation beside the old one, which is deprecated, and a policy that leads to the same address.
    let actions = editor.actions("\"operationId\": \"CreateTask\"", 3, &json!(["refactor.rewrite"]));
    let edit = &actions.iter().find(|action| action["title"].as_str().unwrap().contains("CreateTaskV2")).unwrap()["edit"];
    let value: Value = serde_json::from_str(&applied(&editor.text, &edits_of(edit, &uri))).unwrap();
    assert_eq!(value.pointer("/paths/~1boards~1{boardId}~1tasks/post/deprecated").unwrap(), true);
    assert_eq!(value.pointer("/paths/~1v2~1boards~1{boardId}~1tasks/post/operationId").unwrap(), "CreateTaskV2");
    let value: Value = serde_json::from_str(&applied(PROPERTIES, &edits_of(edit, &editor.properties))).unwrap();
    let policy = &value["properties"]["policyTemplateInstances"][1];
    assert_eq!(policy["parameters"]["x-ms-apimTemplateParameter.newPath"], "/boards/{boardId}/tasks");
    assert_eq!(editor.client.finish(), 0);
}

fn names_of(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

#[test]
fn formatting_makes_what_fmt_makes() {
    let mut editor = start();
    let uri = editor.definition.clone();
    let options = json!({ "tabSize": 8, "insertSpaces": false });
    let edits = editor.client.ask("textDocument/formatting", json!({ "textDocument": { "uri": uri }, "options": options }));
    let after = applied(&editor.text, edits.as_array().unwrap());
    let wanted =
        connsmith::connector::fmt::format(connsmith::text::document::File::Definition, DEFINITION.as_bytes(), 2).unwrap();
    assert_eq!(after.replace("\r\n", "\n"), wanted);
    // Of a range the smallest value around it, where it stands.
    let (from, to) = (place(&editor.text, "\"Board\": {", 0), place(&editor.text, "\"title\": \"Name\"", 0));
    let params = json!({ "textDocument": { "uri": uri }, "range": range(from, to), "options": options });
    let edits = editor.client.ask("textDocument/rangeFormatting", params);
    let after = applied(&editor.text, edits.as_array().unwrap());
    let (before, _) = editor.text.split_once("    \"Board\": {").unwrap();
    assert!(after.starts_with(before), "nothing before it changes");
    assert!(
        after.contains("    \"Board\": {\r\n      \"type\": \"object\",\r\n      \"properties\": {\r\n        \"id\": {\r\n"),
        "{after}"
    );
    let same: (Value, Value) = (serde_json::from_str(&after).unwrap(), serde_json::from_str(&editor.text).unwrap());
    assert_eq!(same.0, same.1);
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn the_shape_of_a_document() {
    let mut editor = start();
    let uri = editor.definition.clone();
    let document = json!({ "textDocument": { "uri": uri } });
    let symbols = editor.client.ask("textDocument/documentSymbol", document.clone());
    let list = symbols.as_array().unwrap();
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    assert_eq!(
        list.iter().map(name).collect::<Vec<_>>(),
        ["List boards", "Create a task 😀", "List templates", "definitions", "securityDefinitions"]
    );
    assert_eq!(list[1]["children"].as_array().unwrap().iter().map(name).collect::<Vec<_>>(), ["Board", "Template", "body"]);
    assert_eq!(list[1]["detail"], "CreateTask · POST /boards/{boardId}/tasks");
    let found = editor.client.ask("workspace/symbol", json!({ "query": "crtsk" }));
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["location"]["uri"], uri.as_str());
    let folds = editor.client.ask("textDocument/foldingRange", document.clone());
    assert!(folds.as_array().unwrap().iter().any(|fold| fold["startLine"] == 6 && fold["endLine"] == 39), "{folds}");
    let at = place(&editor.text, "\"summary\": \"Create a task 😀", 5);
    let params = json!({ "textDocument": { "uri": uri }, "positions": [{ "line": at.0, "character": at.1 }] });
    let selection = editor.client.ask("textDocument/selectionRange", params);
    let (mut step, mut depth) = (&selection[0], 0);
    let covers = |outer: &Value, inner: &Value| {
        let key = |place: &Value| (place["line"].as_u64(), place["character"].as_u64());
        key(&outer["start"]) <= key(&inner["start"]) && key(&inner["end"]) <= key(&outer["end"])
    };
    while step["parent"].is_object() {
        assert!(covers(&step["parent"]["range"], &step["range"]));
        step = &step["parent"];
        depth += 1;
    }
    assert!(depth > 5, "{selection}");
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn labels_of_makers_stand_beside_fields_and_a_preview_above_operations() {
    let mut editor = start();
    let uri = editor.definition.clone();
    let whole = range((0, 0), (1000, 0));
    let hints = editor.client.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": uri }, "range": whole }));
    let at = |needle: &str| {
        let (line, character) = place(&editor.text, needle, 0);
        hints.as_array().unwrap().iter().find(|hint| hint["position"] == json!({ "line": line, "character": character })).cloned()
    };
    assert_eq!(at("\"name\": \"boardId\"").unwrap()["label"], "Board");
    assert_eq!(at("\"dueOn\"").unwrap()["label"], "Due on");
    assert!(at("\"subject\"").is_some());
    let lenses = editor.client.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
    let titles = |id: &str| -> Vec<&str> {
        let lenses = lenses.as_array().unwrap().iter().filter(|lens| lens["command"]["arguments"][1] == id);
        lenses.map(|lens| lens["command"]["title"].as_str().unwrap()).collect()
    };
    assert_eq!(titles("CreateTask"), ["preview", "run"]);
    let lens = &lenses.as_array().unwrap()[2];
    assert_eq!(lens["command"]["arguments"][1], "CreateTask");
    let command = json!({ "command": lens["command"]["command"], "arguments": lens["command"]["arguments"] });
    let preview = editor.client.ask("workspace/executeCommand", command);
    assert!(preview.as_str().unwrap().contains("Create a task 😀"), "{preview}");
    let page =
        editor.client.ask("workspace/executeCommand", json!({ "command": "connsmith.explain", "arguments": ["readme-missing"] }));
    assert!(page.as_str().unwrap().starts_with("# "), "{page}");
    assert_eq!(editor.client.finish(), 0);
}

#[test]
fn utf8_positions_where_they_are_agreed_on() {
    let (_top, here) = folder(&[("apiDefinition.swagger.json", DEFINITION)]);
    let definition = uri(&here.join("apiDefinition.swagger.json"));
    let mut capabilities = capabilities();
    capabilities["general"]["positionEncodings"] = json!(["utf-8", "utf-16"]);
    let mut client = Client::new(&here, &capabilities);
    client.open(&definition, DEFINITION);
    let line = DEFINITION.lines().nth(8).unwrap();
    let at = line.find("ListBoards").unwrap() as u32;
    let found = client.at("textDocument/definition", &definition, (8, at + 2));
    assert_eq!(found[0]["range"], range((8, at), (8, at + 10)));
    assert_eq!(client.finish(), 0);
}
