//! `connsmith list`
use super::dataverse::{self, Signs, ViaArgument};
use super::{Common, EnvironmentArgument};
use crate::cli::CLEAN;
use clap::Args;
use connsmith::report::escape;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    environment: EnvironmentArgument,

    /// List only connectors in this solution (unique name, name or id)
    #[arg(long, value_name = "NAME|ID")]
    solution: Option<String>,

    #[command(flatten)]
    choice: ViaArgument,

    #[command(flatten)]
    common: Common,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let session = arguments.common.service.session(Path::new("."))?;
    let named = arguments.environment.named(&session.settings);
    // The service lists the connectors of solutions, too.
    let application = session.service.is_application();
    let signs = Signs { application, solution: None, connector: None, environment: named.as_deref() };
    if arguments.choice.is_dataverse(&signs)? {
        return dataverse::list(&session, &arguments.environment, arguments.solution.as_deref(), &arguments.common.format);
    }
    let environment = session.environment(&arguments.environment)?;
    let mut entries = session.service.connectors(&environment)?;
    let mut rows = Vec::new();
    if let Some(solution) = &arguments.solution {
        rows = session.dataverse(&arguments.environment, &environment, Duration::ZERO)?.rows_in(solution)?;
    }
    let row_ids: HashMap<&str, &str> = rows.iter().filter_map(|row| Some((row.internal()?, row.id.as_str()))).collect();
    if arguments.solution.is_some() {
        entries.retain(|entry| row_ids.contains_key(entry.id.as_str()));
    }
    let shown: HashSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let mut text = String::new();
    let mut list = Vec::new();
    for entry in &entries {
        let owner = entry.owner.as_ref().map(|owner| format!("  ({})", escape::visible(owner))).unwrap_or_default();
        text.push_str(&format!("{}  {}{owner}\n", escape::visible(&entry.id), escape::visible(&entry.title)));
        let mut json = json!(entry);
        if let (Some(row), Value::Object(json)) = (row_ids.get(entry.id.as_str()), &mut json) {
            json.insert("rowId".to_owned(), (*row).into());
        }
        list.push(json);
    }
    // A row without a connector in the service is still part of the solution.
    for row in rows.iter().filter(|row| !row.internal().is_some_and(|id| shown.contains(id))) {
        text.push_str(&format!(
            "{}  {}  (the service shows no connector)\n",
            escape::visible(&row.id),
            escape::visible(row.title())
        ));
        list.push(json!({ "id": row.internal(), "title": row.title(), "rowId": row.id }));
    }
    if list.is_empty() {
        text.push_str(&format!("this account sees no custom connector in the environment `{environment}`\n"));
    }
    arguments.common.format.print(&text, &json!({ "version": 1, "environment": environment, "connectors": list }))?;
    Ok(CLEAN)
}
