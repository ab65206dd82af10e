//! Questions on a terminal. They are asked on standard error, so that standard output stays a list of what was done.
use super::interrupt;
use anyhow::Context;
use connsmith::report::escape::visible;
use dialoguer::console::Term;
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, MultiSelect, Select};
use std::io::IsTerminal;

/// Rows of a list that are shown at a time.
const MOST_ROWS: usize = 20;

/// Whether there is somebody to ask.
pub fn can() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Who asks.
pub struct Asker {
    term: Term,
    theme: ColorfulTheme,
}

impl Asker {
    /// From now on Ctrl-C ends the program in good order: lists hide the cursor while they are shown.
    pub fn new() -> Asker {
        interrupt::watch();
        Asker { term: Term::stderr(), theme: ColorfulTheme::default() }
    }

    /// Asks for a text until `check` is content with it. An empty answer is let through where `optional`.
    pub fn text(
        &self,
        prompt: &str,
        default: Option<String>,
        optional: bool,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> anyhow::Result<String> {
        let mut input = Input::<String>::with_theme(&self.theme).with_prompt(visible(prompt)).allow_empty(optional);
        if let Some(default) = default {
            input = input.default(default);
        }
        let check = |text: &String| if optional && text.trim().is_empty() { Ok(()) } else { check(text) };
        heard(input.validate_with(check).interact_text_on(&self.term))
    }

    /// Lets choose one of a list; gives its place.
    pub fn one(&self, prompt: &str, items: &[String], default: usize) -> anyhow::Result<usize> {
        let list = Select::with_theme(&self.theme)
            .with_prompt(visible(prompt))
            .items(shown(items))
            .default(default)
            .max_length(MOST_ROWS);
        heard(list.interact_on(&self.term))
    }

    /// Lets choose any number of a list until `check` is content; gives their places.
    pub fn many(
        &self,
        prompt: &str,
        items: &[String],
        defaults: &[bool],
        check: impl Fn(&[usize]) -> Result<(), String>,
    ) -> anyhow::Result<Vec<usize>> {
        let prompt = format!("{prompt} (space chooses, enter goes on)");
        loop {
            let list = MultiSelect::with_theme(&self.theme).with_prompt(visible(&prompt)).items(shown(items)).defaults(defaults);
            let chosen = heard(list.interact_on(&self.term))?;
            match check(&chosen) {
                Ok(()) => return Ok(chosen),
                Err(why) => self.term.write_line(&format!("  {}", visible(&why))).context("cannot write to the terminal")?,
            }
        }
    }

    /// Asks for something that must not be seen while it is typed.
    #[cfg(feature = "platform")]
    pub fn secret(&self, prompt: &str) -> anyhow::Result<String> {
        heard(dialoguer::Password::with_theme(&self.theme).with_prompt(visible(prompt)).interact_on(&self.term))
    }

    /// Asks for yes or no.
    pub fn yes(&self, prompt: &str, default: bool) -> anyhow::Result<bool> {
        heard(Confirm::with_theme(&self.theme).with_prompt(visible(prompt)).default(default).interact_on(&self.term))
    }
}

/// The items of a list. They may come from a service.
fn shown(items: &[String]) -> Vec<String> {
    items.iter().map(|item| visible(item).into_owned()).collect()
}

fn heard<T>(answer: dialoguer::Result<T>) -> anyhow::Result<T> {
    let answer = answer.map_err(|dialoguer::Error::IO(error)| error);
    // The signal and the answer of who was waiting for a key arrive in any order.
    if answer.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::Interrupted) {
        interrupt::end();
    }
    answer.context("the question was not answered")
}
