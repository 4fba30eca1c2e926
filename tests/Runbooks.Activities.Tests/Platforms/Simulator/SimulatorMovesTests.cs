using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

public sealed class SimulatorMovesTests
{
    private static readonly SimulatorSettings AtOnce = new() { TimeScale = 0 };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_BusyVm_TakesItsLoadWithIt()
    {
        var platform = Open(AtOnce);
        var inventory = await platform.GetInventoryAsync(Cancellation);
        var load = (await platform.SampleAsync(Cancellation)).ToDictionary(sample => sample.Id, sample => sample.Cpu!.Value);
        var vm = inventory.VirtualMachines.Where(vm => vm.Host == "hv-a-01" && load.ContainsKey(vm.Id)).MaxBy(vm => load[vm.Id] * vm.Cpus)!;
        await platform.StartAsync(new PlatformOperation.Migrate(vm.NativeId, "hv-a-02"), "k", Cancellation);
        var after = (await platform.SampleAsync(Cancellation)).ToDictionary(sample => sample.Id, sample => sample.Cpu!.Value);
        Assert.Equal(load[Id("hv-a-01")] - Share("hv-a-01"), after[Id("hv-a-01")], 1e-9);
        Assert.Equal(load[Id("hv-a-02")] + Share("hv-a-02"), after[Id("hv-a-02")], 1e-9);

        string Id(string host) => inventory.Hosts.Single(h => h.Name == host).Id;
        double Share(string host) => load[vm.Id] * vm.Cpus / inventory.Hosts.Single(h => h.Name == host).Cpus;
    }

    [Fact]
    public async Task Migrate_ToAFullHost_IsCapacity()
    {
        var platform = Open(AtOnce);
        var vm = await RunningAsync(platform, "hv-a-02");
        var host = platform.Fleet.Inventory().Hosts.Single(host => host.Name == "hv-a-03");
        var order = Order(platform) with { Host = host.Name };
        await platform.StartAsync(new PlatformOperation.Provision(order with { MemoryBytes = Left(platform, host) }), "fill", Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => platform.StartAsync(new PlatformOperation.Migrate(vm, host.Name), "k", Cancellation));
        Assert.Equal(PlatformError.Capacity, error.Error);
    }

    [Fact]
    public async Task Migrate_ToAnotherCluster_IsInvalid()
    {
        var platform = Open(AtOnce);
        var vm = await RunningAsync(platform, "hv-a-02");
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => platform.StartAsync(new PlatformOperation.Migrate(vm, "hv-b-01"), "k", Cancellation));
        Assert.Equal(PlatformError.Invalid, error.Error);
    }

    [Fact]
    public async Task Migrate_WhileItMovesElsewhere_IsBusy()
    {
        var platform = Open(new SimulatorSettings());
        var vm = await RunningAsync(platform, "hv-a-02");
        await platform.StartAsync(new PlatformOperation.Migrate(vm, "hv-a-03"), "k", Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => platform.StartAsync(new PlatformOperation.Migrate(vm, "hv-a-01"), "k2", Cancellation));
        Assert.Equal(PlatformError.Busy, error.Error);
    }

    [Fact]
    public async Task Migrate_DestinationFillsUpMeanwhile_FailsAtItsEndAndTheVmStays()
    {
        var platform = Open(new SimulatorSettings());
        var vm = await RunningAsync(platform, "hv-a-02");
        var migrate = new PlatformOperation.Migrate(vm, "hv-a-03");
        var handle = await platform.StartAsync(migrate, "k", Cancellation);
        platform.Fleet.SetHost("hv-a-03", HostState.Maintenance);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.AwaitAsync(migrate, handle, null, Cancellation));
        Assert.Equal(PlatformError.Conflict, error.Error);
        Assert.Equal("hv-a-02", platform.Fleet.Find(vm)!.Host);
    }

    [Fact]
    public async Task Provision_NoHostOrdered_GoesToTheLeastLoaded()
    {
        var platform = Open(AtOnce);
        var before = platform.Fleet.Inventory();
        var least = before.Hosts
            .OrderBy(host => (double)before.VirtualMachines.Where(vm => vm.Host == host.Name).Sum(vm => vm.MemoryBytes) / host.MemoryBytes)
            .First();
        await platform.StartAsync(new PlatformOperation.Provision(Order(platform) with { MemoryBytes = 1 << 30 }), "k", Cancellation);
        var made = platform.Fleet.Inventory().VirtualMachines.Single(vm => vm.Name == "new-01");
        Assert.Equal(least.Name, made.Host);
        Assert.DoesNotContain(before.VirtualMachines, vm => vm.IpAddresses[0] == made.IpAddresses[0]);
    }

    [Fact]
    public async Task Provision_TwoOfOneNameAtOnce_TheSecondIsConflict()
    {
        var platform = Open(new SimulatorSettings());
        var order = new PlatformOperation.Provision(Order(platform));
        await platform.StartAsync(order, "k", Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.StartAsync(order, "k2", Cancellation));
        Assert.Equal(PlatformError.Conflict, error.Error);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(platform.Fleet.Inventory().VirtualMachines, vm => vm.Name == order.Order.Name);
    }

    [Theory]
    [InlineData("web-*", false)]
    [InlineData("new-*", true)]
    public async Task Provision_GuestAnswers_EightSecondsAfterPowerOnUnlessItIsSilent(string silent, bool isSilent)
    {
        var platform = Open(new SimulatorSettings { SilentGuests = [silent] });
        await platform.StartAsync(new PlatformOperation.Provision(Order(platform)), "k", Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(13));
        Assert.False(Answers());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(!isSilent, Answers());

        bool? Answers() => platform.Fleet.Inventory().VirtualMachines.Single(vm => vm.Name == "new-01").GuestAnswers;
    }

    [Fact]
    public async Task GetInventory_BalancedClusters_AreSaidToBeSo()
    {
        var clusters = (await Open(new SimulatorSettings { BalancedClusters = ["cluster-b"] }).GetInventoryAsync(Cancellation)).Clusters;
        Assert.Equal([new Cluster("cluster-a", Balances: false), new Cluster("cluster-b", Balances: true)], clusters.AsEnumerable());
    }

    private static long Left(SimulatorPlatform platform, Host host) => host.MemoryBytes
        - platform.Fleet.Inventory().VirtualMachines.Where(vm => vm.Host == host.Name).Sum(vm => vm.MemoryBytes);

    private static async Task<string> RunningAsync(SimulatorPlatform platform, string host) =>
        (await platform.GetInventoryAsync(Cancellation)).VirtualMachines.First(vm => vm.Host == host && vm.PowerState == PowerState.On).NativeId;

    private SimulatorPlatform Open(SimulatorSettings settings) => SimulatorFactory.Create(settings, _clock);

    private static VmOrder Order(SimulatorPlatform platform) => new(
        "new-01", platform.Fleet.Inventory().Templates[0].NativeId, 1, 1L << 30, null, null, null, null,
        ImmutableSortedDictionary<string, string>.Empty, null, PowerOn: true);
}
