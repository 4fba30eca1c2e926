using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Selectors;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute.Balancing;

/// <summary>One unit that moves VMs of a simulated fleet. What the fleet shows is sampled when time passes, as a server does.</summary>
internal sealed class SimulatedCluster : IFleet, IMetricHistory
{
    private readonly Dictionary<string, (string Host, DateTimeOffset? MovedAt)> _places = [];
    private readonly Dictionary<string, MetricSample> _samples = [];
    private readonly SimulatorPlatform _platform;
    private int _run = 1, _sampled;
    private Inventory _inventory = new([], [], []);

    public SimulatedCluster(SimulatorSettings? settings = null)
    {
        _platform = SimulatorFactory.Create((settings ?? new SimulatorSettings()) with { TimeScale = 0 }, Time);
        Sample();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero));

    public SimulatedFleet World => _platform.Fleet;

    public OperationLedger Ledger { get; private set; } = new();

    public Dictionary<string, ActivityFailure> Guarded { get; } = [];

    /// <summary>Whether samples are taken while time passes.</summary>
    public bool Samples { get; set; } = true;

    /// <summary>The first sample after a change is of the time before it, as where it is taken the moment that a move has ended.</summary>
    public bool Lags { get; set; }

    /// <summary>The mean over a time, where it is not what was sampled last.</summary>
    public Dictionary<string, double?> Means { get; } = [];

    public List<string> Log { get; } = [];

    public IReadOnlyCollection<FleetVm> Vms => [.. _inventory.VirtualMachines.Select(vm =>
        new FleetVm(vm, "sim", "simulator", Time.GetUtcNow(), false, LoadOf(vm.Id)) { MovedAt = _places.GetValueOrDefault(vm.Id).MovedAt })];

    public IReadOnlyCollection<FleetHost> Hosts => [.. _inventory.Hosts.Select(host => new FleetHost(
        host, _inventory.VirtualMachines.Count(vm => vm.Host == host.Name), "sim", "simulator", Time.GetUtcNow(), false, LoadOf(host.Id)))];

    public IReadOnlyCollection<FleetConnection> Connections => [new("sim", "simulator", Stale: false, _inventory.Templates, _inventory.Clusters)];

    public IMetricHistory Metrics => this;

    public FleetVm? FindVm(string id) => Vms.FirstOrDefault(vm => vm.Id == id);

    public FleetHost? FindHost(string id) => Hosts.FirstOrDefault(host => host.Id == id);

    public FleetHost Host(string name) => Hosts.Single(host => host.Name == name);

    public async Task RefreshAsync(string? connection, CancellationToken cancellation)
    {
        _inventory = await _platform.GetInventoryAsync(cancellation);
        foreach (var vm in _inventory.VirtualMachines)
            if (!_places.TryGetValue(vm.Id, out var known)) _places[vm.Id] = (vm.Host!, null);
            else if (known.Host != vm.Host) _places[vm.Id] = (vm.Host!, Time.GetUtcNow());
    }

    public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) =>
        aggregate != Aggregate.Now && Means.TryGetValue(id, out var mean) ? mean
        : metric == Metric.Cpu ? LoadOf(id)?.Cpu : LoadOf(id)?.Memory;

    public double Coverage(string id, Metric metric, TimeSpan window) => 1;

    /// <summary>Executes the unit until it ends, and lets time pass while it is deferred.</summary>
    public async Task<ActivityResult> RunAsync(IActivity activity, object input, FleetObject? target, CrashAt? crash = null)
    {
        JsonElement? deferred = null;
        for (var round = 0; round < 500; round++)
        {
            var result = await activity.ExecuteAsync(ActivityJson.Write(input), Context(target, deferred, crash), TestContext.Current.CancellationToken);
            if (result is not ActivityResult.Deferred later) return result;
            deferred = later.State;
            Time.Advance(later.Until - Time.GetUtcNow());
            if (Samples) Sample();
        }

        throw new InvalidOperationException("The unit does not end.");
    }

    /// <summary>All but the VMs of hv-a-01 have next to nothing to do, so that its VMs find room anywhere; its own have the same at all times.</summary>
    public static SimulatedCluster WithQuietNeighbours()
    {
        var fleet = new SimulatedCluster();
        foreach (var vm in fleet.Vms) fleet.World.SetCpu(vm.Vm.NativeId, vm.Vm.Host == "hv-a-01" ? vm.Load?.Cpu : 0.01);
        fleet.Sample();
        return fleet;
    }

    /// <summary>Somebody moves a VM by hand.</summary>
    public async Task MoveByHandAsync(string vm, string host)
    {
        await _platform.StartAsync(new PlatformOperation.Migrate(vm, host), $"by hand {Time.GetUtcNow():O}", CancellationToken.None);
        Sample();
    }

    /// <summary>The same work in another run.</summary>
    public void NextUnit() => (Ledger, _run) = (new OperationLedger(), _run + 1);

    public void Sample()
    {
        RefreshAsync(null, CancellationToken.None).GetAwaiter().GetResult();
        var isOld = Lags && World.Effects.Count != _sampled;
        _sampled = World.Effects.Count;
        foreach (var sample in World.Sample()) _samples[sample.Id] = isOld ? _samples[sample.Id] with { At = sample.At } : sample;
    }

    private Load? LoadOf(string id) =>
        _samples.TryGetValue(id, out var sample) ? new Load(sample.Cpu, sample.Memory, sample.Disk, sample.Network, sample.At) : null;

    private RecordingContext Context(FleetObject? target, JsonElement? deferred, CrashAt? crash) => new(Ledger, _platform, Time)
    {
        RunId = $"run-{_run}",
        StepPath = "step",
        Attempt = 1,
        Key = $"run-{_run}/step/{target?.Id}",
        Target = target is FleetHost host ? FindHost(host.Id) : target is null ? null : FindVm(target.Id),
        DeferredState = deferred,
        Begun = Ledger.Begun,
        Fleet = this,
        Time = Time,
        Http = () => throw new InvalidOperationException("Moves ask no web server."),
        Crash = crash,
        Guarded = Guarded,
        Lines = Log,
    };
}
