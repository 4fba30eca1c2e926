using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms.Abilities;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Runs.Units;

/// <summary>The one gate to effects: what no unit may pass, checked before it begins and again before each operation.</summary>
internal static class Gate
{
    /// <summary>The stop button.</summary>
    /// <exception cref="AutomationStopped">Nothing new is changed until automation is started again.</exception>
    public static void CheckSwitch(UnitServices services, Effect effect)
    {
        if (effect == Effect.Read || services.Automation.Stopped is not { } notice) return;
        var by = notice.By is null ? "" : $" by {notice.By}";
        var reason = string.IsNullOrEmpty(notice.Reason) ? "" : $": {notice.Reason}";
        throw new AutomationStopped($"All automation is stopped{by}{reason}. This goes on when automation is started again.");
    }

    /// <summary>The connection's mode.</summary>
    /// <exception cref="ActivityFailure">The connection is observe-only (<c>connection.observe</c>).</exception>
    public static void CheckMode(LiveTarget target, string name)
    {
        if (target.MayChange()) return;
        throw new ActivityFailure(
            "connection.observe",
            $"The connection '{target.Connection}' only observes, so nothing was sent to it and '{name}' is as it was. "
            + "To let runs change it, set the connection's mode to change.");
    }

    /// <summary>What the step asks of the platform, in the words that a definition is refused with.</summary>
    /// <exception cref="ActivityFailure">The platform cannot do it (<c>platform.unsupported</c>).</exception>
    public static void CheckAbility(UnitServices services, Unit unit, LiveTarget live)
    {
        if (services.Catalogue.Describe(unit.Activity.Name) is not { } activity || live.Object is not { } target) return;
        var connection = new KnownConnection(target.Connection, target.Platform, live.Platform.Capabilities);
        var step = unit.Path[(unit.Path.LastIndexOf('/') + 1)..];
        if (StepRefusal.Of(step, StepNeeds.Of(activity, unit.Input), connection, services.Connections()) is { } why)
            throw new ActivityFailure("platform.unsupported", why);
    }

    /// <summary>Protected targets.</summary>
    /// <returns>Why the target must be left alone; null where it need not.</returns>
    public static string? Protection(UnitServices services, FleetObject target)
    {
        if (services.Protected is not { } guard || target is not FleetVm || guard.Subject != SelectorSubject.Vm) return null;
        return guard.Evaluate(target, services.Fleet.Metrics).Matches ? $"Protected by the guard '{guard.Text}'; it was left alone." : null;
    }

    /// <summary>The condition that chose the target, at the moment of acting (rule 9). Unknown is never a match.</summary>
    /// <returns>Why the target drops out; null where the condition still holds.</returns>
    public static string? Drift(UnitServices services, Target chosen, FleetObject now)
    {
        if (string.IsNullOrEmpty(chosen.Where)) return null;
        try
        {
            var answer = Selector.Parse(chosen.Where, chosen.Kind).Evaluate(now, services.Fleet.Metrics);
            if (answer.Matches) return null;
            return answer.Unknown
                ? $"It can no longer be told whether '{chosen.Where}' holds (too few samples), so it was left alone."
                : $"'{chosen.Where}' no longer holds; it was left alone.";
        }
        catch (SelectorException error)
        {
            return $"Its condition cannot be read any more ({error.Message}), so it was left alone.";
        }
    }
}

/// <summary>Automation is stopped: the unit is held, and goes on from where it was.</summary>
internal sealed class AutomationStopped(string message) : Exception(message);
