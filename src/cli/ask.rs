//! Questions to the person at the terminal. Where there is none, whoever asks must know another way.
use anyhow::Context;
use std::io::IsTerminal;

/// Whether somebody is there to answer.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Which of the items; they are told apart by their place.
pub fn choose(question: &str, items: &[String]) -> anyhow::Result<usize> {
    let list = dialoguer::Select::new().with_prompt(question).items(items).default(0).max_length(20);
    list.interact().context("no answer")
}

/// Yes or no; Enter alone is no.
pub fn confirm(question: &str) -> anyhow::Result<bool> {
    dialoguer::Confirm::new().with_prompt(question).default(false).interact().context("no answer")
}

/// Something that must not be seen while it is typed.
pub fn secret(question: &str) -> anyhow::Result<String> {
    dialoguer::Password::new().with_prompt(question).interact().context("no answer")
}
