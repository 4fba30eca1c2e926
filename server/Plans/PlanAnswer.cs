using Runbooks.Activities;
using Runbooks.Workflows.Planning;

namespace Runbooks.Server.Plans;

/// <summary>A plan as the API answers it, and as firings keep it.</summary>
/// <param name="Hash">Differs where another run would be made of it; never because of sentences or measurements.</param>
/// <param name="Version">The version that was planned; null: the draft.</param>
/// <param name="BlockedBy">What would stop it now.</param>
/// <param name="Unknown">What only the run itself can tell.</param>
/// <param name="Notes">Where it would wait.</param>
/// <param name="EffectCount">How many effects there are; more than are shown where the plan was kept with something else.</param>
/// <param name="Complete">False where a bound was met and the rest is not shown.</param>
public sealed record PlanAnswer(
    string Hash,
    string Workflow,
    int? Version,
    DateTimeOffset PlannedAt,
    IReadOnlyList<EffectView> Effects,
    IReadOnlyList<BlockView> BlockedBy,
    IReadOnlyList<UnknownView> Unknown,
    IReadOnlyList<UnknownView> Notes,
    bool Complete,
    int EffectCount)
{
    private const int MostEffects = 100, MostOthers = 50;

    /// <summary>As it is kept with a firing, or shorter.</summary>
    public PlanAnswer Bounded(int effects = MostEffects) => this with
    {
        Effects = [.. Effects.Take(effects)],
        BlockedBy = [.. BlockedBy.Take(MostOthers)],
        Unknown = [.. Unknown.Take(MostOthers)],
        Notes = [.. Notes.Take(MostOthers)],
    };
}

/// <param name="Step">Through its containers: <c>each/3/off</c>.</param>
/// <param name="Activity">What the step uses.</param>
/// <param name="Target">Null where it is nothing of the fleet: a message.</param>
/// <param name="Summary">What would change, in one sentence.</param>
/// <param name="Undo">How it is taken back; null where it is not.</param>
/// <param name="WhyNoUndo">Null where it can be taken back.</param>
/// <param name="DependsOn">Why the run may not come to it; null where it will, as far as is known.</param>
public sealed record EffectView(
    string Step,
    string Activity,
    TargetView? Target,
    Effect Effect,
    string Summary,
    string Before,
    string After,
    string? Undo,
    string? WhyNoUndo,
    WhyView? DependsOn);

/// <param name="Owner">From its tag <c>owner</c>.</param>
/// <param name="Host">Where a VM is now, or where one that is to be made would be.</param>
public sealed record TargetView(string Id, string Name, TargetKind Kind, string Connection, string? Cluster, string? Host, string? Owner);

public sealed record BlockView(string Code, string Message, string? Step, TargetView? Target);

/// <param name="Step">Empty: the whole plan.</param>
/// <param name="Of">The step or value that the reason is about.</param>
public sealed record UnknownView(string Step, string Reason, string Code, string Of);

/// <param name="Of">The step that the reason is about.</param>
public sealed record WhyView(string Code, string Reason, string Of)
{
    public static WhyView? From(Why? why) => why is null ? null : new(why.Code, why.Sentence, why.Of);
}
