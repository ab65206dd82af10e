use crate::connector::ConnectionParameter;
use crate::connector::facts;
use crate::rule::Report;
use crate::rule::fix::Fix;
use std::sync::LazyLock;

static FLAGS: LazyLock<Vec<&str>> =
    LazyLock::new(|| facts::strings("connection-parameter-types", "constraints", "boolean-in-quotes"));

pub fn check(parameter: ConnectionParameter, report: &mut Report) {
    for flag in FLAGS.iter() {
        let Some(value) = parameter.constraint(flag) else { continue };
        let Some(word) = value.bool() else { continue };
        report
            .at(value, format!("`{flag}` of connection parameter `{}` is a boolean, not a string", parameter.name()))
            .help(format!("write `\"{word}\"`"))
            .fix(Fix::safe("put it in quotes").replace_str(value, if word { "true" } else { "false" }));
    }
}
