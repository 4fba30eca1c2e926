using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Runbooks.Activities.Catalogue;

/// <summary>JSON Schema 2020-12 of the records that activities (and connection settings) are written with.</summary>
public static class ActivitySchema
{
    public static JsonElement OfInput(Type type) => Export(type, written: false);

    /// <summary>As <see cref="OfInput"/>, with the inputs of every step over targets.</summary>
    internal static JsonElement OfTargetInput(Type type)
    {
        var schema = JsonSerializer.SerializeToNode(OfInput(type))!.AsObject();
        var rules = JsonSerializer.SerializeToNode(OfInput(typeof(StepRules)))!.AsObject();
        foreach (var (name, rule) in rules["properties"]!.AsObject()) schema["properties"]!.AsObject().TryAdd(name, rule?.DeepClone());
        return JsonSerializer.SerializeToElement(schema);
    }

    /// <summary>As <see cref="OfInput"/>, but what is null is left out of an output, so that it is not required.</summary>
    public static JsonElement OfOutput(Type type) => Export(type, written: true);

    private static JsonElement Export(Type type, bool written)
    {
        var schema = ActivityJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Transform(context, AsObject(node), written),
        });
        var root = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        foreach (var (key, value) in schema.AsObject()) root[key] = value?.DeepClone();
        return JsonSerializer.SerializeToElement(root);
    }

    // "true" allows anything; as an object it can carry a title.
    private static JsonObject AsObject(JsonNode? node) => node as JsonObject ?? [];

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonObject node, bool written)
    {
        Type(context, node);
        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object || node["properties"] is not JsonObject properties) return node;

        // From the object and not from each property: the exporter does not show a property that has any shape and a default.
        foreach (var json in context.TypeInfo.Properties)
            if (json.AttributeProvider is PropertyInfo property) properties[json.Name] = Member(json, property, AsObject(properties[json.Name]), written);
        if (written) node["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(AlwaysWritten).Select(json => JsonValue.Create(json.Name))]);
        return node;
    }

    private static JsonObject Member(JsonPropertyInfo json, PropertyInfo property, JsonObject node, bool written)
    {
        if (written || node["default"] is null) node.Remove("default");
        Describe(property, node);
        Limit(property, node);
        if (!written) Default(json, node);
        return node;
    }

    private static bool AlwaysWritten(JsonPropertyInfo json) =>
        json.PropertyType.IsValueType ? Nullable.GetUnderlyingType(json.PropertyType) is null : !json.IsGetNullable;

    private static void Type(JsonSchemaExporterContext context, JsonObject node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var nullable = type != context.TypeInfo.Type;
        if (type.IsEnum || type == typeof(TimeSpan)) node["type"] = nullable ? new JsonArray("string", "null") : "string";
        if (type == typeof(TimeSpan)) node["format"] = Formats.Duration;
    }

    private static void Describe(PropertyInfo property, JsonObject node)
    {
        node.Insert(0, "title", HelpText.Title(property));
        if (HelpText.Description(property) is { Length: > 0 } description) node.Insert(1, "description", description);
        if (property.GetCustomAttribute<FormatAttribute>() is { } format)
            (node["items"] as JsonObject ?? node)["format"] = format.Name;
        if (property.IsDefined(typeof(OneOrManyAttribute))) node["type"] = new JsonArray("array", "string");
        if (property.GetCustomAttribute<AskedWhenAttribute>() is { } asked)
            node["x-asked-when"] = new JsonObject { [asked.Input] = new JsonArray([.. asked.Values.Select(value => JsonValue.Create(value))]) };
        if (property.GetCustomAttribute<NeedsConsentAttribute>() is { } consent) node["x-consent"] = consent.What;
        var needs = property.GetCustomAttributes<NeedsAttribute>().ToList();
        if (needs.Count > 0) node["x-needs"] = new JsonArray([.. needs.Select(Need)]);
    }

    private static JsonObject Need(NeedsAttribute need)
    {
        var ask = new JsonObject { ["capability"] = JsonSerializer.SerializeToNode(need.Capability, ActivityJson.Options) };
        if (need.When is { } when) ask["when"] = when;
        return ask;
    }

    private static void Limit(PropertyInfo property, JsonObject node)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { Minimum: int or double } range)
        {
            node[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = JsonSerializer.SerializeToNode(range.Minimum);
            node[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = JsonSerializer.SerializeToNode(range.Maximum);
        }

        if (property.GetCustomAttribute<StringLengthAttribute>() is not { } length) return;
        if (length.MinimumLength > 0) node["minLength"] = length.MinimumLength;
        node["maxLength"] = length.MaximumLength;
    }

    /// <summary>What a new instance holds is what a step gets that leaves the input out.</summary>
    private static void Default(JsonPropertyInfo property, JsonObject node)
    {
        if (property.IsRequired || property.DeclaringType.IsAbstract || property.DeclaringType.GetConstructor([]) is null) return;
        if (property.Get?.Invoke(Activator.CreateInstance(property.DeclaringType)!) is { } value)
            node["default"] = JsonSerializer.SerializeToNode(value, property.PropertyType, ActivityJson.Options);
    }
}
