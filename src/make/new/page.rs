//! `readme.md` and `intro.md`: the sections that certification and reviewers ask for, filled from what is known.
use super::choice::Action;
use super::choice::SignIn;
use super::choice::Trigger;
use super::resource::article;
use super::sign_in;
use super::wish::Wish;
use crate::connector::publisher::Publisher;
use crate::connector::{Connector, facts};
use std::fmt::Write;

/// The readme. `operations` is the list of operations, as [`crate::make::readme::operations`] makes it.
pub fn readme(wish: &Wish, operations: &str) -> String {
    let mut text = format!("# {}\n\n{}\n", wish.title, wish.description);
    for name in sections("sections") {
        let (heading, body) = match name {
            "Publisher" => match &wish.publisher_name {
                Some(publisher) => (format!("Publisher: {publisher}"), String::new()),
                None => continue,
            },
            "Prerequisites" => (name.to_owned(), prerequisites(wish)),
            "Supported Operations" => (name.to_owned(), operations.to_owned()),
            "Obtaining Credentials" => (name.to_owned(), credentials(wish)),
            "Getting Started" => (name.to_owned(), getting_started(wish)),
            "Known Issues and Limitations" => (name.to_owned(), limitations(wish)),
            "Frequently Asked Questions" => (name.to_owned(), questions(wish)),
            "Deployment Instructions" => (name.to_owned(), deployment(wish)),
            _ => continue,
        };
        section(&mut text, &heading, &body);
    }
    text
}

/// The introduction, which becomes the upper part of the connector's documentation page.
pub fn intro(wish: &Wish) -> String {
    let mut text = format!("{}\n", wish.description);
    for name in sections("intro-sections") {
        let body = match name {
            "Prerequisites" => prerequisites(wish),
            "How to get credentials" => credentials(wish),
            "Get started with your connector" => getting_started(wish),
            "Known issues and limitations" => limitations(wish),
            "Common errors and remedies" => errors(wish),
            "FAQ" => questions(wish),
            _ => continue,
        };
        section(&mut text, name, &body);
    }
    text
}

/// The introduction of a connector that has none: what the definition says, and a `TODO:` for the rest.
pub(crate) fn intro_of(connector: &Connector) -> String {
    let info = |key: &str| Some(connector.api()?.info()?.get_str(key)?.split_whitespace().collect::<Vec<_>>().join(" "));
    let description = info("description").filter(|text| !text.is_empty());
    let mut text =
        format!("{}\n", description.as_deref().unwrap_or("TODO: what the service does, and what the connector is for."));
    for name in sections("intro-sections") {
        let body = match name {
            "Prerequisites" => "TODO: the account, plan or license that people need.",
            "How to get credentials" => "TODO: where people get the credentials that the connection asks for.",
            "Get started with your connector" => "TODO: the first flow to build, step by step.",
            "Known issues and limitations" => "TODO: what does not work, or write \"No issues are known.\"",
            "Common errors and remedies" => "TODO: the errors that people get, and what to do about each.",
            "FAQ" => "TODO: what people ask, with the answers.",
            _ => continue,
        };
        section(&mut text, name, body);
    }
    text
}

fn sections(list: &str) -> impl Iterator<Item = &'static str> {
    facts::entries("readme-sections", list).filter_map(|section| section.get("name")?.as_str())
}

fn section(text: &mut String, heading: &str, body: &str) {
    let _ = write!(text, "\n## {heading}\n"); // a String takes everything
    if !body.is_empty() {
        let _ = write!(text, "\n{}\n", body.trim_end());
    }
}

fn prerequisites(wish: &Wish) -> String {
    let mut text = String::new();
    if !wish.sign_ins.is_empty() {
        let service = wish.service();
        let _ = write!(text, "You need {} {service} account.", article(service));
    }
    if wish.sign_ins.iter().any(|way| way.is_oauth()) {
        text.push_str(" The person who deploys the connector must be allowed to register an app for it.");
    }
    if wish.gateway {
        text.push_str(" An on-premises data gateway must be installed on a machine that can reach the service.");
    }
    let rest = "TODO: the plan, license or permissions that people need, or \"None\".";
    if text.is_empty() { rest.to_owned() } else { format!("{}\n\n{rest}", text.trim_start()) }
}

fn credentials(wish: &Wish) -> String {
    match wish.sign_ins.as_slice() {
        [] => "No credentials are needed.".to_owned(),
        [way] => sign_in::steps(*way, wish),
        ways => {
            let way = |way: &SignIn| format!("### {}\n\n{}", way.label(), sign_in::steps(*way, wish));
            let ways: Vec<String> = ways.iter().map(way).collect();
            format!("There are several ways to sign in: choose one when you create the connection.\n\n{}", ways.join("\n\n"))
        }
    }
}

fn getting_started(wish: &Wish) -> String {
    let (title, resource) = (&wish.title, &wish.resource);
    let connection = if wish.sign_ins.is_empty() && !wish.gateway { "" } else { " Create a connection when prompted." };
    if wish.server.is_some() {
        return format!(
            "Open an agent in Copilot Studio with generative orchestration turned on. On its page **Tools**, add a tool of the kind \
             **Model Context Protocol**, and choose {title}.{connection} The agent shows the tools of the server. Ask it something \
             that needs one of them."
        );
    }
    let what = match (wish.trigger, wish.operations.first()) {
        (Some(_), _) => format!("the trigger **When {} is {}**", resource.a_one(), wish.event.name()),
        (None, Some(action)) => format!("the action **{}**", action.summary(resource)),
        (None, None) => "an action".to_owned(),
    };
    format!("Create a flow and add {what} from {title}.{connection} Fill in the fields, then save and test the flow.")
}

fn limitations(wish: &Wish) -> String {
    let (resource, service) = (&wish.resource, wish.service());
    let mut notes = Vec::new();
    if wish.server.is_some() {
        notes.push("Agents can use the tools and resources of the server, but not its prompts.".to_owned());
    }
    if wish.operations.contains(&Action::List) {
        notes.push(format!(
            "**{}** returns one page of {}. Turn on pagination in the settings of the action to get more.",
            Action::List.summary(resource),
            resource.many
        ));
    }
    if wish.operations.contains(&Action::Upload) {
        notes.push("A file is sent in one request, so very large files may time out.".to_owned());
    }
    match wish.trigger {
        Some(Trigger::Polling) => {
            notes.push(format!("The trigger polls {service} at intervals, so a flow starts a little later than the event."));
        }
        Some(Trigger::Webhook) => {
            notes.push("The trigger only reports events that happen while the flow is turned on.".to_owned());
        }
        None => {}
    }
    notes.push("TODO: the service's limits and known problems; delete this line if there are none.".to_owned());
    notes.iter().map(|note| format!("- {note}")).collect::<Vec<_>>().join("\n")
}

fn errors(wish: &Wish) -> String {
    let mut text = String::new();
    if !wish.sign_ins.is_empty() {
        let _ = writeln!(text, "- `401`: the credentials are no longer valid. Sign in to the connection again.");
    }
    let _ = write!(text, "- TODO: the other errors that people get from {}, and what to do about each.", wish.service());
    text
}

fn questions(wish: &Wish) -> String {
    let service = wish.service();
    let (user, call) = if wish.server.is_some() { ("agent", "tool") } else { ("action", "action") };
    let help = match (&wish.support_email, &wish.website) {
        (Some(email), _) => format!("Write to {email}, and include the {call} that you use and its response."),
        (None, Some(website)) => format!("See {website}."),
        (None, None) => "TODO: where people get help.".to_owned(),
    };
    let mut text = String::new();
    if !wish.sign_ins.is_empty() {
        let _ = write!(
            text,
            "### Can I use several accounts?\n\nYes. Create a connection for each {service} account, and choose one of them in each \
             {user}.\n\n"
        );
    }
    let _ = write!(text, "### Where do I get help?\n\n{help}");
    text
}

fn deployment(wish: &Wish) -> String {
    let mut text =
        "Sign in with `pac auth create`, and run `pac connector create --settings-file settings.json` in this folder.".to_owned();
    // paconn does not deploy connectors with a `stackOwner`.
    if wish.publisher == Publisher::Custom {
        text.push_str(" With paconn, run `paconn login` and `paconn create --settings settings.json`.");
    }
    if wish.sign_ins.iter().any(|way| way.is_oauth()) {
        text.push_str(
            " Before that, replace `[[CLIENT_ID]]` in `apiProperties.json` with the client ID of your app; enter the client secret \
             only on the security page of the connector.",
        );
    }
    text
}
