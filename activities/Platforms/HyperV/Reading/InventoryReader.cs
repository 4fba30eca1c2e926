using System.Collections.Concurrent;
using System.Collections.Immutable;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Reading;

/// <summary>Reads the hosts and what is on them, each with one script.</summary>
internal sealed class InventoryReader(Calls calls)
{
    // What a node that is down cannot tell of its VMs.
    private readonly ConcurrentDictionary<string, VirtualMachine> _lastSeen = new();
    private volatile StoragePaths _storages = StoragePaths.None;
    private volatile string? _cluster;

    public async Task<Inventory> ReadAsync(CancellationToken cancellation)
    {
        var facts = await calls.RunAsync<InventoryFacts>(Script.Inventory, [], cancellation);
        (_storages, _cluster) = (new StoragePaths(facts.Storages), facts.Cluster);
        // While a VM moves, both nodes may show it.
        var machines = facts.Machines.GroupBy(machine => machine.Id).Select(same => same.MaxBy(machine => machine.State == "Running")!).ToList();
        var shown = machines.Where(machine => !Notes.IsTemplate(machine.Notes) && !Notes.IsUnfinished(machine.Name, machine.Notes)).Select(ToVm).ToList();
        Remember(shown, facts.Lost);
        return new Inventory([.. shown, .. facts.Lost.Select(ToVm)], [.. facts.Hosts.Select(host => ToHost(host, facts))], [.. facts.Storages.Select(ToStorage)])
        {
            Templates =
            [
                .. machines.Where(machine => Notes.IsTemplate(machine.Notes))
                    .Select(machine => new Template(VmId(machine.Id), machine.Id, machine.Name)),
            ],
            Networks = [.. facts.Networks.DistinctBy(network => network.Name).Select(ToNetwork)],
            Clusters = facts.Cluster is { } name ? [new Cluster(name, facts.Balances)] : [],
        };
    }

    /// <summary>Null where there is no such VM.</summary>
    public async Task<VirtualMachine?> FindAsync(string vm, CancellationToken cancellation)
    {
        if (_storages == StoragePaths.None) await ReadAsync(cancellation);
        return await calls.FindAsync(vm, cancellation) switch
        {
            { Machine: { } machine } => Notes.IsTemplate(machine.Notes) || Notes.IsUnfinished(machine.Name, machine.Notes) ? null : ToVm(machine),
            { Lost: { } lost } => ToVm(lost),
            _ => null,
        };
    }

    /// <summary>Where paths begin that are on the storage.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>.</exception>
    public async Task<string> FolderOnAsync(string storage, CancellationToken cancellation)
    {
        await ReadAsync(cancellation);
        return _storages.PathOf(storage) ?? throw new PlatformException(PlatformError.NotFound, $"this connection has no storage called {storage}");
    }

    public static string VmId(string id) => $"{HyperVFactory.Name}:{id}";

    public static string HostId(string name) => $"{HyperVFactory.Name}:host:{name.ToLowerInvariant()}";

    private void Remember(List<VirtualMachine> shown, LostFacts[] lost)
    {
        foreach (var vm in shown) _lastSeen[vm.NativeId] = vm;
        var known = shown.Select(vm => vm.NativeId).Concat(lost.Select(each => each.Id)).ToHashSet();
        foreach (var gone in _lastSeen.Keys.Where(id => !known.Contains(id))) _lastSeen.TryRemove(gone, out _);
    }

    private VirtualMachine ToVm(MachineFacts machine) => new(
        VmId(machine.Id), machine.Id, machine.Name, Lifecycle.PowerOf(machine.State), machine.Host, _cluster, machine.Cpus, machine.Memory,
        Notes.Read(machine.Notes), [.. machine.Cards.SelectMany(card => card.Addresses).Distinct()], CreatedAt: machine.Created)
    {
        Storages = [.. machine.Disks.Select(_storages.Of).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
        GuestAnswers = Lifecycle.GuestAnswers(machine),
        Cards = [.. machine.Cards.Select(card => new NetworkCard(MacOf(card.Mac), card.Network.Length == 0 ? null : card.Network))],
    };

    private VirtualMachine ToVm(LostFacts lost) => _lastSeen.TryGetValue(lost.Id, out var seen)
        ? seen with { PowerState = PowerState.Unknown, Host = lost.Host, GuestAnswers = null }
        : new VirtualMachine(
            VmId(lost.Id), lost.Id, lost.Name, PowerState.Unknown, lost.Host, _cluster, 0, 0, ImmutableSortedDictionary<string, string>.Empty, []);

    private static Host ToHost(HostFacts host, InventoryFacts facts) =>
        new(HostId(host.Name), host.Name, host.Name, facts.Cluster, Lifecycle.HostOf(host.State), host.Cpus, host.Memory)
        {
            Storages = [.. facts.Storages.Select(storage => storage.Name)],
        };

    private static Storage ToStorage(StorageFacts storage) =>
        new($"{HyperVFactory.Name}:storage:{storage.Id}", storage.Id, storage.Name, storage.Capacity, storage.Free);

    /// <summary>VMs of a private switch meet each other alone; a cluster's switches are the same where they are called the same.</summary>
    private static Network ToNetwork(SwitchFacts network) => new($"{HyperVFactory.Name}:switch:{network.Name}", network.Name, network.Name)
    {
        IsIsolated = network.Kind == "Private",
    };

    /// <summary>Hyper-V writes <c>00155D012A03</c>.</summary>
    private static string MacOf(string mac) => mac.Length == 12 ? string.Join(':', mac.ToLowerInvariant().Chunk(2).Select(pair => new string(pair))) : mac;
}
