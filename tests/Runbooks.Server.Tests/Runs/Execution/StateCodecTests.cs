using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>States as snapshots.</summary>
public sealed class StateCodecTests
{
    [Fact]
    public void Write_StepsThatNeverStarted_IsReadAgain()
    {
        var state = Ended();

        var read = StateCodec.TryRead(StateCodec.Write(state))!;

        Assert.Equal(Events(state), Events(read));
        Assert.Equal(state.Steps.Keys.Order(StringComparer.Ordinal), read.Steps.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryRead_WrittenByAnotherBuild_IsLeftAside()
    {
        var data = StateCodec.Write(Ended());
        data[0] ^= 1;

        Assert.Null(StateCodec.TryRead(data));
    }

    private static (long Sequence, string Status) Events(RunState state) => (state.Sequence, RunStatus.Of(state));

    /// <summary>A run with a step that was skipped.</summary>
    private static RunState Ended()
    {
        var world = new StoreWorld();
        world.Publish("""
            apiVersion: runbooks/v1
            id: skip
            name: Skip
            steps:
              way: { activity: flow.if, with: { condition: true } }
              not: { activity: noop }
            transitions: [way.false -> not]
            """);
        return world.State(world.Start("skip"));
    }
}
