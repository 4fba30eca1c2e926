using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>What happens to one unit: begin, operations, retry, deferral, hold, end.</summary>
internal static class UnitUpdates
{
    public static void Begin(Deciding deciding, string path, Target target)
    {
        if (NeedsLease(deciding, path) && deciding.Busy.Holders.TryGetValue(target.Id, out var holder))
            deciding.Emit(new UnitWaiting(path, target.Id, holder));
        else
            deciding.Emit(new UnitStarted(path, target.Id, 1));
    }

    /// <summary>Whether the step's units hold their targets.</summary>
    public static bool NeedsLease(Deciding deciding, string path) => Leases.AreHeldBy(deciding.Workflow.StepAt(path));

    public static void End(Deciding deciding, RunInput.UnitEnded ended)
    {
        if (Running(deciding, ended.Path, ended.Unit) is not { } unit || unit.Attempt != ended.Attempt) return;
        switch (ended.Report)
        {
            case UnitReport.Deferred deferred:
                deciding.Emit(new UnitDeferred(ended.Path, ended.Unit, deferred.Until, deferred.State, deferred.Message));
                break;
            case UnitReport.Held held:
                deciding.Emit(new UnitHeld(ended.Path, ended.Unit, held.Reason));
                break;
            case UnitReport.Failed failed when RetryDue(deciding, ended, failed.Error) is { } due:
                deciding.Emit(new UnitRetrying(ended.Path, ended.Unit, ended.Attempt + 1, due, failed.Error));
                break;
            default:
                Settle(deciding, ended);
                break;
        }
    }

    public static void Operation(Deciding deciding, string path, string unit, RunEvent recorded)
    {
        if (Running(deciding, path, unit) is not null) deciding.Emit(recorded);
    }

    /// <summary>The lease came; an ending scope has given up its place already.</summary>
    public static void Grant(Deciding deciding, RunInput.LeaseGranted granted)
    {
        var path = granted.Unit[..^(granted.Target.Length + 1)];
        if (deciding.State.UnitAt(path, granted.Target) is not { Phase: UnitPhase.WaitingForLease } unit) return;
        if (deciding.State.Paused) deciding.Emit(new UnitHeld(path, granted.Target, "The run is paused."));
        else if (Paths.IsUndo(path)) UndoRules.Start(deciding, path, granted.Target, unit.Attempt);
        else deciding.Emit(new UnitStarted(path, granted.Target, unit.Attempt));
    }

    public static void GoOn(Deciding deciding, UnitPhase phase)
    {
        foreach (var path in deciding.State.Active)
            if (deciding.State.Steps[path].Units is { } units)
                foreach (var id in units.Active)
                    if (units.ById[id] is var unit && unit.Phase == phase) deciding.Emit(new UnitStarted(path, id, unit.Attempt));
        UndoRules.GoOn(deciding, phase);
    }

    private static void Settle(Deciding deciding, RunInput.UnitEnded ended)
    {
        var (status, message, error) = ended.Report switch
        {
            UnitReport.Completed completed => (Settled.Completed, completed.Message, (RunError?)null),
            UnitReport.Skipped skipped => (Settled.Skipped, skipped.Message, null),
            UnitReport.Cancelled cancelled => (Settled.Cancelled, cancelled.Message, null),
            UnitReport.Failed failed => (Settled.Failed, failed.Error.Message, failed.Error),
            _ => throw new InvalidOperationException($"No settling for {ended.Report.GetType().Name}."),
        };
        if (Paths.IsUndo(ended.Path))
        {
            UndoRules.Settle(deciding, ended, status, message, error);
            return;
        }

        var step = deciding.State.Steps[ended.Path];
        if (step.Begins == UnitsBegin.Targets) deciding.Emit(SettledTarget(deciding, ended, status, message, error));
        else if (ended.Report is UnitReport.Completed done) StepRules.Settle(deciding, ended.Path, status, done.Outcome, done.Output, null);
        else if (error is not null) StepRules.Fail(deciding, ended.Path, error);
        else StepRules.Settle(deciding, ended.Path, status, null, null, null);
    }

    private static UnitSettled SettledTarget(Deciding deciding, RunInput.UnitEnded ended, Settled status, string? message, RunError? error)
    {
        var settled = new UnitSettled(ended.Path, ended.Unit, status, message, error);
        if (ended.Report is not UnitReport.Completed done) return settled;
        // What nobody gathers is not kept: there may be ten thousand of them.
        var gathers = deciding.Workflow.StepAt(ended.Path).Traits is { Gathers.IsEmpty: false };
        settled = settled with { Outcome = done.Outcome == Outcomes.Done ? null : done.Outcome };
        if (!gathers || done.Output is not { } output) return settled;
        var (kept, leftOut) = UnitOutputs.Bound(output);
        return settled with { Output = kept, Message = UnitOutputs.Words(message, leftOut) };
    }

    private static DateTimeOffset? RetryDue(Deciding deciding, RunInput.UnitEnded ended, RunError error)
    {
        if (Paths.IsUndo(ended.Path)) return UndoRules.RetryDue(deciding, ended, error);
        var step = deciding.State.Steps[ended.Path];
        if (deciding.IsEnding(step.Frame) || step.Ending is not null) return null;
        return deciding.Workflow.StepAt(ended.Path).Definition.Retry is { } policy
            ? Retries.Due(policy, error, ended.Attempt, deciding.Now, $"{deciding.State.Created!.RunId}/{ended.Path}/{ended.Unit}")
            : null;
    }

    private static UnitState? Running(Deciding deciding, string path, string unit) =>
        deciding.State.Steps.GetValueOrDefault(path) is not { IsSettled: true } && deciding.State.UnitAt(path, unit) is { Phase: UnitPhase.Running } running
            ? running
            : null;
}
