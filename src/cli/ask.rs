//! Questions on a terminal. They are asked on standard error, so that standard output stays a list of what was done.
use anyhow::Context;
use dialoguer::console::Term;
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, MultiSelect, Select};
use std::io::IsTerminal;

/// The exit status of who was interrupted: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// Whether there is somebody to ask.
pub fn can() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Who asks. There is one at a time: it takes care of Ctrl-C.
pub struct Asker {
    term: Term,
    theme: ColorfulTheme,
}

impl Asker {
    /// Makes Ctrl-C end the program in good order: lists hide the cursor while they are shown.
    pub fn new() -> anyhow::Result<Asker> {
        let term = Term::stderr();
        ctrlc::set_handler(leave).context("cannot watch for Ctrl-C")?;
        Ok(Asker { term, theme: ColorfulTheme::default() })
    }

    /// Asks for a text until `check` is content with it. An empty answer is let through where `optional`.
    pub fn text(
        &self,
        prompt: &str,
        default: Option<String>,
        optional: bool,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> anyhow::Result<String> {
        let mut input = Input::<String>::with_theme(&self.theme).with_prompt(prompt).allow_empty(optional);
        if let Some(default) = default {
            input = input.default(default);
        }
        let check = |text: &String| if optional && text.trim().is_empty() { Ok(()) } else { check(text) };
        heard(input.validate_with(check).interact_text_on(&self.term))
    }

    /// Lets choose one of a list; gives its place.
    pub fn one(&self, prompt: &str, items: &[String], default: usize) -> anyhow::Result<usize> {
        heard(Select::with_theme(&self.theme).with_prompt(prompt).items(items).default(default).interact_on(&self.term))
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
            let list = MultiSelect::with_theme(&self.theme).with_prompt(&prompt).items(items).defaults(defaults);
            let chosen = heard(list.interact_on(&self.term))?;
            match check(&chosen) {
                Ok(()) => return Ok(chosen),
                Err(why) => self.term.write_line(&format!("  {why}")).context("cannot write to the terminal")?,
            }
        }
    }

    /// Asks for yes or no.
    pub fn yes(&self, prompt: &str, default: bool) -> anyhow::Result<bool> {
        heard(Confirm::with_theme(&self.theme).with_prompt(prompt).default(default).interact_on(&self.term))
    }
}

/// Ends the program as interrupted, with the cursor shown.
fn leave() {
    let term = Term::stderr();
    let _ = term.show_cursor(); // the program ends whatever becomes of it
    let _ = term.write_line("");
    std::process::exit(INTERRUPTED);
}

fn heard<T>(answer: dialoguer::Result<T>) -> anyhow::Result<T> {
    let answer = answer.map_err(|dialoguer::Error::IO(error)| error);
    // The signal and the answer of who was waiting for a key arrive in any order.
    if answer.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::Interrupted) {
        leave();
    }
    answer.context("the question was not answered")
}
