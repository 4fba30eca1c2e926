using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Tests.Connections;
using Host = Runbooks.Activities.Platforms.Host;

namespace Runbooks.Server.Tests.Fleet.Picture;

public sealed class FleetMergeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>How two connections see one VM, and to which it belongs then. <c>elsewhere</c>: on a host that the other does not see.</summary>
    [Theory]
    [InlineData("a on", "b on", "a")]
    [InlineData("a off", "b on", "b")]
    [InlineData("a off", "b off", "a")]
    [InlineData("a stale on", "b on", "b")]
    [InlineData("a stale off", "b off", "b")]
    [InlineData("a stale on", "b off", "b")]
    [InlineData("a stale on elsewhere", "b off", "a")]
    [InlineData("a stale on elsewhere", "b on", "b")]
    [InlineData("a stale off elsewhere", "b off", "b")]
    [InlineData("a off", "b suspended", "b")]
    public void Merge_OfTwoSightsOfOneVm_GivesItToTheOneWithTheStrongerClaim(string first, string second, string home)
    {
        var merged = FleetMerge.Merge([Sight(first), Sight(second)], _ => null);
        Assert.Equal(home, Assert.Single(merged.Vms).Connection);
    }

    [Fact]
    public void Merge_OfAVmThatIsOffInBoth_GivesItToWhereItRanLast()
    {
        var source = Sight("a on").After("vm", ScriptedEndpoint.Vm("vm", PowerState.Off), Now.AddMinutes(1));
        var destination = Sight("b off")
            .After("vm", ScriptedEndpoint.Vm("vm"), Now.AddMinutes(1))
            .After("vm", ScriptedEndpoint.Vm("vm", PowerState.Off), Now.AddMinutes(9));

        Assert.Equal("b", Assert.Single(FleetMerge.Merge([source, destination], _ => null).Vms).Connection);
    }

    [Fact]
    public void Merge_OfTwoHostsWithOneName_CountsTheVmsOfEach()
    {
        var sights = new[] { Hosting("a", "vm-1", "vm-2"), Hosting("b", "vm-3") };
        var merged = FleetMerge.Merge(sights, _ => null);
        Assert.Equal([2, 1], merged.Hosts.OrderBy(host => host.Connection).Select(host => host.Vms));
    }

    [Fact]
    public void After_AnInventoryWithOneIdTwice_KeepsOne()
    {
        var twice = ScriptedEndpoint.Vm("vm");
        var sight = ConnectionSight.Empty("a", "scripted", Now).After(new Inventory([twice, twice], [], []), Now);
        Assert.Single(FleetMerge.Merge([sight.After(new Inventory([twice, twice], [], []), Now)], _ => null).Vms);
    }

    private static ConnectionSight Hosting(string connection, params string[] vms) =>
        ConnectionSight.Empty(connection, "scripted", Now).After(
            new Inventory(
                [.. vms.Select(name => ScriptedEndpoint.Vm(name, host: "localhost"))],
                [new Host($"scripted:{connection}", "localhost", "localhost", null, HostState.Up, 8, 1)],
                []),
            Now);

    private static ConnectionSight Sight(string told)
    {
        var words = told.Split(' ');
        var state = words.Contains("on") ? PowerState.On : words.Contains("suspended") ? PowerState.Suspended : PowerState.Off;
        var host = words.Contains("elsewhere") ? "far" : "near";
        var read = new Inventory(
            [ScriptedEndpoint.Vm("vm", state, host)],
            [new Host($"scripted:{host}", host, host, null, HostState.Up, 8, 1)],
            []);
        return ConnectionSight.Empty(words[0], "scripted", Now).After(read, Now) with { Stale = words.Contains("stale") };
    }
}
