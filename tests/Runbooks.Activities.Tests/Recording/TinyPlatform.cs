using System.Runtime.CompilerServices;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Recording;

/// <summary>A few VMs in memory. Counts what each key changed, and forgets keys at once: the least that a platform has to offer.</summary>
internal sealed class TinyPlatform(TimeProvider time) : IPlatform
{
    private readonly Dictionary<string, VirtualMachine> vms = [];
    private readonly Dictionary<string, List<Snapshot>> snapshots = [];
    private readonly Dictionary<string, TaskCompletionSource> waiting = [];

    public IReadOnlySet<Capability> Capabilities { get; } = Enum.GetValues<Capability>().ToHashSet();

    /// <summary>Every change that was made, with the key that it was asked for with.</summary>
    public List<(string Key, string Operation)> Effects { get; } = [];

    /// <summary>VMs whose guests ignore a shutdown.</summary>
    public HashSet<string> Deaf { get; } = [];

    /// <summary>Operations that are refused, by name.</summary>
    public Dictionary<string, PlatformException> Refused { get; } = [];

    public List<Storage> Storages { get; } = [];

    public IEnumerable<VirtualMachine> Vms => vms.Values;

    public void Put(VirtualMachine vm) => vms[vm.NativeId] = vm;

    public void Put(string vm, Snapshot snapshot) => Snapshots(vm).Add(snapshot);

    public List<Snapshot> Snapshots(string vm) => snapshots.TryGetValue(vm, out var list) ? list : snapshots[vm] = [];

    public VirtualMachine this[string id] => vms[id];

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) =>
        Task.FromResult(new Inventory([.. vms.Values], [], [.. Storages]));

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation)
    {
        Refuse("read");
        return Task.FromResult(vms.GetValueOrDefault(nativeId));
    }

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation)
    {
        Refuse("read");
        return Task.FromResult<IReadOnlyList<Snapshot>>([.. Snapshots(nativeId)]);
    }

    public OperationKind KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Restart or PlatformOperation.Reset or PlatformOperation.RevertSnapshot or PlatformOperation.CreateSnapshot => OperationKind.Once,
        _ => OperationKind.Convergent,
    };

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        Refuse(operation.Name);
        Apply(operation, key);
        return Task.FromResult(operation.NativeId);
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        Task.FromResult<Sighting>(new Sighting.Unknown("it keeps no keys"));

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (operation is PlatformOperation.Shutdown && vms[handle].PowerState != PowerState.Off)
        {
            var off = waiting.TryGetValue(handle, out var known) ? known : waiting[handle] = new TaskCompletionSource();
            await off.Task.WaitAsync(cancellation);
        }

        return null;
    }

    public Task CancelAsync(string handle, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<MetricSample>>([]);

    public async IAsyncEnumerable<InventoryChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield break;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Somebody or something else turns the VM off.</summary>
    public void TurnOff(string vm)
    {
        vms[vm] = vms[vm] with { PowerState = PowerState.Off };
        if (waiting.Remove(vm, out var shutdown)) shutdown.SetResult();
    }

    private void Refuse(string name)
    {
        if (Refused.TryGetValue(name, out var error)) throw error;
    }

    private void Apply(PlatformOperation operation, string key)
    {
        var vm = vms[operation.NativeId];
        var changed = operation switch
        {
            PlatformOperation.PowerOn => Power(vm, PowerState.On),
            PlatformOperation.PowerOff => Power(vm, PowerState.Off),
            PlatformOperation.Suspend => Power(vm, PowerState.Suspended),
            PlatformOperation.Shutdown => !Deaf.Contains(vm.NativeId) && Power(vm, PowerState.Off),
            PlatformOperation.CreateSnapshot create => Take(vm, create),
            PlatformOperation.RemoveSnapshot remove => Snapshots(vm.NativeId).RemoveAll(snapshot => snapshot.Name == remove.SnapshotName) > 0,
            _ => true,
        };
        if (changed) Effects.Add((key, operation.Name));
    }

    private bool Power(VirtualMachine vm, PowerState state)
    {
        if (vm.PowerState == state) return false;
        if (state == PowerState.Off) TurnOff(vm.NativeId);
        else vms[vm.NativeId] = vm with { PowerState = state };
        return true;
    }

    private bool Take(VirtualMachine vm, PlatformOperation.CreateSnapshot create)
    {
        if (Snapshots(vm.NativeId).Any(snapshot => snapshot.Name == create.SnapshotName))
            throw new PlatformException(PlatformError.Conflict, $"domain has a snapshot {create.SnapshotName}");
        Put(vm.NativeId, new Snapshot(create.SnapshotName, time.GetUtcNow(), create.Memory, null));
        return true;
    }
}
