using System.Text.Json;

namespace Runbooks.Activities;

/// <summary>A reusable kind of work. Implement <see cref="Activity{TInput,TOutput}"/> or <see cref="TargetActivity{TInput,TTarget}"/>,
/// which give the JSON shapes from the types.</summary>
public interface IActivity
{
    /// <summary>The record that the step's resolved <c>with</c> is read into; its JSON Schema is the designer's form.</summary>
    Type InputType { get; }

    /// <summary>The record that the step's output has the shape of.</summary>
    Type OutputType { get; }

    /// <summary>Executes one unit. Runs again after a crash or for a retry, so every change goes through
    /// <see cref="ActivityContext.OperationAsync"/>.</summary>
    /// <exception cref="ActivityFailure">The work could not be done.</exception>
    /// <exception cref="Platforms.PlatformException">The platform refused or is not there.</exception>
    Task<ActivityResult> ExecuteAsync(JsonElement input, ActivityContext context, CancellationToken cancellation);
}

/// <summary>An activity that works on targets: VMs or hosts. It does its work for one; the engine runs it over many.</summary>
public interface ITargetActivity : IActivity
{
    /// <summary>Chooses the targets of the step, once; the answer is kept in the history. Changes nothing.</summary>
    Task<TargetSelection> SelectAsync(JsonElement input, SelectionContext context, CancellationToken cancellation);

    /// <summary>It leaves its targets as they are, so that protected ones take part: a backup of them is wanted all the more.</summary>
    bool SparesTargets { get; }

    /// <summary>What would change for this target; null where it is already as wanted.</summary>
    PlannedChange? Plan(JsonElement input, Fleet.FleetObject target);
}
