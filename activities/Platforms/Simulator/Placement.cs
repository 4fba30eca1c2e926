namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Where VMs may be. Memory is not overcommitted, also not by VMs that are off.</summary>
internal static class Placement
{
    /// <summary>The host that was ordered, or the one that is left with the most memory.</summary>
    /// <exception cref="PlatformException">No host can take it.</exception>
    public static Host For(VmOrder order, long memory, FleetState fleet)
    {
        if (order.Host is { } name)
        {
            var host = Taking(fleet, name);
            if (order.Storage is { } storage && !host.Storages.Contains(storage))
                throw new PlatformException(PlatformError.Invalid, $"simulated: {name} does not reach the storage {storage}");
            RequireRoom(fleet, host, memory);
            return host;
        }

        var given = fleet.Vms.GroupBy(vm => vm.Machine.Host!).ToDictionary(on => on.Key, on => on.Sum(vm => vm.Machine.MemoryBytes));
        return fleet.Hosts
            .Where(host => host.State == HostState.Up && (order.Storage is null || host.Storages.Contains(order.Storage)))
            .Select(host => (Host: host, After: given.GetValueOrDefault(host.Name) + memory))
            .Where(choice => choice.After <= choice.Host.MemoryBytes)
            .OrderBy(choice => (double)choice.After / choice.Host.MemoryBytes).ThenBy(choice => choice.Host.Name, StringComparer.Ordinal)
            .Select(choice => choice.Host)
            .FirstOrDefault()
            ?? throw new PlatformException(PlatformError.Capacity, "simulated: no host has enough memory left");
    }

    /// <summary>The host that the VM may be moved to.</summary>
    /// <exception cref="PlatformException">It may not be moved there.</exception>
    public static Host Destination(FleetState fleet, SimulatedVm vm, string name)
    {
        var host = Taking(fleet, name);
        if (host.Cluster != vm.Machine.Cluster)
        {
            throw new PlatformException(
                PlatformError.Invalid, $"simulated: {name} is in {host.Cluster}, and {vm.Machine.Name} in {vm.Machine.Cluster}; VMs move within a cluster");
        }

        RequireRoom(fleet, host, vm.Machine.MemoryBytes);
        return host;
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.Capacity"/>.</exception>
    public static void RequireRoom(FleetState fleet, Host host, long memory)
    {
        var given = fleet.Vms.Where(vm => vm.Machine.Host == host.Name).Sum(vm => vm.Machine.MemoryBytes);
        if (memory > 0 && given + memory > host.MemoryBytes)
            throw new PlatformException(PlatformError.Capacity, $"simulated: {host.Name} has too little memory left");
    }

    private static Host Taking(FleetState fleet, string name)
    {
        var host = fleet.HostNamed(name) ?? throw new PlatformException(PlatformError.NotFound, $"simulated: no host is called {name}");
        return host.State == HostState.Up
            ? host
            : throw new PlatformException(PlatformError.Conflict, $"simulated: {name} takes no VMs now ({host.State})");
    }
}
