using System.Diagnostics;
using Runbooks.Benchmarks.Processes;

namespace Runbooks.Benchmarks.Engine;

/// <summary>From the start of the process to the first answered request, and what it takes up when nothing happens. A bare Kestrel endpoint
/// is started in turns with it: how much slower than usual the machine is shows there.</summary>
internal static class StartFigures
{
    private const int Rounds = 5;

    public static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        var (first, again, floor) = (new List<Start>(), new List<Start>(), new List<Start>());
        for (var round = 0; round < Rounds; round++)
        {
            var data = folder.Sub($"data-{round}");
            first.Add(await TimeAsync(() => ServerUnderTest.Server(data, fleet: true)));
            again.Add(await TimeAsync(() => ServerUnderTest.Server(data, fleet: true)));
            floor.Add(await TimeAsync(() => ServerUnderTest.Floor(folder.Sub($"floor-{round}"))));
        }

        yield return Figure.Below("Start to the first answer", 3, "s", Spread.Of(again.Select(s => s.Wall)));
        yield return Figure.Below("Start to the first answer, on an empty data directory", 3, "s", Spread.Of(first.Select(s => s.Wall)));
        yield return Known("  the same of a bare Kestrel endpoint", floor.Select(s => s.Wall), "s");
        yield return Known("  processor time of the start", again.Select(s => s.Cpu), "s");
        yield return Known("  processor time of the start, on an empty data directory", first.Select(s => s.Cpu), "s");
        yield return Known("  processor time of the start of a bare Kestrel endpoint", floor.Select(s => s.Cpu), "s");
        await using var idle = ServerUnderTest.Server(folder.Sub("data-0"), fleet: true);
        await idle.UntilAnsweredAsync();
        await Task.Delay(TimeSpan.FromSeconds(30));
        yield return Figure.Below("Working set, idle for 30 s", 200, "MB", Spread.Of([idle.WorkingSet]));
    }

    private static async Task<Start> TimeAsync(Func<ServerUnderTest> start)
    {
        var clock = Stopwatch.StartNew();
        await using var server = start();
        await server.UntilAnsweredAsync();
        return new Start(clock.Elapsed.TotalSeconds, server.Cpu);
    }

    private static Figure Known(string name, IEnumerable<double> values, string unit) => new(name, "", $"{Spread.Of(values)} {unit}", null);

    private sealed record Start(double Wall, double Cpu);
}
