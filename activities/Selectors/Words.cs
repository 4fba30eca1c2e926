namespace Runbooks.Activities.Selectors;

/// <summary>The words that a selector has for the values of an enum.</summary>
internal sealed class Words<T>(params (string Name, T Value)[] words)
    where T : struct, Enum
{
    public IReadOnlyList<string> All { get; } = [.. words.Select(word => word.Name)];

    public string Name(T value) => Array.Find(words, word => word.Value.Equals(value)).Name;

    public bool TryFind(string name, out T value)
    {
        var index = Array.FindIndex(words, word => word.Name == name);
        value = index < 0 ? default : words[index].Value;
        return index >= 0;
    }
}

internal static class Words
{
    public static readonly Words<Metric> Metrics =
        new(("cpu", Metric.Cpu), ("memory", Metric.Memory), ("disk", Metric.Disk), ("network", Metric.Network));

    public static readonly Words<Aggregate> Aggregates =
        new(("now", Aggregate.Now), ("avg", Aggregate.Average), ("max", Aggregate.Maximum), ("p95", Aggregate.P95));

    /// <summary>" Did you mean 'x'?" where a known word is close to what was written.</summary>
    public static string Suggestion(string written, IEnumerable<string> known)
    {
        var (word, distance) = known.Select(word => (word, Distance(written.ToLowerInvariant(), word.ToLowerInvariant()))).MinBy(pair => pair.Item2);
        return distance <= Math.Max(1, word.Length / 3) ? $" Did you mean '{word}'?" : "";
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
