using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>What can happen next in a <see cref="StoreWorld"/>, and what happens when nothing more can.</summary>
internal static class WorldMoves
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>Messages first, then what is due, as the loop takes them; then work, each unit a step further.</summary>
    public static IReadOnlyList<Action> Of(StoreWorld world, string runId)
    {
        if (world.HasMessage(runId)) return [() => world.TakeMessage(runId)];
        if (Pending.NextDue(world.State(runId)) <= world.Time.GetUtcNow()) return [() => world.Tell(runId, new RunInput.Tick())];
        return [.. Pending.Of(world.State(runId)).Select<RunCommand, Action>(command => () => Answer(world, runId, command))];
    }

    /// <summary>Gives the runs what they wait for when nothing moves.</summary>
    /// <returns>False where there is nothing that could be given.</returns>
    public static bool Help(StoreWorld world)
    {
        if (world.AutomationStopped)
        {
            world.AutomationStopped = false;
            StoreWorld.Done(world.Store.EnqueueToHeldAsync("automation", InboxCodec.AutomationStarted, "{}", world.Time.GetUtcNow()));
            return true;
        }

        foreach (var run in world.Live)
        {
            var state = world.State(run);
            if (state.Paused) return Sent(world, run, InboxCodec.Resume, new InboxCodec.PersonData("user:li"));
            foreach (var step in state.Active.Select(p => state.Steps[p]))
            {
                if (step.Approval is not null) return Sent(world, run, InboxCodec.Decision, new InboxCodec.DecisionData(step.Path, true));
                if (step.Activity == "flow.wait-for-signal" && step.Input.GetProperty("name").GetString() is { } name)
                    return Sent(world, run, InboxCodec.Signal, new InboxCodec.SignalData(name));
            }
        }

        if (world.Live.Min(run => Pending.NextDue(world.State(run))) is not { } due) return false;
        world.Time.SetUtcNow(due);
        return true;
    }

    private static bool Sent(StoreWorld world, string run, string type, object data)
    {
        world.Send(run, $"help-{world.State(run).Sequence}", type, data);
        return true;
    }

    private static void Answer(StoreWorld world, string runId, RunCommand command)
    {
        var state = world.State(runId);
        switch (command)
        {
            case RunCommand.SelectTargets select:
                // What is asked for is written "c b a": the engine's order is its own.
                var asked = state.Steps[select.Path].Input.TryGetProperty(state.Steps[select.Path].Activity == "flow.scope" ? "hold" : "targets", out var names) ? names.GetString()! : "";
                Target[] targets = [.. asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => new Target($"sim:{n}", n, TargetKind.Vm, "sim"))];
                world.Tell(runId, new RunInput.Selected(select.Path, new(targets, ImmutableDictionary<string, int>.Empty), null));
                break;
            case RunCommand.StartChild child:
                var root = state.Created!.Parent?.RootRunId ?? runId;
                var id = world.Start(state.Steps[child.Path].Input.GetProperty("workflow").GetString()!, new RunParent(runId, child.Path, root, 1));
                world.Tell(runId, new RunInput.ChildBegun(child.Path, id, 1));
                break;
            case RunCommand.RunUnit unit:
                world.Tell(runId, Next(world, state, unit));
                break;
        }
    }

    /// <summary>A unit that changes its target intends, starts and awaits one operation; others do their work at once. Steps called
    /// <c>retry</c> fail the first time, steps called <c>later</c> are deferred once.</summary>
    private static RunInput Next(StoreWorld world, RunState state, RunCommand.RunUnit unit)
    {
        var at = state.UnitAt(unit.Path, unit.Unit)!;
        var begun = at.Operations.GetValueOrDefault("op");
        if (IsChange(state, unit.Path) && !world.Brief)
        {
            if (begun is null && Pending.IsCancelled(state, unit.Path)) return Ended(unit, new UnitReport.Cancelled("Cancelled before it was done."));
            if (begun is null && world.AutomationStopped) return Ended(unit, new UnitReport.Held("Automation is stopped."));
            if (begun is null) return new RunInput.Intended(unit.Path, unit.Unit, "op", 1, $"{unit.Path}/{unit.Unit}", null, Nothing);
            if (begun.Handle is null) return new RunInput.Handled(unit.Path, unit.Unit, "op", 1, "task-1");
            if (!begun.Settled) return new RunInput.OperationEnded(unit.Path, unit.Unit, "op", 1, true, null, null);
        }

        if (unit.Path.EndsWith("retry", StringComparison.Ordinal) && unit.Attempt == 1)
            return Ended(unit, new UnitReport.Failed(new RunError("x.busy", "It was busy.", Retryable: true)));
        if (unit.Path.EndsWith("later", StringComparison.Ordinal) && at.DeferredState is null)
            return Ended(unit, new UnitReport.Deferred(world.Time.GetUtcNow().AddMinutes(1), Nothing, "Not yet."));
        return Ended(unit, new UnitReport.Completed("done", null, null));
    }

    private static bool IsChange(RunState state, string path) => Paths.IsUndo(path) || state.Steps[path].Activity == "vm.change";

    private static RunInput.UnitEnded Ended(RunCommand.RunUnit unit, UnitReport report) => new(unit.Path, unit.Unit, unit.Attempt, report);
}
