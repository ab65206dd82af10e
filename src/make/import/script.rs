//! `script.csx` for lists whose name the API wants again for each value, which connectors cannot send.
use super::operation::Operation;

/// The operations with such lists, each with their names, in order.
pub fn repeated<'o>(operations: &'o [Operation]) -> Vec<(&'o str, Vec<&'o str>)> {
    let of = |operation: &'o Operation| -> Vec<&'o str> {
        operation.parameters.iter().filter(|parameter| parameter.repeats).map(|parameter| &*parameter.name).collect()
    };
    operations.iter().map(|operation| (operation.id.as_str(), of(operation))).filter(|(_, names)| !names.is_empty()).collect()
}

/// The text of the script.
pub fn text(repeated: &[(&str, Vec<&str>)]) -> String {
    let mut rows = String::new();
    for (id, names) in repeated {
        let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
        rows.push_str(&format!("        {{ {}, new[] {{ {} }} }},\n", literal(id), names.join(", ")));
    }
    SCRIPT.replace("{{rows}}", &rows)
}

/// Where the rows of a script end.
const END: &str = "    };\n";

/// The ID of the operation that a row of a script is about; None for any other line.
fn id_of(line: &str) -> Option<String> {
    let literal = &line.strip_prefix("        { ")?[..line.find(", new[] {")?.checked_sub("        { ".len())?];
    serde_json::from_str(literal).ok()
}

/// A script that an import wrote, with the IDs that operations have now. Those for which there is none are left out, and with the last
/// one the script.
pub fn renamed(script: &str, id: impl Fn(&str) -> Option<String>) -> String {
    let (mut text, mut has_rows) = (String::with_capacity(script.len()), false);
    for line in script.split_inclusive('\n') {
        match id_of(line) {
            None => text.push_str(line),
            Some(own) => {
                if let Some(other) = id(&own) {
                    text.push_str(&line.replacen(&literal(&own), &literal(&other), 1));
                    has_rows = true;
                }
            }
        }
    }
    if has_rows { text } else { String::new() }
}

/// A script that an import wrote, with the rows of another one.
pub fn joined(script: &str, other: &str) -> String {
    match script.find(END) {
        None => other.to_owned(),
        Some(end) => {
            let rows: String = other.split_inclusive('\n').filter(|line| id_of(line).is_some()).collect();
            format!("{}{rows}{}", &script[..end], &script[end..])
        }
    }
}

/// A text as C# has it: JSON escapes are those of C#, too.
fn literal(text: &str) -> String {
    let mut out = String::new();
    crate::text::json::write_string(text, &mut out);
    out
}

const SCRIPT: &str = r#"using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;

public class Script : ScriptBase
{
    // Lists whose name the service wants again for each value, by operation.
    private static readonly Dictionary<string, string[]> Repeated = new Dictionary<string, string[]>
    {
{{rows}}    };

    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        if (Repeated.TryGetValue(this.Context.OperationId, out var names))
        {
            this.Context.Request.RequestUri = Repeat(this.Context.Request.RequestUri, names);
        }

        return await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false);
    }

    // ids=1,2 becomes ids=1&ids=2.
    private static Uri Repeat(Uri address, string[] names)
    {
        var parts = new List<string>();
        foreach (var part in address.Query.TrimStart('?').Split('&'))
        {
            var at = part.IndexOf('=');
            var name = at < 0 ? part : part.Substring(0, at);
            if (at < 0 || Array.IndexOf(names, Uri.UnescapeDataString(name)) < 0)
            {
                parts.Add(part);
                continue;
            }

            var values = part.Substring(at + 1).Replace("%2C", ",").Replace("%2c", ",");
            foreach (var value in values.Split(','))
            {
                parts.Add(name + "=" + value);
            }
        }

        return new UriBuilder(address) { Query = string.Join("&", parts) }.Uri;
    }
}
"#;

#[cfg(test)]
mod tests {
    #[test]
    fn names_stand_in_the_script() {
        let text = super::text(&[("ListTasks", vec!["ids", "a\"b"])]);
        assert!(text.contains(r#"        { "ListTasks", new[] { "ids", "a\"b" } },"#), "{text}");
        assert!(!text.contains("{{rows}}"));
    }

    #[test]
    fn rows_of_scripts_change_and_join() {
        let [first, second] = ["ListA", "ListB"].map(|id| super::text(&[(id, vec!["ids"])]));
        let both = super::text(&[("ListA", vec!["ids"]), ("ListB", vec!["ids"])]);
        assert_eq!(super::joined(&first, &second), both);
        assert_eq!(super::joined("", &second), second);
        assert_eq!(super::renamed(&both, |id| (id == "ListA").then(|| "ListB".to_owned())), second);
        assert_eq!(super::renamed(&both, |_| None), "");
    }
}
