using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities.Compute.Balancing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Relieves hosts that are too hot: moves VMs away, one at a time, until the host is below the threshold.</summary>
/// <remarks>A host is too hot when its mean load over the whole time and its load now are above the threshold; one with too few samples is
/// unknown, and unknown is never hot. After each move the load is measured anew. A VM stays where it is protected, was moved in the last
/// 30 minutes, or has a standby of its group where it would go; a host takes no VM beyond its headroom, and the cluster keeps room for the loss of
/// any one host. Stands back where the platform balances by itself. Takes <c>relieved</c> when all are below, <c>nothing-to-do</c> where none is too hot,
/// and <c>not-relieved</c> where no move helps, and says why.</remarks>
[Activity("vm.migrate-on-threshold", Effect.Change, Title = "Relieve hot hosts", Group = "Compute",
    Outcomes = ["nothing-to-do", "relieved", "not-relieved"], Needs = [Capability.LiveMigration, Capability.Metrics],
    NoUndo = "The hosts would be as hot as before.")]
public sealed class MigrateOnThreshold : TargetActivity<MigrateOnThreshold.Input, FleetHost>, IForesees
{
    private const string NothingToDo = "nothing-to-do";

    public sealed record Input
    {
        /// <summary>Which hosts are looked at; empty for all.</summary>
        [Format(Formats.HostSelector)]
        public string? Where { get; init; }

        /// <summary>What is measured: CPU or memory.</summary>
        public LoadKind Metric { get; init; }

        /// <summary>The share that is too much, 0 to 1.</summary>
        [Range(0.05, 1.0)]
        public double Above { get; init; } = 0.8;

        /// <summary>For how long it must have been too much, ending now.</summary>
        [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = "must be between 1 s and 7 d")]
        public TimeSpan Sustained { get; init; } = TimeSpan.FromMinutes(10);

        /// <summary>How far below the threshold a host stays that takes VMs, as a share.</summary>
        [Range(0.0, 0.9)]
        public double Headroom { get; init; } = 0.1;

        /// <summary>At most so many moves for each host.</summary>
        [Range(1, 100)]
        public int MaxMoves { get; init; } = 5;
    }

    public override Type OutputType => typeof(Output);

    /// <param name="Moves">Each VM that was moved, with from where and to where.</param>
    public sealed record Output(
        IReadOnlyList<TargetReport> Succeeded,
        IReadOnlyList<TargetReport> Failed,
        IReadOnlyList<TargetReport> Skipped,
        IReadOnlyList<MoveReport> Moves,
        System.Text.Json.JsonElement? Considered = null);

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        var found = FleetSearch.Find(context.Fleet.Hosts, string.IsNullOrWhiteSpace(input.Where) ? null : input.Where, null, null, context.Fleet.Metrics);
        var judged = found.Objects.Select(host => Heat(input).Judge(host, context.Fleet.Metrics)).ToList();
        var candidates = new TargetCandidates(TargetKind.Host, context.Fleet, connection: null);
        var hot = judged.Where(host => host.Chosen).Select(host => candidates.Identified(host.Id, host.Name, found.Where));
        return Task.FromResult(candidates.Selection(hot) with { Considered = ActivityJson.Write(judged), EmptyOutcome = NothingToDo });
    }

    protected override PlannedChange? Plan(Input input, FleetHost target) => new(
        $"Moves up to {input.MaxMoves} VMs away from {target.Name}, one at a time, until it is below {HeatRule.Share(input.Above)}",
        HeatRule.Share(ShareOf(input, target)),
        $"at most {HeatRule.Share(input.Above)}");

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context)
    {
        var (read, moves, obstacles) = (ActivityJson.Read<Input>(input), new ForeseenMoves(context, measures: true), new List<string>());
        var rule = new Relief(read.Metric, read.Above, RoomOf(read));
        foreach (var host in targets)
        {
            var cluster = ClusterPicture.Of(host, context);
            if (cluster.Balances)
            {
                obstacles.Add($"'{cluster.Name}' balances by itself; nothing is moved.");
                continue;
            }

            moves.Add(rule.Plan(moves.After(cluster.Load(context.Stays, read.Metric == LoadKind.Memory ? host.Name : null)), host.Name, read.MaxMoves));
            var left = rule.Next(moves.After(cluster.Load(context.Stays, read.Metric == LoadKind.Memory ? host.Name : null)), host.Name);
            if (left is ReliefStep.NothingHelps no) obstacles.Add($"{host.Name} stays too hot: {no.Why}");
        }

        return new Foresight(
            moves.Changes,
            moves.Count > 0 ? null : targets.Count == 0 ? NothingToDo : "not-relieved",
            obstacles.Count == 0 ? null : string.Join(' ', obstacles));
    }

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetHost target, ActivityContext context, CancellationToken cancellation)
    {
        var (cluster, mover) = (ClusterPicture.Of(target, context), new Mover(context));
        await mover.FinishAsync(cancellation);
        await cluster.RefreshAsync(cancellation);
        if (cluster.Balances) return End(mover, mover.Made == 0 ? NothingToDo : "not-relieved", $"'{cluster.Name}' balances by itself; nothing more was moved.");
        if (mover.Measure(cluster) is { } wait) return wait;
        if (mover.Made == 0 && Heat(input).Judge(target, context.Fleet.Metrics) is { Chosen: false } cool) return End(mover, NothingToDo, $"Not too hot: {cool.Why}.");
        return await StepAsync(input, target.Name, cluster, mover, cancellation);
    }

    /// <summary>One move, and then the wait for what it did.</summary>
    private static async Task<ActivityResult> StepAsync(
        Input input, string host, ClusterPicture cluster, Mover mover, CancellationToken cancellation)
    {
        var rule = new Relief(input.Metric, input.Above, RoomOf(input));
        while (true)
        {
            var next = rule.Next(cluster.Load(mover.Stays, input.Metric == LoadKind.Memory ? host : null), host);
            if (next is ReliefStep.Relieved now)
                return End(mover, mover.Made == 0 ? NothingToDo : "relieved", $"At {HeatRule.Share(now.Share)} after {Mover.Words(mover.Made)}.");
            if (next is ReliefStep.NothingHelps no) return End(mover, "not-relieved", $"Nothing more helps: {no.Why}");
            if (mover.Made >= input.MaxMoves) return End(mover, "not-relieved", $"Still too hot after {Mover.Words(mover.Made)}, which is the most that was allowed.");
            switch (await mover.MoveAsync(((ReliefStep.Moves)next).Move, cancellation))
            {
                case MoveEnd.Moved: return mover.Measure(cluster) ?? mover.Wait("Measures.");
                case MoveEnd.NoPlace: return mover.Wait("Two moves of its cluster are on their way; waits for one to end.");
            }
        }
    }

    private static ActivityResult.Done End(Mover mover, string outcome, string message) =>
        new(outcome, ActivityJson.Write(new { moves = mover.Reports }), message);

    private static HeatRule Heat(Input input) => new(input.Metric, input.Above, input.Sustained);

    private static double? ShareOf(Input input, FleetHost host) => input.Metric == LoadKind.Cpu ? host.Load?.Cpu : host.Load?.Memory;

    private static Room RoomOf(Input input)
    {
        var (own, other) = (Math.Max(0, input.Above - input.Headroom), 1 - input.Headroom);
        return input.Metric == LoadKind.Cpu ? new Room(own, other, Spare: true) : new Room(other, own, Spare: true);
    }
}
