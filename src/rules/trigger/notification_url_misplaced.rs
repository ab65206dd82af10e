use crate::connector::{Schema, SchemaPlace};
use crate::rule::Report;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(member) = schema.node.member("x-ms-notification-url").filter(|member| member.value.bool() == Some(true)) else {
        return;
    };
    let place = match schema.place {
        SchemaPlace::Parameter => "a parameter outside of the body",
        SchemaPlace::Header => "a response header",
        // A definition that is both sent and received is needed where it is sent.
        _ if schema.direction.is_output() && !schema.direction.is_input() => "what is received",
        _ => return,
    };
    report
        .at_key(member, format!("`x-ms-notification-url` does nothing in {place}"))
        .help("the platform puts the address into a property of the request body only");
}
