//! Which operations are taken.
use globset::{Glob, GlobBuilder, GlobMatcher};
use std::borrow::Cow;

/// What choices are made by.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub verb: &'static str,
    pub path: String,
    /// Its ID in the source, if it has one, and the ID that it gets where all operations are imported.
    pub ids: [Cow<'a, str>; 2],
    pub tags: Vec<Cow<'a, str>>,
    pub deprecated: bool,
}

/// One value of `--include` or `--exclude`.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    by: By,
}

#[derive(Clone, Debug)]
enum By {
    Tag(GlobMatcher),
    Path(GlobMatcher),
    Id(GlobMatcher),
    Verb(String),
    Deprecated,
    /// One operation: `get /tasks`.
    One(String, String),
}

impl Pattern {
    /// Reads `tag:x`, `path:/a/**`, `id:X*`, `verb:get`, `deprecated`, or `get /tasks`.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let glob = |pattern: &str| -> Result<GlobMatcher, String> {
            let glob: Result<Glob, _> = GlobBuilder::new(&escape(pattern)).literal_separator(true).case_insensitive(true).build();
            Ok(glob.map_err(|error| format!("`{pattern}` is no pattern: {}", error.kind()))?.compile_matcher())
        };
        let by = match text.split_once(':') {
            Some(("tag", pattern)) => By::Tag(glob(pattern)?),
            Some(("path", pattern)) => By::Path(glob(pattern)?),
            Some(("id", pattern)) => By::Id(glob(pattern)?),
            Some(("verb", verb)) => By::Verb(verb.trim().to_lowercase()),
            _ if text == "deprecated" => By::Deprecated,
            _ => match text.split_once(' ') {
                Some((verb, path)) if super::operation::VERBS.contains(&verb.to_lowercase().as_str()) => {
                    By::One(verb.to_lowercase(), path.trim().to_owned())
                }
                _ => {
                    return Err(
                        "write `tag:NAME`, `path:/tasks/**`, `id:Get*`, `verb:get`, `deprecated` or `get /tasks`".to_owned()
                    );
                }
            },
        };
        Ok(Pattern { text: text.to_owned(), by })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn matches(&self, candidate: &Candidate) -> bool {
        match &self.by {
            By::Tag(glob) => candidate.tags.iter().any(|tag| glob.is_match(&**tag)),
            By::Path(glob) => glob.is_match(&candidate.path),
            By::Id(glob) => candidate.ids.iter().any(|id| glob.is_match(&**id)),
            By::Verb(verb) => candidate.verb == verb,
            By::Deprecated => candidate.deprecated,
            By::One(verb, path) => candidate.verb == verb && candidate.path == *path,
        }
    }
}

/// Braces in paths are not alternatives.
fn escape(pattern: &str) -> String {
    pattern.replace('{', "[{]").replace('}', "[}]")
}

/// Whether an operation is taken: one that a value of `include` names (or any, where there is none), unless `exclude` names it.
pub fn takes(include: &[Pattern], exclude: &[Pattern], candidate: &Candidate) -> bool {
    (include.is_empty() || include.iter().any(|pattern| pattern.matches(candidate)))
        && !exclude.iter().any(|pattern| pattern.matches(candidate))
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Pattern, takes};

    #[test]
    fn patterns() {
        let candidate = Candidate {
            verb: "get",
            path: "/tasks/{id}/notes".to_owned(),
            ids: ["get-notes".into(), "GetNotes".into()],
            tags: vec!["Tasks".into()],
            deprecated: true,
        };
        for text in [
            "tag:tasks",
            "path:/tasks/**",
            "path:/tasks/{id}/*",
            "id:Get*",
            "id:get-notes",
            "verb:GET",
            "deprecated",
            "get /tasks/{id}/notes",
        ] {
            let pattern = Pattern::parse(text).unwrap();
            assert!(takes(std::slice::from_ref(&pattern), &[], &candidate), "{text}");
            assert!(!takes(&[], &[pattern], &candidate), "{text}");
        }
        for text in ["path:/tasks/*", "id:notes", "tag:other", "verb:post"] {
            assert!(!takes(&[Pattern::parse(text).unwrap()], &[], &candidate), "{text}");
        }
        assert!(Pattern::parse("tasks").is_err());
    }
}
