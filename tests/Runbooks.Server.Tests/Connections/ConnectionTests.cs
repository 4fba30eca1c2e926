using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Runbooks.Activities;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;
using Runbooks.Server.Tests.Fleet;

namespace Runbooks.Server.Tests.Connections;

public sealed class ConnectionTests
{
    private readonly ScriptedFactory factory = new();
    private readonly ConnectionRegistry registry;

    public ConnectionTests() =>
        registry = new ConnectionRegistry(new PlatformFactories([factory]), Options.Create(FollowedFleet.Options), TimeProvider.System, NullLogger<ConnectionRegistry>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_InObserveMode_IsRefusedAndNeverReachesThePlatform()
    {
        var connection = registry.Put(FollowedFleet.Define("a"));

        var error = await Assert.ThrowsAsync<PlatformException>(
            () => connection.Live.StartAsync(new PlatformOperation.PowerOn("web-1"), "key", Cancellation));
        await Assert.ThrowsAsync<PlatformException>(() => connection.Live.CancelAsync("task-1", Cancellation));

        Assert.Equal(PlatformError.Forbidden, error.Error);
        Assert.Equal(0, factory["a"].Started);
    }

    [Fact]
    public async Task Mode_WhenItChanges_CountsAtOnceAndLeavesThePlatformObject()
    {
        var connection = registry.Put(FollowedFleet.Define("a", ConnectionMode.Change));
        using var use = connection.Use();
        await connection.Live.StartAsync(new PlatformOperation.PowerOn("web-1"), "key", Cancellation);

        registry.Put(FollowedFleet.Define("a", ConnectionMode.Observe));

        Assert.False(use.Retired.IsCancellationRequested);
        Assert.Equal(1, factory["a"].Objects);
        await Assert.ThrowsAsync<PlatformException>(
            () => connection.Live.StartAsync(new PlatformOperation.PowerOn("web-1"), "key", Cancellation));
        Assert.Equal(1, factory["a"].Started);
    }

    [Fact]
    public void OtherSettings_WhileThePlatformIsUsed_DisposeItOnlyWhenTheLastUseIsOver()
    {
        var connection = registry.Put(FollowedFleet.Define("a"));
        var first = connection.Use();
        var second = connection.Use();

        registry.Put(FollowedFleet.Define("a", endpoint: "b"));
        first.Dispose();
        first.Dispose();

        Assert.True(second.Retired.IsCancellationRequested);
        Assert.Equal(0, factory["a"].Disposed);
        second.Dispose();
        Assert.Equal(1, factory["a"].Disposed);
        using var now = connection.Use();
        Assert.False(now.Retired.IsCancellationRequested);
    }

    [Fact]
    public async Task OtherSettings_DuringACall_EndItAndLeaveTheStatusAlone()
    {
        var connection = registry.Put(FollowedFleet.Define("a"));
        var hang = factory["a"].Hang();
        var call = connection.ProbeAsync(Cancellation);

        registry.Put(FollowedFleet.Define("a", endpoint: "b"));

        var error = await Assert.ThrowsAsync<PlatformException>(() => call);
        Assert.Equal(PlatformError.Interrupted, error.Error);
        Assert.Equal(ConnectionState.NeverConnected, connection.Status.State);
        hang.SetResult();
    }

    [Theory]
    [InlineData(PlatformError.Unreachable, ConnectionState.Down)]
    [InlineData(PlatformError.Unauthorised, ConnectionState.Down)]
    [InlineData(PlatformError.NotFound, ConnectionState.Ok)]
    [InlineData(PlatformError.Busy, ConnectionState.Ok)]
    public async Task Call_ThatFails_MarksTheConnectionOnlyWhereTheEndpointIsNotThere(PlatformError error, ConnectionState state)
    {
        var connection = registry.Put(FollowedFleet.Define("a"));
        await connection.ProbeAsync(Cancellation);
        factory["a"].Fail(error, "said");

        await Assert.ThrowsAsync<PlatformException>(
            () => connection.Live.GetVirtualMachineAsync("web-1", Cancellation));

        Assert.Equal(state, connection.Status.State);
    }

    [Fact]
    public async Task Call_IntoABugOfTheAdapter_EndsAsPlatformException()
    {
        var connection = registry.Put(FollowedFleet.Define("a"));
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => connection.CallAsync<int>((_, _) => throw new InvalidOperationException("index"), Cancellation));
        Assert.Equal(PlatformError.Invalid, error.Error);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public async Task Call_CancelledByTheCaller_IsNoErrorOfThePlatform()
    {
        var connection = registry.Put(FollowedFleet.Define("a"));
        var hang = factory["a"].Hang();
        using var stop = new CancellationTokenSource();
        var call = connection.ProbeAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(ConnectionState.NeverConnected, connection.Status.State);
        hang.SetResult();
    }

    [Fact]
    public void Use_OfADeletedConnection_SaysSo()
    {
        var connection = registry.Put(FollowedFleet.Define("a"));
        registry.Remove("a");
        Assert.Equal("connection.unknown", Assert.Throws<ActivityFailure>(connection.Use).Code);
    }

    [Fact]
    public async Task Settings_ThatThePlatformRefuses_ShowTheConnectionAsDown()
    {
        var connection = registry.Put(FollowedFleet.Define("a") with { Platform = "unheard-of" });
        var error = await Assert.ThrowsAsync<PlatformException>(() => connection.ProbeAsync(Cancellation));
        Assert.Contains("unheard-of", error.Message, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Down, connection.Status.State);
    }
}
