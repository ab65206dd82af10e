use crate::connector::Properties;
use crate::rule::Report;

pub fn check(properties: Properties, report: &mut Report) {
    let parameters = properties.connection_parameters();
    let sign_ins: Vec<_> = parameters.iter().filter(|parameter| parameter.is_type("oauthSetting")).collect();
    for gateway in parameters.iter().filter(|parameter| parameter.is_type("gatewaySetting")) {
        // Parameters of different sets are never in the same connection.
        let sign_in = sign_ins.iter().find(|sign_in| sign_in.set == gateway.set);
        let (Some(sign_in), Some(kind)) = (sign_in, gateway.get("type")) else { continue };
        report
            .at(kind, format!("`{}` asks for a gateway, which cannot use the sign-in of `{}`", gateway.name(), sign_in.name()))
            .help("use another kind of authentication, or remove the gateway");
    }
}
