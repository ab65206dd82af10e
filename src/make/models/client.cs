    /// <summary>Provides a token for https://apihub.azure.com/.default.</summary>
    public delegate Task<string> TokenProvider(CancellationToken cancellationToken);

    /// <summary>Names the operation that lists the values of a parameter.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class DynamicValuesAttribute : Attribute
    {
        /// <summary>Names the operation.</summary>
        public DynamicValuesAttribute(string operationId) => OperationId = operationId;

        /// <summary>The operation's id.</summary>
        public string OperationId { get; }
    }

    /// <summary>Thrown when a call fails or its response does not match the definition.</summary>
    public class ConnectorException : Exception
    {
        /// <summary>Creates the exception.</summary>
        public ConnectorException(string message, int status, string body) : base(message)
        {
            Status = status;
            Body = body;
        }

        /// <summary>The status code of the response.</summary>
        public int Status { get; }

        /// <summary>The response body.</summary>
        public string Body { get; }
    }

    /// <summary>A default in a request body, sent if the caller sets no value.</summary>
    public sealed class FilledValue
    {
        /// <summary>Creates a default. The value is JSON; a step that is null is each item of a list.</summary>
        public FilledValue(string value, int made, params string?[] path)
        {
            Value = value;
            Made = made;
            Path = path;
        }

        /// <summary>The value as JSON.</summary>
        public string Value { get; }

        /// <summary>How many missing parents are created.</summary>
        public int Made { get; }

        /// <summary>The property names that lead to the value.</summary>
        public IReadOnlyList<string?> Path { get; }
    }

    /// <summary>A request to send.</summary>
    public sealed class ConnectorRequest
    {
        private readonly StringBuilder _query = new StringBuilder();
        private readonly List<KeyValuePair<string, string>> _headers = new List<KeyValuePair<string, string>>();
        private readonly List<KeyValuePair<string, object>> _form = new List<KeyValuePair<string, object>>();
        private HttpContent? _content;

        /// <summary>Creates a request.</summary>
        public ConnectorRequest(string method, string path)
        {
            Method = method;
            Path = path;
        }

        /// <summary>The method.</summary>
        public string Method { get; }

        /// <summary>The path, with its values percent-encoded.</summary>
        public string Path { get; }

        /// <summary>Converts a value to text.</summary>
        public static string Text(object value, string separator = ",")
        {
            switch (value)
            {
                case string text:
                    return text;
                case bool flag:
                    return flag ? "true" : "false";
                case DateTime time:
                    return time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                case ConnectorModel _:
                    return JsonSerializer.Serialize(value, value.GetType());
                case System.Collections.IEnumerable items:
                    var parts = new List<string>();
                    foreach (object? item in items)
                    {
                        parts.Add(item is null ? string.Empty : Text(item));
                    }
                    return string.Join(separator, parts);
                default:
                    return Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            }
        }

        /// <summary>Percent-encodes a value for a URL, once or twice.</summary>
        public static string Encode(object value, bool twice = false, string separator = ",")
        {
            string once = Uri.EscapeDataString(Text(value, separator));
            return twice ? Uri.EscapeDataString(once) : once;
        }

        /// <summary>Adds a query parameter; without a separator, one for each item of a list.</summary>
        public void Query(string name, object? value, string? separator = ",")
        {
            if (value is null)
            {
                return;
            }
            if (separator is null && value is System.Collections.IEnumerable items && !(value is string))
            {
                foreach (object? item in items)
                {
                    Query(name, item);
                }
                return;
            }
            _query.Append(_query.Length == 0 ? '?' : '&').Append(Encode(name)).Append('=').Append(Encode(value, false, separator ?? ","));
        }

        /// <summary>Adds a header.</summary>
        public void Header(string name, object? value, string separator = ",")
        {
            if (value != null)
            {
                _headers.Add(new KeyValuePair<string, string>(name, Text(value, separator)));
            }
        }

        /// <summary>Sets the body.</summary>
        public void Content(object? value, string contentType, params FilledValue[] filled)
        {
            if (value is null && !Array.Exists(filled, one => one.Made >= one.Path.Count))
            {
                return;
            }
            byte[] bytes;
            if (value is byte[] binary)
            {
                bytes = binary;
            }
            else if (value is string text && !contentType.Contains("json"))
            {
                bytes = Encoding.UTF8.GetBytes(text);
            }
            else
            {
                bytes = JsonSerializer.SerializeToUtf8Bytes(value, value?.GetType() ?? typeof(object));
                if (filled.Length > 0)
                {
                    using JsonDocument document = JsonDocument.Parse(bytes);
                    using var stream = new MemoryStream();
                    using (var writer = new Utf8JsonWriter(stream))
                    {
                        Merge(writer, value is null ? (JsonElement?)null : document.RootElement, filled, 0);
                    }
                    bytes = stream.ToArray();
                }
            }
            _content = new ByteArrayContent(bytes);
            _content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        /// <summary>Adds a field of a form.</summary>
        public void Form(string name, object? value, string separator = ",")
        {
            if (value != null)
            {
                _form.Add(new KeyValuePair<string, object>(name, value is byte[] ? value : Text(value, separator)));
            }
        }

        /// <summary>Builds the body from the form fields.</summary>
        public void Finish(string contentType)
        {
            if (_form.Count == 0)
            {
                return;
            }
            if (contentType != "multipart/form-data")
            {
                var pairs = new List<KeyValuePair<string, string>>();
                foreach (KeyValuePair<string, object> field in _form)
                {
                    pairs.Add(new KeyValuePair<string, string>(field.Key, Text(field.Value)));
                }
                _content = new FormUrlEncodedContent(pairs!);
                return;
            }
            var form = new MultipartFormDataContent();
            foreach (KeyValuePair<string, object> field in _form)
            {
                if (field.Value is byte[] bytes)
                {
                    form.Add(new ByteArrayContent(bytes), field.Key, field.Key);
                }
                else
                {
                    form.Add(new StringContent(Text(field.Value)), field.Key);
                }
            }
            _content = form;
        }

        /// <summary>Creates the message for an HTTP client.</summary>
        public HttpRequestMessage Message(string connectionRuntimeUrl)
        {
            string url = connectionRuntimeUrl.TrimEnd('/') + Path + _query;
            var message = new HttpRequestMessage(new HttpMethod(Method), url) { Content = _content };
            foreach (KeyValuePair<string, string> header in _headers)
            {
                if (!message.Headers.TryAddWithoutValidation(header.Key, header.Value))
                {
                    message.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value);
                }
            }
            return message;
        }

        private static void Merge(Utf8JsonWriter writer, JsonElement? element, IReadOnlyList<FilledValue> filled, int depth)
        {
            if (element is JsonElement list && list.ValueKind == JsonValueKind.Array)
            {
                writer.WriteStartArray();
                foreach (JsonElement item in list.EnumerateArray())
                {
                    Merge(writer, item, Below(filled, null, depth), depth + 1);
                }
                writer.WriteEndArray();
                return;
            }
            if (element is JsonElement other && other.ValueKind != JsonValueKind.Object)
            {
                other.WriteTo(writer);
                return;
            }
            var written = new HashSet<string>();
            writer.WriteStartObject();
            if (element is JsonElement known)
            {
                foreach (JsonProperty member in known.EnumerateObject())
                {
                    written.Add(member.Name);
                    writer.WritePropertyName(member.Name);
                    Merge(writer, member.Value, Below(filled, member.Name, depth), depth + 1);
                }
            }
            foreach (FilledValue one in filled)
            {
                int rest = one.Path.Count - depth - 1;
                bool last = rest == 0;
                if (one.Path[depth] is string name && (last || rest <= one.Made) && written.Add(name))
                {
                    writer.WritePropertyName(name);
                    if (last)
                    {
                        using JsonDocument value = JsonDocument.Parse(one.Value);
                        value.RootElement.WriteTo(writer);
                    }
                    else
                    {
                        Merge(writer, null, Below(filled, name, depth), depth + 1);
                    }
                }
            }
            writer.WriteEndObject();
        }

        private static List<FilledValue> Below(IReadOnlyList<FilledValue> filled, string? name, int depth)
        {
            var below = new List<FilledValue>();
            foreach (FilledValue one in filled)
            {
                if (one.Path.Count > depth + 1 && one.Path[depth] == name)
                {
                    below.Add(one);
                }
            }
            return below;
        }
    }

    /// <summary>Calls operations through the runtime URL of a connection.</summary>
    public abstract class ConnectorClientBase
    {
        private readonly string _connectionRuntimeUrl;
        private readonly TokenProvider _tokenProvider;
        private readonly HttpClient _httpClient;

        /// <summary>Creates a client.</summary>
        protected ConnectorClientBase(string connectionRuntimeUrl, TokenProvider tokenProvider, HttpClient? httpClient)
        {
            _connectionRuntimeUrl = connectionRuntimeUrl;
            _tokenProvider = tokenProvider;
            _httpClient = httpClient ?? new HttpClient();
        }

        /// <summary>Sends a request and returns the response body.</summary>
        protected virtual async Task<byte[]> ExchangeAsync(ConnectorRequest request, CancellationToken cancellationToken)
        {
            using HttpRequestMessage message = request.Message(_connectionRuntimeUrl);
            string token = await _tokenProvider(cancellationToken).ConfigureAwait(false);
            message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
            message.Headers.TryAddWithoutValidation("Accept", "application/json");
            using HttpResponseMessage response = await _httpClient.SendAsync(message, cancellationToken).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                string text = Encoding.UTF8.GetString(body);
                string start = text.Length > 1000 ? text.Substring(0, 1000) : text;
                throw new ConnectorException($"{request.Method} {request.Path}: {(int)response.StatusCode} {start}", (int)response.StatusCode, text);
            }
            return body;
        }

        /// <summary>Sends a request and reads the response.</summary>
        protected async Task<T> ExchangeAsync<T>(ConnectorRequest request, CancellationToken cancellationToken)
        {
            byte[] body = await ExchangeAsync(request, cancellationToken).ConfigureAwait(false);
            try
            {
                if (body.Length > 0 && JsonSerializer.Deserialize<T>(body) is T value)
                {
                    return value;
                }
            }
            catch (JsonException) when (typeof(T) == typeof(string))
            {
                return (T)(object)Encoding.UTF8.GetString(body);
            }
            catch (JsonException error)
            {
                throw new ConnectorException($"{request.Method} {request.Path}: {error.Message}", 200, Encoding.UTF8.GetString(body));
            }
            throw new ConnectorException($"{request.Method} {request.Path}: the response is empty", 200, string.Empty);
        }
    }

    /// <summary>The shapes of a trigger's payload.</summary>
    public enum CallbackKind
    {
        /// <summary>No body.</summary>
        Empty,

        /// <summary>One item.</summary>
        Single,

        /// <summary>A list of items.</summary>
        Batch,

        /// <summary>The content of a file.</summary>
        Binary,
    }

    /// <summary>The payload that a trigger sends to a function, in any of its shapes.</summary>
    public abstract class TriggerCallbackPayload
    {
        /// <summary>The body: an object, text, or null.</summary>
        public JsonElement Body { get; private set; }

        /// <summary>The shape.</summary>
        public CallbackKind Kind { get; private set; }

        /// <summary>The members that may be beside the items of a batch, in lower case.</summary>
        protected virtual IReadOnlyList<string> Beside => Array.Empty<string>();

        /// <summary>Whether the payload is the content of a file.</summary>
        protected virtual bool IsFile => false;

        /// <summary>Reads a payload.</summary>
        public void Read(JsonElement payload)
        {
            Body = BodyOf(payload);
            var items = new List<JsonElement>();
            switch (Body.ValueKind)
            {
                case JsonValueKind.Undefined:
                case JsonValueKind.Null:
                    Kind = CallbackKind.Empty;
                    break;
                case JsonValueKind.String:
                    Kind = CallbackKind.Binary;
                    break;
                case JsonValueKind.Object:
                    Kind = IsBatch(items) ? CallbackKind.Batch : CallbackKind.Single;
                    if (Kind == CallbackKind.Single)
                    {
                        items.Add(Body);
                    }
                    break;
                case JsonValueKind _ when IsFile:
                    Kind = CallbackKind.Binary;
                    break;
                default:
                    throw new JsonException("`body` is neither an object nor text.");
            }
            ReadItems(items);
        }

        /// <summary>The bytes of a file. A JSON file arrives as a parsed value.</summary>
        public byte[] Content()
        {
            if (Kind == CallbackKind.Empty)
            {
                return Array.Empty<byte>();
            }
            if (Body.ValueKind != JsonValueKind.String)
            {
                return Encoding.UTF8.GetBytes(Body.GetRawText());
            }
            string text = (Body.GetString() ?? string.Empty).Trim();
            if (text.Length > 1 && text[0] == '"' && text[text.Length - 1] == '"')
            {
                text = text.Substring(1, text.Length - 2);
            }
            try
            {
                return Convert.FromBase64String(text);
            }
            catch (FormatException)
            {
                return Encoding.UTF8.GetBytes(text);
            }
        }

        /// <summary>Reads the items.</summary>
        protected abstract void ReadItems(IReadOnlyList<JsonElement> items);

        private static JsonElement BodyOf(JsonElement payload)
        {
            if (payload.ValueKind != JsonValueKind.Object)
            {
                return payload;
            }
            List<JsonProperty> members = payload.EnumerateObject().ToList();
            // An item without its envelope may have a member with this name.
            if (members.Count == 1 && string.Equals(members[0].Name, "body", StringComparison.OrdinalIgnoreCase))
            {
                return members[0].Value;
            }
            return members.Count > 0 ? payload : default;
        }

        private bool IsExpected(string name)
        {
            name = name.ToLowerInvariant();
            return name.StartsWith("@", StringComparison.Ordinal)
                || name.StartsWith("odata.", StringComparison.Ordinal)
                || name == "nextlink"
                || Beside.Contains(name);
        }

        private bool IsBatch(List<JsonElement> items)
        {
            int others = 0;
            bool alone = true;
            JsonElement? found = null;
            foreach (JsonProperty member in Body.EnumerateObject())
            {
                if (found is null && string.Equals(member.Name, "value", StringComparison.OrdinalIgnoreCase))
                {
                    found = member.Value;
                    continue;
                }
                others++;
                alone = alone && IsExpected(member.Name);
            }
            if (!(found is JsonElement value))
            {
                return false;
            }
            if (value.ValueKind == JsonValueKind.Array && alone)
            {
                items.AddRange(value.EnumerateArray());
                return true;
            }
            return value.ValueKind == JsonValueKind.Null && others == 0;
        }
    }

    /// <summary>The payload that a trigger sends to a function, with items of one type.</summary>
    public class TriggerCallbackPayload<T> : TriggerCallbackPayload
    {
        /// <summary>The items of a batch, or the single item.</summary>
        public IReadOnlyList<T> Items { get; private set; } = Array.Empty<T>();

        /// <inheritdoc/>
        protected override void ReadItems(IReadOnlyList<JsonElement> items)
        {
            Items = items.Select(item => JsonSerializer.Deserialize<T>(item.GetRawText())!).ToList();
        }
    }

    /// <summary>Reads payloads.</summary>
    public sealed class TriggerCallbackPayloadConverter : JsonConverterFactory
    {
        /// <inheritdoc/>
        public override bool CanConvert(Type typeToConvert) => typeof(TriggerCallbackPayload).IsAssignableFrom(typeToConvert);

        /// <inheritdoc/>
        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        {
            return (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;
        }

        private sealed class Converter<T> : JsonConverter<T> where T : TriggerCallbackPayload, new()
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                using JsonDocument document = JsonDocument.ParseValue(ref reader);
                var payload = new T();
                payload.Read(document.RootElement.Clone());
                return payload;
            }

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
            {
                writer.WriteStartObject();
                if (value.Kind != CallbackKind.Empty)
                {
                    writer.WritePropertyName("body");
                    value.Body.WriteTo(writer);
                }
                writer.WriteEndObject();
            }
        }
    }
