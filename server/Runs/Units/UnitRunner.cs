using Runbooks.Activities;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Units;

/// <summary>Executes units: the one way from a run to an activity, and so to the world.</summary>
public sealed partial class UnitRunner(UnitServices services)
{
    /// <summary>Executes one attempt. Null: this process let go of the run, and nothing is known of the end.</summary>
    public async Task<RunInput?> ExecuteAsync(RunCommand.RunUnit command, LoadedRun run, RunLoop loop, CancellationToken cancelled)
    {
        var undo = Paths.UndoOf(command.Path) is { } number ? run.State.Undo[number] : null;
        var step = run.Workflow.StepAt(undo?.Path ?? command.Path);
        using var deadline = TimeLimit.Start(command.Since, step.Definition.Timeout, services.Time);
        UnitReport? report;
        try
        {
            report = undo is null
                ? await ReportAsync(command, run, loop, cancelled, deadline.Token)
                : await UndoAsync(command, undo, step, loop, cancelled, deadline.Token);
        }
        catch (Exception error)
        {
            report = Explain(error, command, step, loop, cancelled, deadline.Token);
        }

        services.Progress.Clear(loop.RunId, undo?.Path ?? command.Path, command.Unit);
        return report is null ? null : new RunInput.UnitEnded(command.Path, command.Unit, command.Attempt, report);
    }

    /// <summary>Chooses the targets of a step.</summary>
    public async Task<RunInput?> SelectAsync(string path, LoadedRun run, RunLoop loop)
    {
        try
        {
            var state = run.State.Steps[path];
            var context = new SelectionContext(services.Fleet, services.Time);
            var input = UnitRules.Strip(state.Input);
            var selection = state.Activity == "flow.scope"
                ? await HeldTargets.SelectAsync(input, context)
                : await ((ITargetActivity)services.Catalogue.Get(state.Activity)).SelectAsync(input, context, loop.Detached);
            return new RunInput.Selected(path, selection, null);
        }
        catch (OperationCanceledException) when (loop.Detached.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            LogBug(error, loop.RunId, path);
            return new RunInput.Selected(path, null, Failures.ToError(error));
        }
    }

    private async Task<UnitReport> ReportAsync(
        RunCommand.RunUnit command, LoadedRun run, RunLoop loop, CancellationToken cancelled, CancellationToken timedOut)
    {
        var step = run.Workflow.StepAt(command.Path);
        var state = run.State.Steps[command.Path];
        if (state.Activity == "flow.script") return new UnitReport.Completed(Outcomes.Done, Scripts.Run(run, command.Path, services.Time), null);
        var activity = services.Catalogue.Get(state.Activity);
        var secrets = await ResolvedInput.ResolveAsync(UnitRules.Strip(state.Input), services, loop.Detached);
        var target = state.Units!.TargetOf(command.Unit);
        var unit = new Unit(command, loop, target, secrets.Input, step.Traits!, secrets.Redact, cancelled, timedOut);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(loop.Detached, cancelled, timedOut);
        try
        {
            Gate.CheckSwitch(services, unit.Effect);
            var report = target is null
                ? Read(await activity.ExecuteAsync(unit.Input, ContextOf(unit, ConsentTo(unit, run.Workflow), null), stop.Token))
                : await ActOnTargetAsync((ITargetActivity)activity, unit, run.Workflow, stop.Token);
            return Redacted(report, unit);
        }
        catch (Exception error) when (error is not (OperationCanceledException or AutomationStopped))
        {
            LogBug(error, loop.RunId, command.Path);
            var known = Failures.ToError(error);
            return new UnitReport.Failed(known with { Message = unit.Redact(known.Message) });
        }
    }

    private async Task<UnitReport> ActOnTargetAsync(ITargetActivity activity, Unit unit, CompiledWorkflow workflow, CancellationToken stop)
    {
        var target = unit.Target!;
        using var live = await services.Read(target, stop);
        if (live.Object is null)
            throw new PlatformException(PlatformError.NotFound, $"'{target.Name}' is not on '{live.Connection}' any more; nothing was done.");
        if (unit.Effect != Effect.Read)
        {
            // What an earlier execution began may be what is seen now: judged anew is only a unit that has begun nothing.
            var begun = unit.State.Operations.Values.Any(o => o is not { Settled: true, Error: not null });
            if (!begun && ((activity.SparesTargets ? null : Gate.Protection(services, live.Object)) ?? Gate.Drift(services, target, live.Object)) is { } why)
                return new UnitReport.Skipped(why);
            if (!begun && unit.State.DeferredState is not null && GaveUp(unit) is { } over) return new UnitReport.Skipped(over);
            if (!begun && unit.State.DeferredState is null && activity.Plan(unit.Input, live.Object) is null)
                return new UnitReport.Skipped("Already as wanted; nothing was done.");
            if (!begun) Gate.CheckMode(live, target.Name);
            if (!begun) Gate.CheckAbility(services, unit, live);
            if (!begun) unit = Noting(activity, unit, live.Object);
        }

        try
        {
            return Read(await activity.ExecuteAsync(unit.Input, ContextOf(unit, ConsentTo(unit, workflow), live), stop));
        }
        finally
        {
            if (unit.Effect != Effect.Read) services.LookAgain(target);
        }
    }

    /// <summary>A unit that waited, and has begun nothing, begins nothing when too many others have failed meanwhile.</summary>
    private static string? GaveUp(Unit unit)
    {
        var step = unit.Loop.Current!.State.Steps[unit.Path];
        var (failed, budget) = (step.Units!.Failed, UnitRules.Read(step.Input, step.Units.Targets.Length).FailureBudget);
        return failed <= budget ? null : $"Not started: {failed} failed, and the failure budget is {budget}.";
    }

    private static string? ConsentTo(Unit unit, CompiledWorkflow workflow) => Consent.Of(workflow, unit.Loop.Current!.State, unit.Path);

    private UnitContext ContextOf(Unit unit, string? consent, LiveTarget? live) => new(unit, services, live)
    {
        RunId = unit.RunId,
        Lineage = unit.Loop.Current!.State.Created!.Origin,
        StepPath = unit.StepPath,
        Attempt = unit.Command.Attempt,
        Key = unit.Key,
        Target = live?.Object,
        DeferredState = unit.State.DeferredState,
        Consent = consent,
        Begun = unit.State.Operations.Values.Where(o => o is not { Settled: true, Error: not null }).Select(o => o.Name).ToHashSet(),
        Fleet = services.Fleet,
        Time = services.Time,
        Http = services.Http,
    };

    private UnitReport? Explain(
        Exception error, RunCommand.RunUnit command, CompiledStep step, RunLoop loop, CancellationToken cancelled, CancellationToken timedOut)
    {
        if (error is AutomationStopped stopped) return new UnitReport.Held(stopped.Message);
        if (error is OperationCanceledException)
        {
            if (loop.Detached.IsCancellationRequested) return null;
            if (cancelled.IsCancellationRequested) return new UnitReport.Cancelled("Cancelled before it was done.");
            if (timedOut.IsCancellationRequested) return new UnitReport.Failed(TimedOut(command, step, loop));
        }

        LogBug(error, loop.RunId, command.Path);
        return new UnitReport.Failed(Failures.ToError(error));
    }

    private static RunError TimedOut(RunCommand.RunUnit command, CompiledStep step, RunLoop loop)
    {
        var open = loop.Current?.State.UnitAt(command.Path, command.Unit)?.Operations.Values
            .FirstOrDefault(o => !o.Settled);
        var still = open is null ? "" : $" '{open.Name}' continues on the platform{(open.Handle is null ? "" : $" as {open.Handle}")}.";
        return new RunError("timeout", $"The attempt reached its time limit of {Duration.ToIso(step.Definition.Timeout!.Value)}.{still}", Retryable: true);
    }

    private static UnitReport Read(ActivityResult result) => result switch
    {
        ActivityResult.Done done => new UnitReport.Completed(done.Outcome, done.Output, done.Message),
        ActivityResult.Skipped skipped => new UnitReport.Skipped(skipped.Message),
        ActivityResult.Deferred deferred => new UnitReport.Deferred(deferred.Until, deferred.State, deferred.Message),
        _ => throw new InvalidOperationException($"No report for {result.GetType().Name}."),
    };

    private static UnitReport Redacted(UnitReport report, Unit unit) => report switch
    {
        UnitReport.Completed done => done with { Output = done.Output is { } output ? ResolvedInput.RedactIn(output, unit.Redact) : null, Message = done.Message is null ? null : unit.Redact(done.Message) },
        UnitReport.Skipped skipped => skipped with { Message = unit.Redact(skipped.Message) },
        _ => report,
    };

    private void LogBug(Exception error, string runId, string path)
    {
        if (Failures.IsBug(error)) services.Log.LogError(error, "A fault in step {Step} of run {Run}", path, runId);
    }
}
