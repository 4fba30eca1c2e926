using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>What expressions see from a place in the run: settled steps of its own scope and of those around it.</summary>
internal static class Scopes
{
    /// <param name="inside">Also the steps of this scope, for the condition of a repeat, which looks at its last iteration.</param>
    public static ExpressionScope Of(Deciding deciding, string frame, string? inside = null) =>
        Of(deciding.State, deciding.State.Frames[frame], deciding.Now, inside);

    public static ExpressionScope Of(RunState state, FrameState live, DateTimeOffset now, string? inside = null)
    {
        var created = state.Created!;
        var innermost = Innermost(state, live);
        return new ExpressionScope(
            created.Inputs,
            new VisibleSteps(() => Visible(state, live, inside)),
            state.Variables,
            innermost?.Item,
            innermost?.Index,
            new RunView(created.RunId, created.Workflow, created.Version, created.Reason, state.StartedAt ?? state.CreatedAt),
            now);
    }

    private static FrameState? Innermost(RunState state, FrameState frame)
    {
        var at = frame;
        while (at.Index is null && at.Container is { } container) at = state.Frames[state.Steps[container].Frame];
        return at.Index is null ? null : at;
    }

    private static Dictionary<string, StepView> Visible(RunState state, FrameState frame, string? inside)
    {
        var frames = new HashSet<string>(StringComparer.Ordinal);
        for (var at = frame; ; at = state.Frames[state.Steps[at.Container].Frame])
        {
            frames.Add(at.Path);
            if (at.Container is null) break;
        }

        if (inside is not null) frames.Add(inside);
        var views = new Dictionary<string, StepView>(StringComparer.Ordinal);
        foreach (var (_, step) in state.Steps)
            if (step.IsSettled && frames.Contains(step.Frame)) views[step.Path[(step.Path.LastIndexOf('/') + 1)..]] = View(step);
        return views;
    }

    private static StepView View(StepState step) =>
        new(Outcomes.NameOf(step.Status!.Value), step.Outcome, step.Output, step.Error?.Code, step.Error?.Message);}
