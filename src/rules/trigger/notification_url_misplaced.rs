use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("x-ms-notification-url").filter(|member| member.value.bool() == Some(true)) else {
        return;
    };
    let place = match schema.place {
        SchemaPlace::Parameter => "a parameter outside the body",
        SchemaPlace::Header => "a response header",
        // A definition that is both sent and received needs it where it is sent.
        _ if schema.direction.is_output() && !schema.direction.is_input() => "a response or notification",
        _ => return,
    };
    report
        .at_key(member, format!("`x-ms-notification-url` has no effect in {place}"))
        .help("the platform writes the URL only into a property of the request body");
}
