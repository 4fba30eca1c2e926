using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities.Compute.Balancing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Evens out the load of a cluster's hosts with few moves, one at a time.</summary>
/// <remarks>After each move the load is measured anew. Stops when the fullest and the emptiest host are close enough, when no move brings them
/// closer, or at the most moves that are allowed, and says which. The same VMs stay as for relieving hot hosts. Stands back where the platform
/// balances by itself.</remarks>
[Activity("cluster.rebalance", Effect.Change, Title = "Rebalance cluster", Group = "Compute", Needs = [Capability.LiveMigration, Capability.Metrics],
    NoUndo = "The hosts would be as uneven as before.")]
public sealed class RebalanceCluster : IForesees
{
    public sealed record Input
    {
        /// <summary>The name of the cluster.</summary>
        public required string Cluster { get; init; }

        /// <summary>What is evened out: CPU or memory.</summary>
        public LoadKind Metric { get; init; }

        /// <summary>How far the fullest and the emptiest host may be apart, as a share.</summary>
        [Range(0.02, 1.0)]
        public double Spread { get; init; } = 0.2;

        /// <summary>How much of its CPU and memory a host keeps free that takes VMs, as a share.</summary>
        [Range(0.0, 0.9)]
        public double Headroom { get; init; } = 0.2;

        /// <summary>At most so many moves.</summary>
        [Range(1, 100)]
        public int MaxMoves { get; init; } = 5;
    }

    /// <param name="Moves">Each VM that was moved, with from where and to where.</param>
    public sealed record Output(IReadOnlyList<MoveReport> Moves);

    public Type InputType => typeof(Input);

    public Type OutputType => typeof(Output);

    public Task<ActivityResult> ExecuteAsync(JsonElement input, ActivityContext context, CancellationToken cancellation) =>
        ExecuteAsync(ActivityJson.Read<Input>(input), context, cancellation);

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context)
    {
        var (read, moves) = (ActivityJson.Read<Input>(input), new ForeseenMoves(context, measures: true));
        var cluster = new ClusterPicture(context.Fleet, read.Cluster, null, context.Time);
        if (cluster.Hosts.Count == 0) throw Unknown(read);
        if (cluster.Balances) return new Foresight([], "done", $"'{read.Cluster}' balances by itself; nothing is moved.");
        moves.Add(RuleOf(read).Plan(cluster.Load(context.Stays), read.MaxMoves));
        return new Foresight(moves.Changes, "done");
    }

    private static async Task<ActivityResult> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        var (cluster, mover) = (new ClusterPicture(context.Fleet, input.Cluster, null, context.Time), new Mover(context));
        if (cluster.Hosts.Count == 0) throw Unknown(input);
        await mover.FinishAsync(cancellation);
        await cluster.RefreshAsync(cancellation);
        if (cluster.Balances) return End(mover, $"'{input.Cluster}' balances by itself; nothing more was moved.");
        return mover.Measure(cluster) ?? await StepAsync(input, cluster, mover, cancellation);
    }

    private static async Task<ActivityResult> StepAsync(Input input, ClusterPicture cluster, Mover mover, CancellationToken cancellation)
    {
        var rule = RuleOf(input);
        while (true)
        {
            var load = cluster.Load(mover.Stays);
            if (rule.Next(load) is not { } move) return End(mover, $"{Apart(load, input)} after {Mover.Words(mover.Made)}.");
            if (mover.Made >= input.MaxMoves) return End(mover, $"{Apart(load, input)} after {Mover.Words(mover.Made)}, which is the most that was allowed.");
            switch (await mover.MoveAsync(move, cancellation))
            {
                case MoveEnd.Moved: return mover.Measure(cluster) ?? mover.Wait("Measures.");
                case MoveEnd.NoPlace: return mover.Wait("Two moves of the cluster are on their way; waits for one to end.");
            }
        }
    }

    private static Rebalancing RuleOf(Input input) => new(input.Metric, input.Spread, new Room(1 - input.Headroom, 1 - input.Headroom, Spare: true));

    private static ActivityFailure Unknown(Input input) =>
        new("cluster.unknown", $"No host is in a cluster '{input.Cluster}' as the fleet was last seen; nothing was moved.");

    private static string Apart(ClusterLoad load, Input input)
    {
        var shares = load.Hosts.Where(host => host.TakesVms).Select(host => host.Share(input.Metric)).DefaultIfEmpty().ToList();
        var apart = shares.Max() - shares.Min();
        var verdict = apart <= input.Spread ? "Balanced" : "No move brings the hosts closer";
        return $"{verdict}: they are {HeatRule.Share(apart)} apart";
    }

    private static ActivityResult.Done End(Mover mover, string message) =>
        new(Output: ActivityJson.Write(new Output(mover.Reports)), Message: message);
}
