using System.Text.Json;
using Runbooks.Server.Http;

namespace Runbooks.Server.Workflows.Versions;

/// <param name="Path">JSON Pointer to what differs; of an entry of a set, such as a transition, to the set.</param>
/// <param name="Step">The step that it is in, through its containers; null outside of steps.</param>
/// <param name="Before">Null where it was added.</param>
/// <param name="After">Null where it was removed.</param>
internal sealed record DefinitionChange(string Path, string? Step, ChangeKind Kind, JsonElement? Before, JsonElement? After);

internal enum ChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>Compares definitions by structure: the order of members and of transitions, and where the designer draws the steps, mean nothing.</summary>
internal static class DefinitionComparison
{
    private static readonly string[] Drawing = ["layout"];
    private static readonly string[] Sets = ["transitions", "by", "on", "triggers"];

    public static IReadOnlyList<DefinitionChange> Compare(JsonElement before, JsonElement after) => [.. Differences(before, after, new Place("", null, null))];

    private static IEnumerable<DefinitionChange> Differences(JsonElement before, JsonElement after, Place place)
    {
        if (JsonElement.DeepEquals(before, after)) return [];
        return (before.ValueKind, after.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => OfObjects(before, after, place),
            (JsonValueKind.Array, JsonValueKind.Array) when Sets.Contains(place.Name) => OfSets(before, after, place),
            _ => [place.Change(ChangeKind.Changed, before, after)],
        };
    }

    private static IEnumerable<DefinitionChange> OfObjects(JsonElement before, JsonElement after, Place place)
    {
        foreach (var member in before.EnumerateObject().Where(member => !Drawing.Contains(member.Name)))
        {
            var inside = place.Inside(member.Name);
            if (!after.TryGetProperty(member.Name, out var now)) yield return inside.Change(ChangeKind.Removed, member.Value, null);
            else foreach (var change in Differences(member.Value, now, inside)) yield return change;
        }

        foreach (var member in after.EnumerateObject().Where(member => !Drawing.Contains(member.Name) && !before.TryGetProperty(member.Name, out _)))
            yield return place.Inside(member.Name).Change(ChangeKind.Added, null, member.Value);
    }

    private static IEnumerable<DefinitionChange> OfSets(JsonElement before, JsonElement after, Place place)
    {
        var (old, now) = (before.EnumerateArray().ToList(), after.EnumerateArray().ToList());
        return
        [
            .. old.Where(entry => !now.Exists(other => JsonElement.DeepEquals(entry, other))).Select(entry => place.Change(ChangeKind.Removed, entry, null)),
            .. now.Where(entry => !old.Exists(other => JsonElement.DeepEquals(entry, other))).Select(entry => place.Change(ChangeKind.Added, null, entry)),
        ];
    }

    // Members of "steps" are steps, on each level of containers.
    private sealed record Place(string Path, string? Name, string? Step)
    {
        public Place Inside(string member) => new(
            $"{Path}/{JsonComplaint.Escape(member)}", member, Name == "steps" ? (Step is null ? member : $"{Step}/{member}") : Step);

        public DefinitionChange Change(ChangeKind kind, JsonElement? before, JsonElement? after) => new(Path, Step, kind, before, after);
    }
}
