using System.Collections.Immutable;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    public static TheoryData<string> OperationNames =>
    [
        "power-on", "power-off", "shutdown", "suspend", "restart", "reset", "create-snapshot", "revert-snapshot", "remove-snapshot",
        "provision", "delete", "resize", "set-tags", "migrate", "enter-maintenance", "leave-maintenance",
        "back-up", "verify-backup", "restore", "remove-backup",
        "patch-guest", "isolate", "release",
    ];

    /// <summary>Those that miss what they are asked to change: to remove what is gone is no error, and a VM that is made misses its template.</summary>
    public static TheoryData<string> OperationNamesButDelete => [.. OperationNames.Select(row => row.Data).Where(name => name is not ("delete" or "remove-backup"))];

    [Theory]
    [MemberData(nameof(OperationNamesButDelete))]
    public async Task Operate_UnknownVm_IsNotFound(string name)
    {
        Need(Needed(name));
        await FailsAsync(Make(name, Testbed.UnknownVm), PlatformError.NotFound);
    }

    [Fact]
    public async Task Operate_CapabilityIsLacking_IsUnsupported()
    {
        var lacking = OperationNames.Select(row => row.Data).Where(name => !Needed(name).All(Platform.Capabilities.Contains)).ToList();
        Assert.SkipWhen(lacking.Count == 0, $"{Testbed.Platform} has the capabilities for every operation");
        foreach (var name in lacking) await FailsAsync(Make(name, Vm), PlatformError.Unsupported);
    }

    [Theory]
    [MemberData(nameof(OperationNames))]
    public async Task Await_AfterReconnect_WorksByHandle(string name)
    {
        var operation = await PrepareAsync(name);
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        await Testbed.EndAsync(Reconnect().AwaitAsync(operation, handle, null, Cancellation));
        await HadEffectsAsync(1, operation);
    }

    [Theory]
    [MemberData(nameof(OperationNames))]
    public async Task Find_BeforeStart_IsNotFound(string name)
    {
        var operation = await PrepareAsync(name);
        var sighting = await Platform.FindAsync(operation, NewKey(), Cancellation);
        if (Platform.KindOf(operation) == OperationKind.Keyed) Assert.IsType<Sighting.NotStarted>(sighting);
        else Assert.IsNotType<Sighting.Found>(sighting);
    }

    [Theory]
    [MemberData(nameof(OperationNames))]
    public async Task Find_AfterTheEnd_NeverInvitesASecondEffect(string name)
    {
        var operation = await PrepareAsync(name);
        var key = NewKey();
        await OperateAsync(operation, key);
        var sighting = await Reconnect().FindAsync(operation, key, Cancellation);
        switch (Platform.KindOf(operation))
        {
            case OperationKind.Keyed: Assert.IsType<Sighting.Found>(sighting); break;
            case OperationKind.Once: Assert.IsNotType<Sighting.NotStarted>(sighting); break;
            default: Assert.NotNull(sighting); break;
        }
    }

    [Fact]
    public async Task Start_Cancelled_HasNoEffect()
    {
        Need(Capability.Power);
        var operation = new PlatformOperation.PowerOff(Vm);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Platform.StartAsync(operation, NewKey(), new CancellationToken(canceled: true)));
        Assert.Equal(PowerState.On, await PowerStateAsync());
        await HadEffectsAsync(0, operation);
    }

    [Fact]
    public async Task Await_Cancelled_DetachesAndTheOperationGoesOn()
    {
        var operation = await PrepareAsync("shutdown");
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Platform.AwaitAsync(operation, handle, null, new CancellationToken(canceled: true)));
        await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
        Assert.Equal(PowerState.Off, await PowerStateAsync());
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task Await_ByTwo_EndsForBoth()
    {
        var operation = await PrepareAsync("shutdown");
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        var first = Platform.AwaitAsync(operation, handle, null, Cancellation);
        var second = Reconnect().AwaitAsync(operation, handle, null, Cancellation);
        await Testbed.EndAsync(first);
        await Testbed.EndAsync(second);
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task Await_NotAHandle_IsAPlatformError()
    {
        Need(Capability.Power);
        await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(
            Platform.AwaitAsync(new PlatformOperation.PowerOff(Testbed.UnknownVm), "not a handle", null, Cancellation)));
    }

    [Fact]
    public async Task Cancel_RunningTask_StopsOrSaysThatItCannot()
    {
        var operation = await PrepareAsync("shutdown");
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        var refused = await Record.ExceptionAsync(() => Platform.CancelAsync(handle, Cancellation));
        if (refused is not null) Assert.Equal(PlatformError.Unsupported, Assert.IsType<PlatformException>(refused).Error);
        var end = await Record.ExceptionAsync(() => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        if (end is not null) Assert.Equal(PlatformError.Interrupted, Assert.IsType<PlatformException>(end).Error);
        Assert.Equal(end is null ? PowerState.Off : PowerState.On, await PowerStateAsync());
    }

    private PlatformOperation Make(string name, string vm) => name switch
    {
        "power-on" => new PlatformOperation.PowerOn(vm),
        "power-off" => new PlatformOperation.PowerOff(vm),
        "shutdown" => new PlatformOperation.Shutdown(vm),
        "suspend" => new PlatformOperation.Suspend(vm),
        "restart" => new PlatformOperation.Restart(vm),
        "reset" => new PlatformOperation.Reset(vm),
        "create-snapshot" => new PlatformOperation.CreateSnapshot(vm, "kept", Memory: false),
        "revert-snapshot" => new PlatformOperation.RevertSnapshot(vm, "kept"),
        "remove-snapshot" => new PlatformOperation.RemoveSnapshot(vm, "kept"),
        "provision" => new PlatformOperation.Provision(Order(vm)),
        "delete" => new PlatformOperation.Delete(vm),
        "resize" => new PlatformOperation.Resize(vm, Testbed.OtherSize.Cpus, Testbed.OtherSize.MemoryBytes),
        "set-tags" => new PlatformOperation.SetTags(vm, ImmutableSortedDictionary<string, string?>.Empty.Add("conformance", "yes")),
        "migrate" => new PlatformOperation.Migrate(vm, "a host"),
        "enter-maintenance" => new PlatformOperation.EnterMaintenance(vm),
        "leave-maintenance" => new PlatformOperation.LeaveMaintenance(vm),
        "back-up" => new PlatformOperation.BackUp(vm, Full("b-0")),
        "verify-backup" => new PlatformOperation.VerifyBackup(vm, Full("b-0").Copy),
        "restore" => new PlatformOperation.Restore(RestoreOrder(Full("b-0").Copy)),
        "remove-backup" => new PlatformOperation.RemoveBackup(vm, Full("b-0").Copy),
        "patch-guest" => new PlatformOperation.PatchGuest(vm, Check: false),
        "isolate" => new PlatformOperation.Isolate(vm),
        "release" => new PlatformOperation.Release(vm),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not an operation that the suite knows."),
    };

    private Capability[] Needed(string name) => [.. OperationNeeds.Of(Make(name, ""))];

    /// <summary>Brings the VM into a state in which the operation has an effect.</summary>
    private async Task<PlatformOperation> PrepareAsync(string name)
    {
        Need(Needed(name));
        if (name == "power-on") await OperateAsync(new PlatformOperation.PowerOff(Vm));
        if (name.EndsWith("-snapshot", StringComparison.Ordinal)) await MakeReadyForDiskSnapshotAsync();
        if (name is "revert-snapshot" or "remove-snapshot")
            await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "kept", Memory: false));
        if (name is "delete" or "resize") await OperateAsync(new PlatformOperation.PowerOff(Vm));
        if (name == "leave-maintenance") await OperateAsync(new PlatformOperation.EnterMaintenance((await HostAsync()).NativeId));
        if (name == "release") await OperateAsync(new PlatformOperation.Isolate(Vm));
        var copy = name is "verify-backup" or "restore" or "remove-backup" ? CopyOf("b-0", await BackUpAsync(Full("b-0"))) : null;
        return name switch
        {
            "verify-backup" => new PlatformOperation.VerifyBackup(Vm, copy!),
            "restore" => new PlatformOperation.Restore(RestoreOrder(copy!)),
            "remove-backup" => new PlatformOperation.RemoveBackup(Vm, copy!),
            "provision" => new PlatformOperation.Provision(Order(await SourceAsync())),
            "migrate" => await MoveAsync(),
            "enter-maintenance" or "leave-maintenance" => Make(name, (await HostAsync()).NativeId),
            _ => Make(name, Vm),
        };
    }
}
