using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Execution;

/// <summary>What is kept of the lists that units give (rule 17): there may be ten thousand units, and each list is in the history, and in
/// every expression that reads the step's output.</summary>
public static class UnitOutputs
{
    /// <summary>Of one unit, in characters of JSON.</summary>
    public const int MostOfAUnit = 16_384;

    /// <summary>Of a step, in items of one list.</summary>
    public const int MostItems = 10_000;

    /// <summary>Leaves out what comes after the first items that fit.</summary>
    public static (JsonElement Kept, int LeftOut) Bound(JsonElement output)
    {
        if (output.ValueKind != JsonValueKind.Object || output.GetRawText().Length <= MostOfAUnit) return (output, 0);
        var (room, leftOut) = (MostOfAUnit, 0);
        var kept = new Dictionary<string, List<JsonElement>>();
        foreach (var list in output.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array))
        {
            var items = kept[list.Name] = [];
            foreach (var item in list.Value.EnumerateArray())
            {
                room -= item.GetRawText().Length + 1;
                if (room >= 0) items.Add(item);
                else leftOut++;
            }
        }

        return (ActivityJson.Write(kept), leftOut);
    }

    /// <summary>What a unit tells, with how much of its lists is not kept.</summary>
    public static string? Words(string? message, int leftOut) =>
        leftOut == 0 ? message : $"{message}{(string.IsNullOrEmpty(message) ? "" : " ")}{leftOut} more are not kept in the step's output.";
}
