using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Tests.Recording;

/// <summary>The fleet of one connection, always as its platform is, and of hosts that were put there.</summary>
internal sealed class TinyFleet(TinyPlatform platform, TimeProvider time) : IFleet, IMetricHistory
{
    public const string Connection = "lab";

    private readonly Dictionary<string, (double? Cpu, double Coverage)> measured = [];

    public bool Stale { get; set; }

    public List<string?> Refreshed { get; } = [];

    public List<FleetHost> KnownHosts { get; } = [];

    public IReadOnlyCollection<FleetVm> Vms => [.. platform.Vms.Select(Seen)];

    public IReadOnlyCollection<FleetHost> Hosts => KnownHosts;

    public List<FleetConnection> Known { get; } = [];

    public IReadOnlyCollection<FleetConnection> Connections => Known;

    public IMetricHistory Metrics => this;

    public FleetVm? FindVm(string id) => Vms.FirstOrDefault(vm => vm.Id == id);

    public FleetHost? FindHost(string id) => KnownHosts.Find(host => host.Id == id);

    public Task RefreshAsync(string? connection, CancellationToken cancellation)
    {
        if (connection is not (null or Connection)) throw new ActivityFailure("connection.unknown", $"There is no connection '{connection}'.");
        Refreshed.Add(connection);
        return Task.CompletedTask;
    }

    /// <param name="cpu">Every aggregate of its CPU.</param>
    public void Measure(string id, double? cpu, double coverage = 1) => measured[id] = (cpu, coverage);

    public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) =>
        metric == Metric.Cpu ? measured.GetValueOrDefault(id).Cpu : null;

    public double Coverage(string id, Metric metric, TimeSpan window) =>
        metric == Metric.Cpu ? measured.GetValueOrDefault(id).Coverage : 0;

    private FleetVm Seen(VirtualMachine vm) => new(
        vm, Connection, "tiny", time.GetUtcNow(), Stale, measured.TryGetValue(vm.Id, out var load) ? new Load(load.Cpu, null, null, null, time.GetUtcNow()) : null);
}
