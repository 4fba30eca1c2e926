using System.Collections.Immutable;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

namespace Runbooks.Activities.Tests.Platforms.OpenStack;

/// <summary>Servers that boot from a volume, whose disks are Cinder's.</summary>
public sealed class VolumeTests : OpenStackTests
{
    private static readonly BackupOrder Order = new("b-1", BackupKind.Full, null, null);

    private SimulatedServer Server(int volumes = 1) => World.AddFromVolumes("vol-01", volumes);

    [Fact]
    public async Task Snapshot_BootsFromAVolume_IsOverWhenCinderHasTakenIt()
    {
        var server = Server();
        var create = new PlatformOperation.CreateSnapshot(server.Id, "before", Memory: false);
        await OperateAsync(create);
        Assert.Equal("available", Assert.Single(World.VolumeSnapshots).Status);
        Assert.Equal("before", Assert.Single(await Platform.GetSnapshotsAsync(server.Id, Cancellation)).Name);
        await OperateAsync(new PlatformOperation.RemoveSnapshot(server.Id, "before"), "key-2");
        Assert.Empty(World.VolumeSnapshots);
        Assert.Empty(await Platform.GetSnapshotsAsync(server.Id, Cancellation));
    }

    [Fact]
    public async Task Snapshot_CinderCannotTakeIt_IsInterrupted()
    {
        var server = Server();
        var create = new PlatformOperation.CreateSnapshot(server.Id, "before", Memory: false);
        var handle = await Platform.StartAsync(create, "key", Cancellation);
        World.VolumeSnapshots[0].Begin("creating", "error", 3);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(create, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Interrupted, error.Error);
    }

    [Fact]
    public async Task Snapshot_QuotaIsUsedUp_IsCapacity()
    {
        Faults.SnapshotsFail = true;
        await FailsAsync(PlatformError.Capacity, new PlatformOperation.CreateSnapshot(Server().Id, "before", Memory: false));
    }

    [Fact]
    public async Task Snapshot_SeveralVolumesWhileItRuns_IsAConflict()
    {
        var server = Server(2);
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.CreateSnapshot(server.Id, "before", Memory: false));
        await OperateAsync(new PlatformOperation.PowerOff(server.Id), "key-2");
        await OperateAsync(new PlatformOperation.CreateSnapshot(server.Id, "before", Memory: false), "key-3");
        Assert.Equal(2, World.VolumeSnapshots.Count);
    }

    [Fact]
    public async Task Revert_BootsFromAVolume_IsUnsupported()
    {
        var server = Server();
        await OperateAsync(new PlatformOperation.CreateSnapshot(server.Id, "before", Memory: false));
        await FailsAsync(PlatformError.Unsupported, new PlatformOperation.RevertSnapshot(server.Id, "before"), "key-2");
    }

    [Fact]
    public async Task Delete_VolumeHasASnapshot_IsAConflictAndTheServerStays()
    {
        var server = Server();
        await OperateAsync(new PlatformOperation.CreateSnapshot(server.Id, "before", Memory: false));
        await OperateAsync(new PlatformOperation.PowerOff(server.Id), "key-2");
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.Delete(server.Id), "key-3");
        Assert.Contains(server, World.Servers);
    }

    [Fact]
    public async Task BackUp_BootsFromAVolume_IsABackupOfItElsewhere()
    {
        var server = Server();
        var made = ActivityJson.Read<BackedUp>((await RunAsync(new PlatformOperation.BackUp(server.Id, Order)))!.Value);
        Assert.Equal((BackupKind.Full, Consistency.Crash, 20L << 30), (made.Kind, made.Consistency, made.Bytes));
        Assert.Equal("available", Assert.Single(World.Backups).Status);
        Assert.Empty(World.VolumeSnapshots);
        var seen = ActivityJson.Read<BackupChecked>((await RunAsync(new PlatformOperation.VerifyBackup(server.Id, Order.Copy)))!.Value);
        Assert.True(seen.Sound);
        World.Backups[0].Status = "error";
        seen = ActivityJson.Read<BackupChecked>((await RunAsync(new PlatformOperation.VerifyBackup(server.Id, Order.Copy)))!.Value);
        Assert.False(seen.Sound);
    }

    [Fact]
    public async Task BackUp_RepeatedAndAwaitedElsewhere_IsOneBackupOfEachVolume()
    {
        var server = Server(2);
        await OperateAsync(new PlatformOperation.PowerOff(server.Id));
        var backUp = new PlatformOperation.BackUp(server.Id, Order);
        await Platform.StartAsync(backUp, "key", Cancellation);
        World.Backups.RemoveAt(1);
        var handle = await Reconnect().StartAsync(backUp, "key", Cancellation);
        await Testbed.EndAsync(Reconnect().AwaitAsync(backUp, handle, null, Cancellation));
        Assert.Equal(["0", "1"], World.Backups.Select(each => each.Metadata["runbooks_volume"]).Order());
        // The first is that which it boots from, in whatever order Nova lists them.
        Assert.Equal(World.Volumes.Single(volume => volume.Bootable).Id, World.Backups.Single(each => each.Metadata["runbooks_volume"] == "0").Volume);
    }

    [Fact]
    public async Task BackUp_QuotaIsUsedUp_IsCapacity()
    {
        World.BackupQuota = 0;
        await FailsAsync(PlatformError.Capacity, new PlatformOperation.BackUp(Server().Id, Order));
    }

    [Fact]
    public async Task BackUp_CinderFails_IsInterruptedWithItsReasonAndMadeAnew()
    {
        var server = Server();
        Faults.BackupsFail = true;
        var error = await FailsAsync(PlatformError.Interrupted, new PlatformOperation.BackUp(server.Id, Order));
        Assert.Contains("could not reach its store", error.Message, StringComparison.Ordinal);
        Faults.BackupsFail = false;
        await OperateAsync(new PlatformOperation.BackUp(server.Id, Order), "key-2");
        Assert.Equal("available", Assert.Single(World.Backups).Status);
    }

    [Fact]
    public async Task BackUp_NoCinder_IsUnsupported()
    {
        World.HasVolumes = false;
        await FailsAsync(PlatformError.Unsupported, new PlatformOperation.BackUp(Server().Id, Order));
    }

    [Fact]
    public async Task BackUp_CopyOfAnotherServer_IsAConflict()
    {
        await OperateAsync(new PlatformOperation.BackUp(Server().Id, Order));
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.BackUp(Testbed.Vm, Order), "key-2");
    }

    [Fact]
    public async Task Restore_OfVolumes_IsANewServerThatIsOffAndMeetsNobody()
    {
        var server = Server();
        await OperateAsync(new PlatformOperation.BackUp(server.Id, Order));
        await OperateAsync(Restore, "key-2");
        var copy = World["copy"];
        Assert.Equal(("SHUTOFF", true), (copy.Status, copy.FromVolume));
        Assert.NotEqual(server.Volumes[0].Id, Assert.Single(copy.Volumes).Id);
        Assert.Empty((await Platform.GetVirtualMachineAsync(copy.Id, Cancellation))!.Cards!.Value);
        Assert.DoesNotContain("runbooks-restoring", copy.Metadata.Keys);
    }

    [Fact]
    public async Task Restore_KilledWhileVolumesAreMade_IsFinishedByASuccessorAsOneServer()
    {
        await OperateAsync(new PlatformOperation.BackUp(Server().Id, Order));
        await Platform.StartAsync(Restore, "key-2", Cancellation);
        var found = Assert.IsType<Runbooks.Activities.Operations.Sighting.Found>(await Reconnect().FindAsync(Restore, "key-2", Cancellation));
        await Testbed.EndAsync(Reconnect().AwaitAsync(Restore, found.Handle, null, Cancellation));
        await Testbed.EndAsync(Reconnect().AwaitAsync(Restore, found.Handle, null, Cancellation));
        Assert.Single(World.Servers, each => each.Name == "copy");
        Assert.Equal(2, World.Volumes.Count);
    }

    [Fact]
    public async Task Restore_VolumeQuotaIsUsedUp_IsCapacityAndMakesNoServer()
    {
        await OperateAsync(new PlatformOperation.BackUp(Server().Id, Order));
        World.VolumeQuota = 1;
        await FailsAsync(PlatformError.Capacity, Restore, "key-2");
        Assert.DoesNotContain(World.Servers, each => each.Name == "copy");
    }

    [Fact]
    public async Task Remove_CopyOfVolumes_IsGoneAndAgainIsNoError()
    {
        var server = Server();
        await OperateAsync(new PlatformOperation.BackUp(server.Id, Order));
        await OperateAsync(new PlatformOperation.RemoveBackup(server.Id, Order.Copy), "key-2");
        Assert.Empty(World.Backups);
        await OperateAsync(new PlatformOperation.RemoveBackup(server.Id, Order.Copy), "key-3");
        await FailsAsync(PlatformError.NotFound, new PlatformOperation.VerifyBackup(server.Id, Order.Copy), "key-4");
    }

    private static PlatformOperation.Restore Restore { get; } =
        new(new RestoreOrder(Order.Copy, null, "copy", null, null, null, ImmutableSortedDictionary<string, string>.Empty));

    private async Task<System.Text.Json.JsonElement?> RunAsync(PlatformOperation operation)
    {
        var handle = await Platform.StartAsync(operation, "key", Cancellation);
        return await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
    }

    private async Task<PlatformException> FailsAsync(PlatformError expected, PlatformOperation operation, string key = "key")
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => OperateAsync(operation, key));
        Assert.Equal(expected, error.Error);
        return error;
    }
}
