use crate::connector::package::Package;
use crate::rule::Report;

pub fn check(package: &Package, report: &mut Report) {
    if !package.is_certification() {
        return;
    }
    for part in &package.solutions {
        let Some((_, root)) = &part.manifest else { continue };
        if let Some(managed) = root.all("Managed").into_iter().find(|managed| managed.text() == "1") {
            let (file, span) = part.in_manifest(managed);
            report
                .in_file(file, span, "the solution is managed")
                .help("export it as unmanaged; `connsmith pack` does this by default");
        }
    }
}
