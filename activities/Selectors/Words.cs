using System.Reflection;
using System.Text.Json.Serialization;

namespace Runbooks.Activities.Selectors;

/// <summary>The words for the values of an enum: the same as in JSON.</summary>
internal sealed class Words<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> values = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(
        field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name,
        field => (T)field.GetValue(null)!);

    private readonly Dictionary<T, string> names;

    public Words()
    {
        names = values.ToDictionary(pair => pair.Value, pair => pair.Key);
        All = [.. values.Keys];
    }

    public IReadOnlyList<string> All { get; }

    public string Name(T value) => names[value];

    public bool TryFind(string name, out T value) => values.TryGetValue(name, out value);
}

internal static class Words
{
    public static readonly Words<Metric> Metrics = new();

    public static readonly Words<Aggregate> Aggregates = new();

    /// <summary>" Did you mean 'x'?" where a known word is close to what was written.</summary>
    public static string Suggestion(string written, IEnumerable<string> known)
    {
        var (word, distance) = known.Select(word => (word, Distance(written.ToLowerInvariant(), word.ToLowerInvariant()))).MinBy(pair => pair.Item2);
        return distance <= (word.Length < 4 ? 1 : Math.Max(2, word.Length / 3)) ? $" Did you mean '{word}'?" : "";
    }

    /// <summary>'a', 'b' or 'c'.</summary>
    public static string Or(IReadOnlyList<string> words) => words.Count == 1
        ? $"'{words[0]}'"
        : $"{string.Join(", ", words.SkipLast(1).Select(word => $"'{word}'"))} or '{words[^1]}'";

    /// <summary>How many letters must be put in, taken out or exchanged (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var exchanged = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchanged, 1 + Math.Min(diagonal, row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
