using Runbooks.Activities;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;
using Runbooks.Server.Tests.Connections;

namespace Runbooks.Server.Tests.Fleet.Following;

public sealed class FleetFollowingTests : IAsyncDisposable
{
    private readonly FollowedFleet fleet = new();

    private ScriptedEndpoint A => fleet.Factory["a"];

    private ScriptedEndpoint B => fleet.Factory["b"];

    public ValueTask DisposeAsync() => fleet.DisposeAsync();

    [Fact]
    public async Task Connect_WithAnEndpointThatAnswers_ShowsItsObjects()
    {
        A.Show(ScriptedEndpoint.Vm("web-1", host: "a"), ScriptedEndpoint.Vm("web-2", PowerState.Off, "a"));
        var connection = await fleet.ConnectAsync("a");
        await fleet.UntilAsync(() => fleet.View.Vms.Count == 2);

        Assert.Equal(ConnectionState.Ok, connection.Status.State);
        Assert.Equal(["web-1", "web-2"], fleet.View.Vms.Select(vm => vm.Name));
        Assert.Equal(("a", "scripted", false), (fleet.Vm("web-1").Connection, fleet.Vm("web-1").Platform, fleet.Vm("web-1").Stale));
        Assert.Equal(2, fleet.View.FindHost("scripted:host-a")!.Vms);
    }

    [Fact]
    public async Task Read_ThatFails_LeavesEverythingAndMarksItStaleWithItsAge()
    {
        A.Show(ScriptedEndpoint.Vm("web-1"));
        var connection = await fleet.ConnectAsync("a");
        await fleet.UntilAsync(() => fleet.View.Vms.Count == 1, settle: false);
        var seenAt = fleet.Vm("web-1").LastSeenAt;
        A.Fail(PlatformError.Unreachable, "no route to host");
        fleet.Time.Advance(TimeSpan.FromSeconds(5));

        await fleet.RefreshFailsAsync("a");

        Assert.True(fleet.Vm("web-1").Stale);
        Assert.Equal(seenAt, fleet.Vm("web-1").LastSeenAt);
        Assert.True(fleet.View.FindHost("scripted:host-a")!.Stale);
        Assert.Equal((ConnectionState.Down, "no route to host"), (connection.Status.State, connection.Status.Error!.Message));
        Assert.Equal(fleet.Time.GetUtcNow(), connection.Status.Since);
    }

    [Fact]
    public async Task Read_ThatSucceedsWithoutAVm_RemovesIt()
    {
        A.Show(ScriptedEndpoint.Vm("web-1"), ScriptedEndpoint.Vm("web-2"));
        await fleet.ConnectAsync("a");
        await fleet.UntilAsync(() => fleet.View.Vms.Count == 2);
        A.Show(ScriptedEndpoint.Vm("web-2"));

        await fleet.RefreshAsync("a");

        Assert.Equal("web-2", Assert.Single(fleet.View.Vms).Name);
    }

    [Theory]
    [InlineData(PlatformError.Unreachable, 4)]
    [InlineData(PlatformError.Unauthorised, 80)]
    public async Task Down_WhenTheEndpointIsBack_HealsByItself(PlatformError error, int withinSeconds)
    {
        A.Show(ScriptedEndpoint.Vm("web-1"));
        var connection = await fleet.ConnectAsync("a");
        A.Fail(error, "broken");
        await fleet.RefreshFailsAsync("a");
        A.Mend();
        var mended = fleet.Time.GetUtcNow();

        await fleet.UntilAsync(() => connection.Status.State == ConnectionState.Ok && !fleet.Vm("web-1").Stale, step: 1);

        Assert.True(fleet.Time.GetUtcNow() - mended <= TimeSpan.FromSeconds(withinSeconds));
    }

    [Fact]
    public async Task Hang_OfOneConnection_HoldsUpNoOther()
    {
        A.Show(ScriptedEndpoint.Vm("web-1"));
        B.Show(ScriptedEndpoint.Vm("db-1"));
        await fleet.ConnectAsync("a");
        await fleet.ConnectAsync("b");
        await fleet.UntilAsync(() => fleet.View.Vms.Count == 2);
        var hang = A.Hang();
        var hanging = fleet.View.RefreshAsync("a", TestContext.Current.CancellationToken);
        B.Show(ScriptedEndpoint.Vm("db-1"), ScriptedEndpoint.Vm("db-2"));

        await fleet.RefreshAsync("b");
        Assert.False(hanging.IsCompleted);
        Assert.Equal(3, fleet.View.Vms.Count);
        await fleet.UntilAsync(() => hanging.IsCompleted, step: 1);

        var error = await Assert.ThrowsAsync<PlatformException>(() => hanging);
        Assert.Equal(PlatformError.Timeout, error.Error);
        Assert.True(fleet.Vm("web-1").Stale);
        Assert.False(fleet.Vm("db-1").Stale);
        hang.SetResult();
    }

    [Fact]
    public async Task Vm_SeenByTwoConnections_StaysThroughWhicheverSeesIt()
    {
        A.Show(ScriptedEndpoint.Vm("web-1", host: "a"));
        B.Show(ScriptedEndpoint.Vm("web-1", host: "a"));
        await fleet.ConnectAsync("a");
        await fleet.ConnectAsync("b");
        await fleet.UntilAsync(() => fleet.Picture.Sights.Count == 2);
        Assert.Equal("a", Assert.Single(fleet.View.Vms).Connection);
        A.Fail(PlatformError.Unreachable, "gone");

        await fleet.RefreshFailsAsync("a");

        Assert.Equal(("b", false), (Assert.Single(fleet.View.Vms).Connection, fleet.Vm("web-1").Stale));
    }

    [Fact]
    public async Task Vm_ThatMigratedLive_AppearsInTheOtherConnectionWithoutWaitingForTheInterval()
    {
        A.Show(ScriptedEndpoint.Vm("web-1", host: "a"), ScriptedEndpoint.Vm("web-2", host: "a"));
        await fleet.ConnectAsync("a");
        await fleet.ConnectAsync("b");
        await fleet.UntilAsync(() => fleet.Picture.Sights.Count == 2 && fleet.View.Vms.Count == 2);
        var before = fleet.Time.GetUtcNow();
        A.Show(ScriptedEndpoint.Vm("web-2", host: "a"));
        B.Show(ScriptedEndpoint.Vm("web-1", host: "b"));

        await fleet.RefreshAsync("a");
        await fleet.UntilAsync(() => fleet.View.FindVm("scripted:web-1")?.Connection == "b");

        Assert.True(fleet.Time.GetUtcNow() - before < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Event_OfOneVm_ReadsThatVmAlone()
    {
        fleet.Factory["a"].Capabilities.Add(Capability.Events);
        A.Show(ScriptedEndpoint.Vm("web-1"));
        await fleet.ConnectAsync("a");
        await fleet.UntilAsync(() => A.Watchers == 1);
        A.Show(ScriptedEndpoint.Vm("web-1", PowerState.Off), ScriptedEndpoint.Vm("unreported"));
        A.Report("web-1");

        await fleet.UntilAsync(() => fleet.Vm("web-1").Vm.PowerState == PowerState.Off);

        Assert.Null(fleet.View.FindVm("scripted:unreported"));
    }

    [Fact]
    public async Task Watch_ThatBreaks_IsReadOverAndBegunAgain()
    {
        A.Capabilities.Add(Capability.Events);
        A.Show(ScriptedEndpoint.Vm("web-1"));
        await fleet.ConnectAsync("a");
        await fleet.UntilAsync(() => A.Watchers == 1);
        A.Show(ScriptedEndpoint.Vm("web-1"), ScriptedEndpoint.Vm("web-2"));
        A.BreakWatches(new PlatformException(PlatformError.Unreachable, "reset by peer"));

        await fleet.UntilAsync(() => fleet.View.Vms.Count == 2 && A.Watchers == 1);
    }

    [Fact]
    public async Task Refresh_OfAll_DoesNotWaitForWhatIsDown()
    {
        await fleet.ConnectAsync("a");
        await fleet.ConnectAsync("b");
        await fleet.UntilAsync(() => fleet.Picture.Sights.Count == 2);
        A.Fail(PlatformError.Unreachable, "gone");
        await fleet.RefreshFailsAsync("a");
        var hang = A.Hang();
        B.Show(ScriptedEndpoint.Vm("db-1"));

        await fleet.RefreshAsync();

        Assert.Equal("db-1", Assert.Single(fleet.View.Vms).Name);
        hang.SetResult();
    }

    [Fact]
    public async Task Refresh_OfAnUnknownConnection_SaysSo()
    {
        var error = await Assert.ThrowsAsync<ActivityFailure>(() => fleet.RefreshAsync("nowhere"));
        Assert.Equal("connection.unknown", error.Code);
    }

    [Fact]
    public async Task Remove_OfAConnection_TakesItsObjectsAway()
    {
        A.Show(ScriptedEndpoint.Vm("web-1"));
        await fleet.ConnectAsync("a");
        await fleet.UntilAsync(() => fleet.View.Vms.Count == 1);

        fleet.Registry.Remove("a");

        await fleet.UntilAsync(() => fleet.View.Vms.Count == 0);
        Assert.Empty(fleet.View.Hosts);
    }

    [Fact]
    public async Task OtherSettings_ShowTheOtherEndpointAndDisposeTheFirst()
    {
        A.Show(ScriptedEndpoint.Vm("web-1"));
        B.Show(ScriptedEndpoint.Vm("db-1"));
        await fleet.ConnectAsync("a");
        await fleet.UntilAsync(() => fleet.View.Vms.Count == 1);

        fleet.Registry.Put(FollowedFleet.Define("a", endpoint: "b"));

        await fleet.UntilAsync(() => fleet.View.FindVm("scripted:db-1") is not null);
        Assert.Null(fleet.View.FindVm("scripted:web-1"));
        Assert.Equal(1, A.Disposed);
    }
}
