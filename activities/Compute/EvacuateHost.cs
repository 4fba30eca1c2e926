using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities.Compute.Balancing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Empties a host: keeps it from taking VMs, and moves its running VMs to the others of its cluster, one at a time.</summary>
/// <remarks>Nothing is begun where a VM finds no place, or may not be moved; the message says which. VMs that are off stay. The others keep their
/// headroom at every step; the spare host that they had is used up. Refused where the platform balances by itself: put the host into maintenance there.</remarks>
[Activity("host.evacuate", Effect.Change, Title = "Evacuate host", Group = "Compute", Needs = [Capability.LiveMigration])]
public sealed class EvacuateHost : UndoableActivity<EvacuateHost.Input, FleetHost, EvacuateHost.Was>, IForesees
{
    /// <summary>How the host was.</summary>
    public sealed record Was(HostState State);

    public sealed record Input
    {
        /// <summary>The id of the host, or its name where that is unique.</summary>
        public required string Host { get; init; }

        /// <summary>Puts the host into maintenance first, and leaves it there.</summary>
        [Needs(Capability.Maintenance)]
        public bool Maintenance { get; init; } = true;

        /// <summary>How much of its CPU and memory a host keeps free that takes VMs, as a share.</summary>
        [Range(0.0, 0.9)]
        public double Headroom { get; init; } = 0.1;
    }

    public override Type OutputType => typeof(MigrateOnThreshold.Output);

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        var candidates = new TargetCandidates(TargetKind.Host, context.Fleet, connection: null);
        return Task.FromResult(candidates.Selection([candidates.Named(input.Host)]));
    }

    protected override PlannedChange? Plan(Input input, FleetHost target) => new(
        $"Moves all running VMs away from {target.Name}" + (input.Maintenance ? ", which goes into maintenance" : ""),
        $"{target.Vms} VMs",
        "no running VM");

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context)
    {
        var (read, moves, closed) = (ActivityJson.Read<Input>(input), new ForeseenMoves(context, measures: false), new List<ForeseenChange>());
        foreach (var host in targets.OfType<FleetHost>())
        {
            var cluster = ClusterPicture.Of(host, context);
            var load = Running(moves.After(cluster.Load(context.Stays, mustLeave: host.Name)), host.Name);
            Check(cluster, load, host.Name, read);
            moves.Add(Evacuation.Plan(load, host.Name, RoomOf(read)).Moves);
            if (!read.Maintenance || host.Host.State == HostState.Maintenance) continue;
            closed.Add(new(
                new Target(host.Id, host.Name, TargetKind.Host, host.Connection, host.Cluster),
                new PlannedChange($"Puts {host.Name} into maintenance", "takes VMs", "in maintenance")));
        }

        return new Foresight([.. closed, .. moves.Changes], "done");
    }

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetHost target, ActivityContext context, CancellationToken cancellation)
    {
        var (cluster, mover) = (ClusterPicture.Of(target, context), new Mover(context));
        await mover.FinishAsync(cancellation);
        await cluster.RefreshAsync(cancellation);
        // After a crash nobody knows how old the samples are: those from before the moves would count load twice.
        if (mover.HasBegun && mover.Measure(cluster) is { } wait) return wait;
        var load = Running(cluster.Load(mover.Stays, mustLeave: target.Name), target.Name);
        if (context.Begun.Count == 0) Check(cluster, load, target.Name, input);
        if (input.Maintenance) await context.OperateAsync(new PlatformOperation.EnterMaintenance(target.Host.NativeId), null, cancellation);
        return await EmptyAsync(input, target.Name, load, mover, cancellation);
    }

    protected override Was Note(Input input, FleetHost target) => new(target.Host.State);

    protected override UndoPlan PlanUndo(Was before, DoneWork done, FleetHost now, DateTimeOffset at)
    {
        var moves = MovesOf(done).Count;
        var leaves = now.Host.State == HostState.Maintenance && before.State == HostState.Up;
        if (now.Host.State != HostState.Up && !leaves)
            return UndoPlan.Refuses($"{now.Name} takes no VMs now, and the step did not see to that; its VMs were left where they are.");
        if (!leaves && moves == 0) return UndoPlan.LeavesAlone($"{now.Name} takes VMs already, and none was moved away.");
        return UndoPlan.Would(
            leaves
                ? $"Takes {now.Name} out of maintenance, and moves back the VMs that are still where they were moved"
                : $"Moves the VMs that are still where they were moved back to {now.Name}",
            $"{now.Vms} VMs",
            $"up to {now.Vms + moves} VMs");
    }

    protected override async Task<ActivityResult> UndoAsync(
        Was before, DoneWork done, FleetHost now, ActivityContext context, CancellationToken cancellation)
    {
        var leave = new PlatformOperation.LeaveMaintenance(now.Host.NativeId);
        if (context.Begun.Contains(leave.Name) || (now.Host.State == HostState.Maintenance && before.State == HostState.Up))
            await context.OperateAsync(leave, null, cancellation);
        var (cluster, mover) = (ClusterPicture.Of(now, context), new Mover(context));
        await mover.FinishAsync(cancellation);
        await cluster.RefreshAsync(cancellation);
        foreach (var move in MovesOf(done).Reverse())
        {
            // What is somewhere else by now, or off, was seen to by somebody.
            if (context.Fleet.FindVm(move.VmId) is not { Vm.PowerState: PowerState.On } vm || vm.Vm.Host != move.To) continue;
            if (await mover.MoveAsync(vm, new NamedMove(move.VmId, move.To, move.From), cancellation) == MoveEnd.NoPlace)
                return mover.Wait("Two moves of its cluster are on their way; waits for one to end.");
        }

        return new ActivityResult.Done(Message: $"Takes VMs again; {Mover.Words(mover.Made)} back.");
    }

    private static IReadOnlyList<NamedMove> MovesOf(DoneWork done) =>
        [.. done.Operations.Select(operation => NamedMove.TryRead(operation.Name, out var move) ? move : null).OfType<NamedMove>()];

    private static async Task<ActivityResult> EmptyAsync(
        Input input, string host, ClusterLoad load, Mover mover, CancellationToken cancellation)
    {
        while (true)
        {
            var (moves, stuck) = Evacuation.Plan(load, host, RoomOf(input));
            if (stuck.Count > 0) throw Stuck(host, stuck, $"{Mover.Words(mover.Made)} had been made" + (input.Maintenance ? ", and the host is in maintenance" : ""));
            if (moves.Count == 0) return new ActivityResult.Done(Output: ActivityJson.Write(new { moves = mover.Reports }), Message: $"Empty after {Mover.Words(mover.Made)}.");
            var end = await mover.MoveAsync(moves[0], cancellation);
            if (end == MoveEnd.NoPlace) return mover.Wait("Two moves of its cluster are on their way; waits for one to end.");
            load = end == MoveEnd.Moved ? load.After(moves[0]) : Staying(load, moves[0].Vm.Id);
        }
    }

    private static void Check(ClusterPicture cluster, ClusterLoad load, string host, Input input)
    {
        if (cluster.Balances)
        {
            throw new ActivityFailure(
                "cluster.balances", $"'{cluster.Name}' balances by itself, so nothing was moved. Put {host} into maintenance on its platform, which empties it.");
        }

        var stuck = Evacuation.Plan(load, host, RoomOf(input)).Stuck;
        if (stuck.Count > 0) throw Stuck(host, stuck, "nothing was done");
    }

    /// <summary>VMs that are off need nothing of their host; suspended ones do, and cannot be moved.</summary>
    private static ClusterLoad Running(ClusterLoad load, string host) =>
        load with { Vms = [.. load.Vms.Where(vm => vm.Host != host || vm.Stays != ClusterPicture.Off)] };

    private static ClusterLoad Staying(ClusterLoad load, string id) =>
        load with { Vms = [.. load.Vms.Select(vm => vm.Id == id ? vm with { Stays = "was refused" } : vm)] };

    private static Room RoomOf(Input input) => new(1 - input.Headroom, 1 - input.Headroom);

    private static ActivityFailure Stuck(string host, IReadOnlyList<(VmLoad Vm, string Why)> stuck, string state)
    {
        var list = string.Join("; ", stuck.Take(5).Select(one => $"{one.Vm.Name}: {one.Why}"));
        return new ActivityFailure("host.cannot-be-emptied", $"{host} cannot be emptied; {state}. {stuck.Count} of its VMs stay: {list}.");
    }
}
