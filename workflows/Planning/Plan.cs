using System.Collections.Immutable;
using Runbooks.Activities;

namespace Runbooks.Workflows.Planning;

/// <summary>What a run would change if it began now, as far as that can be told before it.</summary>
/// <param name="BlockedBy">What would stop it, all of it or at one target.</param>
/// <param name="Unknown">What only the run itself can tell, by step.</param>
/// <param name="Notes">Where it would wait: for time, a signal, somebody's approval.</param>
/// <param name="Complete">False where a bound was met before the end.</param>
public sealed record Plan(
    ImmutableArray<PlannedEffect> Effects,
    ImmutableArray<PlanBlock> BlockedBy,
    ImmutableArray<PlanUnknown> Unknown,
    ImmutableArray<PlanNote> Notes,
    bool Complete);

/// <param name="Step">The step's path as in a run: <c>each/3/off</c>.</param>
/// <param name="Activity">What the step uses.</param>
/// <param name="Target">Null where the activity has none: a message.</param>
/// <param name="Doubt">Why it may not come to it; null where it will, as far as is known.</param>
public sealed record PlannedEffect(string Step, string Activity, Target? Target, Effect Effect, PlannedChange Change, Why? Doubt);

/// <param name="Step">Null: the whole run.</param>
/// <param name="Target">Null: the whole step, or all targets that the sentence names.</param>
public sealed record PlanBlock(string Code, string Message, string? Step = null, Target? Target = null);

public sealed record PlanUnknown(string Step, Why Why);

public sealed record PlanNote(string Step, Why What);

/// <summary>A reason, as a code for programs and other languages, and as a sentence.</summary>
/// <param name="Of">The step or the value that the sentence is about.</param>
public sealed record Why(string Code, string Sentence, string Of)
{
    public static Why Output(string step) => new("plan.depends-on-output", $"It depends on what the step '{step}' gives, which is known only when that has run.", step);

    public static Why Outcome(string step) => new("plan.depends-on-outcome", $"It depends on how the step '{step}' ends.", step);

    public static Why AfterChange(string step) => new("plan.after-change", $"It depends on how the step '{step}' leaves things.", step);

    public static Why MeasuredFirst(string step) =>
        new("plan.measured-first", $"Before it '{step}' measures the load again; it may become another change, or none.", step);

    public static Why IfFails(string step) => new("plan.if-fails", $"It comes to this only if the step '{step}' fails, is rejected or expires.", step);

    public static Why Repeats(string step) => new("plan.repeats", $"How often '{step}' repeats is known only when it runs; its first time is shown.", step);

    public static Why Secret(string step) => new("plan.secret", $"The step '{step}' reads with a secret, which no plan is given.", step);

    public static Why TooMuch(string bound) => new("plan.too-large", $"The plan has more than {bound}; the rest is not shown.", bound);

    public static Why OutOfTime(string bound) => new("plan.out-of-time", $"Planning took longer than {bound}; the rest is not shown.", bound);

    public static Why Waits(string activity) => new("plan.waits", "The run waits here; what comes after is planned as things are now.", activity);

    public static Why Approval(string by) => new("plan.approval", $"The run waits here for the approval of {by}.", by);
}
