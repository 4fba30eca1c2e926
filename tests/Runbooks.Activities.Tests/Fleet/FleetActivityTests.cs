using Runbooks.Activities.Fleet;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Fleet;

public sealed class FleetActivityTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(TinyFleet.Connection)]
    public async Task Refresh_Connection_IsReadAgainAndCounted(string? connection)
    {
        using var bench = Two();
        var done = await bench.DoneAsync(new RefreshFleet(), new { connection });
        Assert.Equal([connection], bench.Fleet.Refreshed);
        Assert.Equal("""{"vms":2,"hosts":0,"stale":0}""", done.Output!.Value.GetRawText());
    }

    [Fact]
    public async Task Refresh_ConnectionStaysDown_SaysHowManyAreStale()
    {
        using var bench = Two();
        bench.Fleet.Stale = true;
        Assert.Equal(
            "2 VMs and 0 hosts. 2 of them are stale: their connection could not be read.", (await bench.DoneAsync(new RefreshFleet(), new { })).Message);
    }

    [Fact]
    public async Task Refresh_UnknownConnection_Fails()
    {
        using var bench = Two();
        Assert.Equal("connection.unknown", (await bench.FailsAsync(new RefreshFleet(), new { connection = "lib" })).Code);
    }

    [Fact]
    public async Task GetMetrics_OneUnknown_LeavesItsValueOutAndCountsIt()
    {
        using var bench = Two();
        bench.Fleet.Measure("tiny:a", 0.25);
        var done = await bench.DoneAsync(new GetMetrics(), new { targets = new[] { "a", "tiny:b" }, metric = "cpu", aggregate = "p95", window = "1h" });
        Assert.Equal(
            """{"values":[{"id":"tiny:a","name":"a","value":0.25},{"id":"tiny:b","name":"b"}],"unknown":1}""", done.Output!.Value.GetRawText());
        Assert.Equal("1 of 2 are unknown: too few samples.", done.Message);
    }

    [Theory]
    [InlineData("heat", "avg")]
    [InlineData("cpu", "median")]
    public async Task GetMetrics_UnknownMeasure_IsRefused(string metric, string aggregate)
    {
        using var bench = Two();
        Assert.Equal("input.invalid", (await bench.FailsAsync(new GetMetrics(), new { targets = "a", metric, aggregate })).Code);
    }

    private static Bench Two()
    {
        var bench = new Bench();
        bench.Add("a");
        bench.Add("b");
        return bench;
    }
}
