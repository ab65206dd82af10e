// Runs a connector's script.csx: requests and answers go over standard input and output, one JSON text a line.
using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.Extensions.Logging
{
    public enum LogLevel { Trace, Debug, Information, Warning, Error, Critical, None }

    public interface ILogger
    {
        void Log(LogLevel level, string message, params object[] values);
    }

    public static class LoggerExtensions
    {
        public static void LogTrace(this ILogger logger, string message, params object[] values) { logger.Log(LogLevel.Trace, message, values); }
        public static void LogDebug(this ILogger logger, string message, params object[] values) { logger.Log(LogLevel.Debug, message, values); }
        public static void LogInformation(this ILogger logger, string message, params object[] values) { logger.Log(LogLevel.Information, message, values); }
        public static void LogWarning(this ILogger logger, string message, params object[] values) { logger.Log(LogLevel.Warning, message, values); }
        public static void LogWarning(this ILogger logger, Exception error, string message, params object[] values) { logger.Log(LogLevel.Warning, message + ": " + error.Message, values); }
        public static void LogError(this ILogger logger, string message, params object[] values) { logger.Log(LogLevel.Error, message, values); }
        public static void LogError(this ILogger logger, Exception error, string message, params object[] values) { logger.Log(LogLevel.Error, message + ": " + error.Message, values); }
        public static void LogCritical(this ILogger logger, string message, params object[] values) { logger.Log(LogLevel.Critical, message, values); }
    }
}

namespace Microsoft.PowerPlatform.Connectors.CustomCode.CSharp
{
    internal static class Named { }
}

// Namespaces that scripts may name and that the framework may lack.
namespace System.Drawing.Drawing2D
{
    internal static class Named { }
}

namespace System.Drawing.Imaging
{
    internal static class Named { }
}

namespace Newtonsoft.Json.Linq
{
    // Older versions of the library lack it.
    public static class JObjectExtensions
    {
        public static bool ContainsKey(this JObject value, string name) { return value.Property(name) != null; }
    }
}

public interface IScriptContext
{
    string CorrelationId { get; }
    string OperationId { get; }
    HttpRequestMessage Request { get; }
    ILogger Logger { get; }
    Uri OriginalRequestUri { get; }
    Uri CreateNotificationUri(string path);
    Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}

public abstract class ScriptBase
{
    public IScriptContext Context { get; internal set; }
    public CancellationToken CancellationToken { get; internal set; }
    public static StringContent CreateJsonContent(string serializedJson) { return new StringContent(serializedJson, Encoding.UTF8, "application/json"); }
    public abstract Task<HttpResponseMessage> ExecuteAsync();
}

internal sealed class Host : IScriptContext, ILogger
{
    private readonly TextReader input;
    private readonly TextWriter output;
    private readonly SemaphoreSlim turn = new SemaphoreSlim(1);

    private Host(TextReader input, TextWriter output)
    {
        this.input = input;
        this.output = output;
    }

    public string CorrelationId { get; private set; }
    public string OperationId { get; private set; }
    public HttpRequestMessage Request { get; private set; }
    public Uri OriginalRequestUri { get; private set; }
    public ILogger Logger { get { return this; } }

    public Uri CreateNotificationUri(string path) { return new Uri(OriginalRequestUri, path); }

    public void Log(LogLevel level, string message, params object[] values)
    {
        var text = message ?? "";
        foreach (var value in values ?? new object[0])
        {
            var open = text.IndexOf('{');
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            text = close < 0 ? text + " " + value : text.Substring(0, open) + value + text.Substring(close + 1);
        }
        Write(new JObject { { "log", level + ": " + text } });
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = new JObject
        {
            { "method", request.Method.Method },
            { "url", request.RequestUri.AbsoluteUri },
            { "headers", Headers(request.Headers, request.Content) },
            { "body", await Body(request.Content).ConfigureAwait(false) },
        };
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        string line;
        try
        {
            Write(new JObject { { "send", message } });
            line = input.ReadLine();
        }
        finally
        {
            turn.Release();
        }
        var reply = JObject.Parse(line ?? "{}");
        if (reply["answer"] == null)
        {
            throw new HttpRequestException((string)reply["error"] ?? "there is no response");
        }
        var answer = reply["answer"];
        var response = new HttpResponseMessage((HttpStatusCode)(int)answer["status"]) { RequestMessage = request };
        response.Content = Content(answer["body"], (JArray)answer["headers"], (name, value) => response.Headers.TryAddWithoutValidation(name, value));
        return response;
    }

    private void Write(JObject message)
    {
        lock (output)
        {
            output.WriteLine(message.ToString(Formatting.None));
            output.Flush();
        }
    }

    private static JArray Headers(System.Net.Http.Headers.HttpHeaders headers, HttpContent content)
    {
        var list = new JArray();
        var all = content == null ? headers : headers.Concat(content.Headers);
        foreach (var header in all)
        {
            // A user agent is made of words, everything else of a list.
            list.Add(new JArray(header.Key, string.Join(header.Key == "User-Agent" ? " " : ", ", header.Value)));
        }
        return list;
    }

    private static async Task<JToken> Body(HttpContent content)
    {
        if (content == null)
        {
            return null;
        }
        return Convert.ToBase64String(await content.ReadAsByteArrayAsync().ConfigureAwait(false));
    }

    private static HttpContent Content(JToken body, JArray headers, Action<string, string> other)
    {
        var content = body == null || body.Type == JTokenType.Null ? null : new ByteArrayContent(Convert.FromBase64String((string)body));
        foreach (var header in headers)
        {
            var name = (string)header[0];
            var isOfContent = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || name.Equals("Expires", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Last-Modified", StringComparison.OrdinalIgnoreCase) || name.Equals("Allow", StringComparison.OrdinalIgnoreCase);
            if (!isOfContent)
            {
                other(name, (string)header[1]);
            }
            else if (content != null && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(name, (string)header[1]);
            }
        }
        return content;
    }

    private static int Main()
    {
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        // What the script prints is not for the one who waits for answers.
        Console.SetOut(Console.Error);
        var host = new Host(input, output);
        try
        {
            var call = JObject.Parse(input.ReadLine());
            host.OperationId = (string)call["operationId"];
            host.CorrelationId = Guid.NewGuid().ToString();
            host.OriginalRequestUri = new Uri((string)call["original"]);
            var request = new HttpRequestMessage(new HttpMethod((string)call["method"]), (string)call["url"]);
            request.Content = Content(call["body"], (JArray)call["headers"], (name, value) => request.Headers.TryAddWithoutValidation(name, value));
            host.Request = request;
            var type = typeof(Host).Assembly.GetTypes().FirstOrDefault(one => typeof(ScriptBase).IsAssignableFrom(one) && !one.IsAbstract);
            if (type == null)
            {
                throw new InvalidOperationException("there is no class that derives from ScriptBase");
            }
            var script = (ScriptBase)Activator.CreateInstance(type, true);
            script.Context = host;
            script.CancellationToken = CancellationToken.None;
            var response = script.ExecuteAsync().GetAwaiter().GetResult();
            host.Write(new JObject
            {
                {
                    "done", new JObject
                    {
                        { "status", (int)response.StatusCode },
                        { "headers", Headers(response.Headers, response.Content) },
                        { "body", Body(response.Content).GetAwaiter().GetResult() },
                    }
                },
            });
            return 0;
        }
        catch (Exception error)
        {
            host.Write(new JObject { { "failed", error.GetType().Name + ": " + error.Message } });
            return 1;
        }
    }
}
