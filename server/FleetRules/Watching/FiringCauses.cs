using System.Globalization;
using System.Text.Json;
using Runbooks.Activities.Selectors;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.FleetRules.Watching;

/// <summary>Makes of a round's firings what the ledger keeps. A storm is one entry for a cluster, however many objects it has.</summary>
internal sealed class FiringCauses(FiringExplainer explainer, IMetricHistory metrics)
{
    public const string Storm = "fleet-rule.storm", Flapping = "fleet-rule.flapping", SelfInflicted = "fleet-rule.self-inflicted", Over = "fleet-rule.over";

    /// <summary>So many firings of a round, and objects of a firing, are explained with their samples.</summary>
    private const int MostSampled = 50, MostExplained = 200;

    public IEnumerable<FiringCause> Of(Trigger trigger, RuleMemory memory, IReadOnlyList<Firing> firings)
    {
        var sampled = 0;
        foreach (var firing in firings.Where(firing => firing.Group || firing.Consequence != Consequence.Storm))
            yield return Of(firing.KeyOf(trigger.Id), firing, memory, sampled++ < MostSampled);
        var storms = firings.Where(firing => !firing.Group && firing.Consequence == Consequence.Storm).GroupBy(firing => RuleRound.GroupOf(firing.Objects[0]));
        foreach (var storm in storms) yield return Of(trigger, [.. storm], memory);
    }

    /// <summary>Its own key: those that join it later are another entry.</summary>
    private FiringCause Of(Trigger trigger, IReadOnlyList<Firing> storm, RuleMemory memory)
    {
        var first = storm.MinBy(firing => (firing.Episode, firing.Objects[0].Id))!;
        var all = first with { Objects = [.. storm.SelectMany(firing => firing.Objects)], Together = storm.Max(firing => firing.Together) };
        return Of(first.KeyOf(trigger.Id), all, memory, sampled: false);
    }

    private FiringCause Of(string key, Firing firing, RuleMemory memory, bool sampled)
    {
        var comparisons = memory.Rule.Condition.Explain(firing.Objects[0], metrics);
        var explained = firing.Objects.Take(MostExplained).Select((subject, at) => explainer.Explain(firing, subject, memory.Rule, sampled && at == 0)).ToList();
        var target = FiringExplainer.Target(firing.Objects[0]);
        var targets = firing.Objects.Count == 1 ? [target] : firing.Objects.Select(FiringExplainer.Target).ToList();
        var value = comparisons.FirstOrDefault(one => one is { Metric: not null, Value: not null, Holds: true })?.Value;
        return new FiringCause(key, firing.Episode, FiringWords.Summary(firing, memory.Settings, comparisons))
        {
            Wording = FiringWords.Wording(firing, memory.Settings, comparisons),
            Names = new Dictionary<string, JsonElement>
            {
                ["target"] = target,
                ["targets"] = Json(targets),
                ["value"] = Json(value),
                ["samples"] = Json(explained[0].Samples?.Points ?? []),
            },
            Detail = Json(new RuleExplanation(
                memory.Settings.Condition, memory.Settings.For, memory.Settings.Clear, firing.Episode, firing.At, firing.Objects.Count, explained)),
            Targets = [.. firing.Objects.Take(MostExplained).Select(subject => subject.Name)],
            Skip = Skip(firing),
            CausedByRun = firing.Run,
        };
    }

    private static FiringEnd? Skip(Firing firing) => firing.Consequence switch
    {
        Consequence.Storm => new FiringEnd(Storm, string.Create(CultureInfo.InvariantCulture,
            $"{firing.Together} objects of {RuleRound.GroupOf(firing.Objects[0])} fired together, which is {StormGuard.Share:0 %} of it or more. That is not a fault of each of them: look at the cluster and its monitoring. Nothing was started.")),
        Consequence.Flapping => new FiringEnd(Flapping, "It has come and gone too often lately and is held. It fires once it stays."),
        Consequence.SelfInflicted => new FiringEnd(SelfInflicted, $"Run {firing.Run} holds it or changed it just now, so that this may be its work. If it still holds when the run has let go of it, it fires then."),
        _ => null,
    };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, ApiJson.Options);
}

/// <summary>Why a rule fired.</summary>
/// <param name="Episode">When the condition began to hold.</param>
/// <param name="Objects">How many there are; the first of them are explained.</param>
internal sealed record RuleExplanation(
    string Condition, TimeSpan For, string? Clear, DateTimeOffset Episode, DateTimeOffset At, int Objects, IReadOnlyList<ObjectExplanation> Explained);
