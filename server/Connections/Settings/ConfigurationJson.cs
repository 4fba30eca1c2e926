using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Runbooks.Activities;

namespace Runbooks.Server.Connections.Settings;

/// <summary>Turns a configuration section, in which everything is text, into the JSON that a settings record is read from.</summary>
internal static class ConfigurationJson
{
    public static JsonObject Read(IConfigurationSection section, Type type) => Object(section, ActivityJson.Options.GetTypeInfo(type));

    private static JsonNode? Value(IConfigurationSection section, JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => Object(section, type),
        JsonTypeInfoKind.Enumerable => new JsonArray(
            [.. section.GetChildren().OrderBy(Index).Select(item => Value(item, ActivityJson.Options.GetTypeInfo(type.ElementType!)))]),
        _ => Scalar(section.Value, Nullable.GetUnderlyingType(type.Type) ?? type.Type),
    };

    private static JsonObject Object(IConfigurationSection section, JsonTypeInfo type)
    {
        var read = new JsonObject();
        foreach (var child in section.GetChildren())
        {
            // What the record does not have is kept, so that the check refuses it.
            if (SettingsCheck.Find(type, child.Key) is { } property)
                read[property.Name] = Value(child, ActivityJson.Options.GetTypeInfo(property.PropertyType));
            else read[child.Key] = child.Value;
        }

        return read;
    }

    /// <summary>What cannot be read as its type stays text, so that the check says what is expected.</summary>
    private static JsonValue? Scalar(string? text, Type type)
    {
        if (text is null) return null;
        if (type == typeof(bool) && bool.TryParse(text, out var flag)) return JsonValue.Create(flag);
        if (!type.IsEnum && type.IsPrimitive && long.TryParse(text, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        if (!type.IsEnum && type.IsPrimitive && double.TryParse(text, CultureInfo.InvariantCulture, out var number)) return JsonValue.Create(number);
        return JsonValue.Create(text);
    }

    private static int Index(IConfigurationSection item) => int.TryParse(item.Key, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue;
}
