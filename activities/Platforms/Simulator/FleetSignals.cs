using System.Threading.Channels;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Tells those who wait for tasks and those who watch. Not safe for several threads; its fleet guards it.</summary>
internal sealed class FleetSignals
{
    private const int WatchDepth = 1024;

    private readonly Dictionary<string, TaskCompletionSource<FleetEntry.Ended>> _waiting = [];
    private readonly List<Channel<InventoryChange>> _watching = [];

    public bool Any => _waiting.Count > 0 || _watching.Count > 0;

    public Task<FleetEntry.Ended> WhenEnded(string task)
    {
        if (!_waiting.TryGetValue(task, out var waiting))
            _waiting[task] = waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return waiting.Task;
    }

    /// <summary>A watcher that falls behind loses the oldest changes: every change says the same, to read the inventory again.</summary>
    public Channel<InventoryChange> Watch()
    {
        var bounds = new BoundedChannelOptions(WatchDepth) { FullMode = BoundedChannelFullMode.DropOldest };
        var watching = Channel.CreateBounded<InventoryChange>(bounds);
        _watching.Add(watching);
        return watching;
    }

    public void Unwatch(Channel<InventoryChange> watching) => _watching.Remove(watching);

    public void Publish(FleetEntry entry)
    {
        if (entry is FleetEntry.Ended ended && _waiting.Remove(ended.Task, out var waiting)) waiting.TrySetResult(ended);
        if (Describe(entry) is not { } change) return;
        foreach (var watching in _watching) watching.Writer.TryWrite(change);
    }

    /// <summary>Cuts every connection that stands.</summary>
    public void Break(PlatformException error)
    {
        foreach (var waiting in _waiting.Values) waiting.TrySetException(error);
        foreach (var watching in _watching) watching.Writer.TryComplete(error);
        _waiting.Clear();
        _watching.Clear();
    }

    private static InventoryChange? Describe(FleetEntry entry) => entry switch
    {
        FleetEntry.Ended { Host: not null } ended => new InventoryChange(null, ended.Operation),
        FleetEntry.Ended { HadEffect: true } ended => new InventoryChange(ended.Made?.Machine.NativeId ?? ended.Vm, ended.Operation),
        FleetEntry.VmSet set => new InventoryChange(set.Vm, "changed"),
        FleetEntry.VmDeleted deleted => new InventoryChange(deleted.Vm, "deleted"),
        FleetEntry.HostSet host => new InventoryChange(null, $"host {host.Host} is {host.State.ToString().ToLowerInvariant()}"),
        _ => null,
    };
}
