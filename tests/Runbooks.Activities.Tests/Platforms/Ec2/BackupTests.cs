using System.Collections.Immutable;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

/// <summary>Images as copies, for what only EC2 does.</summary>
public sealed class BackupTests : Ec2Tests
{
    private static readonly BackupOrder Order1 = new("b-1", BackupKind.Full, null, null);

    private PlatformOperation.BackUp BackUp => new(Testbed.Vm, Order1);

    [Fact]
    public async Task BackUp_AnswerIsLost_IsOneCopy()
    {
        Testbed.Aws.Faults.LosesAnswer["CreateImage"] = 1;
        await OperateAsync(BackUp);
        Assert.Equal((1, 1), (Effects("back-up", Testbed.Vm), World.Made.Count));
    }

    [Fact]
    public async Task BackUp_GivenUpByEc2_IsInterruptedAndMadeAnewUnderTheSameId()
    {
        var handle = await Platform.StartAsync(BackUp, "key", Cancellation);
        World.Made[0].Failed = true;
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(BackUp, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Interrupted, error.Error);
        Assert.Contains("could not be made", error.Message, StringComparison.Ordinal);
        await OperateAsync(BackUp);
        Assert.Equal("available", Assert.Single(World.Made).State);
    }

    [Fact]
    public async Task BackUp_MoreThanCrashConsistent_IsAConflictAndMakesNone()
    {
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.BackUp(Testbed.Vm, Order1 with { AtLeast = Consistency.Filesystem }));
        Assert.Empty(World.Made);
    }

    [Fact]
    public async Task BackUp_RepositoryNamed_IsInvalidAndMakesNone()
    {
        await FailsAsync(PlatformError.Invalid, new PlatformOperation.BackUp(Testbed.Vm, Order1 with { Repository = "vault" }));
        Assert.Empty(World.Made);
    }

    [Fact]
    public async Task BackUp_IdOfACopyOfAnotherVm_IsAConflict()
    {
        await OperateAsync(BackUp);
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.BackUp(Testbed.DeafVm!, Order1), "key-2");
        Assert.Single(World.Made);
    }

    [Fact]
    public async Task Remove_SnapshotsAreInUseYet_AreGoneInTheEnd()
    {
        await OperateAsync(BackUp);
        await OperateAsync(new PlatformOperation.RemoveBackup(Testbed.Vm, Order1.Copy), "key-2");
        Assert.Empty(World.Made);
        Assert.Empty(World.Snapshots);
    }

    [Fact]
    public async Task Restore_WhileItStarts_IsInTheIsolatedGroupAlone()
    {
        await OperateAsync(BackUp);
        var restore = Restore("back");
        var handle = await Platform.StartAsync(restore, "key-2", Cancellation);
        Assert.Equal([World.IsolatedGroup], World["copy"].Groups);
        Testbed.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("running", World["copy"].State);
        Assert.Equal([null], (await VmAsync(World["copy"].Id)).Cards!.Value.Select(card => card.Network));
        await Testbed.EndAsync(Reconnect().AwaitAsync(restore, handle, null, Cancellation));
        Assert.Equal(("stopped", World.DefaultGroup), (World["copy"].State, Assert.Single(World["copy"].Groups)));
        Assert.DoesNotContain("runbooks-restoring", World["copy"].Tags.Keys);
    }

    [Fact]
    public async Task Restore_OriginalHadGroups_GetsThemWhereItIsPluggedIn()
    {
        World["web-01"].Groups = ["sg-00000000000000002"];
        await OperateAsync(BackUp);
        await OperateAsync(Restore("back"), "key-2");
        Assert.Equal(["sg-00000000000000002"], World["copy"].Groups);
    }

    [Fact]
    public async Task Restore_PoweredOnSinceAndAwaitedAgain_IsLeftOn()
    {
        await OperateAsync(BackUp);
        var handle = await Platform.StartAsync(Restore(null), "key-2", Cancellation);
        await Testbed.EndAsync(Platform.AwaitAsync(Restore(null), handle, null, Cancellation));
        await OperateAsync(new PlatformOperation.PowerOn(World["copy"].Id), "key-3");
        await Testbed.EndAsync(Reconnect().AwaitAsync(Restore(null), handle, null, Cancellation));
        Assert.Equal("running", World["copy"].State);
    }

    [Fact]
    public async Task Restore_IsolatedGroupHasARule_IsAConflictAndMakesNone()
    {
        await OperateAsync(BackUp);
        Open();
        await FailsAsync(PlatformError.Conflict, Restore(null), "key-2");
        Assert.Equal(0, Effects("restore", "copy"));
    }

    [Fact]
    [Trait("Rule", "Isolation is proved before power-on")]
    public async Task Isolation_IsolatedGroupGotARule_IsNoLongerProved()
    {
        await OperateAsync(BackUp);
        await OperateAsync(Restore(null), "key-2");
        Assert.Null(await ObjectionAsync());
        Open();
        Assert.Contains("which is not isolated", await ObjectionAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_VolumesOfTheOriginalWereToStay_ThoseOfTheCopyGoWithIt()
    {
        World["web-01"].Volumes[0] = World["web-01"].Volumes[0] with { Deleted = false };
        await OperateAsync(BackUp);
        await OperateAsync(Restore(null), "key-2");
        await OperateAsync(new PlatformOperation.Delete(World["copy"].Id), "key-3");
        Assert.Equal("terminated", World["copy"].State);
    }

    [Fact]
    public async Task Capabilities_NoIsolatedGroup_HasNoBackups()
    {
        await using var platform = Testbed.Connect(Testbed.Settings with { IsolatedSecurityGroup = null }, Signature.SecretAccessKey);
        Assert.DoesNotContain(Capability.Backup, platform.Capabilities);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.StartAsync(BackUp, "key", Cancellation));
        Assert.Equal(PlatformError.Unsupported, error.Error);
    }

    private static PlatformOperation.Restore Restore(string? network) =>
        new(new RestoreOrder(Order1.Copy, null, "copy", null, null, network, ImmutableSortedDictionary<string, string>.Empty));

    private void Open()
    {
        var at = World.Groups.FindIndex(group => group.Id == World.IsolatedGroup);
        World.Groups[at] = World.Groups[at] with { Out = 1 };
    }

    private async Task<string?> ObjectionAsync()
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        return Isolation.Objection(await VmAsync(World["copy"].Id), inventory.VirtualMachines, inventory.Networks);
    }
}
