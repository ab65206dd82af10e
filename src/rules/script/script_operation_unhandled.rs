use crate::connector::Properties;
use crate::connector::script::Kind;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let connector = properties.connector;
    let Some(script) = connector.csharp() else { return };
    let compares =
        script.all(&["OperationId", "=", "="]).next().is_some() || script.all(&["OperationId", ")", "{"]).next().is_some();
    let texts = || (0..script.code.tokens.len()).filter(|&at| script.kind(at) == Some(Kind::Text)).map(|at| script.text(at));
    if !compares || !texts().any(|text| text.contains("nknown operation")) {
        return;
    }
    for item in properties.script_operations() {
        let id = item.str().unwrap_or_default();
        // Any mention counts: the comparison may be written in many ways.
        if connector.operation(&id).is_some() && !script.document.text.contains(id.as_ref()) {
            report
                .at(item, format!("the script answers `{id}` as an unknown operation"))
                .help("handle it in the script, or remove it from `scriptOperations`");
        }
    }
}
