use crate::connector::Schema;
use crate::rule::Report;
use crate::rule::fix::Fix;
use crate::text::prose;

pub fn check(schema: Schema, report: &mut Report) {
    let Some(key) = schema.property_key().filter(|_| !schema.is_internal()) else { return };
    let Some(description) = schema.get("description") else { return };
    let Some(text) = description.str() else { return };
    let Some(last) = prose::unpunctuated_end(&text) else { return };
    let name = crate::text::document::Member { key, value: schema.node }.name();
    let finding =
        report.within(description, last.clone(), format!("description of property `{name}` does not end with a period"));
    finding.help("end it with a period");
    // A period would become part of a URL.
    if !prose::is_address(&text[last.clone()]) {
        finding.fix(Fix::safe("add a period").replace_str(description, &format!("{}.", &text[..last.end])));
    }
}
