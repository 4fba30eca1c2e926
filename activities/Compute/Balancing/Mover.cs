using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute.Balancing;

/// <summary>Moves VMs one at a time within a unit. Each move is an operation of its own; what a unit began before a crash is gone on with, and
/// what was refused is remembered, so that the next choice is another.</summary>
internal sealed class Mover
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ActivityContext context;
    private readonly List<NamedMove> made = [];
    private readonly IReadOnlyList<NamedMove> begun;
    private Memory memory;

    public Mover(ActivityContext context)
    {
        this.context = context;
        memory = context.DeferredState?.Deserialize<Memory>(ActivityJson.Options) ?? new Memory(0, null, ImmutableSortedDictionary<string, string>.Empty);
        begun = [.. context.Begun.Order(StringComparer.Ordinal).Select(name => NamedMove.TryRead(name, out var move) ? move : null).OfType<NamedMove>()];
    }

    /// <summary>Whether an earlier execution of the unit has moved anything, or was about to.</summary>
    public bool HasBegun => begun.Count > 0;

    public int Made => made.Count;

    public IReadOnlyList<MoveReport> Reports => [.. made.Select(move =>
        new MoveReport(move.VmId, context.Fleet.FindVm(move.VmId)?.Name ?? move.VmId, move.From, move.To))];

    /// <summary>Goes on with moves that an earlier execution began.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        foreach (var move in begun)
            if (context.Fleet.FindVm(move.VmId) is { } vm) await OperateAsync(vm, move, cancellation);
    }

    /// <returns>The wait until samples tell what the last move did; null where they do.</returns>
    /// <exception cref="ActivityFailure">No samples came (<c>moves.not-measured</c>): what is not known is no reason to move more.</exception>
    public ActivityResult.Deferred? Measure(ClusterPicture cluster)
    {
        if (made.Count == 0) return null;
        var now = context.Time.GetUtcNow();
        if (memory.Counted != made.Count) memory = memory with { Counted = made.Count, Since = now, First = null };
        // A sample is of the time since the one before: the first ones may be of the time before the move.
        if (memory.First is null && cluster.SampledAt > memory.Since) memory = memory with { First = cluster.LastSampledAt };
        if (cluster.SampledAt > memory.First) return null;
        if (now - memory.Since > Patience)
        {
            throw new ActivityFailure(
                "moves.not-measured", $"After {Words(made.Count)} no fresh samples came for {Duration.ToWords(Patience)}; nothing more was moved.", retryable: true);
        }

        return Wait($"Measures after {Words(made.Count)}.");
    }

    public ActivityResult.Deferred Wait(string why) => new(context.Time.GetUtcNow() + Look, ActivityJson.Write(memory), why);

    /// <summary>Why this unit leaves the VM where it is; null where it does not.</summary>
    public string? Stays(FleetVm vm) => made.Any(move => move.VmId == vm.Id) ? "was moved just now" : memory.Refused.GetValueOrDefault(vm.Id);

    /// <returns>Whether to choose again: <see cref="MoveEnd.Refused"/> moves nothing, and its VM stays from now on.</returns>
    public Task<MoveEnd> MoveAsync(Move move, CancellationToken cancellation) => context.Fleet.FindVm(move.Vm.Id) is { } vm
        ? OperateAsync(vm, new NamedMove(vm.Id, move.Vm.Host, move.To), cancellation)
        : Task.FromResult(Refuse(move.Vm.Id, move.Vm.Name, "is not there any more"));

    /// <summary>Makes a move that is known by its name.</summary>
    public Task<MoveEnd> MoveAsync(FleetVm vm, NamedMove move, CancellationToken cancellation) => OperateAsync(vm, move, cancellation);

    public static string Words(int moves) => moves == 1 ? "1 move" : $"{moves} moves";

    private async Task<MoveEnd> OperateAsync(FleetVm vm, NamedMove move, CancellationToken cancellation)
    {
        try
        {
            await context.OperateOnAsync(vm, MigrationOf(vm, move.To, context.Fleet), move.Name, cancellation);
        }
        catch (ActivityFailure failure) when (failure.Code == OperationHold.NoPlaceCode)
        {
            return MoveEnd.NoPlace;
        }
        catch (ActivityFailure failure) when (failure.Code is OperationHold.HeldCode or "target.protected" or "connection.observe")
        {
            return Refuse(vm.Id, vm.Name, $"may not be moved ({failure.Message})");
        }
        catch (PlatformException error) when (error.Error is not (PlatformError.Unreachable or PlatformError.Timeout or PlatformError.Interrupted or PlatformError.Unauthorised))
        {
            return Refuse(vm.Id, vm.Name, $"was refused by its platform ({error.Message})");
        }

        made.Add(move);
        context.Log($"{vm.Name} moved from {move.From} to {move.To}.");
        return MoveEnd.Moved;
    }

    /// <summary>A host of another connection is reached at the address that it takes migrations at.</summary>
    public static PlatformOperation.Migrate MigrationOf(FleetVm vm, string to, IFleet fleet)
    {
        var host = fleet.Hosts.FirstOrDefault(host => host.Name == to && host.Cluster == vm.Cluster);
        return new(vm.Vm.NativeId, to, host is not null && host.Connection != vm.Connection ? host.Host.MigrationAddress : null);
    }

    private MoveEnd Refuse(string id, string name, string why)
    {
        memory = memory with { Refused = memory.Refused.SetItem(id, why) };
        context.Log($"{name} {why}; it stays.");
        return MoveEnd.Refused;
    }

    /// <param name="Counted">How many moves were made when it was last measured.</param>
    /// <param name="Since">When the last of them was over.</param>
    /// <param name="Refused">Why VMs stay, by id.</param>
    /// <param name="First">When the last of the first samples was taken that every host has had since.</param>
    private sealed record Memory(int Counted, DateTimeOffset? Since, ImmutableSortedDictionary<string, string> Refused, DateTimeOffset? First = null);
}

internal enum MoveEnd
{
    Moved,
    Refused,

    /// <summary>As many moves of the cluster as may be at once are on their way.</summary>
    NoPlace,
}
