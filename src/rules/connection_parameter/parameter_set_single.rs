use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let Some(member) = properties.body().and_then(|body| body.member("connectionParameterSets")) else { return };
    if properties.sets().len() == 1 {
        report
            .at_key(member, "there is only one connection parameter set")
            .help("move its parameters into `connectionParameters`");
    }
}
