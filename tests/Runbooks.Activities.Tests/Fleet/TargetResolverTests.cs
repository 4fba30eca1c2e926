using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using static Runbooks.Activities.Tests.Selectors.Subjects;

namespace Runbooks.Activities.Tests.Fleet;

public sealed class TargetResolverTests
{
    private static readonly FixedFleet Fleet = new(
        [
            Vm("web-02", id: "t:2", tags: [("env", "prod")]),
            Vm("web-01", id: "t:1", tags: [("env", "prod")]),
            Vm("db", id: "t:3", cluster: "green"),
            Vm("db", id: "t:4", cluster: "green", connection: "other"),
            Vm("lone", id: "t:5", cluster: null, connection: "other"),
            Vm("stale", id: "t:6"),
        ],
        [Host("esx-1"), Host("esx-2"), Host("esx-3", cluster: "green")]);

    [Theory]
    [InlineData("""["t:1", "lone"]""", "t:5 t:1")]
    [InlineData("""[{ "id": "t:2", "name": "web-02", "powerState": "on" }, { "id": "t:1" }]""", "t:1 t:2")]
    [InlineData("""["web-01", "t:1", { "id": "t:1" }]""", "t:1")]
    [InlineData("""{ "id": "t:5" }""", "t:5")]
    [InlineData("\"web-01\"", "t:1")]
    [InlineData("\"t:3\"", "t:3")]
    [InlineData("\"tags.env == 'prod'\"", "t:1 t:2")]
    [InlineData("\"stale\"", "")]
    [InlineData("""["stale"]""", "t:6")]
    [InlineData("[]", "")]
    public async Task Resolve_AnyForm_GivesTargetsByName(string targets, string ids) =>
        Assert.Equal(ids, string.Join(' ', (await ResolveAsync(targets)).Targets.Select(target => target.Id)));

    [Theory]
    [InlineData("\"name.startsWith('') \"", "t:4 t:5")]
    [InlineData("""["db"]""", "t:4")]
    [InlineData("""[{ "id": "t:1" }, "t:2", "t:5"]""", "t:5")]
    public async Task Resolve_WithConnection_LeavesOutTheOthers(string targets, string ids) =>
        Assert.Equal(ids, string.Join(' ', (await ResolveAsync(targets, "other")).Targets.Select(target => target.Id)));

    [Theory]
    [InlineData("""["nobody"]""", "target.unknown", "'nobody'")]
    [InlineData("\"nobody\"", "target.unknown", "'nobody'")]
    [InlineData("""[{ "id": "t:9", "name": "gone" }]""", "target.unknown", "gone (t:9)")]
    [InlineData("""["db"]""", "target.ambiguous", "t:3 on 'lab'; t:4 on 'other'")]
    [InlineData("\"db\"", "target.ambiguous", "t:3 on 'lab'; t:4 on 'other'")]
    [InlineData("\"tags.env = 'prod'\"", "selector.invalid", "compare with '=='")]
    [InlineData("\"tags.env == inputs.env\"", "selector.invalid", "uses inputs (env)")]
    [InlineData("5", "input.invalid", "5 is none")]
    [InlineData("null", "input.invalid", "nothing")]
    [InlineData("""[{ "name": "web-01" }]""", "input.invalid", "without an id")]
    [InlineData("""[["t:1"]]""", "input.invalid", "a list in a list")]
    public async Task Resolve_WhatIsNotThere_SaysWhat(string targets, string code, string says)
    {
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => ResolveAsync(targets));
        Assert.Equal(code, failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_NameOfOtherConnection_IsUnknown() =>
        Assert.Contains("on the connection 'other'", (await Assert.ThrowsAsync<ActivityFailure>(() => ResolveAsync("""["web-01"]""", "other"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Resolve_Selector_KeepsItWithTheTargets()
    {
        var selection = await ResolveAsync("\"tags['env']=='prod' && cpu.now<0.5 || name == 'web-01'\"");
        var target = Assert.Single(selection.Targets);
        Assert.Equal(new Target("t:1", "web-01", TargetKind.Vm, "lab", "blue", "tags.env == 'prod' && cpu.now < 0.5 || name == 'web-01'"), target);
        Assert.Equal(6, selection.Considered!.Value.GetProperty("looked").GetInt32());
        Assert.Equal(1, selection.Considered.Value.GetProperty("unknown").GetInt32());
    }

    [Fact]
    public async Task Resolve_ObjectWithWhere_KeepsIt() =>
        Assert.Equal("stale", Assert.Single((await ResolveAsync("""[{ "id": "t:1", "where": "stale" }]""")).Targets).Where);

    [Fact]
    public async Task Resolve_Always_GivesSizesOfTheClustersOfTheTargets()
    {
        Assert.Equal(new Dictionary<string, int> { ["blue"] = 3 }, (await ResolveAsync("""["web-01", "lone"]""")).ClusterSizes);
        Assert.Equal(new Dictionary<string, int> { ["green"] = 1 }, (await ResolveAsync("""["esx-3"]""", kind: TargetKind.Host)).ClusterSizes);
    }

    [Fact]
    public async Task Resolve_Hosts_LooksAmongHosts()
    {
        Assert.Equal(TargetKind.Host, Assert.Single((await ResolveAsync("\"cluster == 'green' && state == 'up'\"", kind: TargetKind.Host)).Targets).Kind);
        Assert.Contains("no host 'db'", (await Assert.ThrowsAsync<ActivityFailure>(() => ResolveAsync("""["db"]""", kind: TargetKind.Host))).Message, StringComparison.Ordinal);
    }

    private static async Task<TargetSelection> ResolveAsync(string targets, string? connection = null, TargetKind kind = TargetKind.Vm) =>
        await TargetResolver.ResolveAsync(
            new TargetsInput { Targets = JsonDocument.Parse(targets).RootElement, Connection = connection }, kind, Fleet);

    private sealed class FixedFleet(FleetVm[] vms, FleetHost[] hosts) : IFleet
    {
        public IReadOnlyCollection<FleetVm> Vms => vms;

        public IReadOnlyCollection<FleetHost> Hosts => hosts;

        public IReadOnlyCollection<FleetConnection> Connections => [];

        public IMetricHistory Metrics => NoMetrics;

        public FleetVm? FindVm(string id) => Array.Find(vms, vm => vm.Id == id);

        public FleetHost? FindHost(string id) => Array.Find(hosts, host => host.Id == id);

        public Task RefreshAsync(string? connection, CancellationToken cancellation) => Task.CompletedTask;
    }
}
