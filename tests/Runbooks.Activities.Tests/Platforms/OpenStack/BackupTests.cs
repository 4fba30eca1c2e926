using System.Collections.Immutable;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.OpenStack;

/// <summary>Images as copies, for what only OpenStack does.</summary>
public sealed class BackupTests : OpenStackTests
{
    private static readonly BackupOrder Order = new("b-1", BackupKind.Full, null, null);

    private PlatformOperation.BackUp BackUp => new(Testbed.Vm, Order);

    [Fact]
    public async Task Restore_WhileItStarts_HasNoNetwork()
    {
        await OperateAsync(BackUp);
        var restore = Restore("front");
        var handle = await Platform.StartAsync(restore, "key-2", Cancellation);
        Testbed.Clock.Advance(TimeSpan.FromSeconds(7));
        var starting = (await Platform.GetVirtualMachineAsync(World["copy"].Id, Cancellation))!;
        Assert.Equal((PowerState.On, true), (starting.PowerState, starting.Cards is { IsEmpty: true }));
        await Testbed.EndAsync(Reconnect().AwaitAsync(restore, handle, null, Cancellation));
        Assert.Equal(("SHUTOFF", "front"), (World["copy"].Status, World["copy"].Network));
        Assert.Single(World["copy"].Addresses);
        Assert.DoesNotContain("runbooks-restoring", World["copy"].Metadata.Keys);
    }

    [Fact]
    [Trait("Rule", "Isolation is proved before power-on")]
    public async Task Isolation_RestoredWithoutNetwork_IsProvedByNova()
    {
        await OperateAsync(BackUp);
        await OperateAsync(Restore(null), "key-2");
        Assert.Null(await ObjectionAsync());
        World["copy"].Addresses.Add("10.0.0.9");
        Assert.Contains("which is not isolated", await ObjectionAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_PoweredOnSinceAndAwaitedAgain_IsLeftOn()
    {
        await OperateAsync(BackUp);
        var handle = await Platform.StartAsync(Restore(null), "key-2", Cancellation);
        await Testbed.EndAsync(Platform.AwaitAsync(Restore(null), handle, null, Cancellation));
        await OperateAsync(new PlatformOperation.PowerOn(World["copy"].Id), "key-3");
        await Testbed.EndAsync(Reconnect().AwaitAsync(Restore(null), handle, null, Cancellation));
        Assert.Equal("ACTIVE", World["copy"].Status);
    }

    [Fact]
    public async Task Restore_ALateRequestMadeATwin_OneIsLeft()
    {
        await OperateAsync(BackUp);
        Faults.Repeats["POST /compute/v2.1/servers"] = 1;
        await OperateAsync(Restore(null), "key-2");
        Assert.Equal("SHUTOFF", Assert.Single(World.Servers, server => server.Name == "copy").Status);
    }

    [Fact]
    public async Task BackUp_AnswerIsLost_IsOneCopy()
    {
        Faults.LosesAnswer["createImage"] = 1;
        await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(BackUp, "key", Cancellation));
        await OperateAsync(BackUp, "key");
        Assert.Single((await Testbed.ListBackupsAsync())!);
    }

    [Fact]
    public async Task BackUp_ServerWithVolumes_IsUnsupportedAndMakesNone()
    {
        World["web-01"].Volumes.Add(("ffffffff-0000-4000-8000-000000000001", true));
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(BackUp, "key", Cancellation));
        Assert.Equal(PlatformError.Unsupported, error.Error);
        Assert.Empty((await Testbed.ListBackupsAsync())!);
    }

    [Fact]
    public async Task Delete_ServerWithACopy_LeavesTheCopyWhichIsNoTemplateAndNoSnapshot()
    {
        await OperateAsync(BackUp);
        Assert.Empty(await Platform.GetSnapshotsAsync(Testbed.Vm, Cancellation));
        Assert.DoesNotContain((await Platform.GetInventoryAsync(Cancellation)).Templates, template => template.Name.Contains("b-1", StringComparison.Ordinal));
        await OperateAsync(new PlatformOperation.PowerOff(Testbed.Vm), "key-2");
        await OperateAsync(new PlatformOperation.Delete(Testbed.Vm), "key-3");
        Assert.Single((await Testbed.ListBackupsAsync())!);
    }

    private static PlatformOperation.Restore Restore(string? network) =>
        new(new RestoreOrder(Order.Copy, null, "copy", null, null, network, ImmutableSortedDictionary<string, string>.Empty));

    private async Task<string?> ObjectionAsync()
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        return Isolation.Objection((await Platform.GetVirtualMachineAsync(World["copy"].Id, Cancellation))!, inventory.VirtualMachines, inventory.Networks);
    }
}
