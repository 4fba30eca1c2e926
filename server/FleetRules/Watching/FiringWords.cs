using System.Globalization;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Rules;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.FleetRules.Watching;

/// <summary>Sentences of firings, for the ledger and the reason of runs.</summary>
internal static class FiringWords
{
    private const int NamedAtMost = 5;
    private const string Fired = "fleet-rule.fired";

    public static string Summary(Firing firing, FleetRuleSettings settings, IReadOnlyList<SelectorComparison> comparisons)
    {
        var who = Names(firing.Objects);
        var held = firing.At - firing.Episode;
        var time = held > TimeSpan.Zero ? $", for {Duration.ToWords(held)}" : "";
        var values = firing.Objects.Count == 1 ? Values(comparisons) : "";
        return $"{who}: {settings.Condition}{time}{(values.Length > 0 ? $" ({values})" : "")}.";
    }

    /// <summary>What the summary says.</summary>
    public static FiringWording Wording(Firing firing, FleetRuleSettings settings, IReadOnlyList<SelectorComparison> comparisons)
    {
        var held = firing.At - firing.Episode;
        var measured = firing.Objects.Count == 1 ? comparisons.Where(Tells).Take(NamedAtMost) : [];
        return new FiringWording(Fired, JsonSerializer.SerializeToElement(
            new
            {
                objects = firing.Objects.Take(NamedAtMost).Select(subject => subject.Name),
                more = Math.Max(0, firing.Objects.Count - NamedAtMost),
                settings.Condition,
                heldSeconds = Math.Round(held.TotalSeconds),
                measured = measured.Select(one => new
                {
                    metric = one.Metric!.Metric, aggregate = one.Metric.Aggregate, windowSeconds = one.Metric.Window.TotalSeconds, value = one.Value!.Value,
                }),
            },
            ApiJson.Options));
    }

    /// <summary>The comparisons that hold with what was measured: <c>cpu.avg('5m') is 87 %</c>.</summary>
    public static string Values(IEnumerable<SelectorComparison> comparisons) => string.Join(", ", comparisons
        .Where(Tells)
        .Take(NamedAtMost)
        .Select(one => $"{Name(one.Metric!)} is {Value(one.Metric!, one.Value!.Value)}"));

    public static string Names(IReadOnlyList<FleetObject> objects) => objects.Count <= NamedAtMost
        ? string.Join(", ", objects.Select(subject => subject.Name))
        : $"{string.Join(", ", objects.Take(NamedAtMost).Select(subject => subject.Name))} and {objects.Count - NamedAtMost} more";

    private static bool Tells(SelectorComparison one) => one is { Metric: not null, Value: not null, Holds: true };

    private static string Name(MetricUse use)
    {
        var (metric, aggregate) = (use.Metric.ToString().ToLowerInvariant(), use.Aggregate);
        var window = use.Window == TimeSpan.Zero ? "" : $" over {Duration.ToWords(use.Window)}";
        return aggregate switch
        {
            Aggregate.Now => $"{metric} now",
            Aggregate.Average => $"{metric}{window} on average",
            Aggregate.Maximum => $"{metric}{window} at most",
            Aggregate.P95 => $"p95 of {metric}{window}",
            _ => $"deviation of {metric} from this hour{window}",
        };
    }

    private static string Value(MetricUse use, double value) => (use.Aggregate, use.Metric) switch
    {
        (Aggregate.Deviation, _) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} standard deviations"),
        (_, Metric.Cpu or Metric.Memory) => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1_000_000:0.##} MB/s"),
    };
}
