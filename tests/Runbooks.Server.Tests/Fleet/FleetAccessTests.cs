using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet;
using Runbooks.Server.Tests.Connections;

namespace Runbooks.Server.Tests.Fleet;

public sealed class FleetAccessTests : IAsyncDisposable
{
    private static readonly Target Web = new("scripted:web-1", "web-1", TargetKind.Vm, "a");

    private readonly FollowedFleet fleet = new();
    private readonly FleetAccess access;

    public FleetAccessTests() =>
        access = new FleetAccess(fleet.Picture, fleet.Registry, fleet.Following, fleet.Time);

    private ScriptedEndpoint A => fleet.Factory["a"];

    private ScriptedEndpoint B => fleet.Factory["b"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => fleet.DisposeAsync();

    [Fact]
    public async Task Read_OfAVm_IsFreshAndUpdatesTheFleet()
    {
        await ConnectAsync(ScriptedEndpoint.Vm("web-1"));
        A.Show(ScriptedEndpoint.Vm("web-1", PowerState.Off));

        var read = Assert.IsType<FleetVm>(await access.ReadAsync(Web, Cancellation));

        Assert.Equal(PowerState.Off, read.Vm.PowerState);
        Assert.Equal(PowerState.Off, fleet.Vm("web-1").Vm.PowerState);
    }

    [Fact]
    [Trait("Rule", "What is stale is neither changed nor taken for deleted")]
    public async Task Read_WhenTheConnectionIsDown_RaisesWhatThePlatformSaysAndKeepsTheVm()
    {
        await ConnectAsync(ScriptedEndpoint.Vm("web-1"));
        A.Fail(PlatformError.Unreachable, "no route to host");

        var error = await Assert.ThrowsAsync<PlatformException>(() => access.ReadAsync(Web, Cancellation));

        Assert.Equal(("no route to host", PlatformError.Unreachable), (error.Message, error.Error));
        await fleet.UntilAsync(() => fleet.Vm("web-1").Stale, settle: false);
    }

    [Fact]
    public async Task Read_OfAVmThatMoved_FindsItInTheOtherConnection()
    {
        await ConnectAsync(ScriptedEndpoint.Vm("web-1"));
        A.Show();
        B.Show(ScriptedEndpoint.Vm("web-1"));

        var read = await access.ReadAsync(Web, Cancellation);

        Assert.Equal("b", read?.Connection);
        Assert.Equal("b", access.ConnectionOf(Web).Id);
    }

    [Fact]
    public async Task Read_OfAVmWhoseDefinitionAMigrationLeftBehind_AsksWhereItRuns()
    {
        await ConnectAsync(ScriptedEndpoint.Vm("web-1"));
        A.Show(ScriptedEndpoint.Vm("web-1", PowerState.Off));
        B.Show(ScriptedEndpoint.Vm("web-1"));
        await fleet.RefreshAsync("b");

        var read = Assert.IsType<FleetVm>(await access.ReadAsync(Web, Cancellation));

        Assert.Equal(("b", PowerState.On), (read.Connection, read.Vm.PowerState));
    }

    [Fact]
    public async Task Read_OfAVmThatIsGoneEverywhere_IsNull()
    {
        await ConnectAsync(ScriptedEndpoint.Vm("web-1"));
        A.Show();
        Assert.Null(await access.ReadAsync(Web, Cancellation));
    }

    [Fact]
    public async Task Read_OfANativeIdThatAnotherVmHasNow_IsNull()
    {
        await ConnectAsync(ScriptedEndpoint.Vm("web-1"));
        A.Show(ScriptedEndpoint.Vm("web-1") with { Id = "scripted:another" });
        Assert.Null(await access.ReadAsync(Web, Cancellation));
    }

    [Fact]
    public async Task Read_OfAHost_IsFresh()
    {
        await ConnectAsync(ScriptedEndpoint.Vm("web-1", host: "a"));
        A.Show(ScriptedEndpoint.Vm("web-1", host: "a"), ScriptedEndpoint.Vm("web-2", host: "a"));

        var read = await access.ReadAsync(new Target("scripted:host-a", "a", TargetKind.Host, "a"), Cancellation);

        Assert.Equal(2, Assert.IsType<FleetHost>(read).Vms);
    }

    [Fact]
    public async Task Read_WhenTheConnectionWasDeleted_SaysSo()
    {
        var error = await Assert.ThrowsAsync<ActivityFailure>(() => access.ReadAsync(Web, Cancellation));
        Assert.Equal("connection.unknown", error.Code);
    }

    [Fact]
    public async Task LookAgain_AfterAChange_BringsTheFleetUpToDateSoon()
    {
        await ConnectAsync(ScriptedEndpoint.Vm("web-1"));
        A.Show(ScriptedEndpoint.Vm("web-1", PowerState.Off));
        access.LookAgain(Web);
        await fleet.UntilAsync(() => fleet.Vm("web-1").Vm.PowerState == PowerState.Off);
    }

    private async Task ConnectAsync(params VirtualMachine[] shownByA)
    {
        A.Show(shownByA);
        await fleet.ConnectAsync("a", ConnectionMode.Change);
        await fleet.ConnectAsync("b", ConnectionMode.Change);
        await fleet.UntilAsync(() => fleet.Picture.Sights.Count == 2);
    }
}
