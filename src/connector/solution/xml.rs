//! XML as solutions need it: elements with attributes and text, read with their places and written as Dataverse writes them.
//!
//! No entity but the five predefined ones is known, a document type is refused, nothing outside of the text is ever read.
use crate::text::document::{Document, Encoding};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::fmt::Write;

/// Elements within one another. The files of a real solution have less than 20.
const MAX_DEPTH: usize = 100;

/// Elements, attributes and texts of all files that are read together. Each takes a hundred bytes and more in memory, and a
/// solution is held in several forms at a time. The solutions of connectors that were read have less than 1,000.
pub const MOST_PARTS: usize = 200_000;

/// Attributes of one element: they are compared with one another.
const MOST_ATTRIBUTES: usize = 200;

/// How much may still be read from XML files that belong together.
#[derive(Clone, Debug)]
pub struct Room {
    parts: usize,
}

impl Default for Room {
    fn default() -> Room {
        Room { parts: MOST_PARTS }
    }
}

impl Room {
    fn take(&mut self) -> Result<(), String> {
        self.parts = self
            .parts
            .checked_sub(1)
            .ok_or_else(|| format!("there are more than {MOST_PARTS} elements, attributes and texts"))?;
        Ok(())
    }
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    /// Names as written, prefixes included; values unescaped.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Child>,
    /// Whether it is written `<a />` when it is empty; else `<a></a>`.
    pub short: bool,
    /// Byte offsets of its first tag in the text that was read; 0 for one that was made.
    pub span: (u32, u32),
}

/// The content of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Child {
    Element(Element),
    /// Unescaped.
    Text(String),
}

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Byte offset.
    pub at: u32,
    pub message: String,
}

/// Reads a document; the root element comes back. White space between elements, comments and processing instructions are
/// left out.
///
/// # Errors
/// When it is not well-formed, has a document type or an entity of its own, or is nested too deep or too large.
pub fn parse(text: &str) -> Result<Element, Fault> {
    parse_within(text, &mut Room::default())
}

/// As [`parse`], for one of several files that share what may be read.
///
/// # Errors
/// As [`parse`].
pub fn parse_within(text: &str, room: &mut Room) -> Result<Element, Fault> {
    // Places are those of the text with its byte order mark.
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut reader = Reader::from_str(&text[mark as usize..]);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let at = reader.buffer_position() as u32 + mark;
        let fault = |message: String| Fault { at, message };
        let event = reader.read_event();
        let event = event.map_err(|error| Fault { at: reader.error_position() as u32 + mark, message: reason(&error) })?;
        let behind = reader.buffer_position() as u32 + mark;
        let Some(top) = open.last_mut() else { break };
        match event {
            Event::Start(start) => {
                let element = element(&start, false, (at, behind), room).map_err(fault)?;
                open.push(element);
                if open.len() > MAX_DEPTH {
                    return Err(fault(format!("elements are nested more than {MAX_DEPTH} deep")));
                }
            }
            Event::Empty(start) => {
                let element = element(&start, true, (at, behind), room).map_err(fault)?;
                top.children.push(Child::Element(element));
            }
            Event::End(_) => {
                if let Some(done) = open.pop()
                    && let Some(outer) = open.last_mut()
                {
                    outer.children.push(Child::Element(tidy(done)));
                }
            }
            Event::Text(text) => push_text(top, &text.xml10_content(), room).map_err(fault)?,
            Event::CData(data) => push_text(top, &data.xml10_content(), room).map_err(fault)?,
            Event::GeneralRef(name) => {
                let character = match name.resolve_char_ref().map_err(|error| fault(reason(&error)))? {
                    Some(character) => character,
                    None => match &*name.xml10_content() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        other => return Err(fault(format!("the entity `{other}` is not defined"))),
                    },
                };
                push_text(top, character.encode_utf8(&mut [0; 4]), room).map_err(fault)?;
            }
            Event::DocType(_) => return Err(fault("a document type is not allowed here".into())),
            Event::Eof => {
                if open.len() > 1 {
                    let name = &open[open.len() - 1].name;
                    return Err(fault(format!("`<{name}>` is not closed")));
                }
                break;
            }
            _ => {}
        }
    }
    let mut roots = open.pop().unwrap_or_default().children.into_iter().filter_map(|child| match child {
        Child::Element(element) => Some(element),
        Child::Text(_) => None,
    });
    match (roots.next(), roots.next()) {
        (Some(root), None) => Ok(root),
        (Some(_), Some(second)) => Err(Fault { at: second.span.0, message: "there is a second root element".into() }),
        (None, _) => Err(Fault { at: 0, message: "there is no element".into() }),
    }
}

/// Why the text of a file cannot be taken for what its bytes say; None when it can. A text whose bytes were guessed at is
/// written again as something else than it was.
pub fn encoding_fault(document: &Document) -> Option<Fault> {
    let text = document.text.trim_start_matches('\u{feff}');
    let fault = |at: u32, message: String| Some(Fault { at, message: message + ": save it as UTF-8" });
    let declared = declared_encoding(text).map(|name| name.to_ascii_lowercase());
    let declared = declared.as_deref();
    let one_byte = |name: &str| matches!(name, "windows-1252" | "iso-8859-1" | "latin1");
    let contains_ascii = |name: &str| {
        let family = ["utf-8", "utf8", "us-ascii", "ascii", "utf-16", "iso-8859-", "windows-125"];
        family.iter().any(|begin| name.starts_with(begin)) || name == "latin1"
    };
    match document.encoding {
        _ if text.contains('\0') => fault(0, "the file is neither UTF-8 nor UTF-16 with a byte order mark".into()),
        Encoding::Windows1252 { .. } if declared.is_some_and(one_byte) => None,
        Encoding::Windows1252 { first } => {
            fault(first, format!("the file is not in {}, as it should be", declared.unwrap_or("utf-8")))
        }
        Encoding::Utf16 if text.contains('\u{fffd}') => fault(0, "the file is damaged UTF-16".into()),
        Encoding::Utf16 if declared.is_none_or(|name| name.starts_with("utf-16")) => None,
        Encoding::Utf8 | Encoding::Utf8Bom if declared.is_none_or(|name| matches!(name, "utf-8" | "utf8")) => None,
        Encoding::Utf8 | Encoding::Utf8Bom if text.is_ascii() && declared.is_some_and(contains_ascii) => None,
        _ => fault(
            0,
            format!("the file declares the encoding `{}`, which is wrong or not supported", declared.unwrap_or_default()),
        ),
    }
}

/// The encoding that the first line of a document names.
fn declared_encoding(text: &str) -> Option<&str> {
    let (declaration, _) = text.strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// The message of the XML reader, without its prefix.
fn reason(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let text = ["syntax error: ", "ill-formed document: "]
        .iter()
        .fold(text.as_str(), |text, begin| text.strip_prefix(begin).unwrap_or(text));
    text.trim_end_matches('.').to_owned()
}

fn element(start: &BytesStart, short: bool, span: (u32, u32), room: &mut Room) -> Result<Element, String> {
    room.take()?;
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        room.take()?;
        if attributes.len() == MOST_ATTRIBUTES {
            return Err(format!("an element has more than {MOST_ATTRIBUTES} attributes"));
        }
        let attribute = attribute.map_err(|error| reason(&error))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| reason(&error))?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    attributes.shrink_to_fit();
    Ok(Element { name: start.name().as_ref().to_owned(), attributes, children: Vec::new(), short, span })
}

fn push_text(element: &mut Element, text: &str, room: &mut Room) -> Result<(), String> {
    match element.children.last_mut() {
        Some(Child::Text(before)) => before.push_str(text),
        _ => {
            room.take()?;
            element.children.push(Child::Text(text.to_owned()));
        }
    }
    Ok(())
}

/// Without the white space between elements.
fn tidy(mut element: Element) -> Element {
    let blank = |child: &Child| matches!(child, Child::Text(text) if text.trim().is_empty());
    if element.children.iter().any(|child| matches!(child, Child::Element(_))) {
        element.children.retain(|child| !blank(child));
    }
    // A list grows to four children at least, and most elements hold one.
    element.children.shrink_to_fit();
    element
}

impl Element {
    /// An element with a text, or empty and short without one.
    pub fn new(name: &str, text: &str) -> Element {
        let children = if text.is_empty() { Vec::new() } else { vec![Child::Text(text.to_owned())] };
        Element { name: name.to_owned(), children, short: text.is_empty(), ..Element::default() }
    }

    /// With an attribute more.
    pub fn with(mut self, name: &str, value: &str) -> Element {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a child more.
    pub fn holding(mut self, child: Element) -> Element {
        self.children.push(Child::Element(child));
        self
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The child elements, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The first child element with this name.
    pub fn get(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child element with this name, made at the end when there is none.
    pub fn at_or_new(&mut self, name: &str) -> &mut Element {
        let at = self.children.iter().position(|child| matches!(child, Child::Element(element) if element.name == name));
        let at = at.unwrap_or_else(|| {
            self.children.push(Child::Element(Element::new(name, "")));
            self.children.len() - 1
        });
        match &mut self.children[at] {
            Child::Element(element) => element,
            Child::Text(_) => unreachable!("the position is that of an element"),
        }
    }

    /// Every element below this one with this name, in document order.
    pub fn all<'a>(&'a self, name: &'a str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        let mut left: Vec<&Element> = vec![self];
        while let Some(element) = left.pop() {
            if element.name == name && !std::ptr::eq(element, self) {
                found.push(element);
            }
            let children: Vec<&Element> = element.elements().collect();
            left.extend(children.into_iter().rev());
        }
        found
    }

    /// Its own text, trimmed.
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Child::Text(text) => Some(text.as_str()),
            Child::Element(_) => None,
        });
        texts.collect::<String>().trim().to_owned()
    }

    /// The text of the first child element with this name.
    pub fn text_of(&self, name: &str) -> Option<String> {
        Some(self.get(name)?.text())
    }

    /// Replaces the content with a text, unless it is that text already.
    pub fn set_text(&mut self, text: &str) {
        if self.text() != text {
            self.children = Element::new("", text).children;
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute.
    pub fn set_attribute(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value.to_owned(),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// As the service writes it: two spaces for each level, `newline` between, none at the end.
    pub fn write(&self, newline: &str) -> String {
        let mut text = String::new();
        self.write_to(&mut text, newline, 0);
        text
    }

    fn write_to(&self, out: &mut String, newline: &str, depth: usize) {
        self.write_tag(out, &self.attributes);
        let is_text = |child: &Child| matches!(child, Child::Text(_));
        if self.children.is_empty() {
            let _ = if self.short { write!(out, " />") } else { write!(out, "></{}>", self.name) };
            return;
        }
        out.push('>');
        // Between text and elements, another line break would be text too.
        let lines = !self.children.iter().any(is_text);
        for child in &self.children {
            if lines {
                out.push_str(newline);
                out.extend(std::iter::repeat_n("  ", depth + 1));
            }
            match child {
                Child::Element(element) => element.write_to(out, newline, depth + 1),
                Child::Text(text) => escape(out, text, false),
            }
        }
        if lines {
            out.push_str(newline);
            out.extend(std::iter::repeat_n("  ", depth));
        }
        let _ = write!(out, "</{}>", self.name);
    }

    fn write_tag(&self, out: &mut String, attributes: &[(String, String)]) {
        let _ = write!(out, "<{}", self.name);
        for (name, value) in attributes {
            let _ = write!(out, " {name}=\"");
            escape(out, value, true);
            out.push('"');
        }
    }

    /// One text for all ways to write the same: attributes sorted, no white space around texts, no short form.
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        self.canonical_to(&mut text);
        text
    }

    fn canonical_to(&self, out: &mut String) {
        let mut attributes = self.attributes.clone();
        attributes.sort();
        self.write_tag(out, &attributes);
        out.push('>');
        for child in &self.children {
            match child {
                Child::Element(element) => element.canonical_to(out),
                Child::Text(text) => escape(out, text.trim(), false),
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\t' if attribute => out.push_str("&#x9;"),
            // A reader would make a line feed of it.
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_was_read() {
        let text = "<a x=\"1 &amp; &quot;2&quot;\">\r\n  <b />\r\n  <c></c>\r\n  <d>one &lt; two&#xD;</d>\r\n  <e>mixed <b /> text</e>\r\n</a>";
        let root = parse(text).unwrap();
        assert_eq!(root.write("\r\n"), text);
        assert_eq!(root.text_of("d").as_deref(), Some("one < two"));
        let other = "<?xml version='1.0'?><a x='1 &#38; \"2\"'><b></b><!-- no --><c/><d>one &lt; two&#13;</d><e><![CDATA[mixed ]]><b/> text</e></a>";
        assert_eq!(parse(other).unwrap().canonical(), root.canonical());
    }

    #[test]
    fn what_is_refused() {
        let deep = "<a>".repeat(200);
        for (text, at, message) in [
            ("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", 0, "document type"),
            ("<a>&b;</a>", 3, "the entity `b`"),
            ("<a>\n  <b></a>", 9, "expected"),
            ("<a><b>", 6, "`<b>` is not closed"),
            ("<a/><b/>", 4, "second root"),
            ("", 0, "no element"),
            (&deep, 300, "nested"),
        ] {
            let fault = parse(text).unwrap_err();
            assert!(fault.at >= at.min(297) && fault.message.contains(message), "{text}: {fault:?}");
        }
    }
}
