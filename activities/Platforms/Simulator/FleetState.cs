using System.Collections.Immutable;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>The fleet as the entries so far have made it. Not safe for several threads; its fleet guards it.</summary>
internal sealed class FleetState
{
    private readonly Dictionary<string, SimulatedVm> _vms;
    private readonly List<SimulatedVm> _order;
    private readonly List<string> _deleted = [];
    private readonly Host[] _hosts;

    public FleetState(FleetBlueprint blueprint)
    {
        _order = [.. blueprint.Vms.Select(vm => new SimulatedVm(vm))];
        _vms = _order.ToDictionary(vm => vm.Machine.NativeId);
        _hosts = [.. blueprint.Hosts];
        Storages = blueprint.Storages;
    }

    public TaskBoard Tasks { get; } = new();

    public IReadOnlyList<SimulatedVm> Vms => _order;

    public IReadOnlyList<Host> Hosts => _hosts;

    public ImmutableArray<Storage> Storages { get; }

    public SimulatedVm? Find(string vm) => _vms.GetValueOrDefault(vm);

    public HostState HostStateOf(SimulatedVm vm) =>
        Array.Find(_hosts, host => host.Name == vm.Machine.Host)?.State ?? HostState.Unknown;

    /// <summary>Entries about VMs that this fleet does not have are of a larger one with the same file; they change nothing.</summary>
    public void Apply(FleetEntry entry)
    {
        switch (entry)
        {
            case FleetEntry.Begun begun:
                Tasks.Begin(begun.Task);
                break;
            case FleetEntry.Ended ended:
                Tasks.End(ended);
                if (ended.Effect is not null) Set(ended.Vm, ended.Effect);
                break;
            case FleetEntry.VmSet set:
                Set(set.Vm, set.Condition);
                break;
            case FleetEntry.VmDeleted deleted:
                Delete(deleted.Vm);
                break;
            case FleetEntry.HostSet host:
                SetHost(host.Host, host.State);
                break;
        }
    }

    /// <summary>The shortest list of entries that makes this state.</summary>
    public IEnumerable<FleetEntry> Condensed(DateTimeOffset at) =>
    [
        .. Tasks.Entries(),
        .. _order.Where(vm => vm.Touched).Select(vm => new FleetEntry.VmSet(at, vm.Machine.NativeId, vm.Condition)),
        .. _deleted.Select(vm => new FleetEntry.VmDeleted(at, vm)),
        .. _hosts.Where(host => host.State != HostState.Up).Select(host => new FleetEntry.HostSet(at, host.Name, host.State)),
    ];

    private void Set(string id, VmCondition condition)
    {
        if (Find(id) is not { } vm) return;
        vm.Set(condition);
        vm.ShowOn(HostStateOf(vm));
    }

    private void Delete(string id)
    {
        if (!_vms.Remove(id, out var vm)) return;
        _order.Remove(vm);
        _deleted.Add(id);
    }

    private void SetHost(string name, HostState state)
    {
        var index = Array.FindIndex(_hosts, host => host.Name == name);
        if (index < 0) return;
        _hosts[index] = _hosts[index] with { State = state };
        foreach (var vm in _order.Where(vm => vm.Machine.Host == name)) vm.ShowOn(state);
    }
}
