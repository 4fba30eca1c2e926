namespace Runbooks.Activities.Compute.Balancing;

/// <summary>Evens out the load of hosts with few moves.</summary>
/// <param name="Spread">How far the fullest and the emptiest host may be apart, as a share.</param>
public sealed record Rebalancing(LoadKind Kind, double Spread, Room Room)
{
    public IReadOnlyList<Move> Plan(ClusterLoad cluster, int most)
    {
        var moves = new List<Move>();
        while (moves.Count < most && Next(cluster) is { } move)
        {
            moves.Add(move);
            cluster = cluster.After(move);
        }

        return moves;
    }

    /// <summary>The move after which the two hosts concerned are closest; null where they are close enough, or no move brings them closer.</summary>
    public Move? Next(ClusterLoad cluster)
    {
        var hosts = cluster.Hosts.Where(h => h.TakesVms).OrderBy(h => h.Share(Kind)).ThenBy(h => h.Name, StringComparer.Ordinal).ToList();
        if (hosts.Count < 2 || hosts[^1].Share(Kind) - hosts[0].Share(Kind) <= Spread) return null;
        var fullest = hosts[^1];
        var choices =
            from vm in cluster.Vms
            where vm.Host == fullest.Name && vm.Stays is null && vm.Load(Kind) > 0
            from to in hosts
            where Destinations.Refusal(cluster, vm, to, Room) is null
            let higher = Math.Max(to.With(vm).Share(Kind), fullest.Without(vm).Share(Kind))
            where higher < fullest.Share(Kind)
            select (Higher: higher, Move: new Move(vm, to.Name));
        return choices
            .OrderBy(c => c.Higher).ThenBy(c => c.Move.Vm.MemoryBytes)
            .ThenBy(c => c.Move.Vm.Id, StringComparer.Ordinal).ThenBy(c => c.Move.To, StringComparer.Ordinal)
            .Select(c => c.Move).FirstOrDefault();
    }
}
