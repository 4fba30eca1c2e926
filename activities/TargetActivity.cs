using System.Text.Json;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities;

/// <summary>An activity over targets, written for one. Order, rings, concurrency, failure budget, retry, lease and record are the engine's.</summary>
/// <typeparam name="TInput">The step's input.</typeparam>
/// <typeparam name="TTarget"><see cref="FleetVm"/> or <see cref="FleetHost"/>.</typeparam>
public abstract class TargetActivity<TInput, TTarget> : ITargetActivity
    where TInput : class
    where TTarget : FleetObject
{
    public Type InputType => typeof(TInput);

    /// <summary>The shape of the step's output, which the engine gathers from the units.</summary>
    public virtual Type OutputType => typeof(TargetsOutput);

    public virtual bool SparesTargets => false;

    public Task<TargetSelection> SelectAsync(JsonElement input, SelectionContext context, CancellationToken cancellation) =>
        SelectAsync(ActivityJson.Read<TInput>(input), context, cancellation);

    public PlannedChange? Plan(JsonElement input, FleetObject target) => Plan(ActivityJson.Read<TInput>(input), (TTarget)target);

    public Task<ActivityResult> ExecuteAsync(JsonElement input, ActivityContext context, CancellationToken cancellation) =>
        ExecuteAsync(ActivityJson.Read<TInput>(input), (TTarget)context.Target!, context, cancellation);

    /// <summary>Chooses the targets; by default those that the input's <c>targets</c> names (<see cref="TargetsInput"/>).</summary>
    protected virtual Task<TargetSelection> SelectAsync(TInput input, SelectionContext context, CancellationToken cancellation) =>
        input is TargetsInput named
            ? TargetResolver.ResolveAsync(named, typeof(TTarget) == typeof(FleetHost) ? TargetKind.Host : TargetKind.Vm, context.Fleet)
            : throw new InvalidOperationException($"{GetType().Name} neither takes targets nor selects them.");

    /// <summary>What would change, in one sentence with before and after; null where the target is already as wanted.</summary>
    protected abstract PlannedChange? Plan(TInput input, TTarget target);

    protected abstract Task<ActivityResult> ExecuteAsync(TInput input, TTarget target, ActivityContext context, CancellationToken cancellation);
}
