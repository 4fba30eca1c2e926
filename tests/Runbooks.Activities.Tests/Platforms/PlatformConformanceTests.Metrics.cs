using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Sample_Always_GivesSharesAndRates()
    {
        var samples = await SecondSampleAsync();
        Assert.All(samples, sample =>
        {
            Assert.True(sample.Cpu is null or (>= 0 and <= 1), $"CPU {sample.Cpu} of {sample.Id}");
            Assert.True(sample.Memory is null or (>= 0 and <= 1), $"memory {sample.Memory} of {sample.Id}");
            Assert.True(sample.Disk is null or (>= 0 and < double.PositiveInfinity), $"disk {sample.Disk} of {sample.Id}");
            Assert.True(sample.Network is null or (>= 0 and < double.PositiveInfinity), $"network {sample.Network} of {sample.Id}");
        });
    }

    [Fact]
    public async Task Sample_RunningVm_HasItsCpu()
    {
        var vm = await Platform.GetVirtualMachineAsync(Vm, Cancellation);
        var sample = Assert.Single(await SecondSampleAsync(), sample => sample.Id == vm!.Id);
        Assert.NotNull(sample.Cpu);
    }

    [Fact]
    public async Task Sample_Always_HasOneSampleForEachKnownObject()
    {
        var samples = await SecondSampleAsync();
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        var known = inventory.VirtualMachines.Select(vm => vm.Id).Concat(inventory.Hosts.Select(host => host.Id)).ToHashSet();
        Assert.Distinct(samples.Select(sample => sample.Id));
        Assert.All(samples, sample => Assert.Contains(sample.Id, known));
    }

    [Fact]
    public async Task Sample_Twice_MovesForward()
    {
        Need(Capability.Metrics);
        var first = await Platform.SampleAsync(Cancellation);
        var second = await SecondSampleAsync();
        Assert.True(second.Max(sample => sample.At) > first.Max(sample => sample.At));
    }

    [Fact]
    public async Task Sample_VmThatIsOff_IsUnknownNotZero()
    {
        Need(Capability.Metrics, Capability.Power);
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        var vm = await Platform.GetVirtualMachineAsync(Vm, Cancellation);
        var sample = (await SecondSampleAsync()).SingleOrDefault(sample => sample.Id == vm!.Id);
        Assert.Null(sample?.Cpu);
    }

    /// <summary>The first call may have values missing: rates are differences.</summary>
    private async Task<IReadOnlyList<MetricSample>> SecondSampleAsync()
    {
        Need(Capability.Metrics);
        await Platform.SampleAsync(Cancellation);
        await Testbed.PassAsync(SampleInterval);
        return await Platform.SampleAsync(Cancellation);
    }
}
