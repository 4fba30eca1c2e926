using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Taking back what a run has changed (rule 16).</summary>
public sealed class RollBackTests
{
    private static readonly RunPolicy RollsBack = RunPolicy.Default with { OnFailure = OnFailure.RollBack };

    private static readonly UnitReport Broke = new UnitReport.Failed(new RunError("x.broke", "It broke."));

    [Fact]
    public void Run_FailsAndItsPolicyRollsBack_UndoesInReverseOrderOfSettlement()
    {
        var world = Fails(RollsBack);

        world.Run();

        Assert.Equal(RunStatus.RolledBack, world.Status);
        Assert.Equal(["last sim:b", "last sim:a", "first sim:b", "first sim:a"], Undone(world));
        Assert.Equal("flow.fail", world.State.End!.Error!.Code);
        Assert.Single(world.History.OfType<RunEnded>());
        Assert.Empty(world.State.Undo);
    }

    [Fact]
    public void Run_FailsAndItsPolicyStops_KeepsWhatItChanged()
    {
        var world = Fails(RunPolicy.Default).Run();

        Assert.Equal(RunStatus.Failed, world.Status);
        Assert.Equal(4, world.State.Undo.Count);
    }

    [Fact]
    public void Run_FailsWithoutHavingChangedAnything_JustFails()
    {
        var world = new World(Flow.Of(RollsBack, "off: vm.change", "end: flow.fail {}", "off -> end")) { Select = _ => World.Targets("a") };

        Assert.Equal(RunStatus.Failed, world.Run().Status);
    }

    [Fact]
    public void Run_ReachesItsTimeLimit_RollsBackWithoutOne()
    {
        var workflow = Flow.Of(RollsBack with { Timeout = TimeSpan.FromHours(1) }, "off: vm.change", "wait: flow.wait-for-signal {\"name\": \"go\"}", "off -> wait");
        var world = Changing(workflow).AnswerAll().AnswerAll();

        Assert.True(world.Pass(TimeSpan.FromHours(1)).State.IsRollingBack);
        Assert.Null(Pending.NextDue(world.State));
        Assert.Equal(RunStatus.RolledBack, world.Run().Status);
    }

    [Fact]
    public void Undo_OfAUnitWhoseOperationFailed_IsNotTried()
    {
        var world = Changing(Flow.Of("off: vm.change {\"failureBudget\": 1}"));
        world.Answer(Pending.Of(world.State).Single());
        foreach (var target in new[] { "sim:a", "sim:b" })
            world.Tell(new RunInput.Intended("off", target, "op", 1, target, null, Flow.Json("{}")))
                .Tell(new RunInput.OperationEnded("off", target, "op", 1, false, null, target == "sim:a" ? new RunError("x.refused", "No.") : null))
                .Tell(new RunInput.UnitEnded("off", target, 1, Broke));

        Assert.Equal(["sim:b"], world.State.Undo.Values.Select(u => u.Target.Id));
    }

    [Fact]
    public void Undo_Fails_GoesOnAndListsItAndIsTriedAgainAlone()
    {
        var world = Fails(RollsBack, undo: unit => unit is { Unit: "sim:a", Path: "undo:1.3" } ? Broke : World.Done);

        world.Run();

        Assert.Equal(RunStatus.RollBackIncomplete, world.Status);
        Assert.Equal("1 of 4 changes were not taken back. a: It broke.", world.State.End!.Error!.Message);
        Assert.Equal(4, world.State.Undone.Count);

        world.Tell(new RunInput.RollBack("user:li", null)).Run();

        Assert.Equal(RunStatus.RolledBack, world.Status);
        Assert.Equal("last sim:a", Undone(world)[^1]);
        Assert.Equal(5, Undone(world).Count);
        Assert.Equal("flow.fail", world.State.RollBack!.Error!.Code);
    }

    [Fact]
    public void Undo_OfWhatOthersChangedSince_IsSkippedAndOver()
    {
        var world = Fails(RollsBack, undo: unit => unit.Unit == "sim:a" ? new UnitReport.Skipped("It is on again.") : World.Done).Run();

        Assert.Equal(RunStatus.RolledBack, world.Status);
        Assert.Equal("It is on again.", world.State.Undone.Values.First(u => u.Status == Settled.Skipped).Message);
    }

    [Fact]
    public void Undo_OfAStepThatChangedSeveralAtOnce_PutsAsManyBackAtOnce()
    {
        var world = Changing(Flow.Of("first: vm.change {\"concurrency\": 1}", "last: vm.change {\"concurrency\": 2}", "first -> last")).Run();

        world.Tell(new RunInput.RollBack("user:li", null));

        Assert.Equal(2, Pending.Of(world.State).Count());
        Assert.Single(world.AnswerAll().State.RollBack!.Active);
        Assert.Equal(RunStatus.RolledBack, world.Run().Status);
    }

    [Fact]
    public void RollBack_OfARunThatCompleted_OpensItAgain()
    {
        var world = Changing(Flow.Of("off: vm.change")).Run();
        Assert.Equal(RunStatus.Completed, world.Status);

        world.Tell(new RunInput.RollBack("user:li", "wrong ones"));

        Assert.Equal(RunStatus.RollingBack, world.Status);
        Assert.Null(world.State.EndedAt);
        Assert.Equal(RunStatus.RolledBack, world.Run().Status);
        Assert.Empty(Decided(world, new RunInput.RollBack("user:li", null)));
    }

    [Fact]
    public void RollBack_OfARunThatGoes_CancelsItAndAwaitsWhatIsInFlight()
    {
        var world = Changing(Flow.Of("off: vm.change", "after: noop", "off -> after")).AnswerAll();
        world.Answer(Pending.Of(world.State).First());

        world.Tell(new RunInput.RollBack("user:li", null));

        Assert.Equal(RunStatus.Cancelling, world.Status);
        Assert.True(Pending.IsCancelled(world.State, "off"));
        Assert.Equal(RunStatus.RolledBack, world.Run().Status);
        Assert.Equal(RunEnd.Cancelled, world.State.RollBack!.After);
        Assert.Equal(2, Undone(world).Count);
    }

    [Fact]
    public void RollBack_OfAPausedRun_GoesOn() => Assert.Equal(
        RunStatus.RolledBack,
        Changing(Flow.Of("off: vm.change", "wait: flow.wait-for-signal {\"name\": \"go\"}", "off -> wait")).Run()
            .Tell(new RunInput.Pause("user:li")).Tell(new RunInput.RollBack("user:bo", null)).Run().Status);

    [Fact]
    public void Pause_WhileRollingBack_BeginsNothingUntilResumed()
    {
        var world = RollingBack(new RunInput.Pause("user:li")).AnswerAll();

        Assert.Empty(Pending.Of(world.State));
        Assert.Equal(RunStatus.Paused, world.Status);
        Assert.Equal(RunStatus.RolledBack, world.Tell(new RunInput.Resume("user:li")).Run().Status);
    }

    [Fact]
    public void Cancel_WhileRollingBack_AwaitsWhatIsInFlightAndKeepsTheRestForLater()
    {
        var world = RollingBack(new RunInput.Cancel("user:li", null));

        Assert.True(Pending.IsCancelled(world.State, "undo:1.4"));
        Assert.Equal(RunStatus.RollBackIncomplete, world.Run().Status);
        Assert.Equal(3, world.State.Undo.Count);
        Assert.Equal(RunStatus.RolledBack, world.Tell(new RunInput.RollBack("user:li", null)).Run().Status);
    }

    [Fact]
    public void Stop_WhileRollingBack_HoldsAndGoesOnAfterwards()
    {
        var world = RollingBack(new RunInput.UnitEnded("undo:1.4", "sim:b", 1, new UnitReport.Held("Automation is stopped.")));

        Assert.True(RunStatus.IsHeld(world.State));
        Assert.Equal(RunStatus.RolledBack, world.Tell(new RunInput.AutomationStarted()).Run().Status);
    }

    [Fact]
    public void Undo_OfATargetThatAnotherRunHolds_WaitsForIt()
    {
        var world = Changing(Flow.Of("off: vm.change")).Run();
        world.Tell(new RunInput.RollBack("user:li", null), new Busy(Busy.None.Holders.Add("sim:b", "another")));

        Assert.Equal(UnitPhase.WaitingForLease, world.State.RollBack!.Units[2].Phase);
        Assert.Equal(RunStatus.RolledBack, world.Tell(new RunInput.LeaseGranted("undo:1.2/sim:b", "sim:b")).Run().Status);
    }

    [Fact]
    public void Undo_FailsAndItsStepRetries_IsTriedAgainInTime()
    {
        var step = Flow.ReadStep("off: vm.change") with { Retry = new RetryPolicy(2, Backoff.Constant, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), ["x.broke"]) };
        var world = Changing(Flow.Compile(RunPolicy.Default, new FlowBody([step], [])), unit => unit.Attempt == 1 ? Broke : World.Done).Run();
        var begun = world.Now;

        world.Tell(new RunInput.RollBack("user:li", null)).Run();

        Assert.Equal(RunStatus.RolledBack, world.Status);
        Assert.True(world.Now - begun >= TimeSpan.FromSeconds(4));
        Assert.Equal([1, 2], world.Executions.Keys.Where(e => e.Path == "undo:1.2").Select(e => e.Attempt));
    }

    [Fact]
    public void Rerun_OfARunThatChangedSomething_TakesOverItsUndo()
    {
        var workflow = Flow.Of("off: vm.change", "end: flow.fail {}", "off -> end");
        var first = Changing(workflow).Run();

        var again = World.Rerun(workflow, first.State, null, onlyFailedTargets: false).Run();
        first.HandOn("fedcba9876543210");

        Assert.Empty(Decided(first, new RunInput.RollBack("user:li", null)));
        Assert.True(again.Step("off").TakenOver);
        Assert.Equal(RunStatus.RolledBack, again.Tell(new RunInput.RollBack("user:li", null)).Run().Status);
        Assert.Equal(["off sim:b", "off sim:a"], Undone(again));
    }

    [Fact]
    public void Rerun_OfARunThatWasRolledBack_DoesAgainWhatWasUndone()
    {
        var workflow = Flow.Of(RollsBack, "off: vm.change", "end: flow.fail {}", "off -> end");
        var first = Changing(workflow).Run();
        Assert.Equal(RunStatus.RolledBack, first.Status);

        var again = World.Rerun(workflow, first.State, "end", onlyFailedTargets: true);

        Assert.False(again.State.Steps["off"].TakenOver);
        Assert.Equal(2, again.AnswerAll().Executions.Count(e => e.Key.Path == "off"));
    }

    [Fact]
    [Trait("Engine", "1 Crash equivalence")]
    public void RollBack_CrashAfterEveryCommit_EndsTheSame()
    {
        var undisturbed = Fails(RollsBack).Run();

        for (var at = 1; at <= undisturbed.Commits; at++)
        {
            var world = Fails(RollsBack);
            world.CrashAfterCommit = commit => commit == at;
            Assert.Equal((at, string.Join(", ", Undone(undisturbed))), (at, string.Join(", ", Undone(world.Run()))));
            Assert.Equal(RunStatus.RolledBack, world.Status);
        }
    }

    private static World Fails(RunPolicy policy, Func<RunCommand.RunUnit, UnitReport>? undo = null) => Changing(
        Flow.Of(policy, "first: vm.change {\"concurrency\": 1}", "last: vm.change {\"concurrency\": 1}", "end: flow.fail {}", "first -> last", "last -> end"), undo);

    private static World Changing(CompiledWorkflow workflow, Func<RunCommand.RunUnit, UnitReport>? undo = null) => new(workflow)
    {
        Notes = true,
        Select = _ => World.Targets("a", "b"),
        Execute = unit => Paths.IsUndo(unit.Path) && undo is not null ? undo(unit) : World.Done,
    };

    /// <summary>The first of four undos is in flight.</summary>
    private static World RollingBack(RunInput then)
    {
        var world = Fails(RunPolicy.Default).Run().Tell(new RunInput.RollBack("user:li", null));
        Assert.Single(Pending.Of(world.State));
        return world.Tell(then);
    }

    private static List<string> Undone(World world) => [.. world.History.OfType<UndoSettled>().Select(e => $"{e.Path} {e.Unit}")];

    private static IEnumerable<RunEvent> Decided(World world, RunInput input)
    {
        var before = world.History.Count;
        return world.Tell(input).History.Skip(before);
    }
}
