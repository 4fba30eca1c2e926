using System.Text.Json;
using Runbooks.Activities.Catalogue;

namespace Runbooks.Activities.Platforms.Abilities;

/// <summary>What a step asks of the connection's platform: what its activity needs, and what its inputs add.</summary>
public static class StepNeeds
{
    /// <param name="with">The step's input. What is an expression is not judged: its value may ask for nothing.</param>
    public static IReadOnlyList<Capability> Of(ActivityDescriptor activity, JsonElement with)
    {
        var needs = new List<Capability>(activity.Capabilities);
        if (!activity.InputSchema.TryGetProperty("properties", out var inputs)) return needs;
        foreach (var input in inputs.EnumerateObject())
            if (input.Value.TryGetProperty("x-needs", out var asks))
                needs.AddRange(asks.EnumerateArray().Where(ask => Asks(ask, Value(input, with))).Select(Read));
        return [.. needs.Distinct()];
    }

    private static Capability Read(JsonElement ask) => ask.GetProperty("capability").Deserialize<Capability>(ActivityJson.Options);

    private static JsonElement Value(JsonProperty input, JsonElement with) =>
        with.ValueKind == JsonValueKind.Object && with.TryGetProperty(input.Name, out var given) ? given
        : input.Value.TryGetProperty("default", out var left) ? left : default;

    private static bool Asks(JsonElement ask, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString()!.Contains("${", StringComparison.Ordinal) => false,
        _ when ask.TryGetProperty("when", out var when) => value.ValueKind == JsonValueKind.String && value.GetString() == when.GetString(),
        JsonValueKind.String => value.GetString()!.Length > 0,
        _ => value.ValueKind == JsonValueKind.True,
    };
}
