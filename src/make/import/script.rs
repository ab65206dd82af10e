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
}
