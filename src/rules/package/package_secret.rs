use crate::connector::package::Package;
use crate::rule::Report;
use crate::rules::security::secret_in_file;
use crate::text::document::File;

pub fn check(package: &Package, report: &mut Report) {
    for (number, file) in package.files.iter().enumerate() {
        // Connectors have their own rule.
        let Some(document) = package.text(number as u16).filter(|_| !file.name.starts_with("Connector/")) else { continue };
        for (span, _) in secret_in_file::secrets(document) {
            let start: String = document.slice(span).trim_matches('"').chars().take(3).collect();
            let message = format!("holds a secret: `{start}…`");
            let help = "remove it, revoke it at the service, and give reviewers a new one in Partner Center";
            report.in_file(File::Other(number as u16), span, message).help(help);
        }
    }
}
