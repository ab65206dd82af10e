use crate::connector::package::Package;
use crate::rule::{Report, all_of};
use crate::text::document::File;
use crate::text::json::Span;

pub fn check(package: &Package, report: &mut Report) {
    let Some(inner) = package.inner() else { return };
    let inside = package.inside(Some(inner));
    let folders: Vec<&str> = inside.folders_in("").into_iter().filter(|folder| *folder != "__MACOSX").collect();
    let mut say = |message: String| {
        report.in_file(File::Other(inner), Span::default(), message).help("put the solutions in one folder, `PkgAssets`");
    };
    match folders[..] {
        [] => say("has no folder for the solutions".into()),
        [folder] => {
            for below in inside.folders_in(&format!("{folder}/")) {
                say(format!("has the folder `{below}` in `{folder}`; the solutions must be directly in `{folder}`"));
            }
        }
        _ => say(format!("has {} folders: {}; it must have one", folders.len(), all_of(&folders))),
    }
}
