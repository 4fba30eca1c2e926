using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Benchmarks.History;

/// <summary>The store against raw grouped inserts of the same rows, taking turns in one process: concurrent runs of one start and five
/// appends of two small events each. The ratio counts, not the numbers.</summary>
internal static class StoreBenchmark
{
    private const int Steps = 5;

    public static async Task RunAsync(int runs, int concurrent, int rounds)
    {
        var directory = Directory.CreateTempSubdirectory("runbooks-benchmark-").FullName;
        try
        {
            await using var store = SqliteRunStore.Open(new SqliteRunStoreOptions { DataDirectory = directory });
            using var raw = new RawInserts(Path.Combine(directory, "raw.db"), concurrent, [.. Enumerable.Repeat(Rows.First("").Events, Steps + 1)]);
            await WriteAsync(store, runs / 10, concurrent);
            raw.Write(runs / 10);
            for (var round = 0; round < rounds; round++)
            {
                var floor = await Speed.OfAsync(runs, () => Task.Run(() => raw.Write(runs)));
                var speed = await Speed.OfAsync(runs, () => WriteAsync(store, runs, concurrent));
                Console.WriteLine($"store {speed}   raw {floor}   ratio {speed.PerSecond / floor.PerSecond:N2}");
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Task WriteAsync(IRunStore store, int runs, int concurrent)
    {
        var left = runs;
        return Task.WhenAll(Enumerable.Range(0, concurrent).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await RunOneAsync(store);
        })));
    }

    private static async Task RunOneAsync(IRunStore store)
    {
        var runId = Guid.CreateVersion7().ToString("N");
        var append = Rows.First(runId);
        await store.StartAsync(new RunStart(runId, null, "benchmark", null, append, null));
        for (var step = 1; step <= Steps; step++)
        {
            append = append with
            {
                After = append.After + append.Events.Count,
                Nonce = Guid.NewGuid(),
                Projection = step < Steps ? append.Projection : Rows.Ended(append.Projection),
            };
            if (await store.AppendAsync(append) is not AppendResult.Committed)
                throw new InvalidOperationException("An append was turned away.");
        }
    }
}
