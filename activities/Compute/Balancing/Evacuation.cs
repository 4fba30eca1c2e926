namespace Runbooks.Activities.Compute.Balancing;

/// <summary>Empties a host.</summary>
public static class Evacuation
{
    /// <summary>The large ones first: what is left is easier to place.</summary>
    /// <returns>The moves in their order, and the VMs that find no place with why.</returns>
    public static (IReadOnlyList<Move> Moves, IReadOnlyList<(VmLoad Vm, string Why)> Stuck) Plan(ClusterLoad cluster, string hostName, Room room)
    {
        var moves = new List<Move>();
        var stuck = new List<(VmLoad, string)>();
        var leaving = cluster.Vms.Where(vm => vm.Host == hostName)
            .OrderByDescending(vm => vm.MemoryBytes).ThenByDescending(vm => vm.CpuUsed).ThenBy(vm => vm.Id, StringComparer.Ordinal);
        foreach (var vm in leaving.ToList())
        {
            if (vm.Stays is { } why)
            {
                stuck.Add((vm, why));
            }
            else if (Destinations.Best(cluster, vm, room, LoadKind.Memory) is { } to)
            {
                moves.Add(new Move(vm, to.Name));
                cluster = cluster.After(moves[^1]);
            }
            else
            {
                stuck.Add((vm, "no host has room for it"));
            }
        }

        return (moves, stuck);
    }
}
