//! Which connectors a solution holds: rows of the environment's Dataverse.
//!
//! Source of tables and columns: Microsoft's reference of the entities `solution`, `solutioncomponent` and `connector`
//! (learn.microsoft.com/power-apps/developer/data-platform/reference/entities), read 2026-11-24.
use super::Service;
use super::failure::{Failure, Kind};
use super::message::{Request, encoded};
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// A connector in a solution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Id of the row, a GUID: what `pac` calls the connector's id.
    pub id: String,
    pub title: String,
    /// Name of the connector in the service (`shared_…`), where it has one.
    pub connector: Option<String>,
}

impl Service {
    /// The connectors in a solution, which is called by its unique name, its name for people or its id.
    ///
    /// # Errors
    /// When the environment has no Dataverse, there is no such solution, or the service does not answer.
    pub fn solution(&self, environment: &str, solution: &str) -> Result<Vec<Row>, Failure> {
        let asked = format!("list the solution `{solution}`");
        let base = self.dataverse(environment, &asked)?;
        let resource = base.origin().ascii_serialization();
        let list = |path: &str, query: &[(&str, &str)]| {
            let mut url = base.clone();
            url.set_path(&format!("/api/data/v9.2/{path}"));
            let query: Vec<String> = query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
            url.set_query(Some(&query.join("&")));
            let request = Request::new("GET", url, &asked).header("Accept", "application/json");
            self.list_for(&request, &resource, |row| Some(row.clone()))
        };
        let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
        let is_id = solution.len() == 36 && solution.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        let quoted = solution.replace('\'', "''");
        let filter = match is_id {
            true => format!("solutionid eq {solution}"),
            false => format!("uniquename eq '{quoted}' or friendlyname eq '{quoted}'"),
        };
        let solutions = list("solutions", &[("$select", "solutionid,uniquename,friendlyname"), ("$filter", &filter)])?;
        let id = match solutions.as_slice() {
            [one] => text(one, "solutionid").unwrap_or_default(),
            [] => {
                let remedy = "use the solution's unique name, its name or its id, as the maker portal shows them";
                return Err(Failure::here(asked, "there is no such solution in this environment", remedy));
            }
            _ => {
                return Err(Failure::here(asked, "several solutions have this name", "use the solution's unique name or its id"));
            }
        };
        let filter = format!("_solutionid_value eq {id}");
        let components = list("solutioncomponents", &[("$select", "objectid,componenttype"), ("$filter", &filter)])?;
        let held: HashSet<String> =
            components.iter().filter_map(|row| text(row, "objectid")).map(|id| id.to_ascii_lowercase()).collect();
        let rows = list("connectors", &[("$select", "connectorid,name,displayname,connectorinternalid")])?;
        let rows = rows.iter().filter_map(|row| {
            let id = text(row, "connectorid")?;
            let title = text(row, "displayname").or_else(|| text(row, "name")).unwrap_or_default();
            held.contains(&id.to_ascii_lowercase()).then(|| Row { id, title, connector: text(row, "connectorinternalid") })
        });
        Ok(rows.collect())
    }

    /// Where the Dataverse of an environment is.
    ///
    /// # Errors
    /// When it has none, or this account cannot see it.
    pub fn dataverse(&self, environment: &str, asked: &str) -> Result<Url, Failure> {
        let is_it = |entry: &Value| entry.get("name").and_then(Value::as_str) == Some(environment);
        let environments = self.list(&self.endpoints.environments(), |entry| is_it(entry).then(|| entry.clone()))?;
        let metadata = environments.first().and_then(|entry| entry.pointer("/properties/linkedEnvironmentMetadata"));
        let url =
            metadata.and_then(|data| data.get("instanceApiUrl").or_else(|| data.get("instanceUrl"))).and_then(Value::as_str);
        match url {
            Some(url) => {
                let elsewhere = |error: super::cloud::Error| Failure::new(Kind::NotUnderstood, asked, error.to_string(), "");
                self.endpoints.dataverse(url).map_err(elsewhere)
            }
            None => Err(Failure::here(
                asked,
                format!("the environment `{environment}` has no Dataverse that this account can see"),
                "solutions are kept in Dataverse; `connsmith list` without `--solution` lists the environment's connectors",
            )),
        }
    }
}
