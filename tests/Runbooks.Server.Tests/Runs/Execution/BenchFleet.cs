using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>The fleet of one platform, read again for each question.</summary>
/// <param name="sampled">Loads are the platform's, as they are now; else nobody measures, and everything is nearly idle.</param>
internal sealed class BenchFleet(IPlatform platform, bool sampled = false) : IFleet, IMetricHistory
{
    private static readonly Load Idle = new(0.05, 0.1, 0, 0, DateTimeOffset.UnixEpoch);

    public IReadOnlyCollection<FleetVm> Vms
    {
        get
        {
            var loads = Loads();
            return [.. Inventory().VirtualMachines.Select(vm => Show(vm) with { Load = Load(loads, vm.Id) })];
        }
    }

    public IReadOnlyCollection<FleetHost> Hosts
    {
        get
        {
            var loads = Loads();
            return [.. Inventory().Hosts.Select(host => Show(host) with { Load = Load(loads, host.Id) })];
        }
    }

    public IReadOnlyCollection<FleetConnection> Connections => [new("sim", "simulator", Stale: false, Inventory().Templates, Inventory().Clusters)];

    public IMetricHistory Metrics => this;

    public FleetVm? FindVm(string id) => Vms.FirstOrDefault(vm => vm.Id == id);

    public FleetHost? FindHost(string id) => Hosts.FirstOrDefault(host => host.Id == id);

    public Task RefreshAsync(string? connection, CancellationToken cancellation) => Task.CompletedTask;

    public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) =>
        !sampled ? null : metric == Metric.Cpu ? Load(Loads(), id)?.Cpu : Load(Loads(), id)?.Memory;

    public double Coverage(string id, Metric metric, TimeSpan window) => sampled ? 1 : 0;

    public static FleetVm Show(VirtualMachine vm) => new(vm, "sim", "simulator", DateTimeOffset.UnixEpoch, Stale: false, Idle);

    public static FleetHost Show(Host host) => new(host, 0, "sim", "simulator", DateTimeOffset.UnixEpoch, Stale: false, Idle);

    private static Load? Load(Dictionary<string, MetricSample>? loads, string id)
    {
        if (loads is null) return Idle with { At = DateTimeOffset.UtcNow };
        return loads.TryGetValue(id, out var sample) ? new Load(sample.Cpu, sample.Memory, sample.Disk, sample.Network, sample.At) : null;
    }

    private Dictionary<string, MetricSample>? Loads() =>
        sampled ? platform.SampleAsync(CancellationToken.None).GetAwaiter().GetResult().ToDictionary(sample => sample.Id) : null;

    // The simulator answers at once.
    private Inventory Inventory() => platform.GetInventoryAsync(CancellationToken.None).GetAwaiter().GetResult();
}
