//! Questions to the person at the terminal. Where there is none, whoever asks must know another way.
use anyhow::Context;
use std::io::{ErrorKind, IsTerminal};

/// Whether somebody is there to answer.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Which of the items; they are told apart by their place.
pub fn choose(question: &str, items: &[String]) -> anyhow::Result<usize> {
    answer(dialoguer::Select::new().with_prompt(question).items(items).default(0).max_length(20).interact())
}

/// Yes or no; Enter alone is no.
pub fn confirm(question: &str) -> anyhow::Result<bool> {
    answer(dialoguer::Confirm::new().with_prompt(question).default(false).interact())
}

/// Something that must not be seen while it is typed.
pub fn secret(question: &str) -> anyhow::Result<String> {
    answer(dialoguer::Password::new().with_prompt(question).interact())
}

fn answer<T>(answer: dialoguer::Result<T>) -> anyhow::Result<T> {
    if let Err(dialoguer::Error::IO(error)) = &answer
        && error.kind() == ErrorKind::Interrupted
    {
        super::interrupt::end(); // Ctrl-C
    }
    answer.context("no answer")
}
