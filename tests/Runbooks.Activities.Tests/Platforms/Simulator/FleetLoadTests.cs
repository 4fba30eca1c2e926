using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

public sealed class FleetLoadTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 4, 10, 2, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sample_Host_IsTheSumOfItsVms()
    {
        var platform = SimulatorFactory.Create(new SimulatorSettings(), _clock);
        var inventory = await platform.GetInventoryAsync(Cancellation);
        var samples = (await platform.SampleAsync(Cancellation)).ToDictionary(sample => sample.Id);
        Assert.All(inventory.Hosts, host =>
        {
            var vms = inventory.VirtualMachines.Where(vm => vm.Host == host.Name && samples.ContainsKey(vm.Id)).ToList();
            Assert.NotEmpty(vms);
            Assert.Equal(vms.Sum(vm => samples[vm.Id].Cpu!.Value * vm.Cpus) / host.Cpus, samples[host.Id].Cpu!.Value, 1e-9);
            Assert.Equal(vms.Sum(vm => samples[vm.Id].Network!.Value), samples[host.Id].Network!.Value, 1e-3);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mean_DefaultFleet_HasOneHostToRelieveAtAnyHour(int seed)
    {
        var fleet = new FleetState(FleetBlueprint.Of(FleetKey.Of(new SimulatorSettings { Seed = seed })));
        Assert.All(Enumerable.Range(0, 48), hour =>
        {
            var at = _clock.GetUtcNow().AddHours(hour);
            var load = FleetLoad.Mean(fleet, at, TimeSpan.FromMinutes(10)).ToDictionary(sample => sample.Id, sample => sample.Cpu);
            Assert.Equal("hv-a-01", Assert.Single(fleet.Hosts, host => load[host.Id] > 0.8).Name);
        });
    }

    [Fact]
    public async Task Sample_OfAPausedClock_IsTheSameForEveryone()
    {
        var one = SimulatorFactory.Create(new SimulatorSettings(), _clock);
        var other = SimulatorFactory.Create(new SimulatorSettings(), new FakeTimeProvider(_clock.GetUtcNow()));
        Assert.Equal(await one.SampleAsync(Cancellation), await other.SampleAsync(Cancellation));
    }

    [Fact]
    public async Task SetCpu_OneVm_ShowsUntilItIsTakenBack()
    {
        var platform = SimulatorFactory.Create(new SimulatorSettings(), _clock);
        var vm = (await platform.GetInventoryAsync(Cancellation)).VirtualMachines[0];
        var before = await CpuAsync();
        platform.Fleet.SetCpu(vm.NativeId, 0.97);
        Assert.Equal(0.97, await CpuAsync());
        platform.Fleet.SetCpu(vm.NativeId, null);
        Assert.Equal(before, await CpuAsync());

        async Task<double?> CpuAsync() => (await platform.SampleAsync(Cancellation)).Single(sample => sample.Id == vm.Id).Cpu;
    }

    [Fact]
    public void Backfill_AFortnight_CoversItInOrderUpToNow()
    {
        var fleet = SimulatorFactory.Create(new SimulatorSettings(), _clock).Fleet;
        var samples = fleet.Backfill(TimeSpan.FromDays(14), TimeSpan.FromMinutes(5)).ToList();
        var running = fleet.Inventory().VirtualMachines.Count(vm => vm.PowerState == PowerState.On);
        Assert.Equal(14 * 288 * (running + 6), samples.Count);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero), samples[^1].At);
        Assert.Equal(new DateTimeOffset(2026, 2, 18, 10, 5, 0, TimeSpan.Zero), samples[0].At);
        Assert.True(samples.Zip(samples.Skip(1)).All(pair => pair.First.At <= pair.Second.At), "in time order");
    }

    [Fact]
    public void Backfill_Always_ContinuesInTheLiveSamples()
    {
        var fleet = SimulatorFactory.Create(new SimulatorSettings(), _clock).Fleet;
        var past = fleet.Backfill(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)).ToDictionary(sample => sample.Id);
        Assert.All(fleet.Sample(), live => Assert.Equal(live.Cpu!.Value, past[live.Id].Cpu!.Value, 0.15));
    }
}
