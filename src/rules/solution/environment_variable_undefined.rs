use crate::connector::package::Package;
use crate::rule::Report;

pub fn check(package: &Package, report: &mut Report) {
    for part in &package.solutions {
        for (name, place) in package.inside_of(part).undefined_variables() {
            report
                .in_file(place.file, place.span, format!("the solution does not define the environment variable `{name}`"))
                .help("add the variable to the solution, as `connsmith pack` does");
        }
    }
}
