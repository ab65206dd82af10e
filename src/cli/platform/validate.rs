//! `connsmith validate`
use super::ServiceArguments;
use super::files::in_settings;
use crate::cli::choice::ChoiceArguments;
use crate::cli::note;
use crate::cli::output::{Output, OutputArguments};
use anyhow::{Context, bail};
use clap::Args;
use connsmith::connector::Connector;
use connsmith::connector::discover::Found;
use connsmith::connector::publisher::Publisher;
use connsmith::judge::check::Checker;
use connsmith::rule::finding::Finding;
use connsmith::ship::platform::upload::{tolerated, value};
use connsmith::ship::platform::verdict::{self, Compared};
use connsmith::text::document::File;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// Folder of the connector [default: that of the settings file, else the current one]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// API definition [default: what the settings or the folder hold]
    #[arg(long = "api-def", short = 'd', env = "CONNSMITH_API_DEFINITION", value_name = "FILE")]
    definition: Option<PathBuf>,

    /// Skip certification rules and check only what an import needs
    #[arg(long)]
    no_certification: bool,

    #[command(flatten)]
    choice: ChoiceArguments,

    #[command(flatten)]
    output: OutputArguments,

    #[command(flatten)]
    service: ServiceArguments,
}

pub fn run(arguments: &Arguments, color: bool) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let folder = super::folder_or_here(arguments.folder.as_deref(), arguments.service.sign_in.settings.as_deref());
    let settings = arguments.service.read_settings(&folder)?;
    let named = arguments.definition.clone();
    let named = match (named, settings.text("apiDefinition")) {
        (None, Some(name)) => Some(in_settings(&settings, "apiDefinition", &name)?),
        (named, _) => named,
    };
    if let Some(path) = named.as_ref().filter(|path| !path.is_file()) {
        bail!("`{}` does not exist", path.display());
    }
    let place = match &named {
        Some(path) => path.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(PathBuf::from("."), PathBuf::from),
        None => folder.clone(),
    };
    let mut options = arguments.choice.options(std::slice::from_ref(&place))?;
    if arguments.no_certification {
        options.publisher = options.publisher.or(Some(Publisher::Custom));
    }
    let checker = Checker::new(&options);
    let connector = checker.read(&Found { file: named, ..Found::folder(&place) }, &current)?;
    let Some(definition) = connector.definition.as_ref() else {
        bail!("`{}` does not exist; name the file with `--api-def`", connector.file_name(File::Definition));
    };
    if !definition.is_whole() {
        bail!(
            "`{}` cannot be validated: parts of its broken JSON would be lost; run `connsmith check` to see where",
            definition.name
        );
    }
    if let Some(what) = tolerated(definition) {
        note(&format!("{}: {what}", definition.name));
    }
    let session = arguments.service.session(&folder)?;
    let service = &session.service;
    let request = service.endpoints.validate(&service.object_id()?, value(definition.root()), !arguments.no_certification);
    let text = match service.send(&request) {
        Ok(reply) if reply.bytes.is_empty() => String::new(),
        Ok(reply) => match service.http.json(&request, &reply)? {
            Value::String(text) => text,
            other => other.get("message").and_then(Value::as_str).map_or_else(|| other.to_string(), str::to_owned),
        },
        Err(failure) => match verdict::of(&failure) {
            Some(text) => text.to_owned(),
            None => return Err(failure.into()),
        },
    };
    let Compared { findings, only_service, only_ours } =
        verdict::compare(&connector, &verdict::parse(&text), checker.findings(&connector));
    let output = Output::new(&arguments.output, color)?;
    let missed: Vec<&Finding> = only_service.iter().map(|&at| &findings[at]).collect();
    let place = |finding: &Finding| shown(&connector, finding);
    let list = |findings: &[&Finding]| findings.iter().map(|finding| place(finding)).collect::<Vec<_>>();
    let only_ours: Vec<&Finding> = only_ours.iter().collect();
    let differences = json!({ "onlyService": list(&missed), "onlyConnsmith": list(&only_ours) });
    let status = output.finish_with(vec![output.part(&connector, &findings)], &[("differences", differences)])?;
    if !output.is_json() {
        show("only the service found these", &missed, &connector);
        show("only connsmith found these", &only_ours, &connector);
    }
    Ok(status)
}

fn shown(connector: &Connector, finding: &Finding) -> Value {
    let line = connector.document(finding.at.file).map_or(1, |document| document.position(finding.at.span.start).line);
    json!({
        "file": connector.file_name(finding.at.file),
        "line": line,
        "pointer": finding.at.pointer,
        "code": finding.code,
        "rule": finding.rule.id,
        "message": finding.message,
    })
}

/// The differences between the two results.
fn show(what: &str, findings: &[&Finding], connector: &Connector) {
    const MOST: usize = 20;
    if findings.is_empty() {
        return;
    }
    note(&format!("{what}:"));
    for finding in findings.iter().take(MOST) {
        let shown = shown(connector, finding);
        let text = |name: &str| shown[name].as_str().unwrap_or_default().to_owned();
        note(&format!("  {}:{} {} ({})", text("file"), shown["line"], text("message"), text("rule")));
    }
    if findings.len() > MOST {
        note(&format!("  … and {} more", findings.len() - MOST));
    }
}
