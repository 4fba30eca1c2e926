using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities;
using Runbooks.Server.Secrets;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Runs.Units;

/// <summary>A unit's input with the values of its secrets, and how to take them out of whatever is recorded (rule 18).</summary>
internal sealed record ResolvedInput(JsonElement Input, Func<string, string> Redact)
{
    /// <exception cref="ActivityFailure">A secret is missing (<c>secret.unknown</c>).</exception>
    public static async Task<ResolvedInput> ResolveAsync(JsonElement input, UnitServices services, CancellationToken cancellation)
    {
        var text = input.GetRawText();
        var names = NamesIn(input).Distinct().ToList();
        if (names.Count == 0) return new(input, static said => said);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
            values[name] = await services.ResolveSecret(name, cancellation)
                ?? throw new ActivityFailure("secret.unknown", $"There is no secret '{name}'; nothing was done. Add it under Secrets, then retry.");
        var resolved = Replace(JsonNode.Parse(text), s => SecretReference.Pattern.Replace(s, m => values[m.Groups["name"].Value]));
        return new(JsonSerializer.SerializeToElement(resolved), new SecretRedactor(values.Values).Redact);
    }

    /// <summary>The value without secrets.</summary>
    public static JsonElement RedactIn(JsonElement value, Func<string, string> redact)
    {
        var text = value.GetRawText();
        return redact(text) == text && redact(value.ToString()) == value.ToString()
            ? value
            : JsonSerializer.SerializeToElement(Replace(JsonNode.Parse(text), redact));
    }

    private static IEnumerable<string> NamesIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => SecretReference.Pattern.Matches(value.GetString()!).Select(m => m.Groups["name"].Value),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(NamesIn),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => NamesIn(p.Value)),
        _ => [],
    };

    private static JsonNode? Replace(JsonNode? node, Func<string, string> change) => node switch
    {
        JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Replace(p.Value, change)))),
        JsonArray list => new JsonArray([.. list.Select(item => Replace(item, change))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(change(value.GetValue<string>())),
        null => null,
        _ => node.DeepClone(),
    };
}
