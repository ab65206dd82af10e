//! Access tokens that stay valid in long sessions: renewed shortly before they expire, and once after the API has refused one.
use super::exchange::Sender;
use super::oauth::{self, Plan, Token};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The longest time before its end at which a token is renewed.
const MARGIN: Duration = Duration::from_secs(60);
/// How long a renewal is not tried again after it failed, or after the API refused the new token too.
const PAUSE: Duration = Duration::from_secs(30);
/// How many earlier tokens are remembered, so that requests made with them can go on.
const MOST_PAST: usize = 16;

/// How a token is renewed.
pub enum Renewal {
    /// The app asks for a new one.
    App(Plan),
    /// With what the sign-in service gave for this when a person signed in, if it gave anything.
    Person(Plan),
    /// It is not: the user gave the token.
    Given,
}

/// The access token of a connection. All calls share it.
pub struct Session {
    /// The connection parameter that takes the token.
    pub parameter: String,
    renewal: Renewal,
    /// The time since any fixed moment.
    clock: Box<dyn Fn() -> Duration + Send + Sync>,
    /// Receives what the user has to know.
    say: Box<dyn Fn(&str) + Send + Sync>,
    state: Mutex<State>,
}

struct State {
    token: String,
    refresh: Option<String>,
    /// When the token is renewed, if that is known.
    due: Option<Duration>,
    /// No renewal is tried before this time.
    not_before: Duration,
    past: Vec<String>,
    /// What was said last: it is said once.
    said: String,
}

// What is in it is secret.
impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("parameter", &self.parameter).finish_non_exhaustive()
    }
}

impl Session {
    /// A session that begins with this token. `clock` is the time since any fixed moment; `say` receives messages for the user.
    pub fn new(
        parameter: String,
        renewal: Renewal,
        token: Token,
        clock: Box<dyn Fn() -> Duration + Send + Sync>,
        say: Box<dyn Fn(&str) + Send + Sync>,
    ) -> Session {
        let mut state = State {
            token: String::new(),
            refresh: None,
            due: None,
            not_before: Duration::ZERO,
            past: Vec::new(),
            said: String::new(),
        };
        state.take(token, clock());
        Session { parameter, renewal, clock, say, state: Mutex::new(state) }
    }

    /// The token for a call, renewed if it is about to expire.
    pub fn token(&self, sender: &mut dyn Sender) -> String {
        let mut state = self.state();
        let now = (self.clock)();
        if state.due.is_some_and(|due| now >= due) && now >= state.not_before {
            self.renew(&mut state, sender);
        }
        state.token.clone()
    }

    /// A token for another try after the API has refused this one; None if there is no better one.
    pub fn after_refusal(&self, refused: &str, sender: &mut dyn Sender) -> Option<String> {
        let mut state = self.state();
        // Another call may have renewed it meanwhile.
        if state.token != refused {
            return Some(state.token.clone());
        }
        let now = (self.clock)();
        if now < state.not_before || !self.renew(&mut state, sender) {
            return None;
        }
        // An API that refuses this one too refuses it for another reason.
        state.not_before = now.saturating_add(PAUSE);
        Some(state.token.clone())
    }

    /// Says that the API has accepted a token.
    pub fn accepted(&self, token: &str) {
        let mut state = self.state();
        if state.token == token {
            state.not_before = Duration::ZERO;
            state.said.clear();
        }
    }

    /// A text with the current token in the place of earlier ones.
    pub fn updated(&self, text: &str) -> String {
        let state = self.state();
        state.past.iter().fold(text.to_owned(), |text, past| text.replace(past, &state.token))
    }

    /// What nobody may see.
    pub fn secrets(&self) -> Vec<String> {
        let state = self.state();
        [&state.token].into_iter().chain(&state.refresh).chain(&state.past).cloned().collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is a new token. If not, the user gets to know why.
    fn renew(&self, state: &mut State, sender: &mut dyn Sender) -> bool {
        let renewed = match (&self.renewal, &state.refresh) {
            (Renewal::App(plan), _) => {
                oauth::client_credentials(plan, sender).map_err(|why| format!("the access token cannot be renewed: {why}"))
            }
            (Renewal::Person(plan), Some(refresh)) => oauth::refreshed(plan, refresh, sender).map_err(|why| {
                format!("the access token cannot be renewed: {}; start again to sign in", why.replace(refresh, "[redacted]"))
            }),
            (Renewal::Person(_), None) => {
                Err("the access token has expired or is about to, and the sign-in service gave nothing to renew \
                 it with: start again to sign in"
                    .to_owned())
            }
            (Renewal::Given, _) => {
                Err("the API refuses the access token, which may have expired: start again with a new one".to_owned())
            }
        };
        match renewed {
            Ok(token) => {
                state.take(token, (self.clock)());
                state.said.clear();
                true
            }
            Err(why) => {
                state.not_before = (self.clock)().saturating_add(PAUSE);
                if state.said != why {
                    (self.say)(&why);
                    state.said = why;
                }
                false
            }
        }
    }
}

impl State {
    fn take(&mut self, token: Token, now: Duration) {
        let before = std::mem::replace(&mut self.token, token.text);
        self.past.retain(|past| *past != self.token);
        if !before.is_empty() && before != self.token {
            self.past.push(before);
            let surplus = self.past.len().saturating_sub(MOST_PAST);
            self.past.drain(..surplus);
        }
        // A service that gives no new one means the one that it gave before.
        self.refresh = token.refresh.or(self.refresh.take());
        self.due = token.lasts.map(|lasts| now.saturating_add(lasts.saturating_sub((lasts / 10).min(MARGIN))));
    }
}
