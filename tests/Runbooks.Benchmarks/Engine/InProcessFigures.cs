using Runbooks.Benchmarks.History;

namespace Runbooks.Benchmarks.Engine;

/// <summary>Runs of five steps without HTTP, against raw grouped inserts of the same rows, and against EF.</summary>
internal static class InProcessFigures
{
    public static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        await using var engine = await EngineInProcess.StartAsync(folder.Sub("data"));
        var recorded = await RecordedRun.TakeAsync(engine);
        foreach (var concurrent in (int[])[1, 16, 64, 256])
        {
            using var raw = new RawInserts(Path.Combine(folder.Path, $"raw-{concurrent}.db"), concurrent, recorded.Commits);
            var rounds = await Rounds.MeasureAsync(
                time => Load.ForAsync(time, concurrent, engine.RunAsync),
                async time => concurrent * await Load.ForAsync(time, 1, () => Task.Run(raw.WriteGroup)));
            yield return concurrent switch
            {
                1 => Figure.AtLeast("One run alone : six raw fsync'ed commits", 1 / 3.0, rounds),
                64 => Figure.AtLeast("64 runs at once : raw grouped inserts of the same rows", 1 / 4.0, rounds),
                _ => new Figure($"{concurrent} runs at once : raw grouped inserts of the same rows", "", rounds.ToString(), null),
            };
        }

        var ef = new EfSteps(Path.Combine(folder.Path, "ef.db"));
        await ef.CreateAsync();
        yield return Figure.AtLeast("64 runs at once : EF SaveChanges after each step, 64 at once", 30, await AgainstEfAsync(engine, ef, 64));
        var alone = await AgainstEfAsync(engine, ef, 1);
        yield return new Figure("  the same, one after another, so that they do not wait for each other", "", alone.ToString(), null);
    }

    private static Task<Rounds> AgainstEfAsync(EngineInProcess engine, EfSteps ef, int concurrent) => Rounds.MeasureAsync(
        time => Load.ForAsync(time, 64, engine.RunAsync),
        time => Load.ForAsync(time, concurrent, ef.RunAsync));
}
