using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Gives a run whatever it waits for, of people, signals, other runs and leases, before time passes.</summary>
internal static class Answers
{
    public static World RunToItsEnd(this World world)
    {
        for (var turns = 0; world.State.End is null; turns++)
        {
            Assert.True(turns < 10_000, "The run does not end.");
            var pending = Pending.Of(world.State).ToList();
            if (pending.Count > 0) world.Answer(pending[0]);
            else if (Missing(world.State, turns) is { } input) world.Tell(input);
            else if (Pending.NextDue(world.State) is { } due) world.Pass(due);
            else Assert.Fail($"The run waits for nothing that there is: {world.Outcomes()}");
        }

        return world;
    }

    private static RunInput? Missing(RunState state, int turn)
    {
        if (state.StartedAt is null) return new RunInput.Admitted();
        if (state.Paused) return new RunInput.Resume("user:li");
        if (RunStatus.IsHeld(state)) return new RunInput.AutomationStarted();
        if (state.IsRollingBack && state.RollBack!.Active.FirstOrDefault(n => state.RollBack.Units[n].Phase == UnitPhase.WaitingForLease) is > 0 and var undo)
            return new RunInput.LeaseGranted(Paths.Unit(Paths.Undo(state.RollBack.Round, undo), state.Undo[undo].Target.Id), state.Undo[undo].Target.Id);
        return state.Active.Select(path => Missing(state.Steps[path], turn)).FirstOrDefault(input => input is not null);
    }

    private static RunInput? Missing(StepState step, int turn)
    {
        if (step.Approval is not null) return new RunInput.Decided(step.Path, true, "user:li", null);
        if (step.Activity == "flow.wait-for-signal") return new RunInput.Signal($"answer-{turn}", step.Input.GetProperty("name").GetString()!, null);
        if (step.Child is { } child) return new RunInput.ChildEnded(step.Path, child.ChildRunId, Workflows.Execution.Events.RunEnd.Completed, null, null);
        var waiting = step.Units?.Active.FirstOrDefault(id => step.Units.ById[id].Phase == UnitPhase.WaitingForLease);
        return waiting is null ? null : new RunInput.LeaseGranted(Paths.Unit(step.Path, waiting), waiting);
    }
}
