using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Tests.Fleet.Metrics;

/// <summary>A store in a folder of its own, on a clock that the test moves.</summary>
internal sealed class MetricBench : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly TemporaryDirectory folder = new();

    public MetricBench()
    {
        Store = new MetricStore(Path, Time);
        History = new MetricHistory(Store);
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public MetricStore Store { get; private set; }

    public MetricHistory History { get; private set; }

    public DateTimeOffset Now => Time.GetUtcNow();

    private string Path => System.IO.Path.Combine(folder.Path, "metrics.db");

    /// <summary>As after the process ended and began again.</summary>
    public void Restart()
    {
        Store.Dispose();
        Store = new MetricStore(Path, Time);
        History = new MetricHistory(Store);
    }

    public Task MaintainAsync() => Store.MaintainAsync(TestContext.Current.CancellationToken);

    public Task AppendAsync(params MetricSample[] samples) => AppendAsync(Interval, samples);

    public Task AppendAsync(TimeSpan interval, params MetricSample[] samples) =>
        Store.AppendAsync(samples, interval, TestContext.Current.CancellationToken);

    public Task ImportAsync(TimeSpan interval, IEnumerable<MetricSample> samples) =>
        Store.ImportAsync([.. samples], interval, TestContext.Current.CancellationToken);

    /// <summary>Samples an object at each interval until the time has passed.</summary>
    public async Task RunAsync(TimeSpan time, Func<DateTimeOffset, double?> cpu, string id = "vm")
    {
        for (var end = Now + time; Now < end;)
        {
            Time.Advance(Interval);
            await AppendAsync(Cpu(id, Now, cpu(Now)));
        }
    }

    public double? Query(string aggregate, string window, string id = "vm", Metric metric = Metric.Cpu) => History.Query(
        id, metric,
        aggregate switch { "avg" => Aggregate.Average, "max" => Aggregate.Maximum, "p95" => Aggregate.P95, _ => Aggregate.Now },
        Activities.Duration.Parse(window));

    public static MetricSample Cpu(string id, DateTimeOffset at, double? cpu) => new(id, at, cpu, null, null, null);

    public void Dispose()
    {
        Store.Dispose();
        folder.Dispose();
    }
}
