using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Runs that end while something is in flight (rule 3).</summary>
public sealed class EndingTests
{
    [Fact]
    public void Stop_WhileAUnitHangs_AwaitsItUntilTheTimeLimitAndThenAsksItToStop()
    {
        var world = new World(Flow.Compile(
            RunPolicy.Default with { Timeout = TimeSpan.FromHours(1) }, Flow.Body("hangs: noop", "ends: flow.stop {}")));

        Assert.False(Pending.IsCancelled(world.State, "hangs"));
        world.Pass(TimeSpan.FromHours(1));

        Assert.True(Pending.IsCancelled(world.State, "hangs"));
        world.Tell(new RunInput.UnitEnded("hangs", "", 1, new UnitReport.Cancelled("Asked to stop.")));
        Assert.Equal(RunStatus.Completed, world.Status);
    }
}
