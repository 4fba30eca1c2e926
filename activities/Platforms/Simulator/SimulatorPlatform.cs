using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>A connection to a simulated fleet. Made by <see cref="SimulatorFactory"/>.</summary>
public sealed class SimulatorPlatform : IPlatform
{
    private const string Self = "simulated: this platform";

    private readonly SimulatorSettings _settings;
    private readonly TimeProvider _time;
    private readonly FaultRules _faults;

    internal SimulatorPlatform(SimulatorSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _faults = new FaultRules(settings.Seed);
        foreach (var fault in settings.Faults) _faults.Add(fault);
        Capabilities = Enum.GetValues<Capability>().Except(settings.Lacks).ToHashSet();
        Fleet = FleetRegistry.Get(FleetKey.Of(settings), time);
    }

    /// <summary>The world behind this connection, for tests, rehearsals and past samples.</summary>
    public SimulatedFleet Fleet { get; }

    public IReadOnlySet<Capability> Capabilities { get; }

    public async Task<Inventory> GetInventoryAsync(CancellationToken cancellation)
    {
        await ReachAsync("inventory", null, cancellation);
        var inventory = Fleet.Inventory();
        return inventory with
        {
            Clusters = [.. inventory.Clusters.Select(cluster => cluster with { Balances = Matches(_settings.BalancedClusters, cluster.Name) })],
        };
    }

    public async Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation)
    {
        await ReachAsync("vm", nativeId, cancellation);
        return Fleet.Find(nativeId);
    }

    public async Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation)
    {
        Capabilities.Require(Self, Capability.Snapshot);
        await ReachAsync("snapshots", nativeId, cancellation);
        return Fleet.Snapshots(nativeId);
    }

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation)
    {
        Capabilities.Require(Self, Capability.Metrics);
        await ReachAsync("sample", null, cancellation);
        return Fleet.Sample();
    }

    public async IAsyncEnumerable<InventoryChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Capabilities.Require(Self, Capability.Events);
        await ReachAsync("watch", null, cancellation);
        var changes = Fleet.Watch();
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(cancellation)) yield return change;
        }
        finally
        {
            Fleet.Unwatch(changes);
        }
    }

    public OperationKind KindOf(PlatformOperation operation) => OperationRules.KindOf(operation, _settings.RemembersKeys);

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Capabilities.Require(Self, operation, Fleet.Find(operation.NativeId)?.PowerState);
        Fleet.EnsureReachable();
        var name = Fleet.NameOf(operation);
        var kind = SimulatedTask.Kind(operation);
        var fault = Strike(kind, name);
        if (fault is { At: FaultPoint.Call, Error: not null }) await MeetAsync(fault, cancellation);
        var duration = (SimulatedTask.Duration(kind) * _settings.TimeScale) + (fault?.Delay ?? TimeSpan.Zero);
        var failsWith = fault is { At: FaultPoint.End, Error: not null } ? fault : null;
        var boot = Matches(_settings.SilentGuests, name) ? TimeSpan.MaxValue : SimulatedTask.GuestStart * _settings.TimeScale;
        var deaf = Matches(_settings.DeafGuests, name);
        var handle = Fleet.Begin(Able(operation), new SimulatedFleet.Request(key, duration, boot, deaf, _settings.RemembersKeys, failsWith));
        return fault is { At: FaultPoint.Answer, Error: not null } ? throw fault.ToException() : handle;
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        await ReachAsync("find", operation.NativeId, cancellation);
        if (!_settings.RemembersKeys) return new Sighting.Unknown("This platform keeps no record of the calls that it was given.");
        return Fleet.FindTask(key, operation) is { } task ? new Sighting.Found(task) : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        await ReachAsync("await", operation.NativeId, cancellation);
        var end = Fleet.WhenEnded(handle);
        progress?.Report(Fleet.Progress(handle));
        var ended = await end.WaitAsync(cancellation);
        progress?.Report(1);
        if (ended.Error is { } error) throw new PlatformException(error, ended.Message!);
        if (ended.Result is { } result) return result;
        if (ended.Patch is { } patch) return ActivityJson.Write(patch);
        return ended.Made is { } made ? ActivityJson.Write(new Provisioned(made.Machine.NativeId)) : null;
    }

    public async Task CancelAsync(string handle, CancellationToken cancellation)
    {
        await ReachAsync("cancel", null, cancellation);
        Fleet.Cancel(handle);
    }

    /// <summary>The fleet stays: it is not the connection's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What this connection makes of it.</summary>
    private PlatformOperation Able(PlatformOperation operation) =>
        operation is PlatformOperation.BackUp { Order.Kind: BackupKind.Incremental } backUp && !Capabilities.Contains(Capability.IncrementalBackup)
            ? backUp with { Order = backUp.Order with { Kind = BackupKind.Full } }
            : operation;

    private async Task ReachAsync(string call, string? vm, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Fleet.EnsureReachable();
        if (!_faults.Any && !Fleet.Faults.Any) return;
        if (Strike(call, vm is null ? null : Fleet.Find(vm)?.Name) is { } fault) await MeetAsync(fault, cancellation);
    }

    private SimulatorFault? Strike(string operation, string? vmName) =>
        _faults.Strike(operation, vmName) ?? Fleet.Faults.Strike(operation, vmName);

    private async Task MeetAsync(SimulatorFault fault, CancellationToken cancellation)
    {
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, _time, cancellation);
        if (fault.Error is not null) throw fault.ToException();
    }

    private static bool Matches(IReadOnlyList<string> patterns, string? name) =>
        name is not null && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name));
}
