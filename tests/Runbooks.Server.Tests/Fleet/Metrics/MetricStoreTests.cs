using Microsoft.Data.Sqlite;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Tests.Fleet.Metrics;

public sealed class MetricStoreTests : IDisposable
{
    private readonly MetricBench bench = new();

    [Fact]
    public async Task Restart_KeepsWhatWasAppended()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(30), _ => 0.5);
        bench.Restart();
        Assert.Equal(0.5, bench.Query("now", "0s")!.Value, 1e-6);
        Assert.Equal(0.5, bench.Query("avg", "5m")!.Value, 1e-6);
        await bench.MaintainAsync();
        Assert.Equal(0.5, bench.Query("avg", "30m")!.Value, 1e-6);
    }

    [Fact]
    public async Task Append_SampleThatCameLate_IsRolledUpAgain()
    {
        await bench.RunAsync(TimeSpan.FromHours(2), _ => 0.1);
        await bench.MaintainAsync();
        await bench.AppendAsync(MetricBench.Cpu("vm", bench.Now.AddMinutes(-100).AddSeconds(1), 0.9));
        await bench.MaintainAsync();
        Assert.Equal(0.9, bench.Query("max", "2h")!.Value, 1e-6);
        Assert.Equal(480 + 1, Rows("SELECT count(*) FROM sample"));
    }

    [Theory]
    [InlineData(-48)]
    [InlineData(2)]
    public async Task Append_SampleOfAnotherTime_IsLeftOut(int hours)
    {
        await bench.AppendAsync(MetricBench.Cpu("vm", bench.Now.AddHours(hours), 0.9), MetricBench.Cpu("vm", bench.Now, 0.1));
        Assert.Equal(1, Rows("SELECT count(*) FROM sample"));
        Assert.Equal(0.1, bench.Query("avg", "15s")!.Value, 1e-6);
    }

    [Fact]
    public async Task Append_SameSampleTwice_CountsOnce()
    {
        await bench.AppendAsync(MetricBench.Cpu("vm", bench.Now, 0.4));
        await bench.AppendAsync(MetricBench.Cpu("vm", bench.Now, 0.4));
        Assert.Equal(1, Rows("SELECT count(*) FROM sample"));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(null)]
    public async Task Append_WhatIsNoMeasurement_IsUnknown(double? value)
    {
        await bench.RunAsync(TimeSpan.FromMinutes(1), _ => value);
        Assert.Null(bench.Query("now", "0s"));
        Assert.Null(bench.Query("avg", "1m"));
    }

    [Fact]
    public async Task Append_FromManyAtOnce_LosesNone()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => bench.AppendAsync(
            MetricBench.Cpu("shared", bench.Now.AddSeconds(-number), 0.5), MetricBench.Cpu($"vm-{number}", bench.Now, 0.5)))));
        Assert.Equal(40, Rows("SELECT count(*) FROM sample"));
        Assert.Equal(21, Rows("SELECT count(*) FROM object"));
        Assert.Equal(20, bench.Store.Objects.Find("shared")!.Recent.Between(0, long.MaxValue).Count);
    }

    [Fact]
    public async Task Append_AllFourMetrics_KeepsThemThroughTheRollups()
    {
        for (var round = 0; round < 200; round++)
        {
            bench.Time.Advance(MetricBench.Interval);
            await bench.AppendAsync(new MetricSample("vm", bench.Now, 0.25, 0.75, 1_000_000, 5_000_000_000));
        }

        await bench.MaintainAsync();
        bench.Restart();
        Assert.Equal(0.25, bench.Query("avg", "40m")!.Value, 1e-6);
        Assert.Equal(0.75, bench.Query("avg", "40m", metric: Metric.Memory)!.Value, 1e-6);
        Assert.Equal(1_000_000, bench.Query("avg", "40m", metric: Metric.Disk)!.Value, 1.0);
        Assert.Equal(5_000_000_000, bench.Query("avg", "40m", metric: Metric.Network)!.Value, 1000.0);
    }

    [Fact]
    public async Task Maintain_AfterTheTimes_DeletesWhatIsOld()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(10), _ => 0.5);
        await bench.MaintainAsync();
        bench.Time.Advance(Retention.Samples + TimeSpan.FromMinutes(1));
        await bench.MaintainAsync();
        Assert.Equal(0, Rows("SELECT count(*) FROM sample"));
        Assert.Equal([3, 1, 1], Enumerable.Range(0, 3).Select(resolution => Rows($"SELECT count(*) FROM rollup WHERE resolution = {resolution}")));
        bench.Time.Advance(Retention.Rollups + TimeSpan.FromDays(1));
        await bench.MaintainAsync();
        Assert.Equal(0, Rows("SELECT count(*) FROM rollup"));
        Assert.Equal(0, Rows("SELECT count(*) FROM object"));
        Assert.Null(bench.Store.Objects.Find("vm"));
    }

    [Fact]
    public async Task Maintain_ManyOldRows_DeletesThemAllInBatches()
    {
        await bench.AppendAsync([.. Enumerable.Range(0, 12_000).Select(number => MetricBench.Cpu($"vm-{number}", bench.Now, 0.5))]);
        bench.Time.Advance(Retention.Samples + TimeSpan.FromMinutes(2));
        await bench.MaintainAsync();
        Assert.Equal(0, Rows("SELECT count(*) FROM sample"));
        Assert.Equal(12_000, Rows("SELECT count(*) FROM rollup WHERE resolution = 2"));
    }

    [Fact]
    public async Task Import_OfAKnownObject_LeavesItsIntervalAlone()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(3), _ => 0.5);
        await bench.ImportAsync(TimeSpan.FromMinutes(5), [MetricBench.Cpu("vm", bench.Now.AddDays(-1), 0.5)]);
        Assert.Equal(MetricBench.Interval, bench.Store.Objects.Find("vm")!.Interval);
        Assert.Null(bench.Query("avg", "5m"));
    }

    [Fact]
    public void Open_FileOfANewerVersion_IsRefused()
    {
        using var folder = new TemporaryDirectory();
        var path = Path.Combine(folder.Path, "metrics.db");
        new MetricDatabase(path).Dispose();
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            connection.Open();
            connection.Execute("PRAGMA user_version = 99");
        }

        Assert.Contains("newer version", Assert.Throws<InvalidOperationException>(() => new MetricDatabase(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => bench.Dispose();

    private long Rows(string sql)
    {
        using var connection = bench.Store.Database.Read();
        return connection.Scalar(sql)!.Value;
    }
}
