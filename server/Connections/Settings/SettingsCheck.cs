using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Runbooks.Activities;
using Runbooks.Server.Http;

namespace Runbooks.Server.Connections.Settings;

/// <summary>Checks settings against a platform's settings record, and says everything that is wrong at once, each with its place.</summary>
internal static class SettingsCheck
{
    /// <param name="at">The JSON Pointer of the settings in what was sent.</param>
    public static IReadOnlyList<ProblemError> Check(JsonElement settings, Type type, string at)
    {
        var errors = new List<ProblemError>();
        Check(settings, ActivityJson.Options.GetTypeInfo(type), at, errors);
        return errors;
    }

    private static void Check(JsonElement value, JsonTypeInfo type, string at, List<ProblemError> errors)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind != JsonValueKind.Object:
                errors.Add(new ProblemError(at, "An object is expected here."));
                break;
            case JsonTypeInfoKind.Object:
                CheckMembers(value, type, at, errors);
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind != JsonValueKind.Array:
                errors.Add(new ProblemError(at, "A list is expected here."));
                break;
            case JsonTypeInfoKind.Enumerable:
                var item = ActivityJson.Options.GetTypeInfo(type.ElementType!);
                foreach (var (index, element) in value.EnumerateArray().Index()) Check(element, item, $"{at}/{index}", errors);
                break;
            default:
                TryRead(value, type, at, errors);
                break;
        }
    }

    private static void CheckMembers(JsonElement value, JsonTypeInfo type, string at, List<ProblemError> errors)
    {
        foreach (var member in value.EnumerateObject())
        {
            var place = $"{at}/{Escaped(member.Name)}";
            if (Find(type, member.Name) is { } property) CheckMember(member.Value, property, place, errors);
            else errors.Add(new ProblemError(place, $"There is no setting '{member.Name}'. There are: {Names(type)}."));
        }

        foreach (var missing in type.Properties.Where(property => IsRequired(property) && !Has(value, property)))
            errors.Add(new ProblemError($"{at}/{missing.Name}", "Required and missing."));
    }

    private static void CheckMember(JsonElement value, JsonPropertyInfo property, string at, List<ProblemError> errors)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!property.IsSetNullable || IsRequired(property)) errors.Add(new ProblemError(at, "Must not be null."));
            return;
        }

        var before = errors.Count;
        Check(value, ActivityJson.Options.GetTypeInfo(property.PropertyType), at, errors);
        if (errors.Count == before) CheckRules(value, property, at, errors);
    }

    private static void CheckRules(JsonElement value, JsonPropertyInfo property, string at, List<ProblemError> errors)
    {
        if (property.AttributeProvider is not MemberInfo member) return;
        var rules = member.GetCustomAttributes<ValidationAttribute>().ToList();
        if (rules.Count == 0) return;
        var read = value.Deserialize(property.PropertyType, ActivityJson.Options);
        foreach (var rule in rules.Where(rule => !rule.IsValid(read))) errors.Add(new ProblemError(at, rule.FormatErrorMessage(property.Name)));
    }

    private static void TryRead(JsonElement value, JsonTypeInfo type, string at, List<ProblemError> errors)
    {
        try
        {
            value.Deserialize(type);
        }
        catch (JsonException)
        {
            errors.Add(new ProblemError(at, $"{Expected(Nullable.GetUnderlyingType(type.Type) ?? type.Type)} is expected here."));
        }
    }

    private static string Expected(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => $"One of {string.Join(", ", Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, type, ActivityJson.Options)))}",
        _ when type == typeof(TimeSpan) => "A duration such as 5m",
        TypeCode.String => "A text",
        TypeCode.Boolean => "true or false",
        TypeCode.Int32 or TypeCode.Int64 => "A whole number",
        TypeCode.Double => "A number",
        _ => "Another kind of value",
    };

    public static JsonPropertyInfo? Find(JsonTypeInfo type, string name) =>
        type.Properties.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool Has(JsonElement value, JsonPropertyInfo property) =>
        value.EnumerateObject().Any(member => member.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase));

    private static bool IsRequired(JsonPropertyInfo property) => property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };

    private static string Names(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(property => property.Name));

    private static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
