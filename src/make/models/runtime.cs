    /// <summary>An object of the connector's API.</summary>
    public abstract class ConnectorModel
    {
        /// <summary>Members that have no property, are null, or have a value that their property cannot hold.</summary>
        [JsonExtensionData]
        public IDictionary<string, JsonElement> AdditionalProperties { get; set; } = new Dictionary<string, JsonElement>();

        // Names that were read in another case, by the name in the definition.
        internal Dictionary<string, string> Spelled { get; } = new Dictionary<string, string>();
    }

    /// <summary>Reads and writes models. Values that do not match are kept unchanged.</summary>
    public sealed class ConnectorModelConverter : JsonConverterFactory
    {
        /// <inheritdoc/>
        public override bool CanConvert(Type typeToConvert) => typeof(ConnectorModel).IsAssignableFrom(typeToConvert);

        /// <inheritdoc/>
        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
        {
            return (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;
        }

        private sealed class Converter<T> : JsonConverter<T> where T : ConnectorModel, new()
        {
            private static readonly Dictionary<string, PropertyInfo> Properties = Find();

            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                using JsonDocument document = JsonDocument.ParseValue(ref reader);
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    throw new JsonException("An object is expected.");
                }
                var model = new T();
                foreach (JsonProperty member in document.RootElement.EnumerateObject())
                {
                    string name = Known(member.Name, document.RootElement);
                    if (name != member.Name)
                    {
                        model.Spelled[name] = member.Name;
                    }
                    if (!Set(model, name, member.Value, options))
                    {
                        model.AdditionalProperties[member.Name] = member.Value.Clone();
                    }
                }
                return model;
            }

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
            {
                writer.WriteStartObject();
                var written = new HashSet<string>();
                foreach (KeyValuePair<string, PropertyInfo> one in Properties)
                {
                    object? content = one.Value.GetValue(value);
                    if (content is null)
                    {
                        continue;
                    }
                    string name = value.Spelled.TryGetValue(one.Key, out string? spelled) ? spelled : one.Key;
                    bool kept = value.AdditionalProperties.TryGetValue(name, out JsonElement element);
                    if (kept && TryRead(element, one.Value.PropertyType, options, out object? same) && content.Equals(same))
                    {
                        continue;
                    }
                    writer.WritePropertyName(name);
                    JsonSerializer.Serialize(writer, content, one.Value.PropertyType, options);
                    written.Add(name);
                }
                foreach (KeyValuePair<string, JsonElement> rest in value.AdditionalProperties)
                {
                    if (written.Add(rest.Key))
                    {
                        writer.WritePropertyName(rest.Key);
                        rest.Value.WriteTo(writer);
                    }
                }
                writer.WriteEndObject();
            }

            private static Dictionary<string, PropertyInfo> Find()
            {
                var found = new Dictionary<string, PropertyInfo>();
                foreach (PropertyInfo property in typeof(T).GetProperties())
                {
                    var name = property.GetCustomAttribute<JsonPropertyNameAttribute>();
                    if (name != null)
                    {
                        found[name.Name] = property;
                    }
                }
                return found;
            }

            // The case of a name is ignored if only one name can be meant.
            private static string Known(string name, JsonElement element)
            {
                bool Same(string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
                if (Properties.ContainsKey(name))
                {
                    return name;
                }
                List<string> known = Properties.Keys.Where(Same).ToList();
                return known.Count == 1 && element.EnumerateObject().Count(member => Same(member.Name)) == 1 ? known[0] : name;
            }

            private static bool Set(T model, string name, JsonElement value, JsonSerializerOptions options)
            {
                if (value.ValueKind == JsonValueKind.Null || !Properties.TryGetValue(name, out PropertyInfo? property))
                {
                    return false;
                }
                if (!TryRead(value, property.PropertyType, options, out object? content))
                {
                    return false;
                }
                property.SetValue(model, content);
                // A date or a number may be written in more ways than one.
                return !(content is DateTime || content is double || content is float)
                    || JsonSerializer.Serialize(content, property.PropertyType, options) == value.GetRawText();
            }

            private static bool TryRead(JsonElement element, Type type, JsonSerializerOptions options, out object? content)
            {
                try
                {
                    content = JsonSerializer.Deserialize(element.GetRawText(), type, options);
                    return true;
                }
                catch (Exception error) when (error is JsonException || error is FormatException || error is InvalidOperationException)
                {
                    content = null;
                    return false;
                }
            }
        }
    }
