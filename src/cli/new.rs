//! `connsmith new`
use super::ask::{self, Asker};
use super::{CLEAN, interrupt, note, print};
use anyhow::{Context, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use connsmith::connector::discover::{self, USUAL_NAMES};
use connsmith::connector::fmt;
use connsmith::connector::publisher::{Because, Publisher};
use connsmith::judge::check::{Checker, Options};
use connsmith::judge::config;
use connsmith::judge::configured::Configured;
use connsmith::judge::profile::Selection;
use connsmith::judge::target::Target;
use connsmith::make::new::answers::{Answers, NAME};
use connsmith::make::new::question::{Choice, Default, Kind, QUESTIONS, Question};
use connsmith::make::new::wish::Wish;
use connsmith::make::new::{self};
use connsmith::make::readme;
use connsmith::report;
use connsmith::rule::finding::Finding;
use connsmith::text::document::{Document, File};
use connsmith::text::encode::encode;
use connsmith::text::read;
use connsmith::text::write::{self, Existing, New};
use std::path::{Path, PathBuf};

/// The options come from [`QUESTIONS`], so they are not derived.
pub struct Arguments {
    given: Answers,
    yes: bool,
    advanced: bool,
    force: bool,
    dry_run: bool,
}

impl clap::Args for Arguments {
    fn augment_args(command: Command) -> Command {
        let name = Arg::new(NAME)
            .value_name("NAME")
            .help("The folder to create; without `--title`, its last part becomes the title [default: the title]");
        let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).help(help).action(ArgAction::SetTrue);
        command
            .arg(name)
            .args(QUESTIONS.iter().map(|question| option(question, true)))
            .arg(flag("yes", "Use the defaults without asking, even on a terminal").short('y'))
            .arg(flag("advanced", "Ask every question, not just those that most connectors need"))
            .arg(flag("force", "Overwrite existing files; a readme and an introduction keep their text"))
            .arg(flag("dry-run", "List the files that would be written, without writing them"))
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
        Ok(Arguments { given, yes: flag("yes"), advanced: flag("advanced"), force: flag("force"), dry_run: flag("dry-run") })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Arguments::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The option of a question; `is_whole`: for a connector as a whole, not for something that is added to one.
pub fn option(question: &'static Question, is_whole: bool) -> Arg {
    let mut help = question.help.to_owned();
    if let Some((_, only)) = question.only {
        help.push_str(&format!("; {only}"));
    }
    if question.is_of_api() && is_whole {
        help.push_str("; not for `--mcp-server`");
    }
    let choices = question.choices();
    if !choices.is_empty() {
        help.push_str(&format!(" [{}]", choices.iter().map(|choice| choice.value).collect::<Vec<_>>().join(", ")));
    }
    if let (Default::These(values), false) = ((question.default)(&Answers::default()), question.help.contains("[default")) {
        // The default of a yes-or-no question is no; a text derived from others describes its default in its help.
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
    let current = std::env::current_dir().context("cannot determine the current folder")?;
    let Arguments { force, dry_run, .. } = arguments;
    let mut given = arguments.given.clone();
    if let Some(name) = given.one(NAME).filter(|name| Path::new(name).file_name().is_none()) {
        // For `.` and the like, use the folder's actual name.
        let path = Path::new(name).canonicalize().with_context(|| format!("the folder `{name}` does not exist"))?;
        given.set(NAME, vec![path.to_string_lossy().into_owned()]);
    }
    if let Some(name) = given.one(NAME) {
        if !dry_run {
            super::clean_for(Path::new(name));
        }
        // Check before asking questions in vain.
        let usual = USUAL_NAMES.iter().map(|(_, usual)| Path::new(name).join(usual)).find(|usual| usual.exists());
        free(&usual.iter().map(|path| discover::shown(path, &current)).collect::<Vec<_>>(), arguments)?;
    }
    let asks = ask::can() && !arguments.yes;
    if asks {
        note("Enter accepts the default, Esc goes back, Ctrl-C quits; `--advanced` asks every question");
    }
    let answers = if asks { asked(&given, arguments.advanced)? } else { new::complete(&given)? };
    let wish = Wish::of(&answers)?;
    let folder = answers.one(NAME).map_or_else(|| PathBuf::from(folder_name(&wish.title)), PathBuf::from);
    if folder.exists() && !folder.is_dir() {
        bail!("`{}` is a file, not a folder", folder.display());
    }

    let files = new::files(&wish).context("cannot draw the icon")?;
    let new = |name: &str, bytes| New { name: name.to_owned(), bytes };
    let mut inside: Vec<New> = files.iter().map(|file| new(file.name, file.bytes.clone())).collect();
    let configuration = Around::of(&folder, &current)?;
    configuration.suit(&mut inside, wish.publisher);
    let prose = if *force { keep_prose(&mut inside, &folder)? } else { Prose::default() };
    // The pipeline file goes where the build service looks for it.
    let absolute = current.join(&folder);
    let root = absolute.ancestors().find(|above| above.join(".git").exists());
    let mut outside = Vec::new();
    match (wish.ci, root) {
        (Some(ci), Some(root)) => {
            let path = absolute.strip_prefix(root).unwrap_or(&absolute);
            outside.push(new(ci.file(), ci.text(&discover::shown(path, &current)).into_bytes()));
        }
        (Some(ci), None) => inside.push(new(ci.file(), ci.text(".").into_bytes())),
        (None, _) => {}
    }
    let paths: Vec<PathBuf> = inside
        .iter()
        .map(|file| folder.join(&file.name))
        .chain(root.iter().flat_map(|root| outside.iter().map(|file| root.join(&file.name))))
        .collect();
    let shown = |path: &PathBuf| discover::shown(path, &current);
    let taken: Vec<String> = paths.iter().filter(|path| path.symlink_metadata().is_ok()).map(shown).collect();
    free(&taken, arguments)?;
    if !dry_run {
        let existing = if *force { Existing::Replace } else { Existing::Keep };
        interrupt::whole(|| {
            write::fill(&folder, &inside, existing)?;
            root.map_or(Ok(()), |root| write::fill(root, &outside, existing))
        })?;
    }
    for name in &prose.kept {
        print(&format!("{} {}\n", if *dry_run { "would keep" } else { "kept" }, shown(&folder.join(name))))?;
    }
    for path in &paths {
        let name = shown(path);
        let is_merged = prose.merged.iter().any(|merged| folder.join(merged) == *path);
        let verb = match (dry_run, taken.contains(&name)) {
            (true, true) if is_merged => "would update",
            (false, true) if is_merged => "updated",
            (true, false) => "would write",
            (true, true) if *force => "would overwrite",
            (true, true) => "already exists:",
            (false, false) => "wrote",
            (false, true) => "overwrote",
        };
        print(&format!("{verb} {name}\n"))?;
    }
    if !dry_run {
        let connector = Target::new(new::connector(&files, &folder), wish.publisher, Because::Config);
        close(&connector, &wish, &discover::shown(&folder, &current))?;
    }
    Ok(CLEAN)
}

/// The configuration that applies to the new connector.
pub(super) struct Around {
    publisher: Option<Publisher>,
    indent: Option<usize>,
    /// Whether the folder already has a configuration of its own.
    has_own: bool,
}

impl Around {
    /// The settings for a folder that may not exist yet.
    pub fn of(folder: &Path, current: &Path) -> anyhow::Result<Around> {
        let absolute = current.join(folder);
        let there = absolute.ancestors().find(|above| above.is_dir()).unwrap_or(current);
        let configured = super::config::sound(there, current)?;
        // Overrides apply to the new folder, with no configuration in between.
        let real = there.canonicalize().unwrap_or_else(|_| there.to_owned());
        let place = real.join(absolute.strip_prefix(there).unwrap_or(Path::new("")));
        let configured = Configured::new(place, configured.source.clone());
        let publisher = configured.publisher().map(|from| from.value).or_else(|| Publisher::of_folder(&configured.folder));
        let has_own = absolute.join(config::NAME).symlink_metadata().is_ok();
        Ok(Around { publisher, indent: configured.indent().map(|from| from.value), has_own })
    }

    /// Omits the configuration if an existing one has the same settings or belongs to the folder, and indents accordingly.
    pub fn suit(&self, files: &mut Vec<New>, publisher: Publisher) {
        if self.has_own && self.publisher.is_some_and(|there| there != publisher) {
            note(&format!(
                "`{}` in the folder was not changed, although it does not set `publisher = \"{publisher}\"`",
                config::NAME
            ));
        }
        files.retain(|file| file.name != config::NAME || !(self.has_own || self.publisher == Some(publisher)));
        let Some(indent) = self.indent.filter(|indent| *indent != new::INDENT) else { return };
        for file in files {
            let kind = discover::kind_of(&file.name).filter(|kind| super::fmt::is_json(*kind));
            if let Some(text) = kind.and_then(|kind| fmt::format(kind, &file.bytes, indent).ok()) {
                file.bytes = text.into_bytes();
            }
        }
    }
}

/// What happens to pages that are there already.
#[derive(std::default::Default)]
pub(super) struct Prose {
    /// Names of those that stay as they are.
    pub kept: Vec<String>,
    /// Names of those that only get the operations they lack.
    pub merged: Vec<String>,
}

/// Keeps what people wrote: of an existing readme or introduction, `--force` replaces nothing. `inside` are the files of the whole new
/// connector.
pub(super) fn keep_prose(inside: &mut Vec<New>, folder: &Path) -> anyhow::Result<Prose> {
    let mut prose = Prose::default();
    let connector = new::connector_of(inside.iter().map(|file| (file.name.clone(), file.bytes.clone())), folder);
    let there: Vec<String> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect(),
        Err(_) => return Ok(prose), // it is made
    };
    let mut rest = Vec::new();
    for mut file in inside.drain(..) {
        let kind = discover::kind_of(&file.name).filter(|kind| matches!(kind, File::Readme | File::Intro));
        let known = there.iter().find(|known| known.eq_ignore_ascii_case(&file.name));
        let (Some(kind), Some(known)) = (kind, known) else {
            rest.push(file);
            continue;
        };
        let path = folder.join(known);
        let bytes = read::plain(&path, discover::most_of(kind)).with_context(|| format!("cannot read `{}`", path.display()))?;
        let document = Document::plain(kind, known.as_str(), bytes.clone());
        let text = if kind == File::Readme { readme::merge(&connector, &document, false).text } else { document.text.clone() };
        match encode(&text, document.encoding, &bytes) {
            Some(merged) if merged != bytes => {
                prose.merged.push(known.clone());
                file = New { name: known.clone(), bytes: merged };
                rest.push(file);
            }
            _ => prose.kept.push(known.clone()),
        }
    }
    *inside = rest;
    Ok(prose)
}

/// Fails if files exist, unless they are to be overwritten or only listed.
fn free(taken: &[String], arguments: &Arguments) -> anyhow::Result<()> {
    let (exist, it) = if taken.len() == 1 { ("exists", "it") } else { ("exist", "them") };
    if !taken.is_empty() && !arguments.force && !arguments.dry_run {
        bail!("{} already {exist}: choose another name, or overwrite {it} with `--force`", connsmith::rule::all_of(taken));
    }
    Ok(())
}

/// Prints the findings about the user's answers, and the next steps.
fn close(connector: &Target, wish: &Wish, name: &str) -> anyhow::Result<()> {
    let selection = Selection { strict: true, ..Selection::default() };
    let findings =
        Checker::new(&Options { publisher: Some(wish.publisher), selection, ..Options::default() }).findings(connector);
    let (left, others): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.rule.id == "placeholder-text-left");
    if !others.is_empty() {
        note("some answers lead to findings:");
        print(&report::joined(&[report::concise::part(connector, &others)]))?;
    }
    let mut steps = new::to_do(wish);
    if !left.is_empty() {
        let texts = match left.len() {
            1 => "the text that says `TODO`; `connsmith check` shows it".to_owned(),
            many => format!("the {many} texts that say `TODO`; `connsmith check` lists them"),
        };
        steps.insert(0, format!("replace {texts}"));
    }
    steps.push(format!("run `connsmith check \"{name}\"` now and after every change"));
    let steps: String = steps.iter().map(|step| format!("  - {step}\n")).collect();
    print(&format!("\n{} is in `{name}`. Next:\n{steps}", wish.title))
}

/// A title as the name of a folder, on every system.
pub(super) fn folder_name(title: &str) -> String {
    let name: String = title.chars().map(|c| if "<>:\"/\\|?*".contains(c) || c.is_control() { '-' } else { c }).collect();
    name.trim_matches([' ', '.']).to_owned()
}

/// Asks for missing answers.
fn asked(given: &Answers, advanced: bool) -> anyhow::Result<Answers> {
    let mut answers = Answers::default();
    if given.has(NAME) {
        answers.set(NAME, given.all(NAME).to_vec());
    }
    // Given answers are checked before asking questions in vain.
    let settled = |question: &Question| question.only.is_none() || question.replaced(given).is_some();
    for question in QUESTIONS.iter().filter(|question| given.has(question.name) && settled(question)) {
        new::check(question, given.all(question.name), given)?;
    }
    // The server decides how many questions there are.
    if let Some(question) = Question::find("mcp-server").filter(|question| given.has(question.name)) {
        answers.set(question.name, new::check(question, given.all(question.name), given)?);
    }
    let asker = Asker::new();
    let (mut at, mut asked) = (0, Vec::new());
    while let Some(question) = QUESTIONS.get(at) {
        if given.has(question.name) {
            let values = new::check(question, given.all(question.name), &answers)?;
            answers.set(question.name, values);
        } else if !question.applies(&answers) {
            answers.forget(question.name);
        } else if !advanced && !question.is_usual(&answers) {
            if let Default::These(values) = (question.default)(&answers) {
                answers.set(question.name, values);
            }
        } else {
            let rest = QUESTIONS[at..].iter();
            let rest =
                rest.filter(|next| !given.has(next.name) && next.applies(&answers) && (advanced || next.is_usual(&answers)));
            let progress = format!("({} of {})", asked.len() + 1, asked.len() + rest.count());
            match answer(question, &answers, &asker, &progress)? {
                Answered::Back => {
                    at = asked.pop().unwrap_or(at);
                    continue;
                }
                Answered::With(values) => answers.set(question.name, values),
                Answered::Nothing => answers.forget(question.name),
            }
            asked.push(at);
        }
        at += 1;
    }
    Ok(answers)
}

/// The result of a question.
enum Answered {
    With(Vec<String>),
    Nothing,
    /// Go back to the previous question.
    Back,
}

/// The answer to one question.
fn answer(question: &'static Question, answers: &Answers, asker: &Asker, progress: &str) -> anyhow::Result<Answered> {
    let default = (question.default)(answers);
    let optional = default == Default::Nothing;
    // After going back, the previous answer is shown again.
    let before = answers.all(question.name);
    let defaults = match &default {
        _ if !before.is_empty() => before.to_vec(),
        Default::These(values) => values.clone(),
        Default::Required | Default::Nothing => Vec::new(),
    };
    let check = |values: &[String]| question.check(values, answers);
    // Choosing two is the same as `multi`.
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
    let prompt = format!("{} {progress}", question.ask);
    let values = match question.kind {
        Kind::YesNo => match asker.yes_or_back(&prompt, defaults == ["true"])? {
            Some(yes) => vec![yes.to_string()],
            None => return Ok(Answered::Back),
        },
        Kind::One(_) => {
            let at = choices.iter().position(|choice| defaults.iter().any(|value| value == choice.value)).unwrap_or(0);
            match asker.one_or_back(&prompt, &items, at)? {
                Some(place) => named(&[place]),
                None => return Ok(Answered::Back),
            }
        }
        Kind::Many(_) => {
            let chosen: Vec<bool> = choices.iter().map(|choice| defaults.iter().any(|value| value == choice.value)).collect();
            let enough = |places: &[usize]| match named(places) {
                values if values.is_empty() && default == Default::Required => Err("choose at least one".to_owned()),
                values => check(&values).map(drop),
            };
            match asker.many(&prompt, &items, &chosen, enough)? {
                Some(places) => named(&places),
                None => return Ok(Answered::Back),
            }
        }
        Kind::Text | Kind::Texts => {
            let parts = |text: &str| match question.kind {
                Kind::Texts => text.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
                _ => vec![text.to_owned()],
            };
            let default = Some(defaults.join(" ")).filter(|text| !text.is_empty());
            let text = asker.text(&prompt, default, optional, |text| check(&parts(text)).map(drop))?;
            let Some(text) = text else { return Ok(Answered::Back) };
            if text.trim().is_empty() {
                return Ok(Answered::Nothing);
            }
            parts(&text)
        }
    };
    Ok(Answered::With(check(&values).map_err(anyhow::Error::msg)?))
}
