namespace Runbooks.Activities.Selectors;

/// <summary>Metric functions: <c>cpu.now</c>, <c>cpu.avg('5m')</c>.</summary>
internal static class Readings
{
    /// <summary>How long aggregated samples are kept.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>Fewer days say little about what is usual.</summary>
    private static readonly TimeSpan ShortestComparison = TimeSpan.FromDays(5);

    public static Typed.Number Compile(Node.Reading reading)
    {
        var (metric, aggregate) = (reading.Metric, reading.Aggregate);
        var window = Window(reading.Window, aggregate);
        return new(scope => scope.Metrics.Query(scope.Subject.Id, metric, aggregate, window) ?? double.NaN);
    }

    private static TimeSpan Window(Node? window, Aggregate aggregate)
    {
        if (window is null or Node.Input) return TimeSpan.Zero;
        if (window is not Node.Text text || !Duration.TryParse(text.Value, out var duration))
            throw new SelectorException($"{Printer.Print(window)} is not a window; write a duration such as '5m', '2h' or 'P14D'.", window.At);
        if (aggregate == Aggregate.Deviation && duration < ShortestComparison)
            throw new SelectorException($"What is usual takes at least {ShortestComparison.Days} days to know; write deviation('14d').", window.At);
        return duration > TimeSpan.Zero && duration <= Longest
            ? duration
            : throw new SelectorException($"A window is longer than nothing and at most {Longest.Days} days, for which samples are kept.", window.At);
    }
}
