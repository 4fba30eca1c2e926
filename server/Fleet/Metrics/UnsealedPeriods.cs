namespace Runbooks.Server.Fleet.Metrics;

/// <summary>The periods that got samples since they were rolled up last. What is not here is sealed: its row says all there is.</summary>
internal sealed class UnsealedPeriods
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, long>[] periods = [new(), new(), new()];
    private long marks;

    /// <summary>Marks the periods of all resolutions from this one up that the moment (seconds since 1970) lies in.</summary>
    public void Mark(long seconds, Resolution from = Resolution.FiveMinutes)
    {
        lock (gate)
        {
            marks++;
            for (var resolution = from; resolution <= Resolution.Day; resolution++)
                periods[(int)resolution][resolution.Floor(seconds)] = marks;
        }
    }

    public bool Contains(Resolution resolution, long start)
    {
        lock (gate) return periods[(int)resolution].ContainsKey(start);
    }

    /// <summary>The first unsealed five minutes from the moment on; null where there are none.</summary>
    public long? FirstSince(long seconds)
    {
        lock (gate)
            foreach (var start in periods[(int)Resolution.FiveMinutes].Keys)
                if (start >= seconds) return start;
        return null;
    }

    /// <summary>Periods that ended before the moment, and whose parts are sealed.</summary>
    public IReadOnlyList<(long Start, long Mark)> Due(Resolution resolution, long now)
    {
        lock (gate)
        {
            var parts = resolution == Resolution.FiveMinutes ? [] : periods[(int)resolution - 1].Keys.Select(start => resolution.Floor(start)).ToHashSet();
            return [.. periods[(int)resolution].Where(period => period.Key + resolution.Length() <= now && !parts.Contains(period.Key))
                .Select(period => (period.Key, period.Value))];
        }
    }

    /// <summary>Takes the period out, unless it was marked again meanwhile.</summary>
    public void Seal(Resolution resolution, long start, long mark)
    {
        lock (gate)
            if (periods[(int)resolution].TryGetValue(start, out var latest) && latest == mark) periods[(int)resolution].Remove(start);
    }
}
