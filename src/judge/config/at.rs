//! Where in a connector: which files, and which places in them. Patterns that people write, and the anchors that a baseline
//! holds, are compared with findings here.
use super::limits;
use crate::connector::Connector;
use crate::connector::anchor::Anchors;
use crate::rule::finding::Finding;
use crate::text::document::Node;
use globset::{GlobBuilder, GlobMatcher};

/// A glob over paths: `*` and `?` stay in one folder, `**` does not. It holds what lies below a folder that it matches.
#[derive(Clone, Debug)]
pub struct Paths {
    glob: GlobMatcher,
    /// The folders that it names without wildcards: everything that it matches is below them.
    pub below: String,
}

impl Paths {
    /// Reads a glob.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Paths, String> {
        limits::pattern(text)?;
        let text = text.strip_prefix("./").unwrap_or(text);
        let text = text.strip_suffix('/').unwrap_or(text);
        if text.starts_with('/') || text.split('/').any(|step| step == "..") {
            return Err("it is relative to the folder of the configuration and stays below it".into());
        }
        let text = if text == "." { "**" } else { text };
        let glob = GlobBuilder::new(text).literal_separator(true).build().map_err(|error| error.kind().to_string())?;
        let plain = text.split('/').take_while(|step| !step.contains(['*', '?', '[', '{', '\\']));
        Ok(Paths { glob: glob.compile_matcher(), below: plain.collect::<Vec<_>>().join("/") })
    }

    /// Whether it matches a path, or a folder above it.
    pub fn hold(&self, path: &str) -> bool {
        let mut ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.any(|end| self.glob.is_match(&path[..end]))
    }
}

/// A place in files: `paths#pointer`.
#[derive(Clone, Debug)]
pub struct At {
    /// None for every file.
    pub paths: Option<Paths>,
    /// Steps of a JSON pointer or of an anchor; None for every place.
    pointer: Option<Vec<String>>,
}

impl At {
    /// Reads `paths#pointer`; either part may be left out.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<At, String> {
        limits::pattern(text)?;
        let (paths, pointer) = match text.split_once('#') {
            Some((paths, pointer)) => (paths, Some(pointer)),
            None => (text, None),
        };
        let paths = if paths.is_empty() && pointer.is_some() { None } else { Some(Paths::parse(paths)?) };
        Ok(At { paths, pointer: pointer.map(|pointer| pointer.split('/').map(str::to_owned).collect()) })
    }

    /// Whether it is a place of a finding in the file with this path.
    pub fn holds(&self, path: Option<&str>, place: &mut Anchored) -> bool {
        self.paths.as_ref().is_none_or(|paths| path.is_some_and(|path| paths.hold(path)))
            && self.pointer.as_ref().is_none_or(|pattern| {
                is_match(pattern, place.finding.at.pointer.split('/')) || is_match(pattern, place.anchor().split('/'))
            })
    }
}

/// Whether steps are those of a pattern, in which `**` stands for any number of them and `*` for any part of one. Takes no more
/// than the product of both lengths.
fn is_match<'s>(pattern: &[String], steps: impl Iterator<Item = &'s str>) -> bool {
    let steps: Vec<&str> = steps.collect();
    let (mut at, mut step) = (0, 0);
    // The last `**` so far, and the first step behind those that it stands for. An earlier one never has to be tried again: what
    // it leaves to the last one that one can stand for as well.
    let mut last: Option<(usize, usize)> = None;
    while step < steps.len() {
        match pattern.get(at) {
            Some(any) if any == "**" => {
                last = Some((at, step));
                at += 1;
            }
            Some(one) if is_step(one, steps[step]) => {
                at += 1;
                step += 1;
            }
            _ => match &mut last {
                Some((any, behind)) => {
                    *behind += 1;
                    (at, step) = (*any + 1, *behind);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| rest == "**")
}

fn is_step(pattern: &str, step: &str) -> bool {
    let Some((first, others)) = pattern.split_once('*') else { return pattern == step };
    let Some(mut step) = step.strip_prefix(first) else { return false };
    let (middle, last) = others.rsplit_once('*').unwrap_or(("", others));
    for part in middle.split('*') {
        let Some(at) = step.find(part) else { return false };
        step = &step[at + part.len()..];
    }
    step.ends_with(last)
}

/// A finding and, once it is needed, its anchor.
pub struct Anchored<'a> {
    connector: &'a Connector,
    finding: &'a Finding,
    anchor: Option<String>,
}

impl<'a> Anchored<'a> {
    pub fn new(connector: &'a Connector, finding: &'a Finding) -> Anchored<'a> {
        Anchored { connector, finding, anchor: None }
    }

    /// The place of the finding in names: see [`anchor`].
    pub fn anchor(&mut self) -> &str {
        let Anchored { connector, finding, anchor } = self;
        anchor.get_or_insert_with(|| {
            let pointer = &finding.at.pointer;
            let node = connector.document(finding.at.file).and_then(|document| document.at_pointer(pointer));
            node.map_or_else(|| pointer.clone(), |node| self::anchor(connector, node))
        })
    }
}

/// The place of a value in names that stay when lines move and lists are put in another order: see [`Anchors::of`].
pub fn anchor(connector: &Connector, node: Node) -> String {
    Anchors::new(connector).of(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_places() {
        let matches = |pattern: &str, place: &str| {
            let steps: Vec<String> = pattern.split('/').map(str::to_owned).collect();
            is_match(&steps, place.split('/'))
        };
        for (pattern, place, yes) in [
            ("/paths/*/get/summary", "/paths/~1tasks~1{id}/get/summary", true),
            ("/paths/*/summary", "/paths/~1tasks/get/summary", false),
            ("/paths/**", "/paths/~1tasks/get/summary", true),
            ("/paths/**", "/paths", true),
            ("**", "", true),
            ("", "", true),
            ("", "/info", false),
            ("List*/parameters/**", "ListTasks/parameters/teamId/description", true),
            ("List*/parameters", "ListTasks", false),
            ("/**/x-ms-*-a*", "/a/b/x-ms-api-annotation", true),
            ("/**/x-ms-*-b", "/a/b/x-ms-api-annotation", false),
            ("*a*a", "aa", true),
            ("*a*a", "a", false),
            ("/**/a/**/b", "/a/x/a/y/b", true),
            ("/**/a/b/**/c", "/a/x/a/b/y/c", true),
            ("/**/a/b/**/c", "/a/x/b/y/c", false),
            ("/**/**/**", "/", true),
            ("/**/a", "/a", true),
            ("/**/a/**", "/a", true),
            ("/**/a/*", "/a", false),
        ] {
            assert_eq!(matches(pattern, place), yes, "{pattern} {place}");
        }
    }

    #[test]
    fn many_double_stars_cost_no_more_than_a_walk() {
        // An exhaustive search for twelve of them in 400 steps would never end.
        let pattern: Vec<String> =
            "#/**".repeat(12).split('#').chain(["/zzz"]).collect::<String>().split('/').map(str::to_owned).collect();
        let place = "/p".repeat(400);
        assert!(!is_match(&pattern, place.split('/')));
        assert!(is_match(&pattern, format!("{place}/zzz").split('/')));
    }

    #[test]
    fn paths_hold_what_lies_below() {
        for (glob, path, yes) in [
            ("certified-connectors/**", "certified-connectors/Contoso/readme.md", true),
            ("certified-connectors/", "certified-connectors/Contoso/readme.md", true),
            ("certified-connectors/Con*", "certified-connectors/Contoso", true),
            ("certified-connectors/*.md", "certified-connectors/Contoso/readme.md", false),
            ("**/readme.md", "readme.md", true),
            ("{a,b}/x", "b/x/y", true),
            (".", "a", true),
        ] {
            assert_eq!(Paths::parse(glob).unwrap().hold(path), yes, "{glob} {path}");
        }
        assert_eq!(Paths::parse("a/b*/c").unwrap().below, "a");
        for wrong in ["/a", "../a", "a/[", "{a"] {
            assert!(Paths::parse(wrong).is_err(), "{wrong}");
        }
    }
}
