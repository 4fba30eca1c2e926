using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Iterations beside each other.</summary>
public sealed class ForEachTests
{
    [Fact]
    public void Run_IterationsOverlap_EachStepStartsOnce()
    {
        var world = new World(Flow.Compile(RunPolicy.Default, new FlowBody(
            [Flow.ReadStep("each: flow.for-each {\"items\": [1, 2, 3], \"concurrency\": 2}") with { Body = Flow.Body("a: noop", "b: noop", "a -> b") }],
            [])));

        // The first iteration ends, and a third begins, while the second is in the middle of its first step.
        world.Tell(Done("each/0/a")).Tell(Done("each/0/b"));

        Assert.Equal(["each/1/a", "each/2/a"], Pending.Of(world.State).Select(c => c.Path));
        world.Run();
        Assert.Equal(RunStatus.Completed, world.Status);
        Assert.Equal(6, world.History.OfType<StepStarted>().Count(e => e.Activity == "noop"));
    }

    [Fact]
    public void Run_TimeLimitPasses_AsksWhatIsInFlightToStop()
    {
        var world = new World(Flow.Compile(RunPolicy.Default, new FlowBody(
            [Flow.ReadStep("each: flow.for-each {\"items\": [1]}") with { Body = Flow.Body("a: noop"), Timeout = TimeSpan.FromMinutes(1) }, Flow.ReadStep("beside: noop")],
            [])));

        world.Pass(TimeSpan.FromMinutes(1));

        Assert.True(Pending.IsCancelled(world.State, "each/0/a"));
        Assert.False(Pending.IsCancelled(world.State, "beside"));
    }

    private static RunInput.UnitEnded Done(string path) => new(path, "", 1, new UnitReport.Completed("done", null, null));
}
