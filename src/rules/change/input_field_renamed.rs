use crate::connector::versions::FieldChange;
use crate::rule::Report;

pub fn check(change: &FieldChange, report: &mut Report) {
    let (Some(_), Some(new)) = (change.gone(), change.renamed) else { return };
    let name = match new.written.name() {
        Some(name) => name,
        None => new.get_str("name").unwrap_or_default(),
    };
    let message = format!("{} is now called `{name}`: flows keep sending `{}`", change.display(), change.name());
    report
        .changed(change.spot(), message)
        .help(format!("keep the name `{}`: people see its `x-ms-summary`, not its name", change.name()));
}
