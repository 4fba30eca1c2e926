using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Tests.Fleet.Metrics;

public sealed class MetricDatabaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Dispose_WhileSomethingIsWritten_WaitsForIt()
    {
        using var folder = new TemporaryDirectory();
        var database = new MetricDatabase(Path.Combine(folder.Path, "metrics.db"));
        var (begun, go) = (new TaskCompletionSource(), new ManualResetEventSlim());
        var write = Task.Run(() => database.WriteAsync(
            _ =>
            {
                begun.SetResult();
                go.Wait(Patience, TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await begun.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var disposal = Task.Run(database.Dispose, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<TimeoutException>(() => disposal.WaitAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
        go.Set();

        await Task.WhenAll(write, disposal).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.WriteAsync(_ => { }, TestContext.Current.CancellationToken));
    }
}
