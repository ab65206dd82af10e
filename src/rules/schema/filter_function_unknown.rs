use super::filter_functions_empty::filter_functions;
use crate::connector::Schema;
use crate::connector::facts;
use crate::rule::Report;
use std::sync::LazyLock;

static FUNCTIONS: LazyLock<Vec<&str>> = LazyLock::new(|| facts::strings("known-extensions", "filter-functions", "values"));

pub fn check(schema: Schema, report: &mut Report) {
    let Some(functions) = filter_functions(schema) else { return };
    for function in functions.items() {
        let Some(name) = function.str().filter(|name| !FUNCTIONS.contains(&&**name)) else { continue };
        report
            .at(function, format!("filter function `{name}` of {} is not known", schema.display()))
            .help("use the name of an OData operator, in lower case");
    }
}
