using System.Text.Json;

namespace Runbooks.Server.Workflows.Versions;

/// <param name="Before">As the definition has it; null where it was added.</param>
/// <param name="After">Null where it was removed.</param>
internal sealed record TriggerChange(string Name, string? Type, ChangeKind Kind, JsonElement? Before, JsonElement? After);

/// <summary>Compares the triggers that two definitions carry, by their names.</summary>
internal static class TriggerComparison
{
    public static IReadOnlyList<TriggerChange> Compare(JsonElement before, JsonElement after)
    {
        var (old, now) = (Of(before), Of(after));
        return
        [
            .. now.Where(one => !old.ContainsKey(one.Key)).Select(one => new TriggerChange(Text(one.Value, "name") ?? one.Key, Type(one.Value), ChangeKind.Added, null, one.Value)),
            .. now.Where(one => old.TryGetValue(one.Key, out var was) && !JsonElement.DeepEquals(was, one.Value))
                .Select(one => new TriggerChange(Text(one.Value, "name") ?? one.Key, Type(one.Value), ChangeKind.Changed, old[one.Key], one.Value)),
            .. old.Where(one => !now.ContainsKey(one.Key)).Select(one => new TriggerChange(Text(one.Value, "name") ?? one.Key, Type(one.Value), ChangeKind.Removed, one.Value, null)),
        ];
    }

    private static Dictionary<string, JsonElement> Of(JsonElement definition) =>
        definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("triggers", out var triggers) && triggers.ValueKind == JsonValueKind.Array
            ? triggers.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).GroupBy(NameOf).ToDictionary(same => same.Key, same => same.Last())
            : [];

    private static string NameOf(JsonElement trigger) => Text(trigger, "id") ?? Text(trigger, "name") ?? "";

    private static string? Type(JsonElement trigger) => Text(trigger, "type");

    private static string? Text(JsonElement trigger, string name) =>
        trigger.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
