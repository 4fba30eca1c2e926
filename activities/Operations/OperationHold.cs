using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Operations;

/// <summary>What an operation needs for itself besides its unit's target. It is taken in the commit of the intent and given up in that of the
/// end; it is never waited for, so that nobody waits while holding.</summary>
/// <param name="Other">The VM that it changes where that is not the unit's target.</param>
/// <param name="Queue">What only a few operations of all runs may do at once, e.g. <c>moves:cluster-a</c>; null where there is no such limit.</param>
/// <param name="Places">How many at once.</param>
public sealed record OperationHold(FleetVm? Other, string? Queue, int Places)
{
    /// <summary>Somebody else has the VM: another run, or another step of this one.</summary>
    public const string HeldCode = "operation.target-held";

    /// <summary>As many as may be at once are on their way.</summary>
    public const string NoPlaceCode = "operation.no-place";

    /// <summary>Live migrations of a cluster at once: each takes network and memory bandwidth of two hosts.</summary>
    public const int MovesAtOnce = 2;

    /// <summary>Null where it needs nothing.</summary>
    /// <param name="other">Null where it changes the unit's own target.</param>
    public static OperationHold? For(PlatformOperation operation, FleetObject? changed, FleetVm? other)
    {
        var queue = operation is PlatformOperation.Migrate && changed is not null ? $"moves:{changed.Cluster ?? changed.Connection}" : null;
        return queue is null && other is null ? null : new OperationHold(other, queue, MovesAtOnce);
    }
}
