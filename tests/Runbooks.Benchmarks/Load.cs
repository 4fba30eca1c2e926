using System.Diagnostics;

namespace Runbooks.Benchmarks;

/// <summary>So many workers, each doing one thing after another until the time is over.</summary>
internal static class Load
{
    /// <returns>How much was done in a second.</returns>
    public static Task<double> ForAsync(TimeSpan time, int workers, Func<Task> one) => ForAsync(time, workers, _ => one());

    /// <param name="one">Is given the number of its worker.</param>
    public static async Task<double> ForAsync(TimeSpan time, int workers, Func<int, Task> one)
    {
        var clock = Stopwatch.StartNew();
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            while (clock.Elapsed < time)
            {
                await one(worker);
                Interlocked.Increment(ref done);
            }
        })));
        return done / clock.Elapsed.TotalSeconds;
    }

    /// <summary>So many things at all, by so many workers.</summary>
    public static Task OfAsync(int count, int workers, Func<int, Task> one)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0) await one(worker);
        })));
    }
}
