using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Planning;

/// <summary>What is known of a step before its run.</summary>
/// <param name="Reached">Whether the run comes to it, as far as every step succeeds.</param>
internal sealed record PlannedStep(string Id, bool Reached)
{
    /// <summary>The step whose failure leads here; null where none does.</summary>
    public string? OnlyIfFails { get; init; }

    /// <summary>The exits that it may take; several where that is not known.</summary>
    public ImmutableArray<string> Outcomes { get; init; } = [];

    /// <summary>Why the run may not come to it, or not with what was planned.</summary>
    public Why? Doubt { get; init; }

    /// <summary>Why it is not known which exit it takes.</summary>
    public Why? OutcomeDoubt { get; init; }

    public JsonElement? Output { get; init; }

    /// <summary>Why its output is not known; null where it is.</summary>
    public Why? OutputUnknown { get; init; }

    /// <summary>The step, this one or one before, that changes something before this one is over.</summary>
    public string? ChangedBy { get; init; }

    public StepView View => !Reached
        ? new StepView("skipped", null, null, null, null)
        : new StepView(Outcomes is [Execution.Outcomes.Failed] ? "failed" : "completed", Outcomes is [var one] ? one : null, Output, null, null);

    /// <summary>Whether the transition is taken: yes, no, or perhaps (null).</summary>
    public bool? Takes(Transition transition)
    {
        var taken = Outcomes.Count(outcome => Execution.Outcomes.Takes(transition, outcome));
        return !Reached || taken == 0 ? false : taken == Outcomes.Length ? true : null;
    }

    /// <summary>Whether the transition is taken where the step fails, which no plan expects.</summary>
    public bool TakesFailing(Transition transition) =>
        OnlyIfFails is not null || (Reached && transition.Outcome is { } outcome && Execution.Outcomes.IsAdverse(outcome));
}

/// <summary>Whether and why the run comes to a step (rules 1 and 2).</summary>
internal sealed record Arrival(bool Reached, Why? Doubt, string? ChangedBy, string? OnlyIfFails)
{
    public static Arrival At(CompiledStep step, PlanFrame frame)
    {
        if (step.Inbound.IsEmpty) return new(true, frame.Doubt, frame.ChangedBy, null);
        var inbound = step.Inbound.Select(t => (Transition: t, From: frame.Steps[t.From])).ToList();
        var changedBy = inbound.Select(i => i.From.ChangedBy).FirstOrDefault(by => by is not null);
        var sure = inbound.Where(i => i.From.Takes(i.Transition) == true).ToList();
        if (sure.Count > 0) return new(true, sure.Any(i => i.From.Doubt is null) ? null : sure[0].From.Doubt, changedBy, null);
        var perhaps = inbound.FirstOrDefault(i => i.From.Takes(i.Transition) is null);
        if (perhaps.From is { } from) return new(true, from.OutcomeDoubt ?? from.Doubt ?? Why.Outcome(from.Id), changedBy, null);
        var failing = inbound.FirstOrDefault(i => i.From.TakesFailing(i.Transition)).From;
        return new(false, null, changedBy, failing is null ? null : failing.OnlyIfFails ?? failing.Id);
    }
}
