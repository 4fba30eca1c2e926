using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>What a rerun keeps and what it does again (rule 12).</summary>
[Trait("Engine", "10 Pairwise, rerun, deadlock")]
public sealed class RerunTests
{
    private const int GeneratedRuns = 1_000;

    [Fact]
    public void Rerun_OfEveryFailedGeneratedRun_EndsAndRepeatsNothingThatIsDone()
    {
        var reruns = 0;
        for (var seed = 0; seed < GeneratedRuns; seed++)
        {
            var flow = GeneratedFlow.Make(seed);
            var ended = flow.Start().RunToItsEnd();
            if (ended.State.End!.Status != RunEnd.Failed) continue;
            string?[] places = [null, .. ended.State.Steps.Values.Where(s => s.Status == Settled.Failed).Select(s => s.Path)];
            foreach (var from in places)
                foreach (var onlyFailed in new[] { false, true })
                {
                    Check(flow, ended.State, from, onlyFailed, $"seed {seed} from {from} onlyFailed {onlyFailed}");
                    reruns++;
                }
        }

        Assert.True(reruns > GeneratedRuns, $"only {reruns} reruns were made");
    }

    [Fact]
    public void Rerun_OfFailedTargets_AsksForApprovalAgain()
    {
        var (workflow, ended) = FailedOnOneOfTwo(new ApprovalGate(["role:operator"], null));

        var again = World.Rerun(workflow, ended, null, onlyFailedTargets: true);

        Assert.Empty(Pending.Of(again.State));
        Assert.Equal("vm.change on b", again.Step("off").Approval!.Message);
        Assert.Equal(RunStatus.Completed, again.RunToItsEnd().Status);
        Assert.Equal(["sim:b"], again.Executions.Keys.Select(e => e.Unit));
    }

    [Fact]
    public void Rerun_OfTheFailedTargetsOfAStepWithoutAny_KeepsItAndGoesOnBehindIt()
    {
        var workflow = Flow.Of("off: vm.change", "after: noop", "off -> after");
        var ended = new World(workflow)
        {
            Select = _ => World.Targets("a"),
            Execute = unit => unit.Path == "after" ? new UnitReport.Failed(new("x", "x")) : new UnitReport.Completed("done", null, null),
        }.Run();

        var again = World.Rerun(workflow, ended.State, "off", onlyFailedTargets: true).Run();

        Assert.Equal("after=completed off=completed", again.Outcomes());
        Assert.Equal(["after"], again.Executions.Keys.Select(e => e.Path));
    }

    [Fact]
    public void Rerun_OfTheFailedTargetsWithinABudget_DoesThoseAgain()
    {
        var workflow = Flow.Of("off: vm.change {\"failureBudget\": 1}");
        var ended = new World(workflow)
        {
            Select = _ => World.Targets("a", "b"),
            Execute = unit => unit.Unit == "sim:b" ? new UnitReport.Failed(new("x", "x")) : new UnitReport.Completed("done", null, null),
        }.Run();
        Assert.Equal(RunStatus.Completed, ended.Status);

        var again = World.Rerun(workflow, ended.State, null, onlyFailedTargets: true).Run();

        Assert.Equal(["sim:b"], again.Executions.Keys.Select(e => e.Unit));
        Assert.Equal(2, again.State.Steps["off"].Units!.Completed);
    }

    [Fact]
    public void Rerun_AfterAnExpiryThatNothingTook_WaitsAgain()
    {
        var workflow = Flow.Of("go: flow.wait-for-signal {\"name\": \"go\", \"timeout\": \"PT1M\"}", "after: noop", "go -> after");
        var ended = new World(workflow).Run();
        Assert.Equal(RunStatus.Failed, ended.Status);

        var again = World.Rerun(workflow, ended.State, null, onlyFailedTargets: false);

        Assert.Equal(RunStatus.Waiting, again.Status);
        Assert.Equal("after=completed go=completed", again.RunToItsEnd().Outcomes());
    }

    [Fact]
    public void Rerun_FromOneOfTwoFailures_DoesTheOtherAgainToo()
    {
        var workflow = Flow.Of("a: noop", "b: noop");
        var ended = new World(workflow) { Execute = _ => new UnitReport.Failed(new("x", "x")) }.Run();

        var again = World.Rerun(workflow, ended.State, "a", onlyFailedTargets: false).Run();

        Assert.Equal(["a", "b"], again.Executions.Keys.Select(e => e.Path).Order());
    }

    [Fact]
    public void Rerun_OfTheFailedTargets_TakesTheExitThatTheKeptOnesAskedForToo()
    {
        var traits = new ActivityTraits("vm.relieve", Effect.Change, true, ["nothing-to-do", "relieved"], []);
        var workflow = CompiledWorkflow.Compile(new WorkflowDefinition { Id = "test", Body = Flow.Body("hot: vm.relieve {}") }, 1, _ => traits);
        var ended = new World(workflow)
        {
            Select = _ => World.Targets("a", "b"),
            Execute = unit => unit.Unit == "sim:b" ? new UnitReport.Failed(new("x", "x")) : new UnitReport.Completed("relieved", null, null),
        }.RunToItsEnd();

        var again = World.Rerun(workflow, ended.State, null, onlyFailedTargets: true);
        again.Execute = _ => new UnitReport.Completed("nothing-to-do", null, null);

        Assert.Equal("relieved", again.RunToItsEnd().Step("hot").Outcome);
    }

    private static (CompiledWorkflow Workflow, RunState Ended) FailedOnOneOfTwo(ApprovalGate? gate)
    {
        var workflow = Flow.Compile(RunPolicy.Default, new FlowBody([Flow.ReadStep("off: vm.change") with { Approval = gate }], []));
        var world = new World(workflow)
        {
            Select = _ => World.Targets("a", "b"),
            Execute = unit => unit.Unit == "sim:b" ? new UnitReport.Failed(new("x", "x")) : new UnitReport.Completed("done", null, null),
        }.RunToItsEnd();
        return (workflow, world.State);
    }

    private static void Check(GeneratedFlow flow, RunState ended, string? from, bool onlyFailed, string what)
    {
        var again = World.Rerun(flow.Workflow, ended, from, onlyFailed);
        again.Select = flow.Select;
        again.RunToItsEnd();
        Assert.True(again.Status == RunStatus.Completed, what);
        foreach (var step in ended.Steps.Values)
        {
            if (step.Outcome == "done" && from is not null && !flow.IsDownstream(step.Path, ended, from))
                Assert.True(again.Step(step.Path).TakenOver, $"{what}: {step.Path} was not taken over");
            if (again.Step(step.Path).TakenOver)
                Assert.False(again.History.Any(e => e is StepStarted s && s.Path == step.Path), $"{what}: {step.Path} was executed again");
        }

        foreach (var kept in again.History.OfType<StepTakenOver>())
            foreach (var unit in kept.Units.Where(u => u.Status is not null))
                Assert.False(again.Executions.Keys.Any(e => e.Path == kept.Path && e.Unit == unit.Target.Id), $"{what}: {unit.Target.Id} was done again");
        if (!onlyFailed) Assert.DoesNotContain(again.History.OfType<StepTakenOver>(), e => !e.Units.IsEmpty);
        foreach (var set in again.State.Steps.Values.Where(s => s.Path[0] == 'v' && s.Status == Settled.Completed))
            Assert.True(again.State.Variables.ContainsKey(set.Path), $"{what}: the variable of {set.Path} is lost");
    }
}
