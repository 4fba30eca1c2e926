using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>One decision in the making: events so far, and the state that they make.</summary>
internal sealed class Deciding(CompiledWorkflow workflow, RunState state, DateTimeOffset now, Busy busy)
{
    private readonly List<RunEvent> events = [];
    private readonly List<RunState> before = [];

    public CompiledWorkflow Workflow { get; } = workflow;

    public RunState State { get; private set; } = state;

    public DateTimeOffset Now { get; } = now;

    public Busy Busy { get; } = busy;

    public void Emit(RunEvent recorded)
    {
        var dated = recorded with { At = Now };
        events.Add(dated);
        before.Add(State);
        State = Evolution.Evolve(State, dated);
    }

    /// <summary>Carries on until nothing more follows.</summary>
    public Decision Decide()
    {
        while (State is { End: null, StartedAt: not null } && (FrameRules.Advance(this) | StepRules.Advance(this) | UndoRules.Advance(this))) LimitRules.EndWhenTooLong(this);

        return new Decision(State, [.. events], [.. before]);
    }

    /// <summary>Whether a scope, or one around it, is ending.</summary>
    public bool IsEnding(string frame) => EndingOf(frame) is not null;

    /// <summary>Why a scope is ending; the outermost cause.</summary>
    public ScopeEnding? EndingOf(string frame)
    {
        ScopeEnding? outermost = null;
        for (var at = State.Frames.GetValueOrDefault(frame); at is not null;)
        {
            outermost = at.Ending ?? outermost;
            if (at.Container is null) break;
            var container = State.Steps[at.Container];
            outermost = container.Ending ?? outermost;
            at = State.Frames.GetValueOrDefault(container.Frame);
        }

        return outermost;
    }
}
