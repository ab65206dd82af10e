use crate::connector::Policy;
use crate::rule::Report;

pub fn check(policy: Policy, report: &mut Report) {
    let connector = policy.connector;
    if connector.api().is_none() || connector.is_openapi3() {
        return; // nothing to compare with
    }
    for operation in policy.operations() {
        let Some(id) = operation.str().filter(|id| connector.operation(id).is_none()) else { continue };
        let near = connector.operations().filter_map(|known| Some((strsim::jaro_winkler(&known.id()?, &id), known.id()?)));
        let near = near.filter(|(likeness, _)| *likeness > 0.85).max_by(|a, b| a.0.total_cmp(&b.0));
        let help = match near {
            Some((_, known)) => format!("did you mean `{known}`?"),
            None => "remove it, or name an operation of the definition".to_owned(),
        };
        report.at(operation, format!("there is no operation `{id}`")).help(help);
    }
}
