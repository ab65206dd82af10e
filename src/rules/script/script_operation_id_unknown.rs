use crate::connector::Connector;
use crate::connector::script::Script;
use crate::rule::Report;
use crate::text::document::File;

pub fn check(connector: &Connector, report: &mut Report) {
    let Some(script) = connector.csharp() else { return };
    let Some(definition) = connector.definition.as_ref().filter(|_| !connector.is_openapi3()) else { return };
    // A part that could not be read may contain the operation.
    if !definition.is_whole() || connector.operations().len() == 0 {
        return;
    }
    for at in compared(script) {
        let Some(id) = script.value(at).filter(|id| !id.is_empty() && connector.operation(id).is_none()) else { continue };
        let help = match connector.nearest_operation(id) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the `operationId` of an operation, or remove the branch".to_owned(),
        };
        let message = format!("the script checks for the operation `{id}`, which does not exist");
        report.in_file(File::Script, script.span(at, at), message).help(help);
    }
}

/// More than any script has; each is read to the end.
const MAX_SWITCHES: usize = 64;

/// The strings with which `Context.OperationId` is compared, in the order of the script.
fn compared(script: Script) -> Vec<usize> {
    let (mut found, mut switches) = (Vec::new(), 0);
    for at in script.all(&["Context", ".", "OperationId"]) {
        let start = if at >= 2 && script.has(at - 2, &["this", "."]) { at - 2 } else { at };
        let equals = |at: usize| script.text(at + 1) == "=" && ["=", "!"].contains(&script.text(at));
        if equals(at + 3) {
            found.push(at + 5);
        } else if script.has(at + 3, &[".", "Equals", "("]) {
            found.push(at + 6);
        } else if start >= 3 && equals(start - 2) {
            found.push(start - 3);
        } else if start >= 2
            && script.has(start - 2, &["switch", "("])
            && script.has(at + 3, &[")", "{"])
            && switches < MAX_SWITCHES
        {
            switches += 1;
            let mut level = 0usize;
            for at in at + 4..script.code.tokens.len() {
                match script.text(at) {
                    "{" => level += 1,
                    "}" => level -= 1,
                    "case" if level == 1 => found.push(at + 1),
                    _ => {}
                }
                if level == 0 {
                    break;
                }
            }
        }
    }
    found
}
