use crate::connector::ConnectionParameter;
use crate::rule::{Report, all_of};

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    let Some((settings, provider)) = parameter.provider() else { return };
    let given = settings.get("customParameters").filter(|given| given.is_object());
    let there = |name: &str| given.is_some_and(|given| given.has(name));
    let missing: Vec<&str> = provider.required.iter().copied().filter(|name| !there(name)).collect();
    if !missing.is_empty() {
        let names = all_of(&missing);
        report
            .missing(given.unwrap_or(settings), format!("identity provider `{}` has no {names}", provider.id))
            .help(format!("add {names} to `customParameters`"));
    }
}
