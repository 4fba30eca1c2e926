using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.Rules;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution;

/// <summary>What the expressions of a step saw in a run, from its history: so that a designer can show what one gives now.</summary>
public static class PastScope
{
    private static readonly FrameState WholeRun = new("", null, null, null);

    /// <param name="history">From the run's beginning.</param>
    /// <param name="step">The step through its containers, without iterations: <c>each/off</c>. In a loop, its first time counts.</param>
    /// <returns>The scope at the moment when the step was reached; for a step that was not (it may be new), and for no step, that of the
    /// run's end. Null where the history is empty.</returns>
    public static ExpressionScope? Of(IEnumerable<RunEvent> history, string? step)
    {
        var state = RunState.Empty;
        foreach (var recorded in history)
        {
            if (step is { Length: > 0 } && Reached(recorded) is { } path && InDefinition(path) == step)
                return Scopes.Of(state, FrameOf(path, state), recorded.At);
            state = Evolution.Evolve(state, recorded);
        }

        return state.Created is null ? null : Scopes.Of(state, state.Frames.GetValueOrDefault("", WholeRun), state.EndedAt ?? state.CreatedAt);
    }

    private static string? Reached(RunEvent recorded) => recorded switch
    {
        StepStarted started => started.Path,
        StepSkipped skipped => skipped.Path,
        _ => null,
    };

    // Ids of steps begin with a letter; what begins with a digit is the count of an iteration.
    private static string InDefinition(string path) => string.Join('/', path.Split('/').Where(part => !char.IsAsciiDigit(part[0])));

    private static FrameState FrameOf(string path, RunState state) => state.Frames[Paths.FrameOf(path, state.Frames)];
}
