namespace Runbooks.Activities.Compute.Balancing;

/// <summary>Brings hosts below a threshold with few and cheap moves, one at a time: after each, measure and ask again.</summary>
/// <param name="Above">The share of the kind that is too much, 0 to 1.</param>
/// <param name="Room">How full destinations may become; below <paramref name="Above"/> for the kind, so that no move makes the next hot host.</param>
public sealed record Relief(LoadKind Kind, double Above, Room Room)
{
    /// <summary>What to do next for the host.</summary>
    public ReliefStep Next(ClusterLoad cluster, string hostName)
    {
        var host = cluster.Hosts.First(h => h.Name == hostName);
        if (host.Share(Kind) <= Above) return new ReliefStep.Relieved(host.Share(Kind));
        var here = cluster.Vms.Where(vm => vm.Host == hostName).ToList();
        var movable = here.Where(vm => vm.Stays is null && vm.Load(Kind) > 0).ToList();
        if (movable.Count == 0) return new ReliefStep.NothingHelps(here.Count == 0 ? "No VM is on it." : Describe(here));
        // One that is enough by itself, and of these the cheapest to copy; else the one that helps most.
        var choices =
            from vm in movable
            let to = Destinations.Best(cluster, vm, Room, Kind)
            where to is not null
            select (IsEnough: host.Without(vm).Share(Kind) <= Above, Move: new Move(vm, to.Name));
        var best = choices
            .OrderByDescending(c => c.IsEnough).ThenBy(c => c.IsEnough ? c.Move.Vm.MemoryBytes : -c.Move.Vm.Load(Kind))
            .ThenBy(c => c.Move.Vm.MemoryBytes).ThenBy(c => c.Move.Vm.Id, StringComparer.Ordinal)
            .Select(c => c.Move).FirstOrDefault();
        return best is not null ? new ReliefStep.Moves(best) : new ReliefStep.NothingHelps(
            $"No host can take any of the {movable.Count} VMs that may be moved: {WhyNot(cluster, movable)}.");
    }

    /// <summary>All steps, as far as can be told before the first is taken.</summary>
    public IReadOnlyList<Move> Plan(ClusterLoad cluster, string hostName, int most)
    {
        var moves = new List<Move>();
        while (moves.Count < most && Next(cluster, hostName) is ReliefStep.Moves next)
        {
            moves.Add(next.Move);
            cluster = cluster.After(next.Move);
        }

        return moves;
    }

    private static string Describe(List<VmLoad> here) =>
        "None of its VMs may be moved: " + string.Join("; ", here.Take(5).Select(vm => $"{vm.Name} {vm.Stays ?? "has no load"}")) + ".";

    private string WhyNot(ClusterLoad cluster, List<VmLoad> movable)
    {
        var smallest = movable.OrderBy(vm => vm.Load(Kind)).ThenBy(vm => vm.Id, StringComparer.Ordinal).First();
        var refusals = cluster.Hosts.Where(h => h.Name != smallest.Host).OrderBy(h => h.Name, StringComparer.Ordinal)
            .Select(h => $"{h.Name}: {Destinations.Refusal(cluster, smallest, h, Room)}");
        return $"for the smallest, {smallest.Name}: " + string.Join("; ", refusals.Take(5).DefaultIfEmpty("there is no other host"));
    }
}

/// <summary>What relieves a host.</summary>
public abstract record ReliefStep
{
    private ReliefStep()
    {
    }

    /// <summary>It is below the threshold.</summary>
    public sealed record Relieved(double Share) : ReliefStep;

    public sealed record Moves(Move Move) : ReliefStep;

    public sealed record NothingHelps(string Why) : ReliefStep;
}
