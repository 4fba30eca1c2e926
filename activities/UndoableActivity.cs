using System.Text.Json;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities;

/// <summary>An activity over targets that can be taken back, written for one. Order, leases, guards and retries are the engine's, as they are
/// for the change itself.</summary>
/// <typeparam name="TInput">The step's input.</typeparam>
/// <typeparam name="TTarget"><see cref="FleetVm"/>, <see cref="FleetHost"/> or what else a step works on.</typeparam>
/// <typeparam name="TBefore">What undoing must know of the time before the change.</typeparam>
public abstract class UndoableActivity<TInput, TTarget, TBefore> : TargetActivity<TInput, TTarget>, IUndoable
    where TInput : class
    where TTarget : FleetObject
    where TBefore : class
{
    public JsonElement? Note(JsonElement input, FleetObject target) =>
        Note(ActivityJson.Read<TInput>(input), (TTarget)target) is { } before ? ActivityJson.Write(before) : null;

    public UndoPlan PlanUndo(DoneWork done, FleetObject now, DateTimeOffset at) => PlanUndo(ActivityJson.Read<TBefore>(done.Before), done, (TTarget)now, at);

    public Task<ActivityResult> UndoAsync(DoneWork done, ActivityContext context, CancellationToken cancellation) =>
        UndoAsync(ActivityJson.Read<TBefore>(done.Before), done, (TTarget)context.Target!, context, cancellation);

    /// <summary>Null where the change could not be taken back.</summary>
    protected abstract TBefore? Note(TInput input, TTarget target);

    protected abstract UndoPlan PlanUndo(TBefore before, DoneWork done, TTarget now, DateTimeOffset at);

    protected abstract Task<ActivityResult> UndoAsync(
        TBefore before, DoneWork done, TTarget now, ActivityContext context, CancellationToken cancellation);
}
