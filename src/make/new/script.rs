//! `script.csx`: code that runs on a request before it is sent and on the answer.
use super::choice::Action;
use super::wish::Wish;

/// The operation that calls the script.
pub fn action(wish: &Wish) -> Action {
    // One whose answer is JSON: the script changes it.
    let preferred = [Action::List, Action::Get, Action::Create, Action::Update];
    preferred.into_iter().find(|action| wish.operations.contains(action)).unwrap_or(Action::List)
}

/// The text of the script.
pub fn text(wish: &Wish) -> String {
    let action = action(wish);
    let (id, resource) = (action.id(&wish.resource), &wish.resource);
    let what = match action {
        Action::List => format!("the response: a page of {}", resource.many),
        _ => format!("the response: the {}", resource.one),
    };
    of(&id, &what)
}

/// A script that changes the response of one operation; `what` says what the body is.
pub(crate) fn of(id: &str, what: &str) -> String {
    let name: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let literal = id.replace('\\', "\\\\").replace('"', "\\\"");
    SCRIPT.replace("{{name}}", &name).replace("{{id}}", &literal).replace("{{what}}", what)
}

const SCRIPT: &str = r#"using System.Net.Http;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

public class Script : ScriptBase
{
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        // Called for the operations that `scriptOperations` of apiProperties.json lists.
        if (this.Context.OperationId == "{{id}}")
        {
            return await this.Handle{{name}}().ConfigureAwait(false);
        }

        return await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> Handle{{name}}()
    {
        var response = await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return response;
        }

        var content = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        var body = JToken.Parse(content);

        // `body` is {{what}}. Change it here.
        response.Content = CreateJsonContent(body.ToString());
        return response;
    }
}
"#;
