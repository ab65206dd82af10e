//! The documentation as a static site, generated from the rules' pages and the commands' help.
use crate::report::concise::level;
use crate::report::markup::escaped;
use crate::report::page::{page, sentence};
use crate::rule::Rule;
use crate::rules::RULES;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, html};
use std::collections::BTreeMap;

const SCRIPT: &str = include_str!("docs.js");

/// The help of a command.
pub struct Help {
    /// `connsmith check`
    pub command: String,
    pub text: String,
}

/// The files of the site: path with `/`, and text.
pub fn site(commands: &[Help]) -> Vec<(String, String)> {
    let mut files = vec![
        ("index.html".to_owned(), page("connsmith: rules", &index(), SCRIPT)),
        ("commands.html".to_owned(), page("connsmith: commands", &self::commands(commands), "")),
    ];
    files.extend(RULES.iter().map(|rule| (path(rule), page(&format!("{}: {}", rule.id, rule.title), &rule_page(rule), ""))));
    files
}

fn path(rule: &Rule) -> String {
    format!("rules/{}/{}.html", rule.subject, rule.id)
}

fn navigation(top: &str) -> String {
    format!(
        "<nav><a href=\"{top}index.html\">Rules</a> · <a href=\"{top}commands.html\">Commands</a> · <a href=\"{}\">Source</a></nav>\n",
        crate::text::address::REPOSITORY
    )
}

fn index() -> String {
    let mut text = navigation("");
    text.push_str(&format!(
        "<h1>connsmith: {} rules</h1>\n<p>{}</p>\n<p><a href=\"#codes\">By official code</a> · <a href=\"#policies\">By policy number</a></p>\n\
         <form class=\"filters\" id=\"search\" hidden>\n<input type=\"search\" name=\"text\" placeholder=\"rule, words, official code or policy number\" \
         aria-label=\"Search\">\n<span id=\"count\" class=\"faint\" role=\"status\"></span>\n</form>\n",
        RULES.len(),
        escaped(env!("CARGO_PKG_DESCRIPTION")),
    ));
    for group in RULES.chunk_by(|a, b| a.subject == b.subject) {
        text.push_str(&format!("<section>\n<h2 id=\"{subject}\">{subject}</h2>\n<table>\n<tbody>\n", subject = group[0].subject));
        for rule in group {
            let level = level(rule.severity);
            let notes: Vec<&str> = rule.codes.iter().chain(rule.policies).copied().collect();
            text.push_str(&format!(
                "<tr id=\"{id}\"><td><a href=\"{}\">{id}</a><br>{} <span class=\"faint\">{}</span></td><td class=\"count {level}\">{level}</td></tr>\n",
                path(rule),
                sentence(rule.title),
                notes.join(" · "),
                id = rule.id,
            ));
        }
        text.push_str("</tbody>\n</table>\n</section>\n");
    }
    text.push_str(&names("codes", "By official code", |rule| rule.codes));
    text.push_str(&names("policies", "By policy number", |rule| rule.policies));
    text
}

/// A list of names, each with the rules that have it.
fn names(id: &str, title: &str, of: impl Fn(&Rule) -> &'static [&'static str]) -> String {
    let mut rules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in RULES {
        for name in of(rule) {
            rules.entry(name).or_default().push(format!("<a href=\"{}\">{}</a>", path(rule), rule.id));
        }
    }
    let row =
        |(name, rules): (&str, Vec<String>)| format!("<tr id=\"{name}\"><td>{name}</td><td>{}</td></tr>\n", rules.join(", "));
    let rows: String = rules.into_iter().map(row).collect();
    format!("<section>\n<h2 id=\"{id}\">{title}</h2>\n<table>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n")
}

fn rule_page(rule: &Rule) -> String {
    let mut facts = vec![
        format!("<span class=\"level {0}\">{0}</span>", level(rule.severity)),
        format!("{:?} confidence", rule.confidence).to_lowercase(),
    ];
    let link = |name: &&str| format!("<a href=\"../../index.html#{name}\">{name}</a>");
    let links = |names: &[&str]| names.iter().map(link).collect::<Vec<_>>().join(", ");
    if !rule.codes.is_empty() {
        facts.push(format!("official code {}", links(rule.codes)));
    }
    if !rule.policies.is_empty() {
        facts.push(format!("policy {}", links(rule.policies)));
    }
    let publishers: Vec<&str> = rule.publishers.iter().map(|publisher| publisher.name()).collect();
    facts.push(format!("for {} publishers", publishers.join(", ")));
    if !rule.default {
        facts.push("off by default".to_owned());
    }
    format!(
        "{}<h1 id=\"{id}\">{}</h1>\n<p><code>{id}</code> · {}</p>\n{}<p class=\"faint\">Evidence: {}<br>Source: {}</p>\n",
        navigation("../../"),
        sentence(rule.title),
        facts.join(" · "),
        markdown(&format!("{}\n\n{}", rule.prose(), rule.turned_off())),
        rule.evidence.sentence(),
        escaped(rule.source),
        id = rule.id,
    )
}

/// A rule's page as HTML. The word after a fence's language names the location of an example; it becomes a line above it.
fn markdown(text: &str) -> String {
    let mut events = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = &event
            && let Some((_, frame)) = info.split_once(' ')
        {
            events.push(Event::Html(format!("<p class=\"faint\">{}</p>\n", escaped(frame)).into()));
        }
        events.push(event);
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

fn commands(commands: &[Help]) -> String {
    let mut text = navigation("") + "<h1>Commands</h1>\n<ul>\n";
    let anchor = |help: &Help| help.command.replace(' ', "-");
    for help in commands {
        text.push_str(&format!("<li><a href=\"#{}\"><code>{}</code></a></li>\n", anchor(help), escaped(&help.command)));
    }
    text.push_str("</ul>\n");
    for help in commands {
        let (id, command, help) = (anchor(help), escaped(&help.command), escape_lines(&help.text));
        text.push_str(&format!("<h2 id=\"{id}\"><code>{command}</code></h2>\n<pre>{help}</pre>\n"));
    }
    text
}

/// Text of many lines: there a line break stays one.
fn escape_lines(text: &str) -> String {
    text.lines().map(|line| escaped(line) + "\n").collect()
}
