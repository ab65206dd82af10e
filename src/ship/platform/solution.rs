//! Where the Dataverse of an environment is, which keeps its solutions.
use super::Service;
use super::failure::{Failure, Kind};
use serde_json::Value;
use url::Url;

impl Service {
    /// Where the Dataverse of an environment is.
    ///
    /// # Errors
    /// When it has none, or this account cannot see it.
    pub fn dataverse(&self, environment: &str, asked: &str) -> Result<Url, Failure> {
        let is_it = |entry: &Value| entry.get("name").and_then(Value::as_str) == Some(environment);
        let environments = self.list(&self.endpoints.environments(), |entry| is_it(entry).then(|| entry.clone()))?;
        let Some(entry) = environments.first() else {
            return Err(Failure::here(
                asked,
                format!("this account sees no environment with the id `{environment}`"),
                "`connsmith environments` lists the ids; the address of a Dataverse begins with `https://`",
            ));
        };
        let metadata = entry.pointer("/properties/linkedEnvironmentMetadata");
        let url =
            metadata.and_then(|data| data.get("instanceApiUrl").or_else(|| data.get("instanceUrl"))).and_then(Value::as_str);
        match url {
            Some(url) => {
                let elsewhere = |error: super::cloud::Error| {
                    Failure::new(Kind::NotUnderstood, asked, self.http.redactor.text(&error.to_string()), "")
                };
                self.endpoints.dataverse(url).map_err(elsewhere)
            }
            None => Err(Failure::here(
                asked,
                format!("the environment `{environment}` has no Dataverse that this account can see"),
                "without Dataverse, an environment has no solutions, and its connectors are reached with `--via powerapps`",
            )),
        }
    }
}
