using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities;

/// <summary>What a unit of work is given. The server's <c>UnitRunner</c> makes it; tests make their own.</summary>
public abstract class ActivityContext
{
    public required string RunId { get; init; }

    /// <summary>The same in all reruns of a run: the run that they began with.</summary>
    public string Lineage { get => field ?? RunId; init; }

    /// <summary>The step within the run, through its containers: <c>each/3/off</c>.</summary>
    public required string StepPath { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Identifies this unit (run, step, target) in every attempt; keys of operations begin with it.</summary>
    public required string Key { get; init; }

    /// <summary>The target as read from its platform just now; null for activities without targets.</summary>
    public FleetObject? Target { get; init; }

    /// <summary>What an earlier execution of this unit left with <see cref="ActivityResult.Deferred"/>.</summary>
    public JsonElement? DeferredState { get; init; }

    /// <summary>Names of the operations whose intent an earlier execution of this unit committed and that are not known to have failed.
    /// An execution after a crash goes on with these before it judges anything anew: their effect may be what it sees.</summary>
    public IReadOnlySet<string> Begun { get; init; } = new HashSet<string>();

    /// <summary>Who agreed, for this run, to what the step's inputs ask for that needs it (<see cref="NeedsConsentAttribute"/>); null: nobody.</summary>
    public string? Consent { get; init; }

    public required IFleet Fleet { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>For requests to other services; guarded against addresses that workflows must not reach.</summary>
    public required Func<HttpClient> Http { get; init; }

    /// <summary>Adds a line to the step's log. Secrets are redacted.</summary>
    public abstract void Log(string message);

    /// <summary>Shows how far the unit is. Not kept.</summary>
    /// <param name="fraction">0 to 1.</param>
    public abstract void Progress(double fraction, string message);

    /// <summary>The only way to change the world. Checks the gate, commits the intent, makes the call, commits the handle, awaits the end.</summary>
    /// <exception cref="ActivityFailure">The gate refused, or the end of a <c>once</c> operation is unknown (<c>step.interrupted</c>).</exception>
    public abstract Task<OperationEnd> OperationAsync(OperationCall call, CancellationToken cancellation);

    /// <summary>Carries out an operation of the target's platform.</summary>
    public abstract Task<OperationEnd> OperateAsync(PlatformOperation operation, TimeSpan? limit, CancellationToken cancellation);

    /// <summary>Carries out an operation on a VM that is not the unit's target, through that VM's own connection, and holds it meanwhile. The
    /// guards are asked again for it.</summary>
    /// <param name="name">Names the operation within the unit; differs for each VM and change.</param>
    /// <exception cref="ActivityFailure">It is held by somebody else (<c>operation.target-held</c>), too many are on their way
    /// (<c>operation.no-place</c>), it is protected (<c>target.protected</c>), or its connection only observes.</exception>
    public abstract Task<OperationEnd> OperateOnAsync(
        FleetVm other, PlatformOperation operation, string name, CancellationToken cancellation);

    /// <summary>Reads from the target's platform, past the fleet's last sight of it.</summary>
    public abstract IPlatformReader Platform { get; }
}

/// <summary>What choosing targets may look at: nothing that changes anything.</summary>
public sealed record SelectionContext(IFleet Fleet, TimeProvider Time);
