using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;
using Runbooks.Activities.Tests.Selectors;

namespace Runbooks.Activities.Tests.Fleet;

public sealed class FindTests
{
    [Fact]
    public async Task FindVms_Matches_GiveObjectsThatLaterStepsCanTake()
    {
        using var bench = Three();
        var done = await bench.DoneAsync(new FindVms(), new { where = "tags.env=='test'&&cpu.now<0.2" });
        Assert.Equal(("found", "1 VM matches. 1 is unknown: too few samples."), (done.Outcome, done.Message));
        var output = done.Output!.Value;
        Assert.Equal((1, 1, 1), (Number(output, "count"), Number(output, "matched"), Number(output, "unknown")));
        var vm = Assert.Single(output.GetProperty("vms").EnumerateArray());
        var expected = JsonElement.Parse(
            """
            { "id": "tiny:a", "name": "a", "connection": "lab", "platform": "tiny", "nativeId": "a", "cluster": "blue", "host": "host-1",
              "powerState": "on", "cpus": 2, "memoryBytes": 4294967296, "cpuUsage": 0.1, "tags": { "env": "test" }, "ipAddresses": ["10.0.0.5"],
              "os": "linux", "lastSeenAt": "2026-03-01T12:00:00+00:00", "stale": false, "where": "tags.env == 'test' && cpu.now < 0.2" }
            """);
        Assert.True(JsonElement.DeepEquals(expected, vm), vm.GetRawText());

        var selection = await bench.SelectAsync(new Activities.Compute.PowerOff(), new { targets = output.GetProperty("vms") });
        Assert.Equal("tags.env == 'test' && cpu.now < 0.2", Assert.Single(selection.Targets).Where);
    }

    [Fact]
    public async Task FindVms_NothingMatches_IsNone()
    {
        using var bench = Three();
        var done = await bench.DoneAsync(new FindVms(), new { where = "name == 'nobody'" });
        Assert.Equal("none", done.Outcome);
        Assert.Equal(0, Number(done.Output!.Value, "count"));
    }

    [Fact]
    public async Task FindVms_WithLimit_TakesTheFirstByNameAndSaysHowManyMatched()
    {
        using var bench = Three();
        var done = await bench.DoneAsync(new FindVms(), new { limit = 2 });
        Assert.Equal("3 VMs match. The first 2 were taken.", done.Message);
        Assert.Equal(["a", "b"], Names(done.Output!.Value, "vms"));
        Assert.Equal(3, Number(done.Output!.Value, "matched"));
    }

    [Theory]
    [InlineData(TinyFleet.Connection, 3)]
    [InlineData("other", 0)]
    public async Task FindVms_WithConnection_LeavesOutTheOthers(string connection, int count)
    {
        using var bench = Three();
        Assert.Equal(count, Number((await bench.DoneAsync(new FindVms(), new { connection })).Output!.Value, "count"));
    }

    [Fact]
    public void Find_SeenThroughTwoConnections_IsFoundOnceThroughTheOneThatIsUp()
    {
        FleetVm[] seen = [Subjects.Vm(id: "t:1", connection: "down", stale: true), Subjects.Vm(id: "t:1", connection: "up")];
        var found = FleetSearch.Find(seen, "powerState == 'on'", connection: null, limit: null, Subjects.NoMetrics);
        Assert.Equal("up", Assert.Single(found.Objects).Connection);
        Assert.Equal(1, found.Matched);
    }

    [Fact]
    public async Task FindVms_MoreThanARunHolds_IsAnErrorUnlessLimited()
    {
        using var bench = new Bench();
        for (var i = 0; i <= FleetSearch.Most; i++) bench.Add($"vm-{i:00000}");
        var failure = await bench.FailsAsync(new FindVms(), new { });
        Assert.Equal("find.too-many", failure.Code);
        Assert.Contains("10001 objects match", failure.Message, StringComparison.Ordinal);
        Assert.Equal(FleetSearch.Most, Number((await bench.DoneAsync(new FindVms(), new { limit = FleetSearch.Most })).Output!.Value, "count"));
    }

    [Theory]
    [InlineData("name = 'a'", "selector.invalid")]
    [InlineData("name == inputs.name", "selector.invalid")]
    [InlineData("state == 'up'", "selector.invalid")]
    public async Task FindVms_NoCondition_SaysWhatIsWrong(string where, string code)
    {
        using var bench = Three();
        var failure = await bench.FailsAsync(new FindVms(), new { where });
        Assert.Equal(code, failure.Code);
        Assert.Contains($"Next: correct `{where}`", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindVms_LimitOutOfRange_IsRefused()
    {
        using var bench = Three();
        Assert.Equal("input.invalid", (await bench.FailsAsync(new FindVms(), new { limit = 0 })).Code);
    }

    [Fact]
    public async Task FindHosts_Matches_GiveHosts()
    {
        using var bench = Three();
        foreach (var (name, cpu) in new[] { ("h1", 0.9), ("h2", 0.1) })
        {
            bench.Fleet.KnownHosts.Add(new FleetHost(
                new Host($"tiny:{name}", name, name, "blue", HostState.Up, 32, 1L << 38), 7, TinyFleet.Connection, "tiny", bench.Time.Start, false, null));
            bench.Fleet.Measure($"tiny:{name}", cpu);
        }

        var done = await bench.DoneAsync(new FindHosts(), new { where = "cpu.avg('5m') > 0.8" });
        Assert.Equal("found", done.Outcome);
        Assert.Equal(["h1"], Names(done.Output!.Value, "hosts"));
        Assert.Equal(7, Number(done.Output!.Value.GetProperty("hosts")[0], "vms"));
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static IEnumerable<string?> Names(JsonElement output, string list) =>
        output.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("name").GetString());

    // a is idle, b is busy, c is not measured.
    private static Bench Three()
    {
        var bench = new Bench();
        foreach (var name in new[] { "c", "a", "b" }) bench.Add(name, PowerState.On, ("env", "test"));
        bench.Fleet.Measure("tiny:a", 0.1);
        bench.Fleet.Measure("tiny:b", 0.9);
        return bench;
    }
}
