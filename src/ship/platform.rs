//! The Power Platform service: sign-in, environments, connectors and their files.
//!
//! [`Service`] sends the requests of [`requests`] with the token of a [`Credential`]; [`http`] retries, traces and explains.
//! [`upload`] and [`download`] turn a connector's files into the service's form and back. All that comes from the
//! environment, the clock or the user is passed in as values.
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

pub mod certificate;
pub mod cloud;
pub mod download;
pub mod failure;
pub mod http;
pub mod managed;
pub mod message;
pub mod paconn;
pub mod redact;
pub mod requests;
pub mod settings;
pub mod sign_in;
pub mod solution;
pub mod store;
pub mod token;
pub mod upload;
pub mod verdict;

use cloud::Endpoints;
use failure::{Failure, Kind};
use http::Http;
use managed::{Managed, Source};
use message::{Reply, Request};
use sign_in::{Client, Proof};
use store::{Account, Store};
use token::{Claims, Token, claims};

/// The most pages of a list that are read.
pub const MOST_PAGES: usize = 200;

/// The most entries of a list that are kept.
pub const MOST_ENTRIES: usize = 100_000;

/// Asks another program for a token for a resource.
pub type Borrow = dyn Fn(&str) -> Result<Token, Failure>;

/// How to sign in.
pub enum Credential {
    /// A given token: it is for one resource and cannot be renewed.
    Given { token: Token, oid: Option<String> },
    /// Another program is signed in.
    Borrowed(Box<Borrow>),
    /// An application signs in by itself.
    Application { client: Client, proof: Proof },
    /// The machine has an identity.
    Managed(Managed),
    /// Somebody has signed in with `connsmith login`.
    Account { client: Client, account: Account, store: Store },
}

/// A signed-in connection to the service.
pub struct Service {
    pub http: Http,
    pub endpoints: Endpoints,
    credential: Credential,
    /// Object id, when the token does not say.
    object_id: Option<String>,
    tokens: RefCell<BTreeMap<String, Token>>,
}

impl Service {
    /// The service at these addresses. `object_id` is that of the user who signs in; without it, it comes from the token.
    pub fn new(http: Http, endpoints: Endpoints, credential: Credential, object_id: Option<String>) -> Service {
        Service { http, endpoints, credential, object_id, tokens: RefCell::default() }
    }

    /// A token for the Power Apps and Power Automate services.
    ///
    /// # Errors
    /// When there is none: somebody has to sign in.
    pub fn token(&self) -> Result<Token, Failure> {
        self.token_for(&self.endpoints.resource, false)
    }

    /// The signed-in user according to the token; an account fills in what it does not say.
    ///
    /// # Errors
    /// When there is no token.
    pub fn identity(&self) -> Result<Claims, Failure> {
        let said = claims(&self.token()?.text);
        let known = match &self.credential {
            Credential::Account { account, .. } => Claims {
                oid: account.oid.clone(),
                tenant: Some(account.tenant.clone()),
                user: Some(account.user.clone()),
                ..Claims::default()
            },
            Credential::Given { oid, .. } => Claims { oid: oid.clone(), ..Claims::default() },
            Credential::Application { client, .. } => {
                Claims { user: Some(client.id.clone()), tenant: Some(client.tenant.clone()), ..Claims::default() }
            }
            Credential::Borrowed(_) | Credential::Managed(_) => Claims::default(),
        };
        Ok(Claims {
            oid: self.object_id.clone().or(said.oid).or(known.oid),
            tenant: said.tenant.or(known.tenant),
            user: said.user.or(known.user),
            expires_on: self.token()?.expires_on.or(said.expires_on),
            audience: said.audience,
        })
    }

    /// Whether an application is signed in, and no person.
    pub fn is_application(&self) -> bool {
        match &self.credential {
            Credential::Application { .. } => true,
            // In Cloud Shell it is the user.
            Credential::Managed(managed) => !matches!(managed.source, Source::CloudShell { .. }),
            _ => false,
        }
    }

    /// The object id under which the service keeps the data of the signed-in user.
    ///
    /// # Errors
    /// When there is no token, or its owner is unknown.
    pub fn object_id(&self) -> Result<String, Failure> {
        self.identity()?.oid.ok_or_else(|| {
            Failure::here(
                "send the request as the signed-in user",
                "the token does not identify its owner",
                "set CONNSMITH_OBJECT_ID to the object id of the user or application",
            )
        })
    }

    fn token_for(&self, resource: &str, fresh: bool) -> Result<Token, Failure> {
        let now = self.http.outside.seconds();
        if let Some(token) = self.tokens.borrow().get(resource).filter(|token| !fresh && token.is_live(now)) {
            return Ok(token.clone());
        }
        let token = match &self.credential {
            Credential::Given { token, .. } => {
                // A token that says for what it is goes nowhere else.
                let own = claims(&token.text).audience;
                let fits =
                    |audience: &String| audience.trim_end_matches('/').eq_ignore_ascii_case(resource.trim_end_matches('/'));
                if !own
                    .as_ref()
                    .map_or(resource == self.endpoints.resource, |own| fits(own) || resource == self.endpoints.resource)
                {
                    let why = format!("the given token is not for {resource}");
                    return Err(Failure::sign_in("sign in", why, "sign in with `connsmith login` or as an application"));
                }
                // It cannot be renewed: only its remaining time matters.
                if token.is_over(now) {
                    let why = "the given token has expired";
                    return Err(Failure::sign_in("sign in", why, "get a new one, or sign in with `connsmith login`"));
                }
                token.clone()
            }
            Credential::Borrowed(borrow) => borrow(resource)?,
            Credential::Managed(managed) => managed.token(&self.http, resource)?,
            Credential::Application { client, proof } => client.application(&self.http, proof, resource)?.token,
            Credential::Account { client, account, store } => self.token_of(client, account, store, resource, fresh)?,
        };
        self.http.redactor.keep(&token.text);
        self.tokens.borrow_mut().insert(resource.to_owned(), token.clone());
        Ok(token)
    }

    fn token_of(&self, client: &Client, account: &Account, store: &Store, resource: &str, fresh: bool) -> Result<Token, Failure> {
        let is_it = |known: &Account| known.name() == account.name() && known.authority == account.authority;
        // Another process may have renewed it since.
        let unreadable = |error: store::Error| Failure::sign_in("sign in", error.to_string(), "");
        let accounts = store.read().map_err(unreadable)?;
        let account = accounts.accounts.iter().find(|known| is_it(known)).unwrap_or(account);
        let now = self.http.outside.seconds();
        if let Some(token) = account.tokens.get(resource).filter(|token| !fresh && token.is_live(now)) {
            return Ok(token.clone());
        }
        let Some(refresh_token) = &account.refresh_token else {
            let why = format!("the sign-in of {} has expired", account.name());
            return Err(Failure::sign_in("sign in", why, "sign in again with `connsmith login`"));
        };
        let grant = client.refresh(&self.http, refresh_token, resource)?;
        // A token that cannot be stored is as good as one that is.
        let _ = store.change(|accounts| {
            if let Some(account) = accounts.accounts.iter_mut().find(|known| is_it(known)) {
                account.tokens.insert(resource.to_owned(), grant.token.clone());
                if grant.refresh_token.is_some() {
                    account.refresh_token.clone_from(&grant.refresh_token);
                }
            }
        });
        Ok(grant.token)
    }

    /// Sends a request as the signed-in user. A token that the service refuses is renewed once.
    ///
    /// # Errors
    /// When the service does not respond with a status below 400.
    pub fn send(&self, request: &Request) -> Result<Reply, Failure> {
        self.send_for(request, &self.endpoints.resource)
    }

    /// The same with a token for another resource.
    ///
    /// # Errors
    /// When the service does not respond with a status below 400, or there is no token for the resource.
    pub fn send_for(&self, request: &Request, resource: &str) -> Result<Reply, Failure> {
        let mut fresh = false;
        loop {
            let token = self.token_for(resource, fresh)?;
            let signed = request.clone().header("Authorization", format!("Bearer {}", token.text));
            match self.http.send(&signed) {
                Err(Failure { kind: Kind::Status(401), .. })
                    if !fresh && !matches!(self.credential, Credential::Given { .. }) =>
                {
                    fresh = true;
                }
                outcome => return outcome,
            }
        }
    }

    /// Like [`Service::send`]; the response must be JSON.
    ///
    /// # Errors
    /// When there is no such response.
    pub fn send_for_json(&self, request: &Request) -> Result<Value, Failure> {
        self.http.json(request, &self.send(request)?)
    }

    /// The entries of a list, page by page, each mapped by `keep`. Nothing else of a page stays in memory.
    ///
    /// # Errors
    /// When a page cannot be fetched, or the list does not end.
    pub fn list<T>(&self, request: &Request, keep: impl FnMut(&Value) -> Option<T>) -> Result<Vec<T>, Failure> {
        self.list_for(request, &self.endpoints.resource, keep)
    }

    pub(crate) fn list_for<T>(
        &self,
        request: &Request,
        resource: &str,
        mut keep: impl FnMut(&Value) -> Option<T>,
    ) -> Result<Vec<T>, Failure> {
        let (mut entries, mut request) = (Vec::new(), request.clone());
        let mut seen = HashSet::from([request.url.clone()]);
        loop {
            let page = self.http.json(&request, &self.send_for(&request, resource)?)?;
            let wrong =
                |why: &str| Failure::new(Kind::NotUnderstood, request.asked.as_str(), why, "`--verbose` shows the response");
            let Some(value) = page.get("value").and_then(Value::as_array) else {
                return Err(wrong("the response has no list"));
            };
            entries.extend(value.iter().filter_map(&mut keep));
            let next = page.get("nextLink").or_else(|| page.get("@odata.nextLink")).and_then(Value::as_str);
            let Some(next) = next.filter(|next| !next.is_empty()) else { return Ok(entries) };
            let next = request.url.join(next).map_err(|_| wrong("the URL of the next page is not valid"))?;
            // The token must not go to another host.
            if next.origin() != request.url.origin() {
                return Err(wrong(&format!("the next page is on another host, {}", next.origin().ascii_serialization())));
            }
            if !seen.insert(next.clone()) {
                return Err(wrong("a page repeats: the list never ends"));
            }
            if seen.len() > MOST_PAGES || entries.len() > MOST_ENTRIES {
                return Err(wrong(&format!("the list has more than {MOST_PAGES} pages or {MOST_ENTRIES} entries")));
            }
            request.url = next;
        }
    }
}
