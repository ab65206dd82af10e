//! Custom connectors as rows of an environment's Dataverse: what `pac connector` works on, and what applications may do.
//!
//! A row is not the connector at run time: the platform passes it on afterwards, and says nothing if that fails. So every write is
//! followed by a look at what came of it. Facts: Microsoft's reference of the table `connector`, its page on `AddSolutionComponent`,
//! and public scripts that run against the service; read in 2026.
pub mod row;

use crate::ship::platform::Service;
use crate::ship::platform::failure::{Failure, Kind};
use crate::ship::platform::message::{Request, encoded};
use crate::ship::platform::requests::quoted;
use crate::ship::platform::upload::Upload;
use row::{COLUMNS, Columns, Row};
use serde_json::{Map, Value, json};
use std::time::Duration;
use url::Url;

/// The type of a connector among the components of a solution: that of all exports.
const COMPONENT: u32 = 372;

/// The code of Dataverse for a second row with one id.
const DUPLICATE: &str = "0x80040237";

/// How long a look at what came of a write waits between two looks, at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// How often a wait is mentioned, in seconds.
const WORTH_SAYING: u64 = 15;

/// The Dataverse of an environment.
pub struct Dataverse<'s> {
    service: &'s Service,
    base: Url,
    resource: String,
    /// How long to wait for the platform after a write.
    pub wait: Duration,
}

/// A solution that a connector goes into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pub id: String,
    pub name: String,
    /// The prefix of its publisher.
    pub prefix: Option<String>,
    /// Nothing can be added to it.
    pub managed: bool,
}

/// What came of a write.
#[derive(Clone, Debug, PartialEq)]
pub enum Runtime {
    /// The platform has what was sent.
    Same,
    /// The platform has something else, though there was time.
    Different,
    /// The platform has no connector for the row, though there was time.
    Missing,
    /// It cannot be seen.
    Unseen(String),
}

impl<'s> Dataverse<'s> {
    /// The Dataverse at this address.
    pub fn at(service: &'s Service, base: &Url, wait: Duration) -> Dataverse<'s> {
        Dataverse { service, base: base.clone(), resource: base.origin().ascii_serialization(), wait }
    }

    fn request(&self, method: &'static str, path: &str, query: &[(&str, &str)], asked: impl Into<String>) -> Request {
        request(&self.base, method, path, query, asked)
    }

    fn send(&self, request: &Request) -> Result<Option<Value>, Failure> {
        let reply = self.service.send_for(request, &self.resource)?;
        if reply.status == 204 || reply.bytes.is_empty() {
            return Ok(None);
        }
        self.service.http.json(request, &reply).map(Some)
    }

    fn list(&self, path: &str, query: &[(&str, &str)], asked: &str) -> Result<Vec<Value>, Failure> {
        self.service.list_for(&self.request("GET", path, query, asked), &self.resource, |row| Some(row.clone()))
    }

    /// The connectors, or those that a filter of OData chooses; without their content.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub fn rows(&self, filter: Option<&str>) -> Result<Vec<Row>, Failure> {
        let mut query = vec![("$select", "connectorid,name,displayname,connectorinternalid")];
        query.extend(filter.map(|filter| ("$filter", filter)));
        Ok(self.list("connectors", &query, "list the connectors")?.iter().filter_map(Row::of).collect())
    }

    /// The connectors that have this title or this logical name.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub fn rows_called(&self, title: &str, name: &str) -> Result<Vec<Row>, Failure> {
        self.rows(Some(&format!("displayname eq {} or name eq {}", quoted(title), quoted(name))))
    }

    /// The connectors in a solution, which is called by its unique name, its name for people or its id.
    ///
    /// # Errors
    /// When there is no such solution, or its content cannot be listed.
    pub fn rows_in(&self, solution: &str) -> Result<Vec<Row>, Failure> {
        let held = self.components(&self.solution(solution)?)?;
        let mut rows = self.rows(None)?;
        rows.retain(|row| held.contains(&row.id));
        Ok(rows)
    }

    /// The ids of the rows in a solution.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub fn components(&self, solution: &Solution) -> Result<Vec<String>, Failure> {
        let filter = format!("_solutionid_value eq {}", solution.id);
        let query = [("$select", "objectid,componenttype"), ("$filter", &*filter)];
        let rows = self.list("solutioncomponents", &query, &format!("list the solution `{}`", solution.name))?;
        Ok(rows.iter().filter_map(|row| Some(row.get("objectid")?.as_str()?.to_ascii_lowercase())).collect())
    }

    /// A connector with its content; None if there is none with this id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn row(&self, id: &str) -> Result<Option<Row>, Failure> {
        let asked = format!("read the connector `{id}`");
        let request = self.request("GET", &format!("connectors({id})"), &[("$select", COLUMNS)], asked.as_str());
        match self.send(&request) {
            Ok(row) => match row.as_ref().and_then(Row::of) {
                Some(row) => Ok(Some(row)),
                None => {
                    Err(Failure::new(Kind::NotUnderstood, asked, "the response is not a row", "`--verbose` shows the response"))
                }
            },
            Err(failure) if failure.kind == Kind::Status(404) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// As [`Dataverse::row`], where it is an error that there is none.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn known(&self, id: &str) -> Result<Row, Failure> {
        self.row(id)?.ok_or_else(|| {
            let remedy = "run `connsmith list --via dataverse` to list the ids";
            Failure::here(format!("read the connector `{id}`"), "Dataverse has no connector with this id", remedy)
        })
    }

    /// The id of the row of a connector, by that id or by its name in the service (`shared_…`).
    ///
    /// # Errors
    /// When there is none.
    pub fn id_of(&self, connector: &str) -> Result<String, Failure> {
        if row::is_guid(connector) {
            return Ok(connector.to_ascii_lowercase());
        }
        let rows = self.rows(Some(&format!("connectorinternalid eq {}", quoted(connector))))?;
        match rows.as_slice() {
            [one] => Ok(one.id.clone()),
            _ => Err(Failure::here(
                format!("find the connector `{connector}`"),
                "Dataverse has no row for it",
                "connectors outside of solutions may have none: use `--via powerapps`",
            )),
        }
    }

    /// A solution by its unique name, its name for people or its id.
    ///
    /// # Errors
    /// When there is none: a wrong name would send the connector elsewhere.
    pub fn solution(&self, name: &str) -> Result<Solution, Failure> {
        let asked = format!("find the solution `{name}`");
        let filter = match row::is_guid(name) {
            true => format!("solutionid eq {name}"),
            false => format!("uniquename eq {0} or friendlyname eq {0}", quoted(name)),
        };
        let expand = "publisherid($select=customizationprefix)";
        let query = [("$select", "solutionid,uniquename,ismanaged"), ("$expand", expand), ("$filter", &*filter)];
        let rows = self.list("solutions", &query, &asked)?;
        let text = |row: &Value, pointer: &str| row.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        match rows.as_slice() {
            [one] => Ok(Solution {
                id: text(one, "/solutionid").unwrap_or_default(),
                name: text(one, "/uniquename").unwrap_or_else(|| name.to_owned()),
                prefix: text(one, "/publisherid/customizationprefix"),
                managed: one.get("ismanaged").and_then(Value::as_bool) == Some(true),
            }),
            [_, _, ..] => {
                Err(Failure::here(asked, "several solutions have this name", "use the solution's unique name or its id"))
            }
            _ => Err(Failure::here(
                asked,
                "there is no such solution in this environment",
                "use the solution's unique name, as the maker portal shows it",
            )),
        }
    }

    /// Creates a row without its script, which is the second step. The id is ours, so that a lost answer differs from a lost
    /// request. Returns None if another row has the id.
    ///
    /// # Errors
    /// When the row cannot be created.
    pub fn create(&self, id: &str, name: &str, columns: &Columns, solution: Option<&Solution>) -> Result<Option<Row>, Failure> {
        let request = create(&self.base, id, name, columns, solution);
        let mut attempt = 0;
        loop {
            let failure = match self.send(&request) {
                Ok(made) => {
                    // The row may come without a body.
                    return made.as_ref().and_then(Row::of).map_or_else(|| self.known(id), Ok).map(Some);
                }
                Err(failure) => failure,
            };
            let exists = failure.code.as_deref() == Some(DUPLICATE) || failure.kind == Kind::Status(412);
            if !exists && !failure.is_ambiguous() {
                return Err(failure);
            }
            if !exists {
                (self.service.http.outside.sleep)(self.service.http.back_off(attempt));
            }
            match self.row(id)? {
                // What is there is what was sent, whoever sent it.
                Some(row) if row.text("name") == Some(name) && row.holds(&columns.main) => {
                    return Ok(if exists && attempt == 0 { None } else { Some(row) });
                }
                Some(_) => return Ok(None),
                None if attempt >= self.service.http.retries() => return Err(failure),
                None => attempt += 1,
            }
        }
    }

    /// Changes columns of a row that is as `before` says. If the answer is lost, the row says whether the change is there. Returns
    /// None if somebody else has changed the row.
    ///
    /// # Errors
    /// When the row cannot be changed.
    pub fn change(
        &self,
        before: &Row,
        columns: &Map<String, Value>,
        solution: Option<&Solution>,
    ) -> Result<Option<Row>, Failure> {
        let (mut version, mut attempt) = (before.version.clone(), 0);
        let hash = before.hash();
        loop {
            let failure = match self.send(&change(&self.base, &before.id, version.as_deref(), columns, solution)) {
                Ok(_) => return self.known(&before.id).map(Some),
                Err(failure) => failure,
            };
            let was_changed = failure.kind == Kind::Status(412);
            let no_room = failure.text.contains("unassigned function app");
            if !was_changed && !no_room && !failure.is_ambiguous() {
                return Err(failure);
            }
            if !was_changed {
                (self.service.http.outside.sleep)(self.service.http.back_off(attempt));
            }
            let mut now = self.known(&before.id)?;
            if failure.kind == Kind::TimedOut && !now.holds(columns) {
                // A script is compiled for minutes, and the row changes at the end.
                let there = self.poll("Dataverse to finish the update", |this| {
                    let row = this.known(&before.id)?;
                    Ok(row.holds(columns).then_some(row))
                })?;
                match there {
                    Some(row) => now = row,
                    None => return Err(failure),
                }
            }
            if now.holds(columns) && (attempt > 0 || !was_changed) {
                return Ok(Some(now));
            }
            // The platform changes rows, too, but not their content.
            if now.hash() != hash {
                return Ok(None);
            }
            if attempt >= self.service.http.retries() {
                return Err(failure);
            }
            (version, attempt) = (now.version, attempt + 1);
        }
    }

    /// Puts a connector into a solution, unless it is there already.
    ///
    /// # Errors
    /// When that fails.
    pub fn add_to(&self, solution: &Solution, id: &str) -> Result<(), Failure> {
        if self.components(solution)?.iter().any(|known| known == id) {
            return Ok(());
        }
        self.send(&add(&self.base, id, solution)).map(drop)
    }

    /// Publishes a connector.
    ///
    /// # Errors
    /// When that fails.
    pub fn publish(&self, id: &str) -> Result<(), Failure> {
        self.send(&publish(&self.base, id)).map(drop)
    }

    /// Deletes a row. One that was there a moment ago and is gone counts as deleted.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub fn delete(&self, id: &str) -> Result<(), Failure> {
        let request = self.request("DELETE", &format!("connectors({id})"), &[], format!("delete the connector `{id}`"));
        match self.send(&request) {
            Err(failure) if failure.kind == Kind::Status(404) => Ok(()),
            Err(failure) if failure.is_ambiguous() && matches!(self.row(id), Ok(None)) => Ok(()),
            outcome => outcome.map(drop),
        }
    }

    /// Waits until the platform has given the connector of a row its name. None if it does not within the time.
    ///
    /// # Errors
    /// When the row cannot be read.
    pub fn named(&self, id: &str) -> Result<Option<Row>, Failure> {
        self.poll("the platform to take over the connector", |this| {
            let row = this.known(id)?;
            Ok(row.internal().is_some().then_some(row))
        })
    }

    /// Waits until the platform's copy of a connector has the definition that was sent. `environment` is an id.
    ///
    /// # Errors
    /// Never for the platform's answers, which are the outcome.
    pub fn runtime(&self, environment: &str, internal: &str, sent: &Upload) -> Result<Runtime, Failure> {
        let mut last = Runtime::Missing;
        self.poll("the platform to use the new definition", |this| {
            last = match this.service.fetch(environment, internal) {
                Ok(copy) if copy.definition.as_ref() == Some(&sent.definition) => Runtime::Same,
                Ok(_) => Runtime::Different,
                Err(failure) if failure.kind == Kind::Status(404) => Runtime::Missing,
                Err(failure) => Runtime::Unseen(failure.to_string()),
            };
            Ok(matches!(last, Runtime::Same | Runtime::Unseen(_)).then_some(()))
        })?;
        Ok(last)
    }

    /// Looks again and again, until there is something or the time is over.
    fn poll<T>(&self, what: &str, mut look: impl FnMut(&Self) -> Result<Option<T>, Failure>) -> Result<Option<T>, Failure> {
        let outside = &self.service.http.outside;
        let began = (outside.now)();
        let (mut attempt, mut said) = (0, 0);
        loop {
            if let Some(found) = look(self)? {
                return Ok(Some(found));
            }
            let since = (outside.now)().duration_since(began).unwrap_or_default();
            if since >= self.wait {
                return Ok(None);
            }
            if since.as_secs() / WORTH_SAYING > said {
                said = since.as_secs() / WORTH_SAYING;
                (outside.say)(&format!("waiting for {what}: {} of at most {} s", since.as_secs(), self.wait.as_secs()));
            }
            (outside.sleep)(self.service.http.back_off(attempt).min(LONGEST_PAUSE).min(self.wait - since));
            attempt += 1;
        }
    }
}

fn request(base: &Url, method: &'static str, path: &str, query: &[(&str, &str)], asked: impl Into<String>) -> Request {
    let mut url = base.clone();
    url.set_path(&format!("/api/data/v9.2/{path}"));
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    url.set_query(if query.is_empty() { None } else { Some(query.join("&")) }.as_deref());
    let request = Request::new(method, url, asked).header("Accept", "application/json");
    request.header("OData-MaxVersion", "4.0").header("OData-Version", "4.0")
}

/// Puts the name of a solution on a request. A wrong name counts as none, so it was looked up.
fn within(request: Request, solution: Option<&Solution>) -> Request {
    match solution {
        Some(solution) => request.header("MSCRM.SolutionUniqueName", solution.name.as_str()),
        None => request,
    }
}

/// The request that creates a row.
pub fn create(base: &Url, id: &str, name: &str, columns: &Columns, solution: Option<&Solution>) -> Request {
    let mut body = Map::from_iter([("connectorid".to_owned(), id.into()), ("name".to_owned(), name.into())]);
    body.extend(columns.main.clone());
    let request = request(base, "POST", "connectors", &[], "create the connector").json(Value::Object(body));
    Request { repeats: false, ..within(request.header("Prefer", "return=representation"), solution) }
}

/// The request that changes columns of a row in this state; of a row in any state without it, but never makes one.
pub fn change(base: &Url, id: &str, version: Option<&str>, columns: &Map<String, Value>, solution: Option<&Solution>) -> Request {
    let asked = format!("update the connector `{id}`");
    let request = request(base, "PATCH", &format!("connectors({id})"), &[], asked).json(Value::Object(columns.clone()));
    Request { repeats: false, ..within(request.header("If-Match", version.unwrap_or("*")), solution) }
}

/// The request that puts a row into a solution.
pub fn add(base: &Url, id: &str, solution: &Solution) -> Request {
    let asked = format!("add the connector to the solution `{}`", solution.name);
    request(base, "POST", "AddSolutionComponent", &[], asked).json(json!({
        "ComponentId": id,
        "ComponentType": COMPONENT,
        "SolutionUniqueName": solution.name,
        "AddRequiredComponents": false,
    }))
}

/// The request that publishes a row.
pub fn publish(base: &Url, id: &str) -> Request {
    let list = format!("<importexportxml><connectors><connector>{{{id}}}</connector></connectors></importexportxml>");
    request(base, "POST", "PublishXml", &[], "publish the connector").json(json!({ "ParameterXml": list }))
}
