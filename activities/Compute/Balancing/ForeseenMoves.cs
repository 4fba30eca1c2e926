namespace Runbooks.Activities.Compute.Balancing;

/// <summary>Moves that are foreseen: each counts for those that come after it.</summary>
/// <param name="measures">Whether the load is measured again after each move.</param>
internal sealed class ForeseenMoves(ForesightContext context, bool measures)
{
    private readonly List<Move> moves = [];

    public IReadOnlyList<ForeseenChange> Changes => [.. moves.Select((move, index) => Change(move, measures && index > 0))];

    public int Count => moves.Count;

    /// <summary>The load as it would be after the moves so far.</summary>
    public ClusterLoad After(ClusterLoad load)
    {
        foreach (var move in moves)
            if (load.Vms.Any(vm => vm.Id == move.Vm.Id)) load = load.After(move);
        return load;
    }

    public void Add(IEnumerable<Move> more) => moves.AddRange(more);

    private ForeseenChange Change(Move move, bool measuredFirst)
    {
        var seen = context.Fleet.FindVm(move.Vm.Id)!;
        return new(
            new Target(seen.Id, seen.Name, TargetKind.Vm, seen.Connection, seen.Cluster),
            new PlannedChange($"Moves {seen.Name} from {move.Vm.Host} to {move.To} while it runs", $"on {move.Vm.Host}", $"on {move.To}"),
            measuredFirst);
    }
}
