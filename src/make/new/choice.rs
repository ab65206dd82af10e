//! The choices: actions, sign-in methods, lookups, triggers, and the needs of a policy.
use super::resource::Resource;
use crate::connector::facts::policy_templates::Template;

/// What an operation does with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    List,
    Get,
    Create,
    Update,
    Delete,
    Upload,
    Download,
}

impl Action {
    pub const ALL: [Action; 7] =
        [Action::List, Action::Get, Action::Create, Action::Update, Action::Delete, Action::Upload, Action::Download];

    /// Its name as an option's value: `list`.
    pub fn name(self) -> &'static str {
        match self {
            Action::List => "list",
            Action::Get => "get",
            Action::Create => "create",
            Action::Update => "update",
            Action::Delete => "delete",
            Action::Upload => "upload",
            Action::Download => "download",
        }
    }

    /// The action of this name.
    pub fn parse(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.name() == name)
    }

    /// The operationId for a resource: `ListTasks`.
    pub fn id(self, resource: &Resource) -> String {
        let (one, many) = (resource.id(), resource.ids());
        match self {
            Action::List => format!("List{many}"),
            Action::Get => format!("Get{one}"),
            Action::Create => format!("Create{one}"),
            Action::Update => format!("Update{one}"),
            Action::Delete => format!("Delete{one}"),
            Action::Upload => format!("Upload{one}File"),
            Action::Download => format!("Download{one}File"),
        }
    }

    /// The summary: `List tasks`.
    pub fn summary(self, resource: &Resource) -> String {
        let (one, a_one) = (&resource.one, resource.a_one());
        match self {
            Action::List => format!("List {}", resource.many),
            Action::Get => format!("Get {a_one}"),
            Action::Create => format!("Create {a_one}"),
            Action::Update => format!("Update {a_one}"),
            Action::Delete => format!("Delete {a_one}"),
            Action::Upload => format!("Upload a file to {} {one}", super::resource::article(one)),
            Action::Download => format!("Download the file of {} {one}", super::resource::article(one)),
        }
    }

    pub(super) fn description(self, resource: &Resource) -> String {
        let (one, a_one, many) = (&resource.one, resource.a_one(), &resource.many);
        match self {
            Action::List => format!("Lists the {many} that you can access, page by page."),
            Action::Get => format!("Gets {a_one} by its ID."),
            Action::Create => format!("Creates a new {one} and returns it."),
            Action::Update => format!("Changes the given fields of {a_one} and leaves the others unchanged."),
            Action::Delete => format!("Deletes {a_one} permanently."),
            Action::Upload => format!("Uploads a file to {a_one} and replaces its current file."),
            Action::Download => format!("Downloads the content of the file attached to {a_one}."),
        }
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            Action::List | Action::Get | Action::Download => "get",
            Action::Create | Action::Upload => "post",
            Action::Update => "patch",
            Action::Delete => "delete",
        }
    }

    pub(super) fn path(self, resource: &Resource) -> String {
        let (slugs, key) = (resource.slugs(), resource.key());
        match self {
            Action::List | Action::Create => format!("/{slugs}"),
            Action::Get | Action::Update | Action::Delete => format!("/{slugs}/{{{key}Id}}"),
            Action::Upload | Action::Download => format!("/{slugs}/{{{key}Id}}/file"),
        }
    }
}

/// One way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignIn {
    /// A key in a header.
    ApiKey,
    /// A key in the query.
    ApiKeyQuery,
    /// User name and password.
    Basic,
    /// OAuth 2.0, authorization code flow.
    OAuth2,
    /// Microsoft Entra ID.
    Aad,
    /// Microsoft Entra ID, where the service may act on behalf of the user.
    AadOnBehalfOf,
}

impl SignIn {
    pub const ALL: [SignIn; 6] =
        [SignIn::ApiKey, SignIn::ApiKeyQuery, SignIn::Basic, SignIn::OAuth2, SignIn::Aad, SignIn::AadOnBehalfOf];

    /// Its name as an option's value: `api-key`.
    pub fn name(self) -> &'static str {
        match self {
            SignIn::ApiKey => "api-key",
            SignIn::ApiKeyQuery => "api-key-query",
            SignIn::Basic => "basic",
            SignIn::OAuth2 => "oauth2",
            SignIn::Aad => "aad",
            SignIn::AadOnBehalfOf => "aad-on-behalf-of",
        }
    }

    /// The way of this name.
    pub fn parse(name: &str) -> Option<SignIn> {
        SignIn::ALL.into_iter().find(|way| way.name() == name)
    }

    /// Whether users are sent to a page of the service to sign in.
    pub fn is_oauth(self) -> bool {
        matches!(self, SignIn::OAuth2 | SignIn::Aad | SignIn::AadOnBehalfOf)
    }

    /// Its label where users choose one of several.
    pub fn label(self) -> &'static str {
        match self {
            SignIn::ApiKey => "API Key",
            SignIn::ApiKeyQuery => "API Key in the URL",
            SignIn::Basic => "User Name and Password",
            SignIn::OAuth2 => "OAuth",
            SignIn::Aad => "Microsoft Entra ID",
            SignIn::AadOnBehalfOf => "Microsoft Entra ID on Behalf of the User",
        }
    }

    /// The name of its connection parameter set.
    pub fn set_name(self) -> &'static str {
        match self {
            SignIn::ApiKey => "apiKey",
            SignIn::ApiKeyQuery => "apiKeyQuery",
            SignIn::Basic => "basic",
            SignIn::OAuth2 => "oauth2",
            SignIn::Aad => "aad",
            SignIn::AadOnBehalfOf => "aadOnBehalfOf",
        }
    }
}

/// A lookup while a flow is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The values of a parameter: a dropdown.
    Values,
    /// The schema of a part of a body.
    Schema,
    /// An item of a tree: a picker.
    Tree,
}

impl Lookup {
    pub const ALL: [Lookup; 3] = [Lookup::Values, Lookup::Schema, Lookup::Tree];

    /// Its name as an option's value: `values`.
    pub fn name(self) -> &'static str {
        match self {
            Lookup::Values => "values",
            Lookup::Schema => "schema",
            Lookup::Tree => "tree",
        }
    }

    /// The lookup of this name.
    pub fn parse(name: &str) -> Option<Lookup> {
        Lookup::ALL.into_iter().find(|lookup| lookup.name() == name)
    }

    /// The action whose input it fills.
    pub fn action(self) -> Action {
        match self {
            Lookup::Values | Lookup::Tree => Action::List,
            Lookup::Schema => Action::Create,
        }
    }
}

/// How a flow learns that something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The service calls a URL that it was given.
    Webhook,
    /// The platform polls the service.
    Polling,
}

/// What happened to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Created,
    Updated,
    Deleted,
}

impl Trigger {
    /// The trigger of this name; None for `none`.
    pub fn parse(name: &str) -> Option<Trigger> {
        match name {
            "webhook" => Some(Trigger::Webhook),
            "polling" => Some(Trigger::Polling),
            _ => None,
        }
    }
}

impl Event {
    pub const ALL: [Event; 3] = [Event::Created, Event::Updated, Event::Deleted];

    /// The word for it: `created`.
    pub fn name(self) -> &'static str {
        match self {
            Event::Created => "created",
            Event::Updated => "updated",
            Event::Deleted => "deleted",
        }
    }

    /// The event of this name.
    pub fn parse(name: &str) -> Option<Event> {
        Event::ALL.into_iter().find(|event| event.name() == name)
    }

    /// What to do to cause it.
    pub(super) fn order(self) -> &'static str {
        match self {
            Event::Created => "create",
            Event::Updated => "change",
            Event::Deleted => "delete",
        }
    }
}

/// The operation or trigger that a template needs; without it, the policy has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    Action(Action),
    PollingTrigger,
}

/// What the policy from a template needs.
pub fn needs(template: &Template) -> Needs {
    match template.id {
        "dynamichosturl" | "setheader" | "setqueryparameter" | "setvaluefromurl" => Needs::Nothing,
        "pollingtrigger" => Needs::PollingTrigger,
        "encodepropertyvalue" | "setproperty" => Needs::Action(Action::Create),
        _ => Needs::Action(Action::List),
    }
}
