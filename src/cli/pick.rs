//! Selecting operations on a terminal, in a tree of tags and operations with a search.
use super::interrupt;
use anyhow::Context;
use connsmith::make::import::plan::{Plan, Row};
use dialoguer::console::{Key, Term, style};

/// How many rows are shown at a time.
const ROWS: usize = 18;

/// A line of the tree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Tag(usize),
    Operation(usize),
}

/// The tree and its selection.
struct Tree<'p> {
    rows: &'p [Row],
    tags: Vec<&'p str>,
    ticked: Vec<bool>,
    search: String,
    at: usize,
}

/// Asks which operations to import. Returns the values for `--include`, empty for all.
///
/// # Errors
/// If the terminal fails or the user cancels.
pub fn operations(plan: &Plan) -> anyhow::Result<Option<Vec<String>>> {
    if plan.rows.len() < 2 {
        return Ok(None);
    }
    interrupt::watch();
    let term = Term::stderr();
    let mut tree = Tree::new(&plan.rows);
    let mut drawn = 0;
    term.hide_cursor()?;
    let done = loop {
        term.clear_last_lines(drawn)?;
        let lines = tree.draw();
        drawn = lines.len();
        for line in lines {
            term.write_line(&line)?;
        }
        let key = match term.read_key().context("cannot read from the terminal") {
            Ok(key) => key,
            Err(error) => break Err(error),
        };
        match key {
            Key::Enter if tree.ticked.contains(&true) => break Ok(()),
            Key::Escape if tree.search.is_empty() => break Err(anyhow::anyhow!("nothing was selected")),
            key => tree.press(&key),
        }
    };
    term.show_cursor()?;
    term.clear_last_lines(drawn)?;
    done.map(|()| Some(tree.chosen()))
}

impl<'p> Tree<'p> {
    fn new(rows: &'p [Row]) -> Tree<'p> {
        let mut tags: Vec<&str> = Vec::new();
        for row in rows {
            if !tags.contains(&row.tag.as_str()) {
                tags.push(&row.tag);
            }
        }
        Tree { rows, tags, ticked: vec![true; rows.len()], search: String::new(), at: 0 }
    }

    /// The lines that match the search.
    fn lines(&self) -> Vec<Line> {
        let search = self.search.to_lowercase();
        let found = |row: &Row| {
            let text = format!("{} {} {} {}", row.tag, row.id, row.verb, row.path).to_lowercase();
            text.contains(&search)
        };
        let mut lines = Vec::new();
        for (number, tag) in self.tags.iter().enumerate() {
            let inside: Vec<usize> =
                (0..self.rows.len()).filter(|&at| self.rows[at].tag == *tag && found(&self.rows[at])).collect();
            if !inside.is_empty() {
                lines.push(Line::Tag(number));
                lines.extend(inside.into_iter().map(Line::Operation));
            }
        }
        lines
    }

    fn press(&mut self, key: &Key) {
        let lines = self.lines();
        match key {
            Key::ArrowUp => self.at = self.at.saturating_sub(1),
            Key::ArrowDown => self.at = (self.at + 1).min(lines.len().saturating_sub(1)),
            Key::PageUp => self.at = self.at.saturating_sub(ROWS),
            Key::PageDown => self.at = (self.at + ROWS).min(lines.len().saturating_sub(1)),
            Key::Char(' ') => match lines.get(self.at) {
                Some(&Line::Operation(operation)) => self.ticked[operation] ^= true,
                Some(&Line::Tag(tag)) => {
                    // Selects all shown operations, or none if all are selected.
                    let name = self.tags[tag];
                    let inside: Vec<usize> = lines
                        .iter()
                        .filter_map(|line| match line {
                            Line::Operation(at) if self.rows[*at].tag == name => Some(*at),
                            _ => None,
                        })
                        .collect();
                    let all = inside.iter().all(|&at| self.ticked[at]);
                    inside.into_iter().for_each(|at| self.ticked[at] = !all);
                }
                None => {}
            },
            Key::Tab => {
                let shown: Vec<usize> =
                    lines.iter().filter_map(|line| if let Line::Operation(at) = line { Some(*at) } else { None }).collect();
                let all = shown.iter().all(|&at| self.ticked[at]);
                shown.into_iter().for_each(|at| self.ticked[at] = !all);
            }
            Key::Char(c) if !c.is_control() => {
                self.search.push(*c);
                self.at = 0;
            }
            Key::Backspace => {
                self.search.pop();
                self.at = 0;
            }
            Key::Escape => {
                self.search.clear();
                self.at = 0;
            }
            _ => {}
        }
    }

    fn draw(&self) -> Vec<String> {
        let taken = self.ticked.iter().filter(|ticked| **ticked).count();
        let mut drawn = vec![
            format!("Which operations? {taken} of {} selected.", self.rows.len()),
            format!("{}", style("Space selects, Tab selects all shown, type to search, Enter continues").dim()),
        ];
        if !self.search.is_empty() {
            drawn.push(format!("Search: {}", self.search));
        }
        let lines = self.lines();
        let from = self.at.saturating_sub(ROWS / 2).min(lines.len().saturating_sub(ROWS));
        for (at, line) in lines.iter().enumerate().skip(from).take(ROWS) {
            let text = match line {
                Line::Tag(tag) => {
                    let name = self.tags[*tag];
                    let inside = self.rows.iter().zip(&self.ticked).filter(|(row, _)| row.tag == name);
                    let (all, ticked) = inside.fold((0, 0), |(all, ticked), (_, is)| (all + 1, ticked + usize::from(*is)));
                    let mark = if ticked == all {
                        "[x]"
                    } else if ticked == 0 {
                        "[ ]"
                    } else {
                        "[-]"
                    };
                    format!("{mark} {} ({ticked} of {all})", if name.is_empty() { "(no tag)" } else { name })
                }
                Line::Operation(operation) => {
                    let row = &self.rows[*operation];
                    let mark = if self.ticked[*operation] { "[x]" } else { "[ ]" };
                    let losses = if row.losses > 0 { format!("  {} lost or changed", row.losses) } else { String::new() };
                    format!("    {mark} {}  {} {}{losses}", row.id, row.verb.to_uppercase(), row.path)
                }
            };
            let text: String = text.chars().take(110).collect();
            drawn.push(if at == self.at { format!("> {}", style(text).bold()) } else { format!("  {text}") });
        }
        if lines.is_empty() {
            drawn.push("  no matches".to_owned());
        }
        drawn
    }

    /// The values for `--include`: completely selected tags, and single operations.
    fn chosen(&self) -> Vec<String> {
        if self.ticked.iter().all(|ticked| *ticked) {
            return Vec::new();
        }
        let mut chosen = Vec::new();
        for tag in &self.tags {
            let inside: Vec<usize> = (0..self.rows.len()).filter(|&at| self.rows[at].tag == *tag).collect();
            let plain = !tag.is_empty() && !tag.contains(['*', '?', '[', ']', '{', '}', '\\']);
            if plain && inside.iter().all(|&at| self.ticked[at]) {
                chosen.push(format!("tag:{tag}"));
                continue;
            }
            let ticked = inside.into_iter().filter(|&at| self.ticked[at]);
            chosen.extend(ticked.map(|at| format!("{} {}", self.rows[at].verb, self.rows[at].path)));
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Tree};
    use connsmith::make::import::plan::Row;

    #[test]
    fn ticking_and_searching() {
        let row = |tag: &str, verb: &'static str, path: &str| Row {
            tag: tag.to_owned(),
            verb,
            path: path.to_owned(),
            id: format!("Id{}", path.len()),
            schemas: 0,
            bytes: 0,
            losses: 0,
            deprecated: false,
        };
        let rows = [row("A", "get", "/a"), row("A", "post", "/ab"), row("B", "get", "/b/c")];
        let mut tree = Tree::new(&rows);
        assert!(tree.chosen().is_empty());
        tree.press(&Key::Char(' ')); // the tag A
        assert_eq!(tree.chosen(), ["tag:B"]);
        "post".chars().for_each(|c| tree.press(&Key::Char(c)));
        assert_eq!(tree.lines().len(), 2);
        tree.press(&Key::ArrowDown);
        tree.press(&Key::Char(' '));
        assert_eq!(tree.chosen(), ["post /ab", "tag:B"]);
        tree.press(&Key::Escape);
        assert_eq!(tree.lines().len(), 5);
        assert!(tree.draw()[0].contains("2 of 3"));
    }
}
