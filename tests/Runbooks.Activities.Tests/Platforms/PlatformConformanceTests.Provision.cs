using System.Collections.Immutable;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    private const string NewName = "conformance-01";

    [Fact]
    public async Task Provision_Ordered_IsThereAsOrdered()
    {
        var operation = (PlatformOperation.Provision)await PrepareAsync("provision");
        var made = await ProvisionAsync(operation.Order);
        Assert.Equal((NewName, PowerState.On), (made.Name, made.PowerState));
        Assert.Equal((operation.Order.Cpus, operation.Order.MemoryBytes), (made.Cpus, made.MemoryBytes));
        Assert.Equal("yes", made.Tags.GetValueOrDefault("conformance"));
        if (made.Host is not null) Assert.Contains((await Platform.GetInventoryAsync(Cancellation)).Hosts, host => host.Name == made.Host);
        Assert.Contains((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines, vm => vm.Id == made.Id);
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task Provision_HostOrdered_IsOnIt()
    {
        var order = ((PlatformOperation.Provision)await PrepareAsync("provision")).Order;
        var host = await OtherHostAsync();
        Assert.Equal(host.Name, (await ProvisionAsync(order with { Host = host.Name })).Host);
    }

    [Fact]
    public async Task Provision_PowerOnNotOrdered_IsOff()
    {
        var order = ((PlatformOperation.Provision)await PrepareAsync("provision")).Order;
        Need(Capability.ProvisionOff);
        var made = await ProvisionAsync(order with { PowerOn = false });
        Assert.Equal(PowerState.Off, made.PowerState);
        Assert.NotEqual(true, made.GuestAnswers);
    }

    [Fact]
    public async Task Provision_GuestStarts_AnswersAfterAWhile()
    {
        var order = ((PlatformOperation.Provision)await PrepareAsync("provision")).Order;
        var made = await ProvisionAsync(order);
        Assert.SkipWhen(made.GuestAnswers is null, $"{Testbed.Platform} knows nothing of this guest");
        for (var second = 0; second < 120 && made.GuestAnswers != true; second++)
        {
            await Testbed.PassAsync(TimeSpan.FromSeconds(1));
            made = (await Platform.GetVirtualMachineAsync(made.NativeId, Cancellation))!;
        }

        Assert.True(made.GuestAnswers);
    }

    [Fact]
    public async Task Provision_NameIsTaken_IsConflictAndMakesNone()
    {
        var order = ((PlatformOperation.Provision)await PrepareAsync("provision")).Order;
        var taken = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!.Name;
        await FailsAsync(new PlatformOperation.Provision(order with { Name = taken }), PlatformError.Conflict);
        Assert.Single((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines, vm => vm.Name == taken);
    }

    [Fact]
    public async Task Provision_NoHostHasRoom_IsCapacity()
    {
        var order = ((PlatformOperation.Provision)await PrepareAsync("provision")).Order;
        // Where sizes have names, none is that large.
        await FailsAsync(new PlatformOperation.Provision(order with { MemoryBytes = 1L << 50 }), PlatformError.Capacity, PlatformError.Invalid);
        Assert.DoesNotContain((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines, vm => vm.Name == NewName);
    }

    [Theory]
    [InlineData(CrashPoint.Intent)]
    [InlineData(CrashPoint.Call)]
    [InlineData(CrashPoint.Handle)]
    [InlineData(CrashPoint.Settle)]
    public async Task Provision_AfterACrash_IsOneVmForOneName(CrashPoint crash)
    {
        var operation = await PrepareAsync("provision");
        var key = NewKey();
        var handle = await OperationProtocol.RunUntilAsync(crash, Platform, Testbed, operation, key, Cancellation);
        var recovery = await OperationProtocol.RecoverAsync(Reconnect(), Testbed, operation, key, handle, Cancellation);
        var there = (await Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Count(vm => vm.Name == NewName);
        Assert.InRange(there, recovery == Recovery.Settled ? 1 : 0, 1);
    }

    [Fact]
    public async Task Provision_SameKeyAgain_GivesTheSameVm()
    {
        var operation = await PrepareAsync("provision");
        Assert.SkipUnless(Platform.KindOf(operation) == OperationKind.Keyed, $"{Testbed.Platform} keeps no record of keys here");
        var key = NewKey();
        var first = ActivityJson.Read<Provisioned>((await OperateAsync(operation, key))!.Value);
        Assert.Equal(first, ActivityJson.Read<Provisioned>((await OperateAsync(operation, key))!.Value));
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task Delete_VmThatIsOff_IsGone()
    {
        var delete = await PrepareAsync("delete");
        await OperateAsync(delete);
        Assert.Null(await Platform.GetVirtualMachineAsync(Vm, Cancellation));
        await OperateAsync(delete);
        await HadEffectsAsync(1, delete);
    }

    [Fact]
    public async Task Delete_RunningVm_IsConflictAndItStays()
    {
        Need(Capability.Delete);
        await FailsAsync(new PlatformOperation.Delete(Vm), PlatformError.Conflict);
        Assert.Equal(PowerState.On, await PowerStateAsync());
    }

    [Fact]
    public async Task Delete_UnknownVm_IsNoError()
    {
        Need(Capability.Delete);
        await OperateAsync(new PlatformOperation.Delete(Testbed.UnknownVm));
    }

    private VmOrder Order(string source) => new(
        NewName, source, Testbed.NewSize.Cpus, Testbed.NewSize.MemoryBytes, Size: null, Host: null, Storage: null, Network: null,
        ImmutableSortedDictionary<string, string>.Empty.Add("conformance", "yes"), UserData: null, PowerOn: true);

    private async Task<VirtualMachine> ProvisionAsync(VmOrder order)
    {
        var result = await OperateAsync(new PlatformOperation.Provision(order), NewKey());
        var made = await Platform.GetVirtualMachineAsync(ActivityJson.Read<Provisioned>(result!.Value).NativeId, Cancellation);
        return Assert.IsType<VirtualMachine>(made);
    }

    private async Task<string> SourceAsync()
    {
        var templates = (await Platform.GetInventoryAsync(Cancellation)).Templates;
        Assert.SkipWhen(templates.IsEmpty, $"{Testbed.Platform} has no template here");
        return templates[0].NativeId;
    }
}
