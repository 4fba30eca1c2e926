using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Tests.Recording;

/// <summary>What is committed of a unit's operations: it outlives a crash of the context that wrote it.</summary>
internal sealed class OperationLedger
{
    private readonly Dictionary<string, Entry> entries = [];

    /// <summary>As <see cref="ActivityContext.Begun"/> is told to be filled.</summary>
    public IReadOnlySet<string> Begun => entries.Where(entry => !entry.Value.Failed).Select(entry => entry.Key).ToHashSet();

    public IEnumerable<string> Names => entries.Keys;

    /// <summary>Those of which neither an end nor a failure is committed.</summary>
    public IEnumerable<string> Unsettled => entries.Where(entry => entry.Value is { End: null, Failed: false }).Select(entry => entry.Key);

    public Entry? Open(string name) => entries.TryGetValue(name, out var entry) && !entry.Failed ? entry : null;

    /// <summary>A new generation: the one before, if any, is known to have failed.</summary>
    public Entry Intend(string unit, string name)
    {
        var generation = entries.TryGetValue(name, out var before) ? before.Generation + 1 : 1;
        return entries[name] = new Entry(generation, $"{unit}/{name}/{generation}");
    }

    internal sealed class Entry(int generation, string key)
    {
        public int Generation => generation;

        public string Key => key;

        public string? Handle { get; set; }

        public DateTimeOffset StartedAt { get; set; }

        public OperationEnd? End { get; set; }

        public bool Failed { get; set; }
    }
}
