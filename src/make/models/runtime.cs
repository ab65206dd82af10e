    /// <summary>An object of the connector's API.</summary>
    public abstract class ConnectorModel
    {
        /// <summary>Members that have no property, are null, or have a value that their property cannot hold.</summary>
        [JsonExtensionData]
        public IDictionary<string, JsonElement> AdditionalProperties { get; set; } = new Dictionary<string, JsonElement>();
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
                    if (!Set(model, member, options))
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
                    bool kept = value.AdditionalProperties.TryGetValue(one.Key, out JsonElement element);
                    if (kept && TryRead(element, one.Value.PropertyType, options, out object? same) && content.Equals(same))
                    {
                        continue;
                    }
                    writer.WritePropertyName(one.Key);
                    JsonSerializer.Serialize(writer, content, one.Value.PropertyType, options);
                    written.Add(one.Key);
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

            private static bool Set(T model, JsonProperty member, JsonSerializerOptions options)
            {
                if (member.Value.ValueKind == JsonValueKind.Null || !Properties.TryGetValue(member.Name, out PropertyInfo? property))
                {
                    return false;
                }
                if (!TryRead(member.Value, property.PropertyType, options, out object? content))
                {
                    return false;
                }
                property.SetValue(model, content);
                // A date or a number may be written in more ways than one.
                return !(content is DateTime || content is double || content is float)
                    || JsonSerializer.Serialize(content, property.PropertyType, options) == member.Value.GetRawText();
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
