//! The templates that change a JSON body.
use super::expression::{self, Piece, Source, Step, at, pieces};
use super::text_of;
use crate::call::choices::Choices;
use crate::call::request::percent_encode;
use crate::connector::Policy;
use serde_json::{Map, Value};

/// Applies a template to a body, and says what was done. None when it is none that changes bodies.
pub fn apply(template: &str, policy: Policy, body: &mut Value, choices: &Choices) -> Option<Result<String, String>> {
    let work = Work { policy, choices };
    Some(match template {
        "setproperty" => work.set_property(body),
        "stringtoarray" => work.each(body, |value| work.split(value)),
        "stringreplace" => work.each(body, |value| work.replace(value)),
        "encodepropertyvalue" => work.each(body, |value| Ok(Value::String(percent_encode(text(value)?)))),
        "convertobjecttoarray" => work.each(body, |value| work.to_array(value)),
        "convertarraytoobject" => work.each(body, |value| work.to_object(value)),
        "moveproperties" => work.move_properties(body),
        _ => return None,
    })
}

struct Work<'a, 'c> {
    policy: Policy<'a>,
    choices: &'c Choices,
}

impl Work<'_, '_> {
    fn parameter(&self, name: &str) -> String {
        let node = self.policy.parameter(name);
        node.map_or_else(String::new, |node| node.str().map_or_else(|| node.text().to_owned(), |text| text.into_owned()))
    }

    /// The place of a parent, as steps from the root of the body.
    fn parent(&self, name: &str) -> Result<Vec<Step>, String> {
        let written = self.parameter(name);
        match expression::place(&written) {
            Some(Source::Body(steps) | Source::Item(steps)) => Ok(steps),
            _ => Err(format!("`{name}` is `{written}`, which is not a path in `@body()`")),
        }
    }

    fn set_property(&self, body: &mut Value) -> Result<String, String> {
        let parent = self.parent("newPropertyParentPathTemplate")?;
        let written = self.parameter("newPropertySubPathTemplate");
        let sub = match expression::place(&written) {
            Some(Source::Item(steps) | Source::Body(steps)) if written.trim_start().starts_with('@') => steps,
            _ => expression::path(&written),
        };
        if sub.is_empty() {
            return Err("`newPropertySubPathTemplate` does not name a property".to_owned());
        }
        if at(body, &parent).is_none_or(Value::is_null) {
            if self.choices.is("missing-parent", "fail") {
                return Err(format!("the body has no `{}`", shown(&parent)));
            }
            set(body, &parent, Value::Object(Map::new()));
        }
        let targets = targets(body, &parent);
        let count = targets.len();
        for target in targets {
            let value = self.made(body, at(body, &target))?;
            let place: Vec<Step> = target.into_iter().chain(sub.iter().cloned()).collect();
            if !set(body, &place, value) {
                return Err(format!("`{}` leads into something that is not an object", shown(&place)));
            }
        }
        let times = if count == 1 { String::new() } else { format!(" in {count} elements") };
        Ok(format!("property `{}` is set{times}", shown(&[parent, sub].concat())))
    }

    /// The value that `setproperty` writes. Only places in the body count as expressions; everything else is text, as in the
    /// platform.
    fn made(&self, body: &Value, item: Option<&Value>) -> Result<Value, String> {
        let template = self.parameter("propertyValuePathTemplate");
        let pieces = pieces(&template);
        let find = |source: &Source| match source {
            Source::Body(steps) => Some(at(body, steps)),
            Source::Item(steps) => Some(item.and_then(|item| at(item, steps))),
            _ => None,
        };
        let missing = |text: &str| match self.choices.is("missing-value", "empty") {
            true => Ok(()),
            false => Err(format!("`{text}` has no value (use `--choose missing-value=empty` to continue with an empty text)")),
        };
        if let [Piece::Expression(only)] = pieces.as_slice()
            && let Some(found) = find(&only.source)
        {
            return match found.filter(|value| !value.is_null()) {
                Some(value) => Ok(value.clone()),
                None => missing(&only.text).map(|()| Value::String(String::new())),
            };
        }
        let mut out = String::new();
        for piece in &pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Expression(expression) => match find(&expression.source) {
                    None => out.push_str(&expression.text),
                    Some(found) => match found.and_then(text_of) {
                        Some(found) => out.push_str(&found),
                        None => missing(&expression.text)?,
                    },
                },
            }
        }
        let bare = out.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        if let Some(bare) = bare.filter(|_| self.choices.is("quotes", "around")) {
            out = bare.to_owned();
        }
        let json = self.choices.is("constant", "json") && out.trim_start().starts_with(['[', '{']);
        let read = json.then(|| serde_json::from_str::<Value>(&out).ok()).flatten();
        Ok(read.unwrap_or(Value::String(out)))
    }

    /// Makes a new value of the one at parent and sub-path, in each element where the parent is an array.
    fn each(&self, body: &mut Value, make: impl Fn(&Value) -> Result<Value, String>) -> Result<String, String> {
        let parent = self.parent("propertyParentPath")?;
        let sub = expression::path(&self.parameter("propertySubPath"));
        let written = self.parameter("newPropertyPath");
        let target_of = expression::place(&written);
        let found = if sub.is_empty() { vec![parent.clone()] } else { targets(body, &parent) };
        let mut count = 0;
        for target in found {
            let source: Vec<Step> = target.iter().chain(&sub).cloned().collect();
            let Some(value) = at(body, &source).filter(|value| !value.is_null()) else { continue };
            let made = make(value).map_err(|why| format!("`{}` {why}", shown(&source)))?;
            let place = match &target_of {
                Some(Source::Item(steps)) => target.iter().chain(steps).cloned().collect(),
                // Below an array that is gone through, a place is meant in each element.
                Some(Source::Body(steps)) if target.len() > parent.len() && steps.starts_with(&parent) => {
                    target.iter().chain(&steps[parent.len()..]).cloned().collect()
                }
                Some(Source::Body(steps)) => steps.clone(),
                _ => return Err(format!("`newPropertyPath` is `{written}`, which is not a path in `@body()` or `@item()`")),
            };
            if !set(body, &place, made) {
                return Err(format!("`{}` leads into something that is not an object", shown(&place)));
            }
            count += 1;
        }
        Ok(match count {
            0 => format!("`{}` does not exist, so the policy has no effect", shown(&[parent, sub].concat())),
            1 => format!("`{written}` is created from `{}`", shown(&[parent, sub].concat())),
            _ => format!("`{written}` is created from `{}` in {count} elements", shown(&[parent, sub].concat())),
        })
    }

    fn split(&self, value: &Value) -> Result<Value, String> {
        let delimiters = self.parameter("delimiterList");
        let name = self.parameter("childPropertyName");
        let trim = self.choices.is("parts", "trimmed");
        let parts = text(value)?.split(|c| delimiters.contains(c)).map(|part| if trim { part.trim() } else { part });
        let object = |part: &str| Value::Object(Map::from_iter([(name.clone(), Value::String(part.to_owned()))]));
        Ok(parts.filter(|part| !trim || !part.is_empty()).map(object).collect())
    }

    fn replace(&self, value: &Value) -> Result<Value, String> {
        let (old, new) = (self.parameter("sourceString"), self.parameter("replacementString"));
        let text = text(value)?;
        Ok(Value::String(if old.is_empty() { text.to_owned() } else { text.replace(&old, &new) }))
    }

    fn to_array(&self, value: &Value) -> Result<Value, String> {
        let name = |parameter: &str, default: &str| {
            let written = self.parameter(parameter);
            if written.is_empty() { default.to_owned() } else { written }
        };
        let (key, inner) = (name("keyName", "key"), name("valueName", "value"));
        let object = value.as_object().ok_or("is not an object")?;
        let element = |(name, value): (&String, &Value)| {
            Value::Object(Map::from_iter([(key.clone(), name.clone().into()), (inner.clone(), value.clone())]))
        };
        Ok(object.iter().map(element).collect())
    }

    fn to_object(&self, value: &Value) -> Result<Value, String> {
        let written = self.parameter("keyWithinCollectionPath");
        let way = match expression::place(&written) {
            Some(Source::Item(steps) | Source::Body(steps)) if written.trim_start().starts_with('@') => steps,
            _ => expression::path(&written),
        };
        let keep = !self.parameter("retainKey").trim().eq_ignore_ascii_case("false");
        let mut object = Map::new();
        for element in value.as_array().ok_or("is not an array")? {
            let key = at(element, &way).and_then(text_of).ok_or_else(|| format!("has an element without `{}`", shown(&way)))?;
            if object.contains_key(&key) && self.choices.is("repeated-key", "first") {
                continue;
            }
            let mut element = element.clone();
            if !keep {
                remove(&mut element, &way);
            }
            object.insert(key, element);
        }
        Ok(Value::Object(object))
    }

    fn move_properties(&self, body: &mut Value) -> Result<String, String> {
        let source = [self.parent("srcParentPath")?, expression::path(&self.parameter("srcSubPath"))].concat();
        let target = [self.parent("dstParentPath")?, expression::path(&self.parameter("dstSubPath"))].concat();
        let children = self.parameter("copyOnlySubProperties").trim().eq_ignore_ascii_case("true");
        let Some(moved) = remove(body, &source) else {
            return Ok(format!("`{}` does not exist, so the policy has no effect", shown(&source)));
        };
        let moved = match (children, moved, source.last()) {
            (true, Value::Object(object), _) => object,
            (false, value, Some(Step::Name(name))) => Map::from_iter([(name.clone(), value)]),
            _ => return Err(format!("`{}` is not an object", shown(&source))),
        };
        for (name, value) in moved {
            let place: Vec<Step> = target.iter().cloned().chain([Step::Name(name)]).collect();
            if !set(body, &place, value) {
                return Err(format!("`{}` leads into something that is not an object", shown(&place)));
            }
        }
        Ok(format!("`{}` is moved to `{}`", shown(&source), shown(&target)))
    }
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "is not text".to_owned())
}

/// The elements of an array, or what else is there itself.
fn targets(body: &Value, parent: &[Step]) -> Vec<Vec<Step>> {
    match at(body, parent) {
        Some(Value::Array(items)) => {
            (0..items.len()).map(|index| parent.iter().cloned().chain([Step::Index(index)]).collect()).collect()
        }
        Some(_) => vec![parent.to_vec()],
        None => Vec::new(),
    }
}

/// Puts a value at a place, making the objects on the way. False when there is something else on the way.
pub fn set(body: &mut Value, place: &[Step], value: Value) -> bool {
    let mut at = body;
    for step in place {
        at = match step {
            Step::Name(name) => {
                if at.is_null() {
                    *at = Value::Object(Map::new());
                }
                let Value::Object(object) = at else { return false };
                object.entry(name.clone()).or_insert(Value::Null)
            }
            Step::Index(index) => match at.get_mut(index) {
                Some(element) => element,
                None => return false,
            },
        };
    }
    *at = value;
    true
}

fn remove(body: &mut Value, place: &[Step]) -> Option<Value> {
    let (last, way) = place.split_last()?;
    let mut at = body;
    for step in way {
        at = match step {
            Step::Name(name) => at.get_mut(name)?,
            Step::Index(index) => at.get_mut(index)?,
        };
    }
    match last {
        Step::Name(name) => at.as_object_mut()?.shift_remove(name),
        Step::Index(_) => None,
    }
}

/// A place for people.
fn shown(steps: &[Step]) -> String {
    let mut text = "@body()".to_owned();
    for step in steps {
        match step {
            Step::Name(name) if name.contains(['.', '\'', ' ']) => text.push_str(&format!("['{name}']")),
            Step::Name(name) => text.push_str(&format!(".{name}")),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}
