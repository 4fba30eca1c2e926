using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Rules 1 to 3: outcomes, dead paths, joins, adverse outcomes.</summary>
public sealed class TransitionTests
{
    [Fact]
    public void Run_Sequence_CompletesInSixCommits()
    {
        var world = new World(Flow.Of("a: noop", "b: noop", "c: noop", "d: noop", "e: noop", "a -> b", "b -> c", "c -> d", "d -> e")).Run();

        Assert.Equal(RunStatus.Completed, world.Status);
        Assert.Equal(6, world.Commits);
        Assert.Equal("a=completed b=completed c=completed d=completed e=completed", world.Outcomes());
    }

    [Theory]
    [InlineData("true", "yes=completed", "no=skipped", "after=skipped")]
    [InlineData("false", "yes=skipped", "no=completed", "after=completed")]
    public void Run_If_FollowsDeadPathsThrough(string condition, string yes, string no, string after)
    {
        var world = new World(Flow.Of(
            $"if: flow.if {{\"condition\": {condition}}}", "yes: noop", "no: noop", "after: noop", "if.true -> yes", "if.false -> no", "no -> after")).Run();

        var outcomes = world.Outcomes().Split(' ');
        Assert.Contains(yes, outcomes);
        Assert.Contains(no, outcomes);
        Assert.Contains(after, outcomes);
        Assert.Equal(RunStatus.Completed, world.Status);
    }

    [Fact]
    public void Run_JoinAny_StartsOnceAtTheFirstArrival()
    {
        var world = new World(Flow.Of("a: noop", "b: noop", "any j: noop", "a -> j", "b -> j")).Run();

        Assert.Single(world.History.OfType<StepStarted>(), e => e.Path == "j");
        Assert.Equal(RunStatus.Completed, world.Status);
    }

    [Fact]
    public void Run_UnhandledFailure_FailsTheRunAndStartsNothingMore()
    {
        var world = new World(Flow.Of("a: noop", "b: noop", "a -> b")) { Execute = _ => Fail("x.broke") }.Run();

        Assert.Equal(RunStatus.Failed, world.Status);
        Assert.Equal("x.broke", world.State.End!.Error!.Code);
        Assert.False(world.State.Steps.ContainsKey("b"));
    }

    [Fact]
    public void Run_HandledFailure_CompletesAndSaysSo()
    {
        var world = new World(Flow.Of("a: noop", "b: noop", "c: noop", "a.failed -> b", "a -> c"))
        {
            Execute = unit => unit.Path == "a" ? Fail("x.broke") : (UnitReport)new UnitReport.Completed("done", null, null),
        }.Run();

        Assert.Equal(RunStatus.Completed, world.Status);
        Assert.True(world.State.End!.HandledFailures);
        Assert.Equal("a=failed b=completed c=skipped", world.Outcomes());
    }

    [Fact]
    public void Run_FailureBesideOthers_AwaitsWhatIsInFlight()
    {
        var world = new World(Flow.Of("a: noop", "b: noop", "c: noop", "b -> c"));
        world.Tell(new RunInput.UnitEnded("a", "", 1, Fail("x.broke")));

        Assert.Equal(RunStatus.Failing, world.Status);

        world.Tell(new RunInput.UnitEnded("b", "", 1, new UnitReport.Completed("done", null, null)));

        Assert.Equal(RunStatus.Failed, world.Status);
        Assert.Equal("a=failed b=completed", world.Outcomes());
    }

    private static UnitReport.Failed Fail(string code) => new(new RunError(code, "It broke."));
}
