use crate::connector::Schema;
use crate::connector::facts;
use crate::connector::facts::Value;
use crate::rule::{Report, Severity};
use std::sync::LazyLock;

static DOUBTFUL: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let formats = facts::entries("collection-formats", "formats");
    let doubtful = formats.filter(|format| format.get("accepted").and_then(Value::as_str) != Some("yes"));
    doubtful.filter_map(|format| format.get("name")?.as_str()).collect()
});

pub fn check(schema: Schema, report: &mut Report) {
    let Some(format) = schema.get("collectionFormat") else { return };
    // `multi` outside queries and forms, where Swagger does not allow it, is left to the rule about closed lists.
    let place = schema.get("in").and_then(|location| location.str()).unwrap_or_default();
    let multi_is_legal = matches!(&*place, "query" | "formData");
    let Some(name) = format.str().filter(|name| DOUBTFUL.contains(&&**name)) else { return };
    if name != "multi" || multi_is_legal {
        let message = match &*name {
            "multi" => "import rejects collection format `multi`".to_owned(),
            name => format!("collection format `{name}` is not known to work"),
        };
        let finding = report.at(format, message);
        finding.help("use `csv` or a parameter of type `string`");
        if name != "multi" {
            finding.severity = Severity::Warning;
        }
    }
}
