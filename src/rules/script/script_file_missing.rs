use crate::connector::Properties;
use crate::connector::script;
use crate::rule::Report;
use crate::text::document::{File, Node};

pub fn check(properties: Properties, report: &mut Report) {
    let connector = properties.connector;
    // `script-operation-unknown` reports operations that do not exist, such as the one of the sample.
    let exists = |item: &Node| item.str().is_some_and(|id| connector.operation(&id).is_some());
    let count = properties.script_operations().filter(exists).count();
    let unreadable = connector.unreadable.iter().any(|(file, ..)| *file == File::Script);
    // `script-file-name` reports a script with another name; the rule about settings.json checks one that it names.
    let elsewhere =
        connector.settings_name(File::Script).is_some() || connector.listing.iter().any(|name| script::is_script(name));
    if count == 0 || connector.script.is_some() || unreadable || elsewhere {
        return;
    }
    let Some(member) = properties.body().and_then(|body| body.member("scriptOperations")) else { return };
    let what = if count == 1 { "an operation".to_owned() } else { format!("{count} operations") };
    report
        .at_key(member, format!("`scriptOperations` lists {what}, but there is no `script.csx`"))
        .help("add the script to the folder, or empty the list");
}
