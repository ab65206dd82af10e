//! Callbacks that become triggers.
use super::Reader;
use super::operation::Operation;
use super::parameter::Place;
use super::schema::{Schema, Type};
use super::value::Value;
use crate::text::document::Node;

impl<'a> Reader<'a> {
    /// Makes a trigger of an operation with a callback to an address in its body.
    pub fn trigger(&mut self, operation: &mut Operation<'a>) {
        let callbacks: Vec<(String, Node<'a>)> = operation
            .at
            .get("callbacks")
            .into_iter()
            .flat_map(Node::members)
            .filter_map(|member| Some((member.name().into_owned(), self.resolver.resolve(member.value)?)))
            .collect();
        for (name, callback) in callbacks {
            let made = operation.notification.is_none() && self.trigger_of(operation, callback);
            if made {
                self.notes.say(
                    "import-callback-became-trigger",
                    callback,
                    format!("callback `{name}` makes the operation a trigger"),
                );
                if !self.has_delete(&operation.path) {
                    let message = "no operation ends the subscription; the platform needs a DELETE below this path";
                    let help =
                        "add one with `connsmith add operation`, and send its URL in the header `Location` of the response";
                    self.notes.say_help("import-webhook-delete-missing", operation.at, message, help);
                }
            } else {
                let message = format!("`{name}` cannot become a trigger; it is left out");
                let help = "a trigger needs a callback to one URL in the body, such as `{$request.body#/url}`";
                self.notes.say_help("import-callback-dropped", callback, message, help);
            }
        }
    }

    /// Whether a DELETE stands at this path or below it.
    fn has_delete(&self, path: &str) -> bool {
        let below = format!("{}/{{", path.trim_end_matches('/'));
        let mut items = self.root.get("paths").into_iter().flat_map(Node::members);
        items.any(|item| {
            let name = item.name();
            (name == path || name.starts_with(&below))
                && self.resolver.resolve(item.value).is_some_and(|operations| operations.has("delete"))
        })
    }

    fn trigger_of(&mut self, operation: &mut Operation<'a>, callback: Node<'a>) -> bool {
        let Some((expression, item)) = callback.members().map(|member| (member.name(), member.value)).next() else {
            return false;
        };
        let Some(pointer) = expression.strip_prefix("{$request.body#/").and_then(|rest| rest.strip_suffix('}')) else {
            return false;
        };
        let Some(item) = self.resolver.resolve(item) else { return false };
        let Some(sent) = ["post", "put", "patch"].iter().find_map(|verb| item.get(verb)) else { return false };
        let Some(at) = operation.parameters.iter().position(|parameter| parameter.place == Place::Body) else { return false };
        let whole = operation.parameters[at].schema.clone();
        let mut whole = self.full(&whole);
        let steps: Vec<&str> = pointer.split('/').collect();
        if !self.mark(&mut whole, &steps) {
            return false;
        }
        operation.parameters[at].schema = whole;
        operation.parameters[at].required = true;
        let content = sent.get("requestBody").and_then(|body| self.resolver.resolve(body)).and_then(|body| body.get("content"));
        let schema = content.into_iter().flat_map(Node::members).min_by_key(|member| super::body::media(&member.name()));
        let schema = match schema.and_then(|member| member.value.get("schema")) {
            Some(schema) => self.schema(schema),
            None => Schema::new(callback, Type::Object),
        };
        let kind = if schema.kind == Type::Array { "batch" } else { "single" };
        operation.more.push(("x-ms-trigger".into(), Value::text(kind)));
        operation.notification = Some((String::new(), schema));
        true
    }

    /// Marks the property that takes the address.
    fn mark(&mut self, schema: &mut Schema<'a>, steps: &[&str]) -> bool {
        let Some((first, rest)) = steps.split_first() else { return false };
        let Some(at) = schema.properties.iter().position(|(name, _)| name == first) else { return false };
        let property = schema.properties[at].1.clone();
        let mut property = self.full(&property);
        if rest.is_empty() {
            if property.kind != Type::String {
                return false;
            }
            property.set("x-ms-notification-url", Value::Bool(true));
            property.set("x-ms-visibility", Value::text("internal"));
        } else if !self.mark(&mut property, rest) {
            return false;
        }
        let name = schema.properties[at].0.clone();
        if !schema.required.contains(&name) {
            schema.required.push(name);
        }
        schema.properties[at].1 = property;
        true
    }

    /// Says that webhooks are left out.
    pub fn webhooks(&mut self, root: Node<'a>) {
        for webhook in root.get("webhooks").or_else(|| root.get("x-webhooks")).into_iter().flat_map(Node::members) {
            let message =
                format!("webhook `{}` is left out: the description has no operation that subscribes to it", webhook.name());
            let help = "if the API has an operation that subscribes, make it a trigger with `connsmith add trigger`";
            if let Some(target) = self.resolver.resolve(webhook.value).filter(|target| *target != webhook.value) {
                self.notes.say_help("import-webhook-dropped", target, message.clone(), help);
            }
            self.notes.say_help("import-webhook-dropped", webhook.value, message, help);
        }
    }
}
