using System.Collections.Immutable;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.Rules;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution;

/// <summary>What was decided: the events, and the state that they make.</summary>
/// <param name="Before">The state before each of the events.</param>
public sealed record Decision(RunState State, ImmutableArray<RunEvent> Events, ImmutableArray<RunState> Before);

/// <summary>The pure core: <c>Decide(definition, state, input) → events</c>. No I/O, no clock, no randomness; the time arrives with the call.</summary>
public static class Interpreter
{
    /// <summary>A new run's first events. One that is queued for a slot has only the first of them.</summary>
    public static Decision Create(CompiledWorkflow workflow, RunCreated created, bool admitted, DateTimeOffset now, Busy? busy = null)
    {
        var deciding = new Deciding(workflow, RunState.Empty, now, busy ?? Busy.None);
        deciding.Emit(created);
        if (admitted) Admit(deciding);
        return deciding.Decide();
    }

    /// <summary>A new run that keeps what an earlier one has done.</summary>
    /// <param name="kept">As <see cref="Reruns.Keep"/> gives it.</param>
    public static Decision CreateRerun(
        CompiledWorkflow workflow, RunCreated created, IEnumerable<RunEvent> kept, bool admitted, DateTimeOffset now, Busy? busy = null)
    {
        var deciding = new Deciding(workflow, RunState.Empty, now, busy ?? Busy.None);
        deciding.Emit(created);
        foreach (var taken in kept) deciding.Emit(taken);
        if (admitted) Admit(deciding);
        return deciding.Decide();
    }

    /// <summary>A rerun takes over what an ended run could undo. Goes with the rerun's first events, or not at all.</summary>
    public static Decision HandOn(RunState ended, string to, DateTimeOffset now)
    {
        RunEvent handed = new UndoHandedOn(to) { At = now };
        return new Decision(Evolution.Evolve(ended, handed), [handed], [ended]);
    }

    /// <summary>What an input leads to. A terminal run decides nothing, but to roll back.</summary>
    /// <param name="busy">Targets that were found leased when the events were last tried.</param>
    public static Decision Decide(CompiledWorkflow workflow, RunState state, RunInput input, DateTimeOffset now, Busy? busy = null)
    {
        var deciding = new Deciding(workflow, state, now, busy ?? Busy.None);
        if (state.End is null || input is RunInput.RollBack) InputRules.Apply(deciding, input);
        return deciding.Decide();
    }

    /// <summary>What expressions see at a step's place.</summary>
    public static ExpressionScope ScopeAt(CompiledWorkflow workflow, RunState state, string path, DateTimeOffset now) =>
        Scopes.Of(new Deciding(workflow, state, now, Busy.None), state.Steps[path].Frame);

    internal static void Admit(Deciding deciding)
    {
        if (deciding.State.StartedAt is not null) return;
        deciding.Emit(new RunAdmitted(deciding.Now + deciding.Workflow.Definition.Policy.Timeout));
    }
}

/// <summary>Targets that other root runs hold, by target id, with the holding root run.</summary>
public sealed record Busy(ImmutableDictionary<string, string> Holders)
{
    public static readonly Busy None = new(ImmutableDictionary<string, string>.Empty);
}
