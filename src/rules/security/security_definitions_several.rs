use crate::connector::Definition;
use crate::rule::Report;

pub fn check(definition: Definition, report: &mut Report) {
    let mut schemes = definition.security_definitions();
    // With parameter sets, the user chooses one of several ways to sign in.
    let sets = definition.connector.api_properties().is_some_and(|properties| !properties.sets().is_empty());
    let (Some(first), Some(second), false) = (schemes.next(), schemes.next(), sets) else { return };
    let count = 2 + schemes.count();
    report
        .at_key(second, format!("{count} security definitions, of which import uses only the first"))
        .help("keep the one that the connection parameters fill in")
        .label(first.key, "this one is used");
}
