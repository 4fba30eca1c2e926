using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Units;

public sealed partial class UnitRunner
{
    private static readonly JsonElement NoInput = JsonElement.Parse("{}");

    /// <summary>What the unit's undo must know is committed with the intent of its first change: afterwards it could only be guessed.</summary>
    private static Unit Noting(ITargetActivity activity, Unit unit, FleetObject target)
    {
        if (activity is not IUndoable undoable || undoable.Note(unit.Input, target) is not { } before) return unit;
        var noted = ResolvedInput.RedactIn(before, unit.Redact);
        return UndoLimits.Fits(noted)
            ? unit with { Before = noted }
            : throw new InvalidOperationException($"'{unit.Activity.Name}' notes more than {UndoLimits.MostOfAUnit} characters for its undo.");
    }

    private async Task<UnitReport> UndoAsync(
        RunCommand.RunUnit command, Undoable undo, CompiledStep step, RunLoop loop, CancellationToken cancelled, CancellationToken timedOut)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(loop.Detached, cancelled, timedOut);
        try
        {
            if (step.Traits is not { } traits || services.Catalogue.Find(undo.Activity) is not IUndoable activity)
                throw new ActivityFailure("undo.unknown", $"This server knows no undo of '{undo.Activity}'; '{undo.Target.Name}' stays as it is.");
            var unit = new Unit(command, loop, undo.Target, NoInput, traits, static said => said, cancelled, timedOut) { StepPath = undo.Path };
            Gate.CheckSwitch(services, unit.Effect);
            return await PutBackAsync(activity, undo, unit, stop.Token);
        }
        catch (Exception error) when (error is not (OperationCanceledException or AutomationStopped))
        {
            LogBug(error, loop.RunId, undo.Path);
            return new UnitReport.Failed(Failures.ToError(error));
        }
    }

    /// <summary>Whatever guards a change guards its undo; but what stays for that is a failure, because the run is not as before.</summary>
    private async Task<UnitReport> PutBackAsync(IUndoable activity, Undoable undo, Unit unit, CancellationToken stop)
    {
        var done = new DoneWork(undo.Before, undo.Did, undo.At);
        using var live = await services.Read(undo.Target, stop);
        if (live.Object is null) return new UnitReport.Skipped("It is not there any more.");
        if (unit.State.Operations.Values.All(o => o is { Settled: true, Error: not null }))
        {
            if (Gate.Protection(services, live.Object) is { } guard) throw new ActivityFailure("target.protected", $"{undo.Target.Name}: {guard}");
            var plan = activity.PlanUndo(done, live.Object, services.Time.GetUtcNow());
            if (plan.IsRefused) throw new ActivityFailure("undo.refused", plan.Why);
            if (plan.Change is null) return new UnitReport.Skipped(plan.Why);
            Gate.CheckMode(live, undo.Target.Name);
        }

        try
        {
            return Read(await activity.UndoAsync(done, ContextOf(unit, consent: null, live), stop));
        }
        finally
        {
            services.LookAgain(undo.Target);
        }
    }
}
