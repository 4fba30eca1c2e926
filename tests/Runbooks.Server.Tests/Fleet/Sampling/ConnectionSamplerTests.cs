using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Sampling;
using Runbooks.Server.Tests.Fleet.Metrics;

namespace Runbooks.Server.Tests.Fleet.Sampling;

public sealed class ConnectionSamplerTests : IAsyncDisposable
{
    private readonly MetricBench bench = new();
    private readonly CancellationTokenSource stop = new();
    private readonly FakeLogger<ConnectionSampler> log = new();
    private readonly Channel<(string Connection, IReadOnlyDictionary<string, Load> Loads)> published = Channel.CreateUnbounded<(string, IReadOnlyDictionary<string, Load>)>();
    private readonly List<Task> running = [];

    [Fact]
    public async Task Run_EachInterval_WritesAndPublishes()
    {
        Run("lab", new SampledPlatform(_ => Samples(new MetricSample("vm", bench.Now, 0.4, null, 5, null))));
        bench.Time.Advance(MetricBench.Interval);
        var (connection, loads) = await PublishedAsync();
        Assert.Equal("lab", connection);
        Assert.Equal(new Load(0.4, null, 5, null, bench.Now), loads["vm"]);
        bench.Time.Advance(MetricBench.Interval);
        await PublishedAsync();
        Assert.Equal(0.4, bench.Query("now", "0s")!.Value, 1e-6);
        Assert.Empty(log.Collector.GetSnapshot());
    }

    [Fact]
    public async Task Run_OneConnectionHangs_TheOtherGoesOn()
    {
        var dead = new SampledPlatform(async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        });
        Run("dead", dead);
        Run("alive", new SampledPlatform(_ => Samples(new MetricSample("vm", bench.Now, 0.4, null, null, null))));
        bench.Time.Advance(MetricBench.Interval);
        await dead.CalledAsync();
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("alive", (await PublishedAsync()).Connection);
            bench.Time.Advance(MetricBench.Interval);
        }
    }

    [Fact]
    public async Task Run_Failing_IsLoggedWhenItBeginsAndWhenItEnds()
    {
        var fails = true;
        var platform = new SampledPlatform(_ => fails
            ? throw new PlatformException(PlatformError.Unreachable, "connection refused")
            : Samples(new MetricSample("vm", bench.Now, 0.4, null, null, null)));
        Run("lab", platform);
        for (var round = 0; round < 3; round++)
        {
            bench.Time.Advance(MetricBench.Interval);
            await platform.CalledAsync();
        }

        fails = false;
        bench.Time.Advance(MetricBench.Interval);
        await PublishedAsync();
        Assert.Equal([LogLevel.Warning, LogLevel.Information], log.Collector.GetSnapshot().Select(record => record.Level));
    }

    [Fact]
    public async Task Run_SamplingThatDoesNotEnd_IsGivenUpAndTriedAgain()
    {
        var began = new TaskCompletionSource();
        var platform = new SampledPlatform(async cancellation =>
        {
            if (began.TrySetResult()) await Task.Delay(Timeout.Infinite, cancellation);
            return await Samples(new MetricSample("vm", bench.Now, 0.4, null, null, null));
        });
        Run("lab", platform);
        bench.Time.Advance(MetricBench.Interval);
        await began.Task;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await PublishedAsync();
        Assert.Equal(LogLevel.Warning, log.Collector.GetSnapshot()[0].Level);
    }

    [Fact]
    public async Task Run_PlatformWithoutMetrics_Ends()
    {
        Run("lab", new SampledPlatform(_ => throw new PlatformException(PlatformError.Unsupported, "no metrics")));
        bench.Time.Advance(MetricBench.Interval);
        await running[0].WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(LogLevel.Information, Assert.Single(log.Collector.GetSnapshot()).Level);
    }

    [Fact]
    public async Task Run_SamplesThatCannotBeWritten_ArePublishedAllTheSame()
    {
        bench.Store.Dispose();
        Run("lab", new SampledPlatform(_ => Samples(new MetricSample("vm", bench.Now, 0.4, null, null, null))));
        for (var round = 0; round < 2; round++)
        {
            bench.Time.Advance(MetricBench.Interval);
            Assert.Equal(0.4, (await PublishedAsync()).Loads["vm"].Cpu);
        }

        Assert.Equal(LogLevel.Error, Assert.Single(log.Collector.GetSnapshot()).Level);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running);
        stop.Dispose();
        bench.Dispose();
    }

    private void Run(string connection, IPlatform platform)
    {
        var sampler = new ConnectionSampler(
            connection, platform, MetricBench.Interval, bench.Store, (from, loads) => published.Writer.TryWrite((from, loads)), log);
        running.Add(sampler.RunAsync(stop.Token));
    }

    private async Task<(string Connection, IReadOnlyDictionary<string, Load> Loads)> PublishedAsync() =>
        await published.Reader.ReadAsync(TestContext.Current.CancellationToken);

    private static Task<IReadOnlyList<MetricSample>> Samples(params MetricSample[] samples) => Task.FromResult<IReadOnlyList<MetricSample>>(samples);
}
