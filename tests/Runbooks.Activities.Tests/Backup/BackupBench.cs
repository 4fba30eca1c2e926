using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Selectors;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Backup;

/// <summary>A simulated fleet, a catalogue of backups, and units that work on both. Executing a unit again is what a restarted server does.</summary>
internal sealed class BackupBench : IFleet
{
    private readonly Dictionary<string, OperationLedger> ledgers = [];
    private int units;

    public BackupBench(SimulatorSettings? settings = null) =>
        Platform = SimulatorFactory.Create((settings ?? new SimulatorSettings()) with { TimeScale = 0 }, Time);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero));

    public SimulatorPlatform Platform { get; }

    public BackupsInMemory Catalogue { get; } = new();

    /// <summary>The connection that the fleet is seen through.</summary>
    public string Connection { get; set; } = "sim";

    public List<string> Log { get; } = [];

    public VirtualMachine Vm => Named("web-01");

    public IReadOnlyCollection<FleetVm> Vms => [.. Platform.Fleet.Inventory().VirtualMachines.Select(Seen)];

    public IReadOnlyCollection<FleetHost> Hosts => [];

    public IReadOnlyCollection<FleetConnection> Connections => [];

    public IMetricHistory Metrics => new NoMetrics();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public VirtualMachine Named(string name) => Platform.Fleet.Inventory().VirtualMachines.Single(vm => vm.Name == name);

    public FleetVm? FindVm(string id) => Vms.FirstOrDefault(vm => vm.Id == id);

    public FleetHost? FindHost(string id) => null;

    public Task RefreshAsync(string? connection, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<BackupRecord>> BackupsAsync(string? vm = null) => Catalogue.OfVmAsync(vm ?? Vm.Id, Cancellation);

    public async Task<BackupRecord> LastAsync(string? vm = null) => (await BackupsAsync(vm))[^1];

    public async Task<BackupRecord> RunAsync(object? input = null, string vm = "web-01")
    {
        Assert.IsType<ActivityResult.Done>(await ExecuteAsync(new BackUpVms(Catalogue), Merge(input, vm), NewUnit()));
        Time.Advance(TimeSpan.FromHours(1));
        return await LastAsync(Named(vm).Id);
    }

    public async Task<BackupRecord> VerifyAsync(BackupRecord backup)
    {
        await ExecuteAsync(new VerifyBackups(Catalogue), new { backup = backup.Id }, NewUnit());
        return (await Catalogue.FindAsync(backup.Id, Cancellation))!;
    }

    public string NewUnit() => $"unit-{++units}";

    public OperationLedger Ledger(string unit) => ledgers.TryGetValue(unit, out var ledger) ? ledger : ledgers[unit] = new OperationLedger();

    public Task<TargetSelection> SelectAsync(ITargetActivity activity, object input) =>
        activity.SelectAsync(ActivityJson.Write(input), new SelectionContext(this, Time), Cancellation);

    /// <summary>Selects the one target and executes its unit.</summary>
    public async Task<ActivityResult> ExecuteAsync(ITargetActivity activity, object input, string unit, CrashAt? crash = null)
    {
        var target = Assert.Single((await SelectAsync(activity, input)).Targets);
        return await activity.ExecuteAsync(ActivityJson.Write(input), Context(target, unit, crash), Cancellation);
    }

    public Task<ActivityFailure> FailsAsync(ITargetActivity activity, object input) =>
        Assert.ThrowsAsync<ActivityFailure>(() => ExecuteAsync(activity, input, NewUnit()));

    private static Dictionary<string, object> Merge(object? input, string vm)
    {
        var merged = new Dictionary<string, object> { ["targets"] = vm };
        if (input is null) return merged;
        foreach (var property in ActivityJson.Write(input).EnumerateObject()) merged[property.Name] = property.Value;
        return merged;
    }

    private RecordingContext Context(Target target, string unit, CrashAt? crash) => new(Ledger(unit), Platform, Time)
    {
        RunId = "run-1",
        StepPath = "step",
        Attempt = 1,
        Key = $"run-1/{unit}/{target.Id}",
        Target = target.Kind switch
        {
            TargetKind.BackedUpVm => BackedUpVm.Of(target, "simulator", Time.GetUtcNow()),
            TargetKind.NewVm => new PlannedVm(target.Name, target.Host, target.Connection, "simulator", Time.GetUtcNow()),
            _ => FindVm(target.Id)!,
        },
        Begun = Ledger(unit).Begun,
        Fleet = this,
        Time = Time,
        Http = () => throw new NotSupportedException("Backups ask nobody over HTTP."),
        Crash = crash,
        Lines = Log,
    };

    private FleetVm Seen(VirtualMachine vm) => new(vm, Connection, "simulator", Time.GetUtcNow(), Stale: false, Load: null);

    private sealed class NoMetrics : IMetricHistory
    {
        public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) => null;

        public double Coverage(string id, Metric metric, TimeSpan window) => 0;
    }
}
