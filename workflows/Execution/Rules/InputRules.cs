using System.Text.Json;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>What each input means for the run; those that no longer fit mean nothing.</summary>
internal static class InputRules
{
    public static void Apply(Deciding deciding, RunInput input)
    {
        switch (input)
        {
            case RunInput.Admitted:
                Interpreter.Admit(deciding);
                break;
            case RunInput.Tick:
                TickRules.Fire(deciding);
                break;
            case RunInput.Signal signal:
                WaitRules.Receive(deciding, signal);
                break;
            case RunInput.Decided decided:
                WaitRules.Decide(deciding, decided);
                break;
            case RunInput.Pause pause:
                if (!deciding.State.Paused) deciding.Emit(new RunPaused(pause.By));
                break;
            case RunInput.Resume resume:
                Resume(deciding, resume);
                break;
            case RunInput.Cancel cancel:
                Cancel(deciding, cancel);
                break;
            case RunInput.RollBack rollBack:
                UndoRules.Request(deciding, rollBack);
                break;
            default:
                ApplyWork(deciding, input);
                break;
        }
    }

    private static void ApplyWork(Deciding deciding, RunInput input)
    {
        switch (input)
        {
            case RunInput.Selected selected:
                TargetRules.Select(deciding, selected);
                break;
            case RunInput.UnitEnded ended:
                UnitUpdates.End(deciding, ended);
                break;
            case RunInput.Intended i:
                OperationHolds.Intend(deciding, i);
                break;
            case RunInput.Handled h:
                UnitUpdates.Operation(deciding, h.Path, h.Unit, new OperationStarted(h.Path, h.Unit, h.Operation, h.Generation, h.Handle));
                break;
            case RunInput.OperationEnded o:
                UnitUpdates.Operation(
                    deciding, o.Path, o.Unit, new OperationSettled(o.Path, o.Unit, o.Operation, o.Generation, o.Confirmed, o.Result, o.Error));
                break;
            case RunInput.LeaseGranted granted:
                UnitUpdates.Grant(deciding, granted);
                break;
            case RunInput.AutomationStarted:
                if (!deciding.State.Paused) UnitUpdates.GoOn(deciding, UnitPhase.Held);
                break;
            default:
                ApplyChild(deciding, input);
                break;
        }
    }

    private static void ApplyChild(Deciding deciding, RunInput input)
    {
        switch (input)
        {
            case RunInput.ChildBegun begun when WaitsForChild(deciding, begun.Path) is { Child: null } step:
                deciding.Emit(new ChildStarted(begun.Path, begun.ChildRunId, begun.Version));
                if (step.Input.TryGetProperty("wait", out var wait) && wait.ValueKind == JsonValueKind.False)
                    StepRules.Settle(deciding, begun.Path, Settled.Completed, Outcomes.Done, null, null);
                break;
            case RunInput.ChildRefused refused when WaitsForChild(deciding, refused.Path) is { Child: null }:
                StepRules.Fail(deciding, refused.Path, refused.Error);
                break;
            case RunInput.ChildEnded ended when WaitsForChild(deciding, ended.Path)?.Child?.ChildRunId == ended.ChildRunId:
                EndChild(deciding, ended);
                break;
        }
    }

    private static void EndChild(Deciding deciding, RunInput.ChildEnded ended)
    {
        if (ended.Status == RunEnd.Completed)
        {
            var output = JsonSerializer.SerializeToElement(new { outputs = ended.Outputs });
            StepRules.Settle(deciding, ended.Path, Settled.Completed, Outcomes.Done, output, null);
        }
        else if (ended.Status == RunEnd.Cancelled && deciding.IsEnding(deciding.State.Steps[ended.Path].Frame))
        {
            StepRules.Settle(deciding, ended.Path, Settled.Cancelled, null, null, null);
        }
        else
        {
            var said = ended.Error?.Message ?? "It was cancelled.";
            StepRules.Fail(deciding, ended.Path, new RunError("child.failed", $"The run {ended.ChildRunId} that this step started did not complete. {said}"));
        }
    }

    private static void Resume(Deciding deciding, RunInput.Resume resume)
    {
        if (!deciding.State.Paused) return;
        deciding.Emit(new RunResumed(resume.By));
        UnitUpdates.GoOn(deciding, UnitPhase.Held);
        foreach (var path in deciding.State.Active)
            if (deciding.State.Steps[path] is { Begins: UnitsBegin.AfterApproval, Decision.Approved: true, Units: null }) WaitRules.BeginUnit(deciding, path);
        TickRules.Fire(deciding);
    }

    private static void Cancel(Deciding deciding, RunInput.Cancel cancel)
    {
        if (deciding.State.IsRollingBack ? deciding.State.RollBack!.Stopped : deciding.State.Cancel is not null) return;
        deciding.Emit(new RunCancelRequested(cancel.By, cancel.Reason));
        var error = new RunError("run.cancelled", cancel.Reason is null ? "The run was cancelled." : $"The run was cancelled: {cancel.Reason}");
        if (deciding.State.IsRollingBack) return;
        if (deciding.State.StartedAt is null) deciding.Emit(new RunEnded(RunEnd.Cancelled, null, error, false));
        else EndingRules.Begin(deciding, "", EndingCause.Cancelled, error);
    }

    private static StepState? WaitsForChild(Deciding deciding, string path) =>
        deciding.State.Steps.GetValueOrDefault(path) is { IsSettled: false, Activity: "flow.run-workflow" } step ? step : null;
}
