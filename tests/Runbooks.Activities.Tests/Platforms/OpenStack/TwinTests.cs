using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.OpenStack;

/// <summary>Nova takes no token that keeps a repetition from making a second server.</summary>
public sealed class TwinTests : OpenStackTests
{
    private const string Create = "POST /compute/v2.1/servers";

    [Fact]
    public async Task Provision_ALateRequestMadeATwin_OneIsLeftAndIsTheResult()
    {
        Faults.Repeats[Create] = 1;
        var handle = await Platform.StartAsync(Provision, "key", Cancellation);
        var twins = World.Servers.Where(server => server.Name == "new-01").ToList();
        Assert.Equal(2, twins.Count);
        var made = ActivityJson.Read<Provisioned>((await Testbed.EndAsync(Platform.AwaitAsync(Provision, handle, null, Cancellation)))!.Value);
        Assert.Equal([made.NativeId], World.Servers.Where(server => server.Name == "new-01").Select(server => server.Id));
        Assert.Equal("ACTIVE", World["new-01"].Status);
    }

    [Fact]
    public async Task Provision_TwinsSeenByTwoProcesses_BothKeepTheSame()
    {
        Faults.Repeats[Create] = 1;
        var handle = await Platform.StartAsync(Provision, "key", Cancellation);
        var successor = Reconnect();
        var found = Assert.IsType<Sighting.Found>(await successor.FindAsync(Provision, "key", Cancellation));
        var (first, second) = (Platform.AwaitAsync(Provision, handle, null, Cancellation), successor.AwaitAsync(Provision, found.Handle, null, Cancellation));
        var (one, other) = (await Testbed.EndAsync(first), await Testbed.EndAsync(second));
        Assert.Equal(ActivityJson.Read<Provisioned>(one!.Value), ActivityJson.Read<Provisioned>(other!.Value));
        Assert.Single(World.Servers, server => server.Name == "new-01");
    }

    [Fact]
    public async Task Provision_AnswerIsLost_IsUnreachableThenFoundByItsKeyAndMadeOnce()
    {
        Faults.LosesAnswer[Create] = 1;
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(Provision, "key", Cancellation));
        Assert.Equal((PlatformError.Unreachable, true), (error.Error, error.Retryable));
        var successor = Reconnect();
        var found = Assert.IsType<Sighting.Found>(await successor.FindAsync(Provision, "key", Cancellation));
        await Testbed.EndAsync(successor.AwaitAsync(Provision, found.Handle, null, Cancellation));
        Assert.Equal(1, World.Effects.Count(effect => effect == ("create", "new-01")));
    }

    [Fact]
    public async Task Provision_NameIsAnothersByItsKey_IsAConflictAndTheOtherIsLeftAlone()
    {
        await OperateAsync(Provision, "key-1");
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(Provision, "key-2", Cancellation));
        Assert.Equal(PlatformError.Conflict, error.Error);
        Assert.Single(World.Servers, server => server.Name == "new-01");
    }

    [Fact]
    public async Task CreateSnapshot_AnswerIsLost_IsOneImage()
    {
        var operation = new PlatformOperation.CreateSnapshot(Testbed.Vm, "kept", Memory: false);
        Faults.LosesAnswer["createImage"] = 1;
        await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(operation, "key", Cancellation));
        var found = Assert.IsType<Sighting.Found>(await Reconnect().FindAsync(operation, "key", Cancellation));
        await Testbed.EndAsync(Platform.AwaitAsync(operation, found.Handle, null, Cancellation));
        Assert.Single(await Platform.GetSnapshotsAsync(Testbed.Vm, Cancellation));
    }

    [Fact]
    public async Task PowerOff_AnswerIsLost_IsCarriedOutOnce()
    {
        var operation = new PlatformOperation.PowerOff(Testbed.Vm);
        Faults.LosesAnswer["os-stop"] = 1;
        await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(operation, "key", Cancellation));
        await OperateAsync(operation, "key");
        Assert.Equal(1, World.Effects.Count(effect => effect == ("stop", Testbed.Vm)));
    }
}
