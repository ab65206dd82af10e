//! `connsmith docs`, `connsmith completions` and `connsmith man`: files generated from the rules' pages and the argument
//! definitions
use super::{CLEAN, interrupt, note, print_exact};
use anyhow::Context;
use clap::{Args, Command};
use connsmith::report::docs::{self, Help};
use connsmith::text::write::{self, Existing, New};
use std::path::PathBuf;

#[derive(Args)]
pub struct DocsArguments {
    /// Output folder; existing pages are overwritten
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

#[derive(Args)]
pub struct CompletionsArguments {
    /// Shell to generate completions for
    shell: clap_complete::Shell,
}

pub fn docs(arguments: &DocsArguments) -> anyhow::Result<u8> {
    let mut commands = Vec::new();
    collect(command(), &mut commands);
    let files = docs::site(&commands);
    let pages: Vec<New> = files.iter().map(|(name, text)| New { name: name.clone(), bytes: text.clone().into_bytes() }).collect();
    interrupt::whole(|| write::fill(&arguments.out, &pages, Existing::Replace))?;
    note(&format!("wrote {} pages; open `{}`", files.len(), arguments.out.join("index.html").display()));
    Ok(CLEAN)
}

pub fn completions(arguments: &CompletionsArguments) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::help::for_completion(), "connsmith", &mut script);
    print_exact(&String::from_utf8_lossy(&script))?;
    Ok(CLEAN)
}

#[derive(Args)]
pub struct ManArguments {
    /// Write a page for the program and for each command to this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub fn man(arguments: &ManArguments) -> anyhow::Result<u8> {
    if let Some(folder) = &arguments.out {
        let mut pages = Vec::new();
        manual(&command(), &mut pages).context("cannot write the manual")?;
        interrupt::whole(|| write::fill(folder, &pages, Existing::Replace))?;
        return Ok(CLEAN);
    }
    let mut page = Vec::new();
    page_of(command()).render(&mut page).context("cannot write the manual")?;
    print_exact(&String::from_utf8_lossy(&page))?;
    Ok(CLEAN)
}

/// The page of a command; its bottom line names the program.
fn page_of(command: Command) -> clap_mangen::Man {
    clap_mangen::Man::new(command).source(concat!("connsmith ", env!("CARGO_PKG_VERSION")))
}

/// The pages of a command and its subcommands.
fn manual(command: &Command, into: &mut Vec<New>) -> std::io::Result<()> {
    let page = page_of(command.clone());
    let mut bytes = Vec::new();
    page.render(&mut bytes)?;
    into.push(New { name: page.get_filename(), bytes });
    let children = command.get_subcommands().filter(|child| !child.is_hide_set() && child.get_name() != "help");
    children.into_iter().try_for_each(|child| manual(child, into))
}

/// The definitions of all arguments, including the full names of commands, independent of the terminal.
fn command() -> Command {
    let mut command = super::help::command().term_width(100);
    command.build();
    command
}

fn collect(command: Command, into: &mut Vec<Help>) {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let children: Vec<Command> = command.get_subcommands().filter(|child| child.get_name() != "help").cloned().collect();
    into.push(Help { text: command.clone().render_long_help().to_string(), command: name });
    children.into_iter().for_each(|child| collect(child, into));
}
