//! `connsmith new`
use super::ask::{self, Asker};
use super::{CLEAN, note, print};
use anyhow::{Context, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use connsmith::check::{Checker, Options};
use connsmith::connector::{Folder, FolderFile};
use connsmith::discover::{self, USUAL_NAMES};
use connsmith::new::question::{Answers, Choice, Default, Kind, NAME, QUESTIONS, Question};
use connsmith::new::{self, Wish};
use connsmith::profile::{Publisher, Selection};
use connsmith::report;
use connsmith::write::{self, New};
use std::path::{Path, PathBuf};

/// The options are those of [`QUESTIONS`], which is why they are not derived.
pub struct Arguments {
    given: Answers,
    yes: bool,
    force: bool,
    dry_run: bool,
}

impl clap::Args for Arguments {
    fn augment_args(command: Command) -> Command {
        let name = Arg::new(NAME)
            .value_name("NAME")
            .help("The folder to make, whose last part gives the title when there is no `--title` [default: the title]");
        let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).help(help).action(ArgAction::SetTrue);
        command
            .arg(name)
            .args(QUESTIONS.iter().map(option))
            .arg(flag("yes", "Take the defaults on a terminal, too, and ask nothing").short('y'))
            .arg(flag("force", "Overwrite files that are there"))
            .arg(flag("dry-run", "List what would be written, and write nothing"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Arguments::augment_args(command)
    }
}

impl clap::FromArgMatches for Arguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Arguments, clap::Error> {
        let mut given = Answers::default();
        if let Some(name) = matches.get_one::<String>(NAME) {
            given.set(NAME, vec![name.clone()]);
        }
        for question in QUESTIONS {
            match question.kind {
                Kind::YesNo if matches.get_flag(question.name) => given.set(question.name, vec!["true".to_owned()]),
                Kind::YesNo => {}
                _ => {
                    if let Some(values) = matches.get_many::<String>(question.name) {
                        given.set(question.name, values.cloned().collect());
                    }
                }
            }
        }
        let flag = |name| matches.get_flag(name);
        Ok(Arguments { given, yes: flag("yes"), force: flag("force"), dry_run: flag("dry-run") })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Arguments::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The option of a question.
pub fn option(question: &'static Question) -> Arg {
    let mut help = question.help.to_owned();
    if let Some((_, only)) = question.only {
        help.push_str(&format!("; {only}"));
    }
    let choices = question.choices();
    if !choices.is_empty() {
        help.push_str(&format!(" [{}]", choices.iter().map(|choice| choice.value).collect::<Vec<_>>().join(", ")));
    }
    if let (Default::These(values), false) = ((question.default)(&Answers::default()), question.help.contains("[default")) {
        // The default of a yes or no is no; that of a text that is made of others is told in words.
        if !matches!(question.kind, Kind::YesNo) && !["title", "description"].contains(&question.name) {
            help.push_str(&format!(" [default: {}]", values.join(", ")));
        }
    }
    let arg = Arg::new(question.name).long(question.name).help(help);
    match question.kind {
        Kind::YesNo => arg.action(ArgAction::SetTrue),
        Kind::Text | Kind::One(_) => arg.value_name(question.value).action(ArgAction::Set),
        Kind::Many(_) => arg.value_name(question.value).action(ArgAction::Append).value_delimiter(','),
        Kind::Texts => arg.value_name(question.value).action(ArgAction::Append),
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let current = std::env::current_dir().context("cannot tell the current folder")?;
    let Arguments { force, dry_run, .. } = arguments;
    let mut given = arguments.given.clone();
    if let Some(name) = given.one(NAME).filter(|name| Path::new(name).file_name().is_none()) {
        // `.` and the like: the folder has a name all the same.
        let path = Path::new(name).canonicalize().with_context(|| format!("there is no folder `{name}`"))?;
        given.set(NAME, vec![path.to_string_lossy().into_owned()]);
    }
    let given = &given;
    if let (Some(name), false) = (given.one(NAME), *force) {
        // Before anybody answers a question for nothing.
        let there = USUAL_NAMES.iter().map(|(_, usual)| usual).find(|usual| Path::new(name).join(usual).exists());
        if let Some(usual) = there {
            bail!(
                "`{}` is there already: choose another name, or overwrite it with `--force`",
                shown(&Path::new(name).join(usual), &current)
            );
        }
    }
    let asks = ask::can() && !arguments.yes;
    let answers = if asks { asked(given)? } else { new::complete(given)? };
    let wish = Wish::of(&answers)?;
    let folder = answers.one(NAME).map_or_else(|| PathBuf::from(folder_name(&wish.title)), PathBuf::from);
    if folder.exists() && !folder.is_dir() {
        bail!("`{}` is a file, not a folder", folder.display());
    }

    let in_folder = |name: &str, bytes| New { name: shown(&folder.join(name), &current), path: folder.join(name), bytes };
    let files = new::files(&wish).context("cannot draw the icon")?;
    let mut files: Vec<New> = files.into_iter().map(|file| in_folder(file.name, file.bytes)).collect();
    let mut elsewhere = Vec::new();
    let root = repository(&current.join(&folder));
    match (wish.ci, &root) {
        (Some(ci), Some(root)) => {
            let inside = current.join(&folder).strip_prefix(root).map(Path::to_owned).unwrap_or_default();
            let (path, bytes) = (root.join(ci.file()), ci.text(&shown(&inside, &current)).into_bytes());
            elsewhere.push(New { name: shown(&path, &current), path, bytes });
        }
        (Some(ci), None) => files.push(in_folder(ci.file(), ci.text(".").into_bytes())),
        (None, _) => {}
    }
    let all: Vec<&New> = files.iter().chain(&elsewhere).collect();
    let clash: Vec<&str> =
        all.iter().filter(|file| file.path.symlink_metadata().is_ok()).map(|file| file.name.as_str()).collect();
    if let (Some(_), false, false) = (clash.first(), *force, *dry_run) {
        let (is, it) = if clash.len() == 1 { ("is", "it") } else { ("are", "them") };
        bail!("{} {is} there already: choose another name, or overwrite {it} with `--force`", connsmith::rule::all_of(&clash));
    }
    let mut text = String::new();
    for file in &all {
        let verb = match (dry_run, clash.contains(&file.name.as_str())) {
            (true, false) => "would write",
            (true, true) if *force => "would overwrite",
            (true, true) => "is there already:",
            (false, false) => "wrote",
            (false, true) => "overwrote",
        };
        text.push_str(&format!("{verb} {}\n", file.name));
    }
    if *dry_run {
        print(&text)?;
        return Ok(CLEAN);
    }
    write::create(&folder, &files, *force)?;
    if let Some(root) = &root {
        write::create(root, &elsewhere, *force)?;
    }
    print(&text)?;
    let found = findings(&files, &folder, wish.publisher);
    if !found.is_empty() {
        note("what you answered has findings; see `connsmith check --strict`:");
        print(&found)?;
    }
    let name = shown(&folder, &current);
    print(&format!("\n{} is in `{name}`. Next:\n", wish.title))?;
    if let Some(email) = wish.support_email.as_ref().filter(|_| !given.has("support-email") && !asks) {
        print(&format!(
            "  - see whether users get help at {email}, which was made of the website; `--support-email` says where\n"
        ))?;
    }
    for what in new::to_do(&wish) {
        print(&format!("  - {what}\n"))?;
    }
    print(&format!("  - run `connsmith check \"{name}\"`, and again after every change\n"))?;
    Ok(CLEAN)
}

/// What every rule says of the new files.
fn findings(files: &[New], folder: &Path, publisher: Publisher) -> String {
    let name = |file: &New| file.path.strip_prefix(folder).unwrap_or(&file.path).to_string_lossy().into_owned();
    let kind = |name: &str| USUAL_NAMES.iter().find(|(_, usual)| *usual == name).map(|(file, _)| *file);
    let mut listing: Vec<String> = files.iter().map(name).collect();
    listing.sort();
    let read = files
        .iter()
        .filter_map(|file| Some(FolderFile { file: kind(&name(file))?, name: name(file), bytes: file.bytes.clone() }));
    let shown = folder.to_string_lossy().into_owned();
    let folder = Folder { path: folder.to_owned(), name: shown, files: read.collect(), listing, unreadable: Vec::new() };
    let options = Options { publisher: Some(publisher), selection: Selection { strict: true, ..Selection::default() } };
    let checker = Checker::new(&options);
    let connector = connsmith::Connector::new(folder, publisher, connsmith::profile::Because::Option);
    report::concise::part(&connector, &checker.findings(&connector))
}

/// The root of the repository in which a folder is to be: the nearest folder above it with `.git` in it.
fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|above| above.join(".git").exists()).map(Path::to_owned)
}

/// A title as the name of a folder, on every system.
fn folder_name(title: &str) -> String {
    let name: String = title.chars().map(|c| if "<>:\"/\\|?*".contains(c) || c.is_control() { '-' } else { c }).collect();
    name.trim_matches([' ', '.']).to_owned()
}

fn shown(path: &Path, current: &Path) -> String {
    discover::shown(path, current)
}

/// Asks for what was not given.
fn asked(given: &Answers) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    if given.has(NAME) {
        answers.set(NAME, given.all(NAME).to_vec());
    }
    // What was given is checked before anybody answers a question for nothing.
    for question in QUESTIONS.iter().filter(|question| question.only.is_none() && given.has(question.name)) {
        new::check(question, given.all(question.name), given)?;
    }
    let asker = Asker::new()?;
    for question in QUESTIONS {
        if given.has(question.name) {
            let values = new::check(question, given.all(question.name), &answers)?;
            answers.set(question.name, values);
        } else if question.applies(&answers)
            && let Some(values) = answer(question, &answers, &asker)?
        {
            answers.set(question.name, values);
        }
    }
    Ok(answers)
}

/// The answer to one question; None where there is none.
fn answer(question: &'static Question, answers: &Answers, asker: &Asker) -> anyhow::Result<Option<Vec<String>>> {
    let default = (question.default)(answers);
    let optional = default == Default::Nothing;
    let defaults = match &default {
        Default::These(values) => values.clone(),
        Default::Required | Default::Nothing => Vec::new(),
    };
    let check = |values: &[String]| question.check(values, answers);
    // `multi` is what choosing two is.
    let choices: Vec<Choice> = question.choices().into_iter().filter(|choice| choice.value != "multi").collect();
    let items: Vec<String> = choices
        .iter()
        .map(
            |choice| {
                if choice.means.is_empty() { choice.value.to_owned() } else { format!("{}: {}", choice.value, choice.means) }
            },
        )
        .collect();
    let named = |places: &[usize]| -> Vec<String> {
        places.iter().filter_map(|&place| choices.get(place)).map(|choice| choice.value.to_owned()).collect()
    };
    let values = match question.kind {
        Kind::YesNo => vec![asker.yes(question.ask, defaults == ["true"])?.to_string()],
        Kind::One(_) => {
            let at = choices.iter().position(|choice| defaults.iter().any(|value| value == choice.value)).unwrap_or(0);
            named(&[asker.one(question.ask, &items, at)?])
        }
        Kind::Many(_) => {
            let chosen: Vec<bool> = choices.iter().map(|choice| defaults.iter().any(|value| value == choice.value)).collect();
            let enough = |places: &[usize]| match named(places) {
                values if values.is_empty() && default == Default::Required => Err("choose at least one".to_owned()),
                values => check(&values).map(drop),
            };
            named(&asker.many(question.ask, &items, &chosen, enough)?)
        }
        Kind::Text | Kind::Texts => {
            let parts = |text: &str| match question.kind {
                Kind::Texts => text.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
                _ => vec![text.to_owned()],
            };
            let text = asker.text(question.ask, defaults.first().cloned(), optional, |text| check(&parts(text)).map(drop))?;
            if text.trim().is_empty() {
                return Ok(None);
            }
            parts(&text)
        }
    };
    Ok(Some(check(&values).map_err(anyhow::Error::msg)?))
}
