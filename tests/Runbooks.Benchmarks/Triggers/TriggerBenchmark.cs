using Runbooks.Benchmarks.Engine;

namespace Runbooks.Benchmarks.Triggers;

/// <summary>What triggers are judged by.</summary>
internal static class TriggerBenchmark
{
    private static readonly (string Name, Func<IAsyncEnumerable<Figure>> Measure)[] All =
    [
        ("schedules", () => ScheduleFigures.MeasureAsync(1_000)),
        ("storm", AlertStorm.MeasureAsync),
    ];

    public static IEnumerable<string> Names => All.Select(figure => figure.Name);

    /// <param name="only">Names; none: all.</param>
    /// <returns>1 where a target is missed.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> only)
    {
        var missed = false;
        Console.WriteLine(Figure.Header);
        foreach (var (_, measure) in All.Where(figure => only.Count == 0 || only.Contains(figure.Name)))
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
