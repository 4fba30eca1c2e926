namespace Runbooks.Activities.Compute.Balancing;

/// <summary>Where a VM may go.</summary>
internal static class Destinations
{
    /// <summary>The host that is left with the most room of the kind; null where there is none.</summary>
    public static HostLoad? Best(ClusterLoad cluster, VmLoad vm, Room room, LoadKind kind) => cluster.Hosts
        .Where(host => Refusal(cluster, vm, host, room) is null)
        .OrderBy(host => host.With(vm).Share(kind))
        .ThenBy(host => host.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Why the VM cannot go there; null where it can.</summary>
    public static string? Refusal(ClusterLoad cluster, VmLoad vm, HostLoad host, Room room)
    {
        if (host.Name == vm.Host) return "it is there";
        if (!host.TakesVms) return "it takes no VMs now";
        if (!host.Reaches(vm)) return "it does not reach the VM's storage";
        if (vm.Group is { } group && cluster.Vms.FirstOrDefault(v => v.Id != vm.Id && v.Host == host.Name && v.Group == group) is { } other)
            return $"{other.Name} of the same group '{group}' is there";
        var after = host.With(vm);
        if (after.Share(LoadKind.Cpu) > room.Cpu) return "it would have too little CPU left";
        if (after.Share(LoadKind.Memory) > room.Memory) return "it would have too little memory left";
        return room.Spare && SpareRoom.Lost(cluster.After(new Move(vm, host.Name))) is { } lost ? $"the others could not take the VMs of {lost} if it failed" : null;
    }
}
