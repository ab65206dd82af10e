//! `connsmith list`
use super::{EnvironmentArgument, FormatArgument, ServiceArguments};
use crate::cli::CLEAN;
use clap::Args;
use connsmith::report::escape;
use serde_json::{Value, json};
use std::path::Path;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    environment: EnvironmentArgument,

    #[command(flatten)]
    format: FormatArgument,

    /// Only those in this solution: its unique name, its name or its id
    #[arg(long, value_name = "NAME|ID")]
    solution: Option<String>,

    #[command(flatten)]
    service: ServiceArguments,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let session = arguments.service.session(Path::new("."))?;
    let environment = session.environment(&arguments.environment)?;
    let mut entries = session.service.connectors(&environment)?;
    let mut rows = Vec::new();
    if let Some(solution) = &arguments.solution {
        rows = session.service.solution(&environment, solution)?;
        entries.retain(|entry| rows.iter().any(|row| row.connector.as_deref() == Some(entry.id.as_str())));
    }
    let row_of = |id: &str| rows.iter().find(|row| row.connector.as_deref() == Some(id)).map(|row| row.id.clone());
    let mut text = String::new();
    let mut list = Vec::new();
    for entry in &entries {
        let owner = entry.owner.as_ref().map(|owner| format!("  ({})", escape::visible(owner))).unwrap_or_default();
        text.push_str(&format!("{}  {}{owner}\n", escape::visible(&entry.id), escape::visible(&entry.title)));
        let mut json = json!(entry);
        if let (Some(row), Value::Object(json)) = (row_of(&entry.id), &mut json) {
            json.insert("rowId".to_owned(), row.into());
        }
        list.push(json);
    }
    // A row of which the service shows no connector is in the solution all the same.
    for row in rows.iter().filter(|row| !entries.iter().any(|entry| row.connector.as_deref() == Some(entry.id.as_str()))) {
        text.push_str(&format!(
            "{}  {}  (the service shows no connector)\n",
            escape::visible(&row.id),
            escape::visible(&row.title)
        ));
        list.push(json!({ "id": row.connector, "title": row.title, "rowId": row.id }));
    }
    if list.is_empty() {
        text.push_str(&format!("no custom connector in the environment `{environment}` that this account sees\n"));
    }
    arguments.format.print(&text, &json!({ "version": 1, "environment": environment, "connectors": list }))?;
    Ok(CLEAN)
}
