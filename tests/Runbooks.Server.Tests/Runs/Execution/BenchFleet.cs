using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>The fleet of one platform, read again for each question.</summary>
internal sealed class BenchFleet(IPlatform platform) : IFleet
{
    public IReadOnlyCollection<FleetVm> Vms => [.. Inventory().VirtualMachines.Select(Show)];

    public IReadOnlyCollection<FleetHost> Hosts => [.. Inventory().Hosts.Select(Show)];

    public IReadOnlyCollection<FleetConnection> Connections => [new("sim", "simulator", Stale: false, Inventory().Templates, Inventory().Clusters)];

    public IMetricHistory Metrics { get; } = new NoMetrics();

    public FleetVm? FindVm(string id) => Inventory().VirtualMachines.FirstOrDefault(vm => vm.Id == id) is { } vm ? Show(vm) : null;

    public FleetHost? FindHost(string id) => Hosts.FirstOrDefault(host => host.Id == id);

    public Task RefreshAsync(string? connection, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Sampled just now, and with next to nothing to do.</summary>
    public static FleetHost Show(Host host) =>
        new(host, 0, "sim", "simulator", DateTimeOffset.UtcNow, Stale: false, new Load(0.1, 0.1, 0, 0, DateTimeOffset.UtcNow));

    public static FleetVm Show(VirtualMachine vm) => new(vm, "sim", "simulator", DateTimeOffset.UnixEpoch, Stale: false, new Load(0.05, 0.1, 0, 0, DateTimeOffset.UtcNow));

    // The simulator answers at once.
    private Inventory Inventory() => platform.GetInventoryAsync(CancellationToken.None).GetAwaiter().GetResult();

    private sealed class NoMetrics : IMetricHistory
    {
        public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) => null;

        public double Coverage(string id, Metric metric, TimeSpan window) => 0;
    }
}
