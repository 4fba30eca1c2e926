using System.Text.Json;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities;

/// <summary>An activity that changes other objects than its targets, or several, or none at all: it names them by the same rules that it acts by.</summary>
public interface IForesees : IActivity
{
    /// <summary>What executing it now would change, in order. Changes nothing.</summary>
    /// <param name="input">As far as it is known: members may be missing where the activity has no targets.</param>
    /// <param name="targets">Those of the step that nothing stands in the way of; none for activities without targets.</param>
    /// <exception cref="ActivityFailure">It would fail before it changes anything.</exception>
    Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context);
}

/// <param name="Outcome">The exit that it will take, where that can be told.</param>
/// <param name="Obstacle">Why it would not do all that it is for; null where it would.</param>
public sealed record Foresight(IReadOnlyList<ForeseenChange> Changes, string? Outcome = null, string? Obstacle = null)
{
    /// <summary>Something is sent that is no object of the fleet.</summary>
    public static Foresight Sends(string summary, string after) => new([new ForeseenChange(null, new PlannedChange(summary, "not sent", after))]);
}

/// <param name="Target">What is changed; null where it is nothing of the fleet: a message.</param>
/// <param name="MeasuredFirst">Before it the load is measured again, so that it may become another change, or none.</param>
public sealed record ForeseenChange(Target? Target, PlannedChange Change, bool MeasuredFirst = false);

/// <summary>What foreseeing may look at.</summary>
/// <param name="Stays">Why a VM must be left alone (protected, held, on a connection that only observes); null where it need not.</param>
public sealed record ForesightContext(IFleet Fleet, TimeProvider Time, Func<FleetVm, string?> Stays);
