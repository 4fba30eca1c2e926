using System.Collections.Immutable;
using Runbooks.Activities.Platforms.Simulator.Backups;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>The fleet as the entries so far have made it. Not safe for several threads; its fleet guards it.</summary>
internal sealed class FleetState
{
    private readonly Dictionary<string, SimulatedVm> _vms;
    private readonly List<SimulatedVm> _order;
    private readonly List<string> _deleted = [];
    private readonly Host[] _hosts;
    private readonly Dictionary<string, SimulatedBackup> _backups = [];

    public FleetState(FleetBlueprint blueprint)
    {
        _order = [.. blueprint.Vms.Select(vm => new SimulatedVm(vm))];
        _vms = _order.ToDictionary(vm => vm.Machine.NativeId);
        _hosts = [.. blueprint.Hosts];
        (Storages, Templates, Networks) = (blueprint.Storages, blueprint.Templates, blueprint.Networks);
    }

    public TaskBoard Tasks { get; } = new();

    public IReadOnlyList<SimulatedVm> Vms => _order;

    public IReadOnlyList<Host> Hosts => _hosts;

    public ImmutableArray<Storage> Storages { get; }

    public ImmutableArray<Template> Templates { get; }

    public ImmutableArray<Network> Networks { get; }

    public IReadOnlyCollection<SimulatedBackup> Backups => _backups.Values;

    public SimulatedBackup? FindBackup(string id) => _backups.GetValueOrDefault(id);

    public SimulatedVm? Find(string vm) => _vms.GetValueOrDefault(vm);

    public Host? HostNamed(string name) => Array.Find(_hosts, host => host.Name == name);

    public Host? FindHost(string id) => Array.Find(_hosts, host => host.NativeId == id);

    public HostState HostStateOf(SimulatedVm vm) => HostNamed(vm.Machine.Host!)?.State ?? HostState.Unknown;

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>.</exception>
    public SimulatedVm Known(string vm) =>
        Find(vm) ?? throw new PlatformException(PlatformError.NotFound, $"simulated: no VM has the id {vm}");

    /// <summary>The VM, where its host can be asked about it.</summary>
    /// <exception cref="PlatformException">It is not there, or its host is down.</exception>
    public SimulatedVm Answering(string id)
    {
        var vm = Known(id);
        return HostStateOf(vm) == HostState.Down
            ? throw new PlatformException(PlatformError.Unreachable, $"simulated: the host {vm.Machine.Host} does not respond")
            : vm;
    }

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
                Change(ended);
                break;
            case FleetEntry.VmSet set:
                Set(set.Vm, set.Condition);
                break;
            case FleetEntry.VmMade made:
                Make(made.Vm);
                break;
            case FleetEntry.VmDeleted deleted:
                Delete(deleted.Vm);
                break;
            case FleetEntry.HostSet host:
                SetHost(host.Host, host.State);
                break;
            case FleetEntry.BackupSet set:
                _backups[set.Backup.Id] = set.Backup;
                break;
        }
    }

    /// <summary>The shortest list of entries that makes this state.</summary>
    public IEnumerable<FleetEntry> Condensed(DateTimeOffset at) =>
    [
        .. Tasks.Entries(),
        .. _order.Where(vm => vm.IsMade).Select(vm => new FleetEntry.VmMade(at, vm.Blueprint)),
        .. _order.Where(vm => vm.Touched).Select(vm => new FleetEntry.VmSet(at, vm.Machine.NativeId, vm.Condition)),
        .. _deleted.Select(vm => new FleetEntry.VmDeleted(at, vm)),
        .. _hosts.Where(host => host.State != HostState.Up).Select(host => new FleetEntry.HostSet(at, host.Name, host.State)),
        .. _backups.Values.Select(backup => new FleetEntry.BackupSet(at, backup)),
    ];

    private void Change(FleetEntry.Ended ended)
    {
        if (ended.Made is not null) Make(ended.Made);
        if (ended.Effect is not null) Set(ended.Made?.Machine.NativeId ?? ended.Vm, ended.Effect);
        if (ended.Gone is true) Delete(ended.Vm);
        // A condensed file may tell of a making whose copy is gone since, and then tells that too.
        if (ended.Backup is { } backup) _backups[backup.Id] = backup;
        if (ended.BackupGone is { } gone) _backups.Remove(gone);
        if (ended.Host is { } state && FindHost(ended.Vm) is { } host) SetHost(host.Name, state);
    }

    /// <summary>A condensed file may say it twice: once when it was made, once that it is there.</summary>
    private void Make(VmBlueprint blueprint)
    {
        var vm = new SimulatedVm(blueprint, isMade: true);
        if (_vms.TryAdd(blueprint.Machine.NativeId, vm)) _order.Add(vm);
    }

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
