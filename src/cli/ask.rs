//! Questions on a terminal. They go to standard error, so that standard output remains a list of what was done.
use super::interrupt;
use anyhow::Context;
use connsmith::report::escape::visible;
use console::{Key, measure_text_width, style, truncate_str};
use dialoguer::console::Term;
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, MultiSelect, Select};
use std::io::IsTerminal;

/// How many rows of a list are shown at a time.
const MOST_ROWS: usize = 20;

/// Whether there is a terminal to ask questions on.
pub fn can() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks questions on the terminal.
pub struct Asker {
    term: Term,
    theme: ColorfulTheme,
}

impl Asker {
    /// From now on, Ctrl-C restores the terminal before it ends the program, because lists hide the cursor.
    pub fn new() -> Asker {
        interrupt::watch();
        Asker { term: Term::stderr(), theme: ColorfulTheme::default() }
    }

    /// Asks for a text until `check` accepts it; None if Esc goes back. Enter accepts the default: the first
    /// letter typed replaces it, and other keys edit it. A rejected answer stays for editing. An empty answer is accepted if `optional`.
    pub fn text(
        &self,
        prompt: &str,
        default: Option<String>,
        optional: bool,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> anyhow::Result<Option<String>> {
        let mut line = Line { is_default: default.is_some(), at: 0, letters: default.unwrap_or_default().chars().collect() };
        line.at = line.letters.len();
        let columns = self.columns();
        let said = |text: String| truncate_str(&text, columns, "…").into_owned();
        let ask = |why: Option<&str>| {
            self.term.write_line(&said(format!(
                "{} {}",
                style("?").for_stderr().yellow(),
                style(visible(prompt)).for_stderr().bold()
            )))?;
            let Some(why) = why else { return Ok(1) };
            let words = wrapped(&visible(why), columns - 2);
            words.iter().try_for_each(|line| self.term.write_line(&format!("{} {line}", style("✘").for_stderr().red())))?;
            Ok::<usize, std::io::Error>(1 + words.len())
        };
        let mut lines = heard_io(ask(None))?;
        loop {
            heard_io(line.draw(&self.term, columns))?;
            match heard_io(self.term.read_key())? {
                Key::Enter => {
                    let text = line.text();
                    let answer = if optional && text.trim().is_empty() { Ok(()) } else { check(&text) };
                    heard_io(self.term.clear_line())?;
                    heard_io(self.term.clear_last_lines(lines))?;
                    match answer {
                        Ok(()) => {
                            self.answered(prompt, &text)?;
                            return Ok(Some(text));
                        }
                        Err(why) => {
                            line.is_default = false;
                            lines = heard_io(ask(Some(&why)))?;
                        }
                    }
                }
                Key::Escape => {
                    heard_io(self.term.clear_line())?;
                    heard_io(self.term.clear_last_lines(lines))?;
                    return Ok(None);
                }
                key => line.press(key),
            }
        }
    }

    /// How wide a line may be.
    fn columns(&self) -> usize {
        usize::from(self.term.size().1).max(40)
    }

    /// Leaves a question and its answer on one line of the terminal.
    fn answered(&self, prompt: &str, answer: &str) -> anyhow::Result<()> {
        let line = format!("{} {} · {}", style("✔").for_stderr().green(), visible(prompt), visible(answer));
        heard_io(self.term.write_line(&truncate_str(&line, self.columns(), "…")))
    }

    /// Lets the user choose one item of a list, and returns its index.
    #[cfg(feature = "platform")]
    pub fn one(&self, prompt: &str, items: &[String], default: usize) -> anyhow::Result<usize> {
        loop {
            if let Some(place) = self.select(prompt, items, default, |item| item)? {
                return Ok(place);
            }
        }
    }

    /// The same for items with explanations; None if Esc goes back.
    pub fn one_or_back(&self, prompt: &str, items: &[String], default: usize) -> anyhow::Result<Option<usize>> {
        self.select(prompt, items, default, name)
    }

    /// `answer` is what remains on the terminal of the chosen item.
    fn select(&self, prompt: &str, items: &[String], default: usize, answer: fn(&str) -> &str) -> anyhow::Result<Option<usize>> {
        let list = Select::with_theme(&self.theme)
            .with_prompt(visible(prompt))
            .items(shown(items))
            .default(default)
            .max_length(MOST_ROWS)
            .report(false);
        let place = heard(list.interact_on_opt(&self.term))?;
        if let Some(item) = place.and_then(|place| items.get(place)) {
            self.answered(prompt, answer(item))?;
        }
        Ok(place)
    }

    /// Lets the user choose any number of items until `check` accepts them, and returns their indexes; None if Esc goes back. The
    /// prompt ends with a remark in parentheses, to which the key that selects is added.
    pub fn many(
        &self,
        prompt: &str,
        items: &[String],
        defaults: &[bool],
        check: impl Fn(&[usize]) -> Result<(), String>,
    ) -> anyhow::Result<Option<Vec<usize>>> {
        let mut chosen = defaults.to_vec();
        let with_key = format!("{}; Space selects)", prompt.trim_end_matches(')'));
        loop {
            let list = MultiSelect::with_theme(&self.theme)
                .with_prompt(visible(&with_key))
                .items(shown(items))
                .defaults(&chosen)
                .max_length(MOST_ROWS)
                .report(false);
            let Some(places) = heard(list.interact_on_opt(&self.term))? else { return Ok(None) };
            match check(&places) {
                Ok(()) => {
                    let chosen: Vec<&str> = places.iter().filter_map(|place| Some(name(items.get(*place)?))).collect();
                    self.answered(prompt, &chosen.join(", "))?;
                    return Ok(Some(places));
                }
                Err(why) => {
                    heard_io(self.term.write_line(&format!("{} {}", style("✘").for_stderr().red(), visible(&why))))?;
                    chosen = (0..items.len()).map(|place| places.contains(&place)).collect();
                }
            }
        }
    }

    /// Asks for a value that is not echoed.
    #[cfg(feature = "platform")]
    pub fn secret(&self, prompt: &str) -> anyhow::Result<String> {
        heard(dialoguer::Password::with_theme(&self.theme).with_prompt(visible(prompt)).interact_on(&self.term))
    }

    /// Asks a yes-or-no question; None if Esc goes back.
    pub fn yes_or_back(&self, prompt: &str, default: bool) -> anyhow::Result<Option<bool>> {
        heard(Confirm::with_theme(&self.theme).with_prompt(visible(prompt)).default(default).interact_on_opt(&self.term))
    }

    /// Asks a yes-or-no question.
    #[cfg(feature = "platform")]
    pub fn yes(&self, prompt: &str, default: bool) -> anyhow::Result<bool> {
        heard(Confirm::with_theme(&self.theme).with_prompt(visible(prompt)).default(default).interact_on(&self.term))
    }
}

/// An item without its explanation.
fn name(item: &str) -> &str {
    item.split_once(": ").map_or(item, |(name, _)| name)
}

/// The items of a list. They may come from a service.
fn shown(items: &[String]) -> Vec<String> {
    items.iter().map(|item| visible(item).into_owned()).collect()
}

/// A line being edited.
struct Line {
    letters: Vec<char>,
    /// The index of the letter after the cursor.
    at: usize,
    /// Whether it is the default, which the first letter typed replaces.
    is_default: bool,
}

impl Line {
    fn text(&self) -> String {
        self.letters.iter().collect()
    }

    fn press(&mut self, key: Key) {
        let end = self.letters.len();
        match key {
            Key::Char('\u{15}') => (self.letters, self.at) = (Vec::new(), 0), // Ctrl-U
            Key::Char(letter) if !letter.is_control() => {
                if self.is_default {
                    (self.letters, self.at) = (Vec::new(), 0);
                }
                self.letters.insert(self.at, letter);
                self.at += 1;
            }
            Key::Backspace if self.at > 0 => {
                self.at -= 1;
                self.letters.remove(self.at);
            }
            Key::Del if self.at < end => drop(self.letters.remove(self.at)),
            Key::ArrowLeft => self.at = self.at.saturating_sub(1),
            Key::ArrowRight => self.at = end.min(self.at + 1),
            Key::Home => self.at = 0,
            Key::End => self.at = end,
            _ => return,
        }
        self.is_default = false;
    }

    /// Draws as much of the line around the cursor as fits.
    fn draw(&self, term: &Term, columns: usize) -> std::io::Result<()> {
        // Characters may take two columns, or none.
        let (mut from, mut room) = (self.at, columns.saturating_sub(4));
        while let Some(letter) = from.checked_sub(1).map(|before| self.letters[before]) {
            let width = measure_text_width(&echoed(letter));
            if width > room {
                break;
            }
            (from, room) = (from - 1, room - width);
        }
        let shown = |letters: &[char]| letters.iter().map(|letter| echoed(*letter)).collect::<String>();
        let (before, behind) = (shown(&self.letters[from..self.at]), shown(&self.letters[self.at..]));
        let behind = truncate_str(&behind, columns.saturating_sub(3 + measure_text_width(&before)), "…").into_owned();
        let text = format!("{before}{behind}");
        let text = if self.is_default { style(text).for_stderr().dim().to_string() } else { text };
        term.clear_line()?;
        term.write_str(&format!("{} {text}", style("›").for_stderr().cyan()))?;
        term.move_cursor_left(measure_text_width(&behind))
    }
}

/// A letter as it is shown while it is typed. Nothing that a person types is a command of a log, so a colon stays one.
fn echoed(letter: char) -> String {
    if letter.is_ascii_graphic() { letter.to_string() } else { visible(&letter.to_string()).into_owned() }
}

/// A sentence, wrapped to a number of columns.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && measure_text_width(&lines[last]) + 1 + measure_text_width(word) > columns {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

fn heard_io<T>(answer: std::io::Result<T>) -> anyhow::Result<T> {
    heard(answer.map_err(dialoguer::Error::IO))
}

fn heard<T>(answer: dialoguer::Result<T>) -> anyhow::Result<T> {
    let answer = answer.map_err(|dialoguer::Error::IO(error)| error);
    // The signal and the result of waiting for a key arrive in any order.
    if answer.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::Interrupted) {
        interrupt::end();
    }
    answer.context("the question was not answered")
}

#[cfg(test)]
mod tests {
    #[test]
    fn letters_are_echoed_as_they_are() {
        let shown: String = "https://a.b/#x ö".chars().map(super::echoed).collect();
        assert_eq!(shown, "https://a.b/#x ö");
        assert_ne!(super::echoed('\u{202e}'), "\u{202e}");
    }
}
