//! A page of Markdown for a terminal.
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

/// The maximum width of prose: longer lines are hard to read.
const WIDEST: usize = 100;

/// How a page looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    pub color: bool,
    /// The columns of the terminal; None to not wrap lines.
    pub width: Option<usize>,
}

impl Look {
    fn paint(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// A piece of a sentence: its displayed text and its width.
struct Word {
    text: String,
    width: usize,
}

/// Renders a page. The words after the language of a code block say where an example belongs and are not shown.
pub fn rendered(markdown: &str, look: Look) -> String {
    let mut page = Page { look, ..Page::default() };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        page.take(event);
    }
    page.flush();
    page.out.trim_end().to_owned() + "\n"
}

#[derive(Default)]
struct Page {
    look: Look,
    out: String,
    words: Vec<Word>,
    /// Whether the next text belongs to the word before it.
    joined: bool,
    /// How the text is styled.
    ink: Vec<&'static str>,
    code: bool,
    /// The numbers of ordered lists, None for others.
    lists: Vec<Option<u64>>,
    /// What the next line of an item starts with.
    mark: Option<String>,
    cells: usize,
}

impl Page {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.gap();
                self.ink.push(if level == HeadingLevel::H1 { "1;4" } else { "1" });
            }
            Event::End(TagEnd::Heading(_)) => {
                self.flush();
                self.ink.pop();
            }
            Event::Start(Tag::Paragraph) if self.lists.is_empty() => self.gap(),
            Event::End(TagEnd::Paragraph) => self.flush(),
            Event::Start(Tag::CodeBlock(_)) => {
                self.gap();
                self.code = true;
            }
            Event::End(TagEnd::CodeBlock) => self.code = false,
            Event::Text(text) if self.code => {
                for line in text.lines() {
                    let line = self.look.paint("36", line);
                    self.out.push_str(format!("    {line}").trim_end());
                    self.out.push('\n');
                }
            }
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                let shown = if self.look.color { text.to_string() } else { format!("`{text}`") };
                self.word(&shown, Some("36"));
            }
            Event::SoftBreak | Event::HardBreak => self.joined = false,
            Event::Start(Tag::Strong) => self.ink.push("1"),
            Event::Start(Tag::Emphasis) => self.ink.push("3"),
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => _ = self.ink.pop(),
            Event::Start(Tag::List(first)) => {
                self.flush();
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => _ = self.lists.pop(),
            Event::Start(Tag::Item) => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.mark = Some(mark);
            }
            Event::End(TagEnd::Item) => self.flush(),
            Event::Start(Tag::Table(_)) => self.gap(),
            Event::Start(Tag::TableRow | Tag::TableHead) => self.cells = 0,
            Event::Start(Tag::TableCell) => {
                if self.cells > 0 {
                    self.joined = false;
                    self.word("·", None);
                    self.joined = false;
                }
                self.cells += 1;
            }
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => self.flush(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for (at, part) in text.split(' ').enumerate() {
            if at > 0 {
                self.joined = false;
            }
            if !part.is_empty() {
                self.word(part, None);
            }
        }
    }

    /// Adds text that must not be broken.
    fn word(&mut self, text: &str, ink: Option<&str>) {
        let shown = match ink.or(self.ink.last().copied()) {
            Some(ink) => self.look.paint(ink, text),
            None => text.to_owned(),
        };
        let width = text.width();
        match self.words.last_mut().filter(|_| self.joined) {
            Some(last) => {
                last.text.push_str(&shown);
                last.width += width;
            }
            None => self.words.push(Word { text: shown, width }),
        }
        self.joined = true;
    }

    /// Adds an empty line unless there is one.
    fn gap(&mut self) {
        self.flush();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Writes the pending words as lines.
    fn flush(&mut self) {
        self.joined = false;
        if self.words.is_empty() {
            return;
        }
        let most = self.look.width.map_or(usize::MAX, |width| width.min(WIDEST));
        let depth = self.lists.len().saturating_sub(1) * 2;
        let mark = self.mark.take();
        let indent = if self.lists.is_empty() { 0 } else { depth + 2 };
        let first = mark.map_or(" ".repeat(indent), |mark| " ".repeat(depth) + &mark);
        let mut column = first.len();
        self.out.push_str(&first);
        for (at, word) in std::mem::take(&mut self.words).into_iter().enumerate() {
            if at > 0 && column + 1 + word.width > most {
                self.out.push('\n');
                self.out.push_str(&" ".repeat(indent));
                column = indent;
            } else if at > 0 {
                self.out.push(' ');
                column += 1;
            }
            self.out.push_str(&word.text);
            column += word.width;
        }
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_wrapped_and_frames_left_out() {
        let page = "Words of a `code with spaces`,\nand **more** of it.\n\n## Bad\n```json schema\n{\n  \"a\": 1\n}\n```\n- one\n- two\n";
        let narrow = Look { color: false, width: Some(24) };
        let expected =
            "Words of a\n`code with spaces`, and\nmore of it.\n\nBad\n\n    {\n      \"a\": 1\n    }\n\n- one\n- two\n";
        assert_eq!(rendered(page, narrow), expected);
        let colored = rendered(page, Look { color: true, width: None });
        assert!(colored.contains("\x1b[1mBad\x1b[0m") && colored.contains("\x1b[36mcode with spaces\x1b[0m,"), "{colored:?}");
    }
}
