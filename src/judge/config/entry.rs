//! Adds an `[[ignore]]` entry to the text of a configuration, in the style in which its list is written.
use super::reader::{Reader, span};
use crate::text::json::Span;
use toml::Value;

/// The insertions that add an entry which ignores a rule at a place, in the order of the text. None if the text has no list that can
/// be continued: `ignore` is something else, or the text is broken around it.
pub fn ignoring(text: &str, rule: &str, at: &str, reason: &str, newline: &str) -> Option<Vec<(Span, String)>> {
    let members = [("rule", rule), ("at", at), ("reason", reason)].map(|(key, value)| format!("{key} = {}", Value::from(value)));
    let mut reader = Reader::default();
    let document = reader.document(text);
    let list = match document.get("ignore") {
        None => None,
        Some(value) => Some((span(value), value.get_ref().as_array()?)),
    };
    let written = |at: Span| text.get(at.start as usize..at.end as usize).unwrap_or_default();
    let inline = list.filter(|(whole, list)| match list.iter().next() {
        Some(first) => written(span(first)).starts_with('{'),
        None => written(*whole).starts_with('['),
    });
    let insert = |at: usize, text: String| (Span { start: at as u32, end: at as u32 }, text);
    let Some((whole, list)) = inline else {
        // Further tables may follow.
        let gap = match text {
            "" => "",
            _ if text.ends_with('\n') => newline,
            _ => &newline.repeat(2),
        };
        let entry = format!("{gap}[[ignore]]{newline}{}{newline}", members.join(newline));
        return Some(vec![insert(text.len(), entry)]);
    };
    if !reader.faults.is_empty() || !written(whole).ends_with(']') {
        return None;
    }
    let entry = format!("{{ {} }}", members.join(", "));
    let (start, end) = (whole.start as usize + 1, whole.end as usize - 1);
    let Some(last) = list.iter().last() else {
        // What comments there are stay in front.
        let inside = text.get(start..end)?;
        let kept = inside.trim_end().len();
        let gap = if inside.contains('\n') { format!("{newline}    ") } else { String::new() };
        return Some(vec![insert(start + kept, format!("{gap}{entry}"))]);
    };
    let (last, rest) = (span(last).end as usize, text.get(span(last).end as usize..end)?);
    let first = span(list.iter().next()?).start as usize;
    let before = text.get(start..first)?;
    let tail = tail(rest);
    let gap = match before.rfind('\n') {
        Some(line) => format!("{newline}{}", before[line + 1..].chars().take_while(|c| c.is_whitespace()).collect::<String>()),
        None if tail.comment => newline.to_owned(),
        None => " ".to_owned(),
    };
    let (mut all, end) = (Vec::new(), last + tail.length);
    match tail.comma {
        true => all.push(insert(end, format!("{gap}{entry},"))),
        false if tail.length == 0 => all.push(insert(end, format!(",{gap}{entry}"))),
        false => all.extend([insert(last, ",".to_owned()), insert(end, format!("{gap}{entry}"))]),
    }
    Some(all)
}

/// What follows the last item of a list up to its bracket.
#[derive(Default)]
struct Tail {
    /// Whether a comma follows.
    comma: bool,
    /// Whether the last thing is a comment.
    comment: bool,
    /// The bytes without the white space at the end.
    length: usize,
}

fn tail(rest: &str) -> Tail {
    let mut tail = Tail { length: rest.trim_end().len(), ..Tail::default() };
    for line in rest[..tail.length].lines() {
        let (code, comment) = line.split_once('#').map_or((line, false), |(code, _)| (code, true));
        tail.comma |= code.contains(',');
        tail.comment = comment;
    }
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(text: &str, newline: &str) -> Option<String> {
        let mut result = text.to_owned();
        for (span, new) in ignoring(text, "a-rule", "x.json#/a \"b\"", "why", newline)?.into_iter().rev() {
            result.insert_str(span.start as usize, &new);
        }
        let read: toml::Table = result.parse().unwrap_or_else(|error| panic!("{result}\n{error}"));
        let last = read["ignore"].as_array().and_then(|all| all.last()).expect("an entry");
        assert_eq!(last["at"].as_str(), Some("x.json#/a \"b\""), "{result}");
        Some(result)
    }

    #[test]
    fn entries_are_added_as_the_others_are_written() {
        const NEW: &str = "{ rule = \"a-rule\", at = 'x.json#/a \"b\"', reason = \"why\" }";
        const TABLE: &str = "[[ignore]]\nrule = \"a-rule\"\nat = 'x.json#/a \"b\"'\nreason = \"why\"\n";
        let tables = |before: &str, gap: &str| (before.to_owned(), format!("{before}{gap}{TABLE}"));
        let lists = [
            ("ignore = [{ rule = \"b\" }]\n", "ignore = [{ rule = \"b\" }, NEW]\n"),
            ("ignore = [ { rule = \"b\" }, ]", "ignore = [ { rule = \"b\" }, NEW, ]"),
            ("ignore = []\n[rules]\n", "ignore = [NEW]\n[rules]\n"),
            ("ignore = [\n]\n", "ignore = [\n    NEW\n]\n"),
            ("ignore = [ # none, yet\n]\n", "ignore = [ # none, yet\n    NEW\n]\n"),
            ("ignore = [\n  { rule = \"b\" }, # why, not\n]\n", "ignore = [\n  { rule = \"b\" }, # why, not\n  NEW,\n]\n"),
            ("ignore = [\n\t{ rule = \"b\" } # why, not\n]\n", "ignore = [\n\t{ rule = \"b\" }, # why, not\n\tNEW\n]\n"),
            ("ignore = [{ rule = \"b\" } # c\n]\n", "ignore = [{ rule = \"b\" }, # c\nNEW\n]\n"),
            ("\"ignore\" = [{ rule = \"]\" }] # ]\nroot = true\n", "\"ignore\" = [{ rule = \"]\" }, NEW] # ]\nroot = true\n"),
        ];
        let lists = lists.map(|(before, after)| (before.to_owned(), after.replace("NEW", NEW)));
        let all = [tables("", ""), tables("root = true\n", "\n"), tables("[[ignore]]\nrule = \"b\"", "\n\n")];
        for (before, after) in all.into_iter().chain(lists) {
            assert_eq!(added(&before, "\n").as_deref(), Some(&*after));
            let windows = |text: &str| text.replace('\n', "\r\n");
            assert_eq!(added(&windows(&before), "\r\n"), Some(windows(&after)));
        }
        for broken in ["ignore = 1\n", "ignore = [{ rule = \"b\" \n", "ignore = [{ rule = \"b\" }]\nx = \n"] {
            assert_eq!(added(broken, "\n"), None, "{broken}");
        }
    }
}
