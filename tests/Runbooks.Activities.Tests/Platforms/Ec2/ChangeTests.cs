using System.Collections.Immutable;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

/// <summary>Removing, resizing and tagging.</summary>
public sealed class ChangeTests : Ec2Tests
{
    public static MatrixTheoryData<string, CrashPoint> Crashes => new(["delete", "resize", "set-tags"], Enum.GetValues<CrashPoint>());

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task Change_AfterACrash_HasOneEffect(string name, CrashPoint crash)
    {
        var (operation, vm) = (Make(name), World["db-01"].Id);
        Assert.Equal(OperationKind.Convergent, Platform.KindOf(operation));
        Assert.IsType<Sighting.NotStarted>(await Platform.FindAsync(operation, "key", Cancellation));
        var handle = await OperationProtocol.RunUntilAsync(crash, Platform, Testbed, operation, "key", Cancellation);
        Assert.Equal(Recovery.Settled, await OperationProtocol.RecoverAsync(Reconnect(), Testbed, operation, "key", handle, Cancellation));
        Assert.Equal(1, Effects(name, vm));
    }

    [Fact]
    public async Task Delete_Vm_IsGone()
    {
        await OperateAsync(Make("delete"));
        Assert.Null(await Platform.GetVirtualMachineAsync(World["db-01"].Id, Cancellation));
        Assert.DoesNotContain((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines, vm => vm.Name == "db-01");
    }

    [Fact]
    public async Task Delete_GoneAlready_IsNoError()
    {
        await OperateAsync(new PlatformOperation.Delete(Testbed.UnknownVm));
        Assert.Empty(World.Effects);
    }

    [Fact]
    public async Task Delete_TerminationProtection_IsRespected()
    {
        var vm = World.Add(new Instance(World.Clock, "stopped") { Id = World.NewId(), Type = "m7i.large", Protected = true });
        Assert.Contains("disableApiTermination", (await FailsAsync(PlatformError.Forbidden, new PlatformOperation.Delete(vm.Id))).Message, StringComparison.Ordinal);
        Assert.Equal("stopped", vm.State);
    }

    [Fact]
    public async Task Delete_ADiskWouldStay_IsRefusedWithItsName()
    {
        var vm = World.Add(new Instance(World.Clock, "stopped")
        {
            Id = World.NewId(), Type = "m7i.large", Volumes = [("/dev/xvda", "vol-1", true), ("/dev/sdf", "vol-2", false)],
        });
        var error = await FailsAsync(PlatformError.Conflict, new PlatformOperation.Delete(vm.Id));
        Assert.Contains("vol-2 (/dev/sdf)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("vol-1", error.Message, StringComparison.Ordinal);
        Assert.Empty(World.Effects);
    }

    [Fact]
    public async Task Resize_Off_HasTheSize()
    {
        await OperateAsync(Make("resize"));
        var vm = await VmAsync(World["db-01"].Id);
        Assert.Equal((8, 32L << 30), (vm.Cpus, vm.MemoryBytes));
    }

    [Fact]
    public async Task Resize_On_IsAConflict()
    {
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.Resize(Testbed.Vm, 8, 32L << 30));
        Assert.Equal("m7i.large", World["web-01"].Type);
    }

    [Fact]
    public async Task Resize_Hibernated_IsAConflict()
    {
        await OperateAsync(new PlatformOperation.Suspend(Testbed.Vm));
        Assert.Contains("hibernated", (await FailsAsync(PlatformError.Conflict, new PlatformOperation.Resize(Testbed.Vm, 8, 32L << 30))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resize_NoSuchSize_IsInvalid() =>
        await FailsAsync(PlatformError.Invalid, new PlatformOperation.Resize(World["db-01"].Id, 8, 16L << 30));

    [Fact]
    public async Task SetTags_SetsAndRemovesAndLeavesOthers()
    {
        await OperateAsync(Make("set-tags"));
        await OperateAsync(Tags(("stage", null), ("owner", "dba")));
        Assert.Equal([("Name", "db-01"), ("owner", "dba")], (await VmAsync(World["db-01"].Id)).Tags.Select(tag => (tag.Key, tag.Value)));
    }

    [Fact]
    public async Task SetTags_AsTheyAre_SendsNothing()
    {
        await OperateAsync(Tags(("Name", "db-01"), ("none", null)));
        Assert.DoesNotContain("CreateTags", Testbed.Aws.Log);
        Assert.DoesNotContain("DeleteTags", Testbed.Aws.Log);
    }

    [Fact]
    public async Task SetTags_Reserved_IsInvalid() => await FailsAsync(PlatformError.Invalid, Tags(("aws:autoscaling:groupName", "mine")));

    private PlatformOperation Make(string name) => name switch
    {
        "delete" => new PlatformOperation.Delete(World["db-01"].Id),
        "resize" => new PlatformOperation.Resize(World["db-01"].Id, 8, 32L << 30),
        _ => Tags(("stage", "test"), ("owner", "ops")),
    };

    private PlatformOperation.SetTags Tags(params (string Key, string? Value)[] tags) =>
        new(World["db-01"].Id, tags.ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value));
}
