use crate::connector::package::Package;
use crate::rule::{Report, all_of};
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    if package.is_bare_solution() {
        report
            .in_file(File::Folder, Span::default(), "this is a solution, not a package for certification")
            .help("`connsmith pack --certification` makes a package of it; `connsmith unpack` takes it apart");
        return;
    }
    let names: Vec<&str> = package.inside(None).zips_in("").map(|(_, file)| file.name.as_str()).collect();
    let message = match names.len() {
        _ if !package.is_certification() => return,
        0 => "the package contains no zip".to_owned(),
        1 => return,
        count => format!("the package contains {count} zips: {}; it must have one", all_of(&names)),
    };
    report.in_file(File::Folder, Span::default(), message).help(
        "put the zip with the solutions, such as `package.zip`, next to `intro.md`; `connsmith pack --certification` does this",
    );
}
