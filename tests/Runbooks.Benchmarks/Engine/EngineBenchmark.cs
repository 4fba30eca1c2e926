namespace Runbooks.Benchmarks.Engine;

/// <summary>What the engine's speed is judged by. Ratios count, each measured in one run; the numbers beside them are the machine's.</summary>
internal static class EngineBenchmark
{
    private static readonly (string Name, Func<IAsyncEnumerable<Figure>> Measure)[] All =
    [
        ("start", StartFigures.MeasureAsync),
        ("process", InProcessFigures.MeasureAsync),
        ("http", HttpFigures.MeasureAsync),
        ("many", ManyRunsFigures.MeasureAsync),
        ("old", () => OldDatabaseFigure.MeasureAsync(1_000_000)),
        // Enough to see that the way works, where a million takes too long.
        ("old-50000", () => OldDatabaseFigure.MeasureAsync(50_000)),
    ];

    public static IEnumerable<string> Names => All.Select(figure => figure.Name);

    /// <param name="only">Names; none: all.</param>
    /// <returns>1 where a target is missed.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> only)
    {
        var missed = false;
        Console.WriteLine(Figure.Header);
        foreach (var (name, measure) in All.Where(figure => only.Count == 0 ? figure.Name != "old-50000" : only.Contains(figure.Name)))
        {
            await foreach (var figure in measure())
            {
                Console.WriteLine(figure);
                missed |= figure.Holds == false;
            }
        }

        return missed ? 1 : 0;
    }
}
