//! Typed code from a connector: names against Microsoft's own, the code itself, names that stay, payloads, function projects.
use connsmith::Connector;
use connsmith::call::namespace::payload::{Reader, read};
use connsmith::call::source;
use connsmith::make::models::naming::{self, Language};
use connsmith::make::models::payload;
use connsmith::make::models::{MARK, Plan, Wish, lock};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CONTOSO: &str = include_str!("contoso.json");

/// Recorded names and payloads; None, said once, where they are not there.
fn vectors(name: &str) -> Option<Value> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("CONNSMITH_SHARED").map_or_else(beside, PathBuf::from);
    let path = root.join("namespace/vectors").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: `{}` is not there", path.display());
        return None;
    };
    Some(serde_json::from_slice(&bytes).unwrap())
}

fn contoso() -> Connector {
    source::swagger("contoso.json", CONTOSO.as_bytes().to_vec()).unwrap()
}

fn plan(definition: &str, language: Language, wish: Wish) -> Plan {
    let connector = source::swagger("contoso.json", definition.as_bytes().to_vec()).unwrap();
    Plan::new(&connector, language, wish).unwrap()
}

/// The code without the part that is the same for every connector.
fn own(plan: &Plan, behind: &str) -> String {
    let text = String::from_utf8(plan.files().remove(0).bytes).unwrap();
    assert!(text.lines().take(3).any(|line| line.contains(MARK)), "{}", text.lines().next().unwrap());
    text.split_once(behind).expect("the common part ends there").1.to_owned()
}

fn connsmith(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_connsmith")).args(arguments).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// How many of the names follow, in percent.
fn share(what: &str, pairs: &[(String, String)]) -> f64 {
    for (wanted, made) in pairs.iter().filter(|(wanted, made)| wanted != made) {
        println!("{what}: {made}, not {wanted}");
    }
    let right = pairs.iter().filter(|(wanted, made)| wanted == made).count();
    println!("{what}: {right} of {}", pairs.len());
    100.0 * right as f64 / pairs.len() as f64
}

#[test]
fn operations_are_named_as_in_microsofts_clients() {
    let Some(vectors) = vectors("naming-operations.json") else { return };
    let operations = vectors["operations"].as_array().unwrap();
    let names = |key: &str, made: &dyn Fn(&str) -> String| -> Vec<(String, String)> {
        let named = operations.iter().filter_map(|one| Some((one[key].as_str()?, one["operationId"].as_str()?)));
        named.map(|(wanted, id)| (wanted.to_owned(), made(id))).collect()
    };
    let csharp = names("csharp", &|id| naming::base(id) + "Async");
    assert!(share("C#", &csharp) >= 98.0);
    let python = names("python", &|id| naming::snake(&naming::base(id)) + "_async");
    assert!(share("Python", &python) >= 97.5);
}

#[test]
fn triggers_and_payloads_are_named_as_in_microsofts_clients() {
    let Some(vectors) = vectors("naming-triggers.json") else { return };
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let triggers = vectors["triggers"].as_array().unwrap();
    let constants: Vec<_> =
        triggers.iter().map(|one| (text(one, "const"), naming::trigger(&naming::base(&text(one, "operationId"))))).collect();
    assert!(share("triggers", &constants) >= 95.0);
    let typed = triggers.iter().filter(|one| one["payloadType"].is_string());
    for one in typed {
        let name = format!("{}{}TriggerPayload", text(one, "prefix"), text(one, "const"));
        assert_eq!(text(one, "payloadType"), name);
    }
}

#[test]
fn payloads_are_read_in_every_shape() {
    let Some(vectors) = vectors("callback-payload.json") else { return };
    for vector in vectors["vectors"].as_array().unwrap() {
        let (value, read) = (&vector["payload"], read(&vector["payload"], Reader::Node));
        match vector["kind"].as_str().unwrap() {
            "error" => assert!(read.is_err(), "{vector}"),
            kind => {
                let (read, items) = read.unwrap();
                assert_eq!((read.name(), payload::has_envelope(value)), (kind, kind != "bare item"), "{vector}");
                if let Some(wanted) = vector["items"].as_u64() {
                    assert_eq!(items.len() as u64, wanted, "{vector}");
                }
            }
        }
    }
}

#[test]
fn python() {
    insta::assert_snapshot!(own(&plan(CONTOSO, Language::Python, Wish::default()), "        return read\n"));
}

#[test]
fn typescript() {
    let code = own(&plan(CONTOSO, Language::TypeScript, Wish::default()), "alone ? value : undefined;\n  }\n}\n");
    insta::assert_snapshot!(code);
}

#[test]
fn csharp() {
    let code = own(&plan(CONTOSO, Language::CSharp, Wish::default()), "                catch (Exception error)");
    insta::assert_snapshot!(code.replace(include_str!("../../src/make/models/client.cs"), "    …\n"));
}

#[test]
fn a_newer_definition_changes_no_name() {
    for language in Language::ALL {
        let first = plan(CONTOSO, language, Wish::default());
        // An older operation is no longer deprecated, a newer version comes, and a property takes a name that is given already.
        let newer = CONTOSO
            .replace("\"operationId\": \"GetTask\", \"deprecated\": true", "\"operationId\": \"GetTask_V3\"")
            .replace("\"class\": { \"type\"", "\"CLASS\": { \"type\": \"string\" }, \"class\": { \"type\"")
            .replace("\"Thing\": {", "\"task\": { \"type\": \"object\", \"properties\": { \"x\": {} } }, \"Thing\": {")
            .replace("\"more\": {}", "\"more\": { \"$ref\": \"#/definitions/task\" }");
        let locked = lock::read(first.lock().as_bytes()).unwrap();
        let second = plan(&newer, language, Wish { locked, ..Wish::default() });
        let kept = lock::read(second.lock().as_bytes()).unwrap();
        for (kind, names) in lock::read(first.lock().as_bytes()).unwrap() {
            for (key, name) in names {
                assert_eq!(kept[&kind][&key], name, "{kind} {key}");
            }
        }
        let names = |plan: &Plan| plan.methods.iter().map(|method| (method.id.clone(), method.name.clone())).collect::<Vec<_>>();
        assert!(names(&second).contains(&("GetTask_V2".to_owned(), "GetTask".to_owned())), "{:?}", names(&second));
        assert!(names(&second).contains(&("GetTask_V3".to_owned(), "GetTaskV3".to_owned())), "{:?}", names(&second));
        for (ty, members) in second.types.iter().zip(&second.members) {
            let unique: std::collections::BTreeSet<_> = members.iter().collect();
            assert_eq!(unique.len(), members.len(), "{}: {members:?}", ty.name);
        }
    }
}

#[test]
fn own_names_replace_those_of_the_rule() {
    let renames =
        br#"{"methods": {"GetTask_V2": "ReadTask"}, "types": {"Task": "Todo"}, "triggers": {"TaskChanged": "OnChange"}}"#;
    let wish = Wish { renames: lock::read(renames).unwrap(), ..Wish::default() };
    let plan = plan(CONTOSO, Language::Python, wish);
    assert!(plan.calls.contains(&"read_task_async".to_owned()), "{:?}", plan.calls);
    assert!(plan.types.iter().any(|ty| ty.name == "Todo"));
    assert!(plan.triggers.iter().any(|trigger| trigger.name == "OnChange"));
    assert!(lock::read(br#"{"types": {"Task": "a; import os"}}"#).is_err(), "only names get into the code");
}

#[test]
fn only_some_operations_are_written() {
    let wish = Wish { only: vec!["GetTask_V2".to_owned()], ..Wish::default() };
    let plan = plan(CONTOSO, Language::CSharp, wish);
    let ids: Vec<&str> = plan.methods.iter().map(|method| method.id.as_str()).collect();
    assert_eq!(ids, ["GetTask_V2", "GetLists"], "with the operations that its lookups call");
    assert!(plan.triggers.is_empty());
    let wish = Wish { only: vec!["GetTasks".to_owned()], ..Wish::default() };
    assert!(Plan::new(&contoso(), Language::CSharp, wish).unwrap_err().contains("no operation is named `GetTasks`"));
}

fn definition_in(folder: &Path) -> String {
    let path = folder.join("contoso.json");
    std::fs::write(&path, CONTOSO).unwrap();
    path.display().to_string()
}

#[test]
fn files_of_people_are_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (definition_in(folder.path()), folder.path().join("src"));
    let arguments = ["models", &source, "--language", "python", "--out", out.to_str().unwrap()];
    let diff: Vec<&str> = arguments.into_iter().chain(["--diff"]).collect();
    let shown = connsmith(&diff);
    assert_eq!(shown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&shown.stdout).contains("+class ContosotasksClient(ConnectorClientBase):"));
    assert!(!out.exists(), "--diff writes nothing");
    assert!(connsmith(&arguments).status.success());
    assert!(err(&connsmith(&arguments)).contains("nothing changed"));
    assert_eq!(connsmith(&diff).status.code(), Some(0));
    let file = out.join("contosotasks.py");
    std::fs::write(&file, "print('mine')\n").unwrap();
    let refused = connsmith(&arguments);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("is not a generated file"), "{}", err(&refused));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "print('mine')\n");
}

#[test]
fn a_function_project_has_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let source = definition_in(folder.path());
    for (language, code) in
        [("python", "function_app.py"), ("typescript", "src/functions/OnNewTasks.ts"), ("csharp", "OnNewTasks.cs")]
    {
        let out = folder.path().join(language);
        let arguments =
            ["models", "function", "GetOnNewTasks_V3", &source, "--language", language, "--out", out.to_str().unwrap()];
        let made = connsmith(&arguments);
        assert!(made.status.success(), "{}", err(&made));
        assert!(err(&made).contains("`list` is required"), "{}", err(&made));
        let text = |name: &str| std::fs::read_to_string(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            text(code).contains("ContosotasksOnNewTasksTriggerPayload")
                || text(code).contains("ContosoTasksOnNewTasksTriggerPayload")
        );
        let trigger: Value = serde_json::from_str(&text("trigger.json")).unwrap();
        assert_eq!(trigger["properties"]["operationName"], "GetOnNewTasks_V3");
        assert_eq!(trigger["properties"]["parameters"][0]["value"], "<list>");
        assert!(text("main.bicep").contains("systemKeys.connector_extension"));
        // What people changed stays.
        std::fs::write(out.join(code), "mine").unwrap();
        assert!(err(&connsmith(&arguments)).contains("was kept"));
        assert_eq!(text(code), "mine");
    }
    let out = folder.path().join("identity");
    let arguments = ["models", "function", "TaskChanged", &source, "--language", "python", "--out", out.to_str().unwrap()];
    let made = connsmith(&arguments.into_iter().chain(["--auth", "managed-identity"]).collect::<Vec<_>>());
    assert!(made.status.success(), "{}", err(&made));
    let host: Value = serde_json::from_slice(&std::fs::read(out.join("host.json")).unwrap()).unwrap();
    assert_eq!(host["extensions"]["connector"]["system"]["webhookAuthorizationLevel"], "Anonymous");
    let bicep = std::fs::read_to_string(out.join("main.bicep")).unwrap();
    assert!(bicep.contains("'authsettingsV2'") && bicep.contains("federatedIdentityCredentials"), "{bicep}");
    let refused = connsmith(&["models", "function", "SaveFile", &source, "--language", "python", "--out", "x"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("is not a trigger"), "{}", err(&refused));
}

/// Names and values of a definition, which comes from anyone, do not become code of a file that people deploy, or of a command.
#[test]
fn texts_of_strangers_stay_texts_in_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let id = "On\nparam evil string\n```\n$(touch evil)' `touch evil`";
    let definition = CONTOSO.replace("\"GetOnNewTasks_V3\"", &serde_json::to_string(id).unwrap());
    assert_ne!(definition, CONTOSO);
    let source = folder.path().join("contoso.json");
    std::fs::write(&source, definition).unwrap();
    let (source, out) = (source.display().to_string(), folder.path().join("out"));
    let arguments = ["models", "function", id, &source, "--language", "python", "--out", out.to_str().unwrap()];
    let made = connsmith(&[&arguments[..], &["--arg", "list=\u{1}listKeys('x')"]].concat());
    assert!(made.status.success(), "{}", err(&made));
    let text = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let bicep = text("main.bicep");
    assert!(
        !bicep.lines().any(|line| line.starts_with("param evil") || line.trim_start().starts_with("value: listKeys('x')")),
        "{bicep}"
    );
    assert!(bicep.contains("value: '\\u{1}listKeys(\\'x\\')'"), "{bicep}");
    let readme = text("README.md");
    assert!(readme.contains(r"--operation 'On param evil string ``` $(touch evil)'\'' `touch evil`'"), "{readme}");
    assert_eq!(readme.lines().filter(|line| line.starts_with("```")).count() % 2, 0, "{readme}");
    assert!(!readme.lines().any(|line| line.starts_with("param evil")), "{readme}");
}

/// Code is printed in logs of CI services.
#[test]
fn no_text_is_a_command_for_a_log() {
    let text = "##vso[task.setvariable variable=a]b ##[error]c \n\n::error::d";
    let definition = CONTOSO.replace("\"List new tasks\"", &serde_json::to_string(text).unwrap());
    let definition = definition.replacen("\"enum\": [", &format!("\"enum\": [{},", serde_json::to_string("##[x]").unwrap()), 1);
    let definition = definition.replacen("\"description\": \"", &format!("\"description\": \"{} ", text.replace('\n', " ")), 40);
    assert_ne!(definition, CONTOSO);
    for language in [Language::CSharp, Language::Python, Language::TypeScript] {
        let code = code(&definition, language);
        let commands =
            code.lines().filter(|line| line.contains("##[") || line.contains("##vso[") || line.trim_start().starts_with("::"));
        assert_eq!(commands.collect::<Vec<_>>(), Vec::<&str>::new(), "{language:?}");
        assert!(code.contains("# #vso[task.setvariable") && code.contains("# #[error]c"), "{language:?}: {code}");
    }
}

/// A definition of these paths and definitions.
fn defined(paths: &str, definitions: &str) -> String {
    format!(r#"{{"swagger": "2.0", "info": {{"title": "Test"}}, "paths": {{{paths}}}, "definitions": {{{definitions}}}}}"#)
}

fn get(path: &str, id: &str, parameters: &str) -> String {
    format!(r#""{path}": {{"get": {{"operationId": "{id}", "parameters": [{parameters}], "responses": {{"200": {{}}}}}}}}"#)
}

fn code(definition: &str, language: Language) -> String {
    String::from_utf8(plan(definition, language, Wish::default()).files().remove(0).bytes).unwrap()
}

#[test]
fn names_are_valid_and_numbers_are_no_versions() {
    let ids = ["GetItems", "GetItems_V2", "get_items", "2FA_Verify", "SendSMSv3"];
    let paths = ids.iter().enumerate().map(|(at, id)| get(&format!("/p{at}"), id, "")).collect::<Vec<_>>().join(",");
    let calls = |language| plan(&defined(&paths, ""), language, Wish::default()).calls;
    let python = ["get_items_2_async", "get_items_async", "get_items_3_async", "_2_fa_verify_async", "send_sms_v3_async"];
    assert_eq!(calls(Language::Python), python);
    assert_eq!(calls(Language::TypeScript), ["getItems_2", "getItems", "getItems_3", "_2FAVerify", "sendSMSv3"]);
    assert_eq!(calls(Language::CSharp)[..3], ["GetItems_2Async", "GetItemsAsync", "GetItems_3Async"]);
}

#[test]
fn a_name_that_is_right_already_stays() {
    let query = |name: &str| format!(r#"{{"name": "{name}", "in": "query", "type": "string"}}"#);
    let parameters = ["$filter", "filter", "a-b", "a_b", "p_q_r"].map(query).join(",");
    let definition = defined(&get("/a", "Get", &parameters), "");
    assert_eq!(
        plan(&definition, Language::Python, Wish::default()).arguments[0],
        ["filter_2", "filter", "a_b_2", "a_b", "p_q_r"]
    );
}

#[test]
fn queries_are_encoded_once_with_their_names() {
    let parameters = r#"{"name": "x ms", "in": "query", "type": "string", "x-ms-url-encoding": "double"}"#;
    let definition = defined(&get("/a", "Get", parameters), "");
    let python = code(&definition, Language::Python);
    assert!(python.contains("request.query(\"x ms\", x_ms)\n") && python.contains("f\"{_path(name)}={text}\""));
    assert!(code(&definition, Language::TypeScript).contains("request.query(\"x ms\", options.xMs);\n"));
    assert!(code(&definition, Language::CSharp).contains("request.Query(\"x ms\", xMs);\n"));
}

#[test]
fn numbers_keep_their_digits() {
    let hidden = |name: &str, kind: &str, default: &str| {
        format!(r#"{{"name": "{name}", "in": "query", "type": "{kind}", "default": {default}, "x-ms-visibility": "internal"}}"#)
    };
    let parameters =
        [hidden("a", "integer", "123456789012345678901234567890"), hidden("b", "integer", "7"), hidden("c", "number", "1.0")];
    let definition = defined(&get("/a", "Get", &parameters.join(",")), "");
    for language in Language::ALL {
        let code = code(&definition, language);
        for wanted in ["\"a\", \"123456789012345678901234567890\")", "\"b\", 7)", "\"c\", \"1.0\")"] {
            assert!(code.contains(wanted), "{language:?}: {wanted}");
        }
    }
}

#[test]
fn an_operation_whose_path_cannot_be_filled_is_left_out() {
    let id = r#"{"name": "id", "in": "path", "required": true, "type": "string"}"#;
    let paths = [get("/a/{id}", "Good", id), get("/b/{id}/{miss}", "Leftover", id), get("/c/{Id}", "Case", id)].join(",");
    let made = plan(&defined(&paths, ""), Language::Python, Wish::default());
    assert_eq!(made.calls, ["good_async"]);
    assert!(code(&defined(&paths, ""), Language::Python).contains("`Leftover` is left out: no parameter fills `{miss}`"));
    let wish = Wish { only: vec!["Leftover".to_owned()], ..Wish::default() };
    let connector = source::swagger("a.json", defined(&paths, "").into_bytes()).unwrap();
    assert!(Plan::new(&connector, Language::Python, wish).unwrap_err().contains("`{miss}`"));
}

#[test]
fn defaults_in_bodies_follow_the_rules_of_calls() {
    let body = r#"{"type": "object", "required": ["start", "lng"], "properties": {
        "lng": {"type": "number", "default": null},
        "start": {"type": "object", "required": ["tz"], "properties": {"tz": {"type": "string", "default": "UTC"}}},
        "way": {"type": "object", "required": ["content"], "properties": {
            "content": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "default": "text"}}}}},
        "list": {"type": "array", "items": {"type": "object", "required": ["h"], "properties": {
            "h": {"type": "string", "default": "H"}}}}}}"#;
    let post = |consumes: &str| {
        let parameter = format!(r#"{{"name": "body", "in": "body", "required": true, "schema": {body}}}"#);
        let text = get("/a", "Send", &parameter).replace("\"get\"", "\"post\"");
        text.replace("\"operationId\"", &format!("\"consumes\": [\"{consumes}\"], \"operationId\""))
    };
    let definition = defined(&post("multipart/form-data"), "");
    let made = plan(&definition, Language::TypeScript, Wish::default());
    let input = made.methods[0].input.as_ref().unwrap();
    assert_eq!(input.content_type, "application/json", "a body in JSON is no form");
    let code = code(&definition, Language::TypeScript);
    for wanted in [
        "[[\"lng\"], null, 1],",
        "[[\"start\", \"tz\"], \"UTC\", 2],",
        "[[\"way\", \"content\", \"kind\"], \"text\", 1],",
        "[[\"list\", null, \"h\"], \"H\", 0],",
    ] {
        assert!(code.contains(wanted), "{wanted}");
    }
}

#[test]
fn payloads_have_one_kind_everywhere() {
    let kind = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        let kind = read(&value, Reader::DotNet).unwrap().0.name();
        assert_eq!(kind == "bare item", !payload::has_envelope(&value), "{text}");
        kind
    };
    assert_eq!(kind(r#"{"id": 1, "body": "x"}"#), "bare item");
    assert_eq!(kind(r#"{"body": {"value": [1], "x": 2}}"#), "single");
    assert_eq!(kind(r#"{"body": {"value": [1], "@odata.nextLink": "u"}}"#), "batch");
    let trigger = |id: &str, schema: &str| {
        let text = get(&format!("/{id}"), id, "").replace("\"200\": {}", &format!("\"200\": {{\"schema\": {schema}}}"));
        text.replace("\"parameters\"", "\"x-ms-trigger\": \"batch\", \"parameters\"")
    };
    let list = r##"{"type": "object", "properties": {"Count": {}, "value": {"type": "array", "items": {"$ref": "#/definitions/Row"}}}}"##;
    let paths = [trigger("OnRow", list), trigger("OnFile", r#"{"type": "string", "format": "binary"}"#)].join(",");
    let row = r##""Row": {"type": "object", "properties": {"日本": {"type": "string"}, "kids": {"$ref": "#/definitions/Row"}}}"##;
    let definition = defined(&paths, row);
    let python = code(&definition, Language::Python);
    assert!(python.contains("super().__init__(payload, Row, beside=[\"count\"])"));
    assert!(python.contains("super().__init__(payload, Any, file=True)"));
    assert!(python.contains("    \"\"\"The definition `Row`.\"\"\""));
    let typescript = code(&definition, Language::TypeScript);
    assert!(typescript.contains("  日本?: string;\n"), "prettier has no quotes there");
    assert!(typescript.contains("  Row: {\n    日本: \"\",\n    kids: \"Row\",\n  },\n"));
    let csharp = code(&definition, Language::CSharp);
    assert!(csharp.contains("IsFile => true;") && csharp.contains("Beside => new[] { \"count\" };"));
}

#[test]
fn empty_values_can_be_seen_in_comments() {
    let parameters = r#"{"name": "e", "in": "query", "type": "string", "enum": ["a", "", null, "b"]}"#;
    let code = code(&defined(&get("/a", "Get", parameters), ""), Language::Python);
    assert!(code.contains("Allowed values: a, \"\", b."), "{}", code.split("class TestClient").nth(1).unwrap());
}

#[cfg(feature = "platform")]
mod fire {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// Takes one request, answers with this status, and gives the request.
    fn app(status: &'static str) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let taken = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut text, mut bytes) = (String::new(), [0; 4096]);
            loop {
                let count = stream.read(&mut bytes).unwrap();
                text.push_str(&String::from_utf8_lossy(&bytes[..count]));
                let length =
                    text.to_lowercase().split_once("content-length: ").and_then(|(_, rest)| rest.lines().next()?.parse().ok());
                let body = text.split_once("\r\n\r\n").map_or(0, |(_, body)| body.len());
                if count == 0 || length.is_some_and(|length: usize| text.contains("\r\n\r\n") && body >= length) {
                    break;
                }
            }
            write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 4\r\nConnection: close\r\n\r\ndone").unwrap();
            text
        });
        (url, taken)
    }

    #[test]
    fn a_sample_reaches_the_app_with_the_headers_of_the_namespace() {
        let folder = tempfile::tempdir().unwrap();
        let source = definition_in(folder.path());
        let (url, taken) = app("200 OK");
        let done = connsmith(&["models", "fire", "OnNewTasks", &source, "--sample", "--url", &url, "--namespace", "ns"]);
        assert!(done.status.success(), "{}", err(&done));
        let request = taken.join().unwrap();
        assert!(request.starts_with("POST /runtime/webhooks/connector?functionName=OnNewTasks HTTP/1.1"), "{request}");
        for header in ["x-ms-trigger-name: onnewtasks", "x-ms-gateway-resource-name: ns", "content-type: application/json"] {
            assert!(request.to_lowercase().contains(header), "{request}");
        }
        let body: Value = serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap();
        assert!(body["body"]["id"].is_number(), "{body}");
    }

    #[test]
    fn a_bare_item_gets_its_envelope_and_a_failure_is_explained() {
        let folder = tempfile::tempdir().unwrap();
        let item = folder.path().join("item.json");
        std::fs::write(&item, r#"{"subject": "x"}"#).unwrap();
        let (url, taken) = app("401 Unauthorized");
        let done = connsmith(&["models", "fire", "F", "--payload", item.to_str().unwrap(), "--url", &url]);
        assert_eq!(done.status.code(), Some(1));
        assert!(err(&done).contains("CONNSMITH_FUNCTION_KEY"), "{}", err(&done));
        assert!(taken.join().unwrap().ends_with(r#"{"body":{"subject":"x"}}"#));
    }

    #[test]
    fn nothing_is_sent_to_another_machine_by_mistake() {
        let folder = tempfile::tempdir().unwrap();
        let item = folder.path().join("item.json");
        std::fs::write(&item, "{}").unwrap();
        let done = connsmith(&["models", "fire", "F", "--payload", item.to_str().unwrap(), "--url", "https://example.com"]);
        assert_eq!(done.status.code(), Some(2));
        assert!(err(&done).contains("pass `--remote`"), "{}", err(&done));
    }
}
