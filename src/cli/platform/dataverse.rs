//! `create`, `update`, `download`, `list` and `delete` through Dataverse.
use super::upload::{Begun, UploadArguments};
use super::{Common, ConnectorArgument, EnvironmentArgument, FormatArgument, Session};
use crate::cli::ask::{self, Asker};
use crate::cli::{CLEAN, FOUND, interrupt, note};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use connsmith::connector::solution::name;
use connsmith::report::escape;
use connsmith::ship::dataverse::row::{self, Columns, Row};
use connsmith::ship::dataverse::{self, Dataverse, Runtime, Solution};
use connsmith::ship::platform::cloud::address;
use connsmith::ship::platform::download::Copy;
use connsmith::ship::platform::failure::{Failure, Kind};
use connsmith::ship::platform::settings::{CONTENT_HASH, Settings};
use connsmith::ship::platform::upload::Upload;
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

/// Service to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Via {
    /// Dataverse for an application, a solution, a GUID or an address; else the Power Apps service
    Auto,
    /// The table `connector` of the environment, as `pac connector` does; applications may use it
    Dataverse,
    /// The Power Apps service, as `paconn` does
    #[value(name = "powerapps")]
    PowerApps,
}

/// The choice of a service.
#[derive(Args)]
pub struct ViaArgument {
    /// Service to use
    #[arg(long, value_enum, env = "CONNSMITH_VIA", default_value_t = Via::Auto)]
    pub via: Via,
}

/// What only an upload through Dataverse can do.
#[derive(Args)]
#[command(next_help_heading = "Dataverse")]
pub struct DataverseArguments {
    #[command(flatten)]
    pub choice: ViaArgument,

    /// Put the connector into this solution (unique name)
    #[arg(long, value_name = "NAME")]
    pub solution: Option<String>,

    /// Publish the connector afterwards
    #[arg(long)]
    publish: bool,

    /// How long to wait for the platform to pick up the connector
    #[arg(long, value_name = "SECONDS", default_value_t = 90.0)]
    wait: f64,
}

impl DataverseArguments {
    fn wait(&self) -> anyhow::Result<Duration> {
        if !(self.wait >= 0.0 && self.wait < 1e6) {
            bail!("--wait must be a number of seconds");
        }
        Ok(Duration::from_secs_f64(self.wait))
    }
}

/// What the choice depends on.
pub struct Signs<'a> {
    pub application: bool,
    pub solution: Option<&'a str>,
    /// The id of the connector.
    pub connector: Option<&'a str>,
    pub environment: Option<&'a str>,
}

impl ViaArgument {
    /// Whether to go through Dataverse; if that is not what the user chose, a note says why.
    pub fn is_dataverse(&self, signs: &Signs) -> anyhow::Result<bool> {
        let is_address = signs.environment.is_some_and(is_address);
        let because = match self.via {
            Via::Dataverse => return Ok(true),
            Via::PowerApps if is_address => {
                bail!(
                    "the Power Apps service needs the id of the environment, not its address: `connsmith environments` lists the ids"
                )
            }
            Via::PowerApps if signs.solution.is_some() => {
                bail!("the Power Apps service cannot put a connector into a solution: use `--via dataverse`")
            }
            Via::PowerApps => return Ok(false),
            Via::Auto if signs.solution.is_some() => "a solution is named",
            Via::Auto if is_address => "the environment is named by its address",
            Via::Auto if signs.connector.is_some_and(row::is_guid) => "the connector is named by a GUID",
            Via::Auto if signs.application => "an application is signed in",
            Via::Auto => return Ok(false),
        };
        note(&format!("going through Dataverse, because {because} (`--via` chooses)"));
        Ok(true)
    }
}

fn is_address(environment: &str) -> bool {
    environment.contains("://")
}

/// The address of the environment's Dataverse. One that a settings file names must be the cloud's.
fn base(session: &Session, argument: &EnvironmentArgument, environment: &str) -> anyhow::Result<Url> {
    if is_address(environment) {
        return match argument.environment.is_some() {
            true => Ok(address(environment)?),
            false => session.service.endpoints.dataverse(environment).with_context(|| {
                format!(
                    "`{}`: `environment` is not trusted; if you trust it, name it with `--env`",
                    session.settings.path.display()
                )
            }),
        };
    }
    session.service.dataverse(environment, "find the environment's Dataverse").map_err(|failure| {
        let refused = matches!(failure.kind, Kind::Status(401 | 403)) || failure.kind == Kind::SignIn;
        let remedy = "name the environment by the address of its Dataverse: `--env https://….crm.dynamics.com`";
        if refused && session.service.is_application() {
            Failure { remedy: remedy.into(), kind: Kind::Here, ..failure }
        } else {
            failure
        }
        .into()
    })
}

impl Session {
    pub(super) fn dataverse(
        &self,
        argument: &EnvironmentArgument,
        environment: &str,
        wait: Duration,
    ) -> anyhow::Result<Dataverse<'_>> {
        Ok(Dataverse::at(&self.service, &base(self, argument, environment)?, wait))
    }
}

/// The logical name and the id of a new connector.
fn identity(begun: &Begun, title: &str, solution: Option<&Solution>) -> anyhow::Result<(String, String)> {
    let side = crate::cli::record::read_record(&begun.folder)?.unwrap_or_default();
    if let Some(connector) = side.connector {
        return Ok((connector.name, connector.id));
    }
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let configured = || anyhow::Ok(crate::cli::config::sound(&begun.folder, &current)?.solution().publisher.prefix);
    let prefix = match solution.and_then(|solution| solution.prefix.clone()) {
        Some(prefix) => Some(prefix),
        None => configured()?.or(side.solution.map(|solution| solution.publisher.prefix)),
    };
    // `pac` always uses this one.
    let name = name::logical_name(prefix.as_deref().unwrap_or("new"), title);
    let id = row::id_of(&name);
    Ok((name, id))
}

/// A solution that something can be added to.
fn open_solution(dataverse: &Dataverse, name: &str) -> anyhow::Result<Solution> {
    let solution = dataverse.solution(name)?;
    if solution.managed {
        bail!("the solution `{name}` is managed, so nothing can be added to it");
    }
    Ok(solution)
}

fn note_losses(columns: &Columns) {
    columns.notes.iter().for_each(|text| note(text));
}

/// `create`.
pub fn create(upload: &UploadArguments, allow_duplicate: bool, begun: &Begun, session: &Session) -> anyhow::Result<u8> {
    let environment = session.environment(&upload.environment)?;
    let dataverse = session.dataverse(&upload.environment, &environment, upload.dataverse.wait()?)?;
    let sent = begun.with_secret();
    let columns = row::columns(&sent, true)?;
    note_losses(&columns);
    let title = sent.title().unwrap_or_default().trim().to_owned();
    let solution = upload.dataverse.solution.as_deref().map(|name| open_solution(&dataverse, name)).transpose()?;
    let (name, mut id) = identity(begun, &title, solution.as_ref())?;
    if let Some(first) = dataverse.rows_called(&title, &name)?.first() {
        let what = format!("the environment already has a custom connector “{}”: {}", first.title(), first.id);
        if !allow_duplicate {
            if !ask::can() {
                bail!(
                    "{what}; run `connsmith update --cid {}` to change it, or use `--allow-duplicate` to create another one",
                    first.id
                );
            }
            if !Asker::new().yes(&format!("{what}. Create another one?"), false)? {
                bail!("nothing was created");
            }
        }
        // Another one needs another id.
        id = row::id_of(&format!("{name} {}", fastrand::u128(..)));
    }
    let settings = &begun.settings;
    let begun_fields = fields(session, begun, &environment, &id);
    let done = interrupt::whole(|| -> anyhow::Result<_> {
        let Some(row) = dataverse.create(&id, &name, &columns, solution.as_ref())? else { return Ok(None) };
        Ok(Some((row, settings.write(&begun_fields))))
    })?;
    let Some((row, written)) = done else {
        bail!(
            "nothing was created: somebody else has just created the connector {id}; run `connsmith update --cid {id}` to change it"
        );
    };
    written.with_context(|| format!("the connector was created as {id}, but its id could not be written"))?;
    let after = Afterwards { upload, begun, session, dataverse: &dataverse, solution: solution.as_ref(), sent: &sent };
    let row =
        after.script(row, &columns)?.with_context(|| format!("somebody else changed the connector {id} in the meantime"))?;
    after.finish(row, &environment, "created")
}

/// The fields of a settings file, as `pac` writes it.
fn fields(session: &Session, begun: &Begun, environment: &str, id: &str) -> Vec<(&'static str, Value)> {
    let mut fields: Vec<(&str, Value)> = vec![("connectorId", id.into()), ("environment", environment.into())];
    if !begun.settings.exists() {
        for field in ["apiProperties", "apiDefinition", "icon", "script"] {
            let name = begun.ready.names.iter().find(|(known, _)| *known == field);
            fields.push((field, name.map_or(Value::Null, |(_, name)| name.clone().into())));
        }
    } else if session.settings.text(CONTENT_HASH).is_some() {
        fields.push((CONTENT_HASH, Value::Null)); // the old one belongs to another connector
    }
    fields
}

/// What follows the first write.
struct Afterwards<'a> {
    upload: &'a UploadArguments,
    begun: &'a Begun,
    session: &'a Session,
    dataverse: &'a Dataverse<'a>,
    solution: Option<&'a Solution>,
    /// With the secret.
    sent: &'a Upload,
}

impl Afterwards<'_> {
    /// The script goes second: the platform must know the connector first. None if somebody else changed the row.
    fn script(&self, row: Row, columns: &Columns) -> anyhow::Result<Option<Row>> {
        let changed = row.changed(&columns.script);
        if changed.is_empty() {
            return Ok(Some(row));
        }
        let id = row.id.clone();
        let done = interrupt::whole(|| self.dataverse.change(&row, &changed, self.solution));
        done.with_context(|| format!("the connector {id} is there, but its script is not; run `connsmith update` to send it"))
    }

    /// Solution, publishing, and a look at what the platform made of it.
    fn finish(&self, row: Row, environment: &str, verb: &str) -> anyhow::Result<u8> {
        let id = row.id.clone();
        if let Some(solution) = self.solution {
            self.dataverse
                .add_to(solution, &id)
                .with_context(|| format!("the connector {id} was {verb}, but is not in the solution `{}`", solution.name))?;
        }
        let mut published = true;
        if self.upload.dataverse.publish
            && let Err(failure) = self.dataverse.publish(&id)
        {
            published = false;
            note(&format!("the connector was {verb}, but not published: {failure}"));
        }
        // The hash goes first: what is waited for may take longer than somebody has patience.
        let unseen = || format!("the connector {id} was {verb}, but what came of it cannot be seen");
        let row = match self.dataverse.named(&id).with_context(unseen)? {
            Some(row) => row,
            None => self.dataverse.known(&id).with_context(unseen)?,
        };
        self.remember(&row);
        let runtime = match row.internal() {
            None => Runtime::Missing,
            Some(_) if is_address(environment) => Runtime::Unseen("the environment is named by its address".to_owned()),
            Some(_) if self.sent.definition.to_string().contains("@environmentVariables(") => {
                Runtime::Unseen("the definition uses environment variables".to_owned())
            }
            Some(_) if self.session.service.is_application() => Runtime::Unseen("applications cannot read it".to_owned()),
            Some(internal) => self.dataverse.runtime(environment, internal, self.sent)?,
        };
        let title = self.sent.title().unwrap_or_default();
        let mut text = format!("{verb} “{title}” in {environment} as {id} ({})\n", self.begun.ready.what());
        if let (Some(internal), Some(redirect)) = (row.internal(), row.redirect()) {
            text.push_str(&format!("its name in the service is {internal}\n"));
            if self.begun.uses_oauth {
                text.push_str(&format!("redirect address, if it has its own: {redirect}\n"));
            }
        }
        let (state, taken_over) = match &runtime {
            Runtime::Same => ("same", true),
            Runtime::Unseen(_) => ("unseen", true),
            Runtime::Different => ("different", false),
            Runtime::Missing => ("missing", false),
        };
        let json = json!({
            "version": 1, "connectorId": id, "internalId": row.internal(), "title": title, "environment": environment,
            "redirectUrl": row.redirect(), "runtime": state, "settings": self.begun.settings.path.display().to_string(),
        });
        self.upload.common.format.print(&text, &json)?;
        match runtime {
            Runtime::Same => {}
            Runtime::Unseen(why) => {
                if crate::cli::settings::is_verbose() {
                    note(&format!("the platform's copy was not compared: {why}"));
                }
            }
            Runtime::Missing => note(
                "the row is written, but the platform has not taken over the connector: look again later, and check with `connsmith list --via powerapps`; \
                 a second connector with on-behalf-of sign-in for one resource, among others, is never taken over",
            ),
            Runtime::Different => note(
                "the row is written, but the platform still uses another definition: look again later, or press `Update connector` in the portal",
            ),
        }
        Ok(if taken_over && published { CLEAN } else { FOUND })
    }

    /// Saves the hash of the row, if it is what was sent.
    fn remember(&self, row: &Row) {
        let settings = &self.begun.settings;
        let kept = Settings::read(&settings.path)
            .ok()
            .filter(|settings| settings.text("connectorId").is_some_and(|id| row.is_called(&id)));
        let Some(settings) = kept else { return };
        let same = row::columns(self.sent, false).is_ok_and(|columns| row.holds(&columns.main) && row.holds(&columns.script));
        let hash = if same { row.hash().into() } else { Value::Null };
        if !same {
            note("the next update cannot detect whether somebody else changed the connector: the row differs from what was sent");
        }
        if let Err(error) = interrupt::whole(|| settings.write(&[(CONTENT_HASH, hash)])) {
            note(&error.to_string());
        }
    }
}

/// The chosen connector's row id; asks if none is given.
fn chosen(session: &Session, dataverse: &Dataverse, argument: &ConnectorArgument) -> anyhow::Result<String> {
    if let Some(id) = argument.named(&session.settings)? {
        return Ok(dataverse.id_of(&id)?);
    }
    if !ask::can() {
        bail!("no connector given: use `--cid ID` (`connsmith list --via dataverse` lists the ids)");
    }
    Ok(choose(dataverse.rows(None)?, "this account sees no custom connector there")?.id)
}

/// `update`. `show` prints the difference between a copy and the files.
pub fn update(
    upload: &UploadArguments,
    connector: &ConnectorArgument,
    options: (bool, bool),
    begun: &Begun,
    session: &Session,
    show: impl Fn(&Copy, &Upload) -> anyhow::Result<u8>,
) -> anyhow::Result<u8> {
    let (diff, force) = options;
    let environment = session.environment(&upload.environment)?;
    let dataverse = session.dataverse(&upload.environment, &environment, upload.dataverse.wait()?)?;
    let id = chosen(session, &dataverse, connector)?;
    let row = dataverse.known(&id)?;
    if diff {
        let here = row::holdable(&begun.ready.upload);
        // Dataverse scales icons.
        let there = Copy { icon: here.icon.as_ref().map(|icon| icon.bytes.clone()), ..row.copy() };
        let mut here = here;
        if there.icon.is_none() {
            here.icon = None;
        }
        return show(&there, &here);
    }
    let settings = &begun.settings;
    let changed = || {
        anyhow::anyhow!(
            "nothing was updated: somebody else changed the connector `{id}` since `{}` was written; use `--diff` to see the difference, `connsmith download` to fetch it, or `--force` to overwrite it",
            settings.path.display()
        )
    };
    let sent = begun.with_secret();
    let columns = row::columns(&sent, false)?;
    note_losses(&columns);
    let is_named = settings.text("connectorId").is_some_and(|known| row.is_called(&known));
    let hash = settings.text(CONTENT_HASH).filter(|hash| is_named && hash.starts_with(row::HASH));
    let wanted = row.holds(&columns.main) && row.holds(&columns.script);
    // What is there is what was to be sent: an earlier run did it, though nobody heard of it.
    if !force && !wanted && hash.is_some_and(|hash| hash != row.hash()) {
        return Err(changed());
    }
    let solution = upload.dataverse.solution.as_deref().map(|name| open_solution(&dataverse, name)).transpose()?;
    let main = row.changed(&columns.main);
    let mut now = row.clone();
    if !main.is_empty() {
        now = interrupt::whole(|| dataverse.change(&row, &main, solution.as_ref()))?.ok_or_else(changed)?;
    }
    let after = Afterwards { upload, begun, session, dataverse: &dataverse, solution: solution.as_ref(), sent: &sent };
    let now = after.script(now, &columns)?.ok_or_else(changed)?;
    after.finish(now, &environment, "updated")
}

/// Prints the requests of `create` or `update`, which only the answers of the service would complete.
pub fn plan(upload: &UploadArguments, begun: &Begun, id: Option<&str>) -> anyhow::Result<()> {
    let (_, http, environment) = upload.unsent(begun)?;
    let base = address(if is_address(&environment) { &environment } else { "https://org.crm.dynamics.com" })?;
    let sent = begun.with_secret();
    let columns = row::columns(&sent, id.is_none())?;
    note_losses(&columns);
    let named = |name: &String| Solution { id: "SOLUTION-ID".to_owned(), name: name.clone(), prefix: None, managed: false };
    let solution = upload.dataverse.solution.as_ref().map(named);
    let title = sent.title().unwrap_or_default().trim().to_owned();
    let (row, mut requests) = match id {
        Some(id) => (id.to_owned(), vec![dataverse::change(&base, id, Some("VERSION"), &columns.main, solution.as_ref())]),
        None => {
            let (name, id) = identity(begun, &title, solution.as_ref())?;
            let request = dataverse::create(&base, &id, &name, &columns, solution.as_ref());
            (id, vec![request])
        }
    };
    if !columns.script.is_empty() {
        requests.push(dataverse::change(&base, &row, Some("VERSION"), &columns.script, solution.as_ref()));
    }
    requests.extend(solution.as_ref().map(|solution| dataverse::add(&base, &row, solution)));
    if upload.dataverse.publish {
        requests.push(dataverse::publish(&base, &row));
    }
    upload.show(&http, &requests, "the host is a placeholder unless you name it; a real update sends only what differs")
}

/// The row that `download` writes.
pub fn fetch(
    session: &Session,
    argument: &EnvironmentArgument,
    environment: &str,
    connector: &ConnectorArgument,
    solution: Option<&str>,
) -> anyhow::Result<Row> {
    let dataverse = session.dataverse(argument, environment, Duration::ZERO)?;
    let id = match solution {
        Some(solution) => chosen_in(&dataverse, connector, solution)?.id,
        None => chosen(session, &dataverse, connector)?,
    };
    let row = dataverse.known(&id)?;
    if let Some(column) = row.broken() {
        bail!("nothing was written: the column `{column}` of the row {id} is not JSON, so it cannot become a file");
    }
    Ok(row)
}

/// The connector of a solution that a person names by its id, its title or its name in the service; asks if none is named.
pub fn chosen_in(dataverse: &Dataverse, argument: &ConnectorArgument, solution: &str) -> anyhow::Result<Row> {
    let rows = dataverse.rows_in(solution)?;
    let Some(name) = argument.given() else {
        if !ask::can() && !rows.is_empty() {
            let first: Vec<String> = rows.iter().take(5).map(|row| format!("“{}” ({})", row.title(), row.id)).collect();
            let more = if rows.len() > 5 { format!(" and {} more", rows.len() - 5) } else { String::new() };
            bail!("no connector given: use `--cid ID`; the solution `{solution}` has {}{more}", first.join(", "));
        }
        return choose(rows, &format!("the solution `{solution}` has no connector"));
    };
    let is_called = |row: &Row| row.is_called(name) || row.title() == name;
    let mut called = rows.into_iter().filter(is_called);
    match (called.next(), called.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => {
            bail!(
                "the solution `{solution}` has no connector `{name}`; run `connsmith list --solution {solution}` to list its connectors"
            )
        }
        _ => bail!("the solution `{solution}` has several connectors `{name}`: use an id"),
    }
}

/// Lets a person choose a connector; `none` says that there is none.
fn choose(mut rows: Vec<Row>, none: &str) -> anyhow::Result<Row> {
    if rows.is_empty() {
        bail!("{none}");
    }
    let items: Vec<String> = rows.iter().map(|row| format!("{}  {}", row.title(), row.id)).collect();
    Ok(rows.swap_remove(Asker::new().one("Connector", &items, 0)?))
}

/// `list`.
pub fn list(
    session: &Session,
    argument: &EnvironmentArgument,
    solution: Option<&str>,
    format: &FormatArgument,
) -> anyhow::Result<u8> {
    let environment = session.environment(argument)?;
    let dataverse = session.dataverse(argument, &environment, Duration::ZERO)?;
    let rows = match solution {
        Some(name) => dataverse.rows_in(name)?,
        None => dataverse.rows(None)?,
    };
    let mut text = String::new();
    let mut list = Vec::new();
    for row in &rows {
        let internal = row.internal().unwrap_or("(not yet active on the platform)");
        text.push_str(&format!("{}  {}  {}\n", row.id, escape::visible(row.title()), escape::visible(internal)));
        list.push(json!({ "id": row.internal(), "title": row.title(), "rowId": row.id, "name": row.text("name") }));
    }
    if list.is_empty() {
        text.push_str(&format!("this account sees no custom connector in the Dataverse of `{environment}`\n"));
    }
    format.print(&text, &json!({ "version": 1, "environment": environment, "connectors": list }))?;
    Ok(CLEAN)
}

/// `delete`.
pub fn delete(
    session: &Session,
    argument: &EnvironmentArgument,
    connector: &ConnectorArgument,
    yes: bool,
    common: &Common,
) -> anyhow::Result<u8> {
    let environment = session.environment(argument)?;
    let dataverse = session.dataverse(argument, &environment, Duration::ZERO)?;
    let id = chosen(session, &dataverse, connector)?;
    let row = dataverse.known(&id)?;
    let title = row.title().to_owned();
    if !yes {
        if !ask::can() {
            bail!("nothing was deleted: use `--yes` to delete “{title}” ({id}) without asking");
        }
        if !Asker::new()
            .yes(&format!("Delete “{title}” ({id}) from the environment {environment}, with all its connections?"), false)?
        {
            bail!("nothing was deleted");
        }
    }
    dataverse.delete(&id)?;
    super::delete::forget(&session.settings, |known| row.is_called(known));
    let json = json!({ "version": 1, "connectorId": id, "title": title, "environment": environment });
    common.format.print(&format!("deleted {id}\n"), &json)?;
    Ok(CLEAN)
}
