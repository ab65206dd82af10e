//! The examples of the rules' pages, each made into a connector. CONTRIBUTING.md explains the format.
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::connector::{Connector, Folder, FolderFile};
use connsmith::judge::baseline::Baseline;
use connsmith::judge::config::ConfigFile;
use connsmith::judge::configured::{Configured, Source};
use connsmith::judge::target::Target;
use connsmith::rule::Rule;
use connsmith::text::document::File;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A definition without any finding, but for what a frame puts in. `{{…}}` marks where.
const DEFINITION: &str = r##"{
    "swagger": "2.0",
  "info": {{info}},{{root}},
  "paths": {{paths}},
  "definitions": {{definitions}},
  "securityDefinitions": {{security-definitions}},
  "security": {{security}},
  "x-ms-connector-metadata": {{metadata}}
}
"##;
const ROOT: &str = r##"
  "host": "api.fabrikam.com",
  "basePath": "/v1",
  "schemes": ["https"],
  "consumes": ["application/json"],
  "produces": ["application/json"]"##;
pub const INFO: &str = r##"{
    "title": "Fabrikam Tasks",
    "description": "Keeps the tasks of a team in one place and tells everybody what changed.",
    "version": "1.0",
    "contact": { "name": "Fabrikam Support", "url": "https://fabrikam.com/support", "email": "support@fabrikam.com" }
  }"##;
pub const DEFINITIONS: &str = r##"{
    "Frame": {
      "type": "object",
      "properties": { "name": { "type": "string", "title": "Name", "description": "What the task is called." } }
    }
  }"##;
const METADATA: &str = r##"[
    { "propertyName": "Website", "propertyValue": "https://fabrikam.com" },
    { "propertyName": "Privacy policy", "propertyValue": "https://fabrikam.com/privacy" },
    { "propertyName": "Categories", "propertyValue": "Productivity" }
  ]"##;
const SECURITY_DEFINITIONS: &str = r##"{ "api_key": { "type": "apiKey", "in": "header", "name": "X-Api-Key" } }"##;
const OAUTH_DEFINITIONS: &str = r##"{
    "oauth2": {
      "type": "oauth2",
      "flow": "accessCode",
      "authorizationUrl": "https://login.fabrikam.com/authorize",
      "tokenUrl": "https://login.fabrikam.com/token",
      "scopes": {}
    }
  }"##;
const PATHS: &str = r##"{ "{{path}}": {{path-item}} }"##;
const PATH_ITEM: &str = r##"{ "{{verb}}": {{operation}} }"##;
const OPERATION: &str = r##"{
      "operationId": "ListTasks",
      "summary": "List tasks",
      "description": "Lists the tasks of a team.",
      "parameters": {{parameters}},
      "responses": {{responses}}
    }"##;
const RESPONSES: &str = r##"{ "200": {{response}} }"##;
const RESPONSE: &str = r##"{ "description": "OK", "schema": { "$ref": "#/definitions/Frame" } }"##;
const BODY: &str = r##"[{ "name": "body", "in": "body", "required": true, "schema": { "$ref": "#/definitions/Frame" } }]"##;
const PROPERTIES: &str = r##"{
    "properties": {
    "iconBrandColor": "{{colour}}",
    "capabilities": [],
    "publisher": "Fabrikam",
    "stackOwner": "{{owner}}",
    "connectionParameters": {{connection-parameters}},
    "policyTemplateInstances": {{policies}}{{script-operations}}
  }
}
"##;
const CONNECTION_PARAMETERS: &str = r##"{
      "api_key": {
        "type": "securestring",
        "uiDefinition": {
          "displayName": "API Key",
          "description": "The key of your account.",
          "tooltip": "Enter the key of your account",
          "constraints": { "tabIndex": 2, "clearText": false, "required": "true" }
        }
      }
    }"##;
const OAUTH: &str = r##"{ "token": { "type": "oauthSetting", "oAuthSettings": {{oauth}} } }"##;
const README: &str = r##"# Fabrikam Tasks
Fabrikam keeps the tasks of a team in one place and tells everybody what changed.

## Publisher: Fabrikam

## Prerequisites
You need a Fabrikam account with a paid plan.

## Obtaining Credentials
Sign in at fabrikam.com, open the settings and create a key there, or register an app for OAuth.

## Supported Operations
### List tasks
Lists the tasks of a team.

## Getting Started
Add the List tasks action to a flow and choose a team.

## Known Issues and Limitations
Fabrikam answers at most a hundred calls a minute.

## Common Errors and Remedies
An answer with status 401 says that the key is not valid.

## Frequently Asked Questions
### Can I use several teams?
Yes: add one connection for each team.

## Deployment Instructions
Use the deploy command of your tool of choice with the files of this folder.
"##;

/// One fenced block of an example.
#[derive(Clone)]
pub struct Fence {
    pub frame: String,
    pub options: Vec<String>,
    /// The text with caret lines and `!` lines taken out.
    pub text: String,
    pub expected: Vec<Expected>,
    /// Line in the page of the opening fence.
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    /// Line (from 1 within the fence's text) and columns `from..to` in characters from 1; None for a `!` line.
    pub place: Option<(usize, usize, usize)>,
    pub message: String,
}

pub struct Example {
    pub heading: String,
    pub fences: Vec<Fence>,
}

impl Example {
    pub fn is(&self, kind: &str) -> bool {
        self.heading == kind || self.heading.starts_with(&format!("{kind}:"))
    }
}

pub fn examples(page: &str) -> Vec<Example> {
    // What an import says of its source is tried in tests/import.rs, configurations of namespaces in tests/call, what is said of a run in
    // tests/cli.rs.
    if ["source", "namespace", "run"].iter().any(|what| page.contains(&format!("\nlooks-at: {what}\n"))) {
        return Vec::new();
    }
    let mut examples: Vec<Example> = Vec::new();
    let mut fence: Option<Fence> = None;
    for (number, line) in page.lines().enumerate() {
        match &mut fence {
            Some(open) if line == "```" => {
                let done = fence_text(std::mem::take(&mut open.text), open.clone());
                if let Some(example) = examples.last_mut() {
                    example.fences.push(done);
                }
                fence = None;
            }
            Some(open) => {
                open.text.push_str(line);
                open.text.push('\n');
            }
            None => {
                if let Some(heading) = line.strip_prefix("## ") {
                    examples.push(Example { heading: heading.to_owned(), fences: Vec::new() });
                } else if let Some(info) = line.strip_prefix("```") {
                    let mut words = info.split_whitespace().skip(1).map(str::to_owned);
                    let frame = words.next().unwrap_or_default();
                    fence = Some(Fence {
                        frame,
                        options: words.collect(),
                        text: String::new(),
                        expected: Vec::new(),
                        line: number + 1,
                    });
                }
            }
        }
    }
    examples.retain(|example| ["Bad", "Good", "Fixed"].iter().any(|kind| example.is(kind)));
    examples
}

/// Takes caret and `!` lines out of a fence's text.
fn fence_text(raw: String, mut fence: Fence) -> Fence {
    let mut lines: Vec<&str> = Vec::new();
    for line in raw.lines() {
        let trimmed = line.trim_start();
        if let Some(message) = line.strip_prefix("! ") {
            fence.expected.push(Expected { place: None, message: message.to_owned() });
        } else if trimmed.starts_with('^') {
            let from = line.chars().count() - trimmed.chars().count() + 1;
            let carets = trimmed.chars().take_while(|&c| c == '^').count();
            let message = trimmed[carets..].trim().to_owned();
            fence.expected.push(Expected { place: Some((lines.len(), from, from + carets)), message });
        } else {
            lines.push(line);
        }
    }
    fence.text = lines.join("\n");
    fence.expected.sort();
    fence
}

/// The files of a connector in the making: holes are filled by the example, what is left by defaults.
struct Builder {
    definition: String,
    properties: String,
    others: BTreeMap<File, String>,
}

/// A hole in a template, the hole around it that must be opened first, and what it holds by default.
const HOLES: [(&str, &str, &str); 14] = [
    ("info", "", INFO),
    ("root", "", ROOT),
    ("paths", "", PATHS),
    ("path-item", "paths", PATH_ITEM),
    ("operation", "path-item", OPERATION),
    ("parameters", "operation", "[]"),
    ("responses", "operation", RESPONSES),
    ("response", "responses", RESPONSE),
    ("definitions", "", DEFINITIONS),
    ("metadata", "", METADATA),
    ("security-definitions", "", SECURITY_DEFINITIONS),
    ("security", "", r#"[{ "api_key": [] }]"#),
    ("connection-parameters", "", CONNECTION_PARAMETERS),
    ("policies", "", "[]"),
];

impl Builder {
    fn fill(&mut self, hole: &str, text: &str) {
        let marker = format!("{{{{{hole}}}}}");
        for whole in [&mut self.definition, &mut self.properties] {
            if whole.contains(&marker) {
                *whole = whole.replacen(&marker, text, 1);
                return;
            }
        }
        let outer = HOLES.iter().find(|(name, ..)| *name == hole).map_or("", |(_, outer, _)| outer);
        assert!(!outer.is_empty(), "an example fills `{hole}` twice or in a file that it gives as a whole");
        let template = HOLES.iter().find(|(name, ..)| *name == outer).map_or("", |(.., template)| template);
        self.fill(outer, template);
        self.fill(hole, text);
    }

    fn fill_rest(&mut self) {
        for (hole, _, default) in HOLES {
            let marker = format!("{{{{{hole}}}}}");
            self.definition = self.definition.replace(&marker, default);
            self.properties = self.properties.replace(&marker, default);
        }
    }
}

/// A connector made of an example.
pub struct Framed {
    pub publisher: Publisher,
    pub files: BTreeMap<File, (String, Vec<u8>)>,
    pub listing: Vec<String>,
    /// Files of a `folder` frame whose line ends with `(cannot be read: reason)`.
    pub unreadable: Vec<(File, String, String)>,
    /// The folder's own name.
    pub folder: String,
    /// The text of `connsmith.toml`, or of a baseline.
    pub configuration: Option<String>,
    pub baseline: Option<String>,
    /// For each fence that became part of a file: the file, the text before it and the text behind it.
    pub places: Vec<Option<(File, String, String)>>,
}

pub fn framed(rule: &Rule, example: &Example) -> Framed {
    let options = || example.fences.iter().flat_map(|fence| &fence.options);
    let value = |name: &str| options().find_map(|option| option.strip_prefix(&format!("{name}=")).map(str::to_owned));
    let has = |name: &str| options().any(|option| option == name);
    let publisher = match value("publisher").as_deref() {
        Some("certified") => Publisher::Certified,
        Some("independent") => Publisher::Independent,
        Some("custom") => Publisher::Custom,
        Some(other) => panic!("{}: publisher {other}", rule.id),
        None => rule.publishers[0],
    };
    let (colour, owner) = if publisher == Publisher::Independent { ("#da3b01", "Contoso") } else { ("#1a6fb5", "Fabrikam") };
    let mut build = Builder {
        definition: DEFINITION.to_owned(),
        properties: PROPERTIES.replace("{{colour}}", colour).replace("{{owner}}", owner),
        others: BTreeMap::from([(File::Readme, README.to_owned())]),
    };
    let (mut path, mut verb, mut listed) = ("/tasks".to_owned(), "get", None);
    let (mut pixels, mut unreadable) = (None, Vec::new());
    for (number, fence) in example.fences.iter().enumerate() {
        let mark = format!("\n\u{1}{number}\u{2}\n");
        let bare = mark.trim().to_owned();
        match fence.frame.as_str() {
            "document" => build.definition = bare,
            "properties" => build.properties = bare,
            "settings" => drop(build.others.insert(File::Settings, bare)),
            "readme" => drop(build.others.insert(File::Readme, bare)),
            "intro" => drop(build.others.insert(File::Intro, bare)),
            "script" => drop(build.others.insert(File::Script, bare)),
            "configuration" | "baseline" => {}
            "icon" => pixels = Some(icon(&fence.text)),
            "folder" => {
                let usual = |name: &str| connsmith::connector::discover::USUAL_NAMES.iter().find(|(_, usual)| *usual == name);
                let lines = fence.text.lines().map(|line| match line.split_once(" (cannot be read: ") {
                    Some((name, why)) => {
                        let file = usual(name).expect("a usual name").0;
                        unreadable.push((file, name.to_owned(), why.trim_end_matches(')').to_owned()));
                        name.to_owned()
                    }
                    None => line.to_owned(),
                });
                listed = Some(lines.collect::<Vec<_>>());
            }
            "path" => build.fill("path-item", &mark),
            "parameter" => {
                if fence.text.contains(r#""in": "path""#) && !has("no-template") {
                    let name = fence.text.split(r#""name": ""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("id");
                    path = format!("/tasks/{{{name}}}");
                }
                if fence.text.contains(r#""in": "body""#) || fence.text.contains(r#""in": "formData""#) {
                    verb = "post";
                }
                build.fill("parameters", &format!("[{mark}]"));
            }
            "schema" => {
                if !has("output") {
                    verb = "post";
                    build.fill("parameters", BODY);
                }
                if has("input") {
                    build.fill("response", r#"{ "description": "OK", "schema": { "type": "string" } }"#);
                }
                build.fill("definitions", &format!("{{ \"Frame\": {mark} }}"));
            }
            "connection-parameter" => {
                let name = value("name").unwrap_or_else(|| "api_key".into());
                build.fill("connection-parameters", &format!("{{ \"{name}\": {mark} }}"));
            }
            "policy" => build.fill("policies", &format!("[{mark}]")),
            "oauth" => {
                build.fill("connection-parameters", &OAUTH.replace("{{oauth}}", &mark));
                build.fill("security-definitions", OAUTH_DEFINITIONS);
                build.fill("security", r#"[{ "oauth2": [] }]"#);
            }
            hole => build.fill(hole, &mark),
        }
    }
    build.fill_rest();
    let path = value("path").unwrap_or(path);
    let verb = value("verb").unwrap_or_else(|| verb.to_owned());
    build.definition = build.definition.replace("{{path}}", &path).replace("{{verb}}", &verb);
    let scripted = build.others.contains_key(&File::Script);
    build.properties =
        build.properties.replace("{{script-operations}}", if scripted { r#", "scriptOperations": ["ListTasks"]"# } else { "" });
    let mut texts = build.others;
    // A frame is clean: no blank is left at the end of the line before an example.
    texts.insert(File::Definition, build.definition.replace(" \n\u{1}", "\n\u{1}"));
    texts.insert(File::Properties, build.properties.replace(" \n\u{1}", "\n\u{1}"));

    let mut places = vec![None; example.fences.len()];
    let mut files = BTreeMap::new();
    let framed_schema = |text: &str| text.contains("#/definitions/Frame");
    texts.retain(|file, _| !unreadable.iter().any(|(bad, ..)| bad == file));
    for (file, mut text) in texts {
        // A frame must not hold a definition that its example leaves unused.
        if !framed_schema(&text) && !example.fences.iter().any(|fence| framed_schema(&fence.text)) {
            text = text.replace(DEFINITIONS, "{}");
        }
        let usual = connsmith::connector::discover::USUAL_NAMES.iter().find(|(known, _)| *known == file).expect("a usual name").1;
        let name = match &listed {
            None => usual.to_owned(),
            Some(listed) => match listed
                .iter()
                .find(|name| name.eq_ignore_ascii_case(usual) || connsmith::connector::discover::misspelt(name) == Some(file))
            {
                Some(name) => name.clone(),
                None => continue,
            },
        };
        for (number, fence) in example.fences.iter().enumerate() {
            let mark = format!("\u{1}{number}\u{2}");
            if let Some((before, behind)) = text.clone().split_once(&mark) {
                text = format!("{before}{}{behind}", repeated(fence));
                places[number] = Some((file, before.to_owned(), behind.to_owned()));
            }
        }
        if has("crlf") {
            text = text.replace('\n', "\r\n");
        }
        if has("mixed") {
            text = text.replacen('\n', "\r\n", 1);
        }
        if has("bom") {
            text.insert(0, '\u{feff}');
        }
        let bytes = if has("latin1") { text.chars().map(|c| c as u8).collect() } else { text.into_bytes() };
        files.insert(file, (name, bytes));
    }
    // Where two fences are parts of one file, the text around the one holds the other.
    for (_, before, behind) in places.iter_mut().flatten() {
        for (number, fence) in example.fences.iter().enumerate() {
            let mark = format!("\u{1}{number}\u{2}");
            *before = before.replace(&mark, &repeated(fence));
            *behind = behind.replace(&mark, &repeated(fence));
        }
    }
    if let Some(bytes) = pixels {
        files.insert(File::Icon, ("icon.png".to_owned(), bytes));
    }
    let listed_frame = listed.is_some();
    for (name, size) in options().filter_map(|option| option.strip_prefix("pad=")?.split_once(':')) {
        let file = connsmith::connector::discover::USUAL_NAMES.iter().find(|(_, usual)| *usual == name).expect("a usual name").0;
        let (_, bytes) = files.entry(file).or_insert_with(|| (name.to_owned(), Vec::new()));
        bytes.resize(size.parse().expect("a size"), b'\n');
    }
    let mut listing = listed.unwrap_or_else(|| files.values().map(|(name, _)| name.clone()).collect());
    listing.sort();
    let folder = if listed_frame { value("name") } else { None };
    let of_frame = |frame: &str| example.fences.iter().position(|fence| fence.frame == frame);
    let mut text_of = |frame: &str| {
        let number = of_frame(frame)?;
        places[number] = Some((File::Config, String::new(), String::new()));
        Some(example.fences[number].text.clone())
    };
    let (configuration, baseline) = (text_of("configuration"), text_of("baseline"));
    let folder = folder.unwrap_or_else(|| "example".into());
    Framed { publisher, files, listing, unreadable, folder, configuration, baseline, places }
}

/// An image of one colour as the frame `icon` describes it (`230x230 #1a6fb5`, `230x230 transparent`); any other text is
/// the file's content.
pub fn icon(text: &str) -> Vec<u8> {
    let described = || {
        let (size, colour) = text.trim().split_once(' ')?;
        let (width, height) = size.split_once('x')?;
        let colour = match colour.strip_prefix('#') {
            Some(hex) => u32::from_str_radix(hex, 16).ok()? << 8 | 0xff,
            None => (colour == "transparent").then_some(0)?,
        };
        Some((width.parse::<u32>().ok()?, height.parse::<u32>().ok()?, colour))
    };
    let Some((width, height, colour)) = described() else { return text.as_bytes().to_vec() };
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&colour.to_be_bytes().repeat((width * height) as usize)).expect("an image");
    drop(writer);
    bytes
}

/// The text of a fence; with the option `repeat=300` a line in which `{{n}}` stands comes 300 times (still as one line, so
/// that places stay as they are), with 1 to 300 for `{{n}}` and commas between.
fn repeated(fence: &Fence) -> String {
    let Some(times) = fence.options.iter().find_map(|option| option.strip_prefix("repeat=")?.parse::<usize>().ok()) else {
        return fence.text.clone();
    };
    let line = |line: &str| match line.contains("{{n}}") {
        true => (1..=times).map(|n| line.replace("{{n}}", &n.to_string())).collect::<Vec<_>>().join(","),
        false => line.to_owned(),
    };
    fence.text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The two versions of an example of a rule that looks at changes: fences with the option `before` make the older one. None for
/// any other example.
pub fn versions(rule: &Rule, example: &Example) -> Option<[Framed; 2]> {
    let is_old = |fence: &Fence| fence.options.iter().any(|option| option == "before");
    example.fences.iter().any(is_old).then(|| {
        [true, false].map(|old| {
            let fences = example.fences.iter().filter(|fence| is_old(fence) == old).cloned().collect();
            framed(rule, &Example { heading: example.heading.clone(), fences })
        })
    })
}

/// The fences that make the newer version, or all where there is only one.
pub fn newer(example: &Example) -> Vec<Fence> {
    let is_old = |fence: &&Fence| fence.options.iter().any(|option| option == "before");
    example.fences.iter().filter(|fence| !is_old(fence)).cloned().collect()
}

impl Framed {
    pub fn connector(&self) -> Target {
        let files = self.files.iter().map(|(&file, (name, bytes))| FolderFile { file, name: name.clone(), bytes: bytes.clone() });
        let folder = Folder {
            path: self.folder.clone().into(),
            name: self.folder.clone(),
            files: files.collect(),
            listing: self.listing.clone(),
            unreadable: self.unreadable.clone(),
            ..Folder::default()
        };
        let configured = self.source().map(|source| Configured::new("/example".into(), source));
        Target { configured, ..Target::new(Connector::new(folder), self.publisher, Because::Option) }
    }

    /// The configuration and the baseline, which lie in the connector's folder.
    fn source(&self) -> Option<Arc<Source>> {
        let folder = Path::new("/example");
        let config = self.configuration.as_ref().map(|text| ConfigFile::parse(text, folder, "connsmith.toml"));
        let baseline = self.baseline.as_ref().map(|text| Arc::new(Baseline::parse(text, folder, "baseline.toml")));
        (config.is_some() || baseline.is_some()).then(|| Arc::new(Source::new(config, None, baseline)))
    }
}
