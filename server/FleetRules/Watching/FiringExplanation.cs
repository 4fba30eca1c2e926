using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Listing;
using Runbooks.Server.Fleet.Metrics;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.Http;

namespace Runbooks.Server.FleetRules.Watching;

/// <summary>Why a rule fired, for one object: the comparisons, and the samples that led to it.</summary>
/// <param name="Comparisons">Of the condition, with what was measured and the share of the window that samples cover.</param>
internal sealed record ObjectExplanation(
    string Id, string Name, string Kind, string? Cluster, string Connection, IReadOnlyList<ComparisonExplanation> Comparisons, SampleSeries? Samples);

/// <param name="Known">The share of the metric's window that samples cover, 0 to 1; null where it has none.</param>
internal sealed record ComparisonExplanation(string Text, double? Value, double? Threshold, bool? Holds, double? Known);

/// <summary>What was measured from before the episode on.</summary>
internal sealed record SampleSeries(string Metric, TimeSpan Step, IReadOnlyList<SamplePoint> Points);

internal sealed record SamplePoint(DateTimeOffset At, double Average, double Maximum);

/// <summary>Explains firings from the samples.</summary>
internal sealed class FiringExplainer(IMetricHistory metrics, MetricSeries series)
{
    private const int Points = 30;
    private static readonly TimeSpan FinestStep = TimeSpan.FromSeconds(15), LeastShown = TimeSpan.FromMinutes(5);

    /// <param name="withSamples">Reading them takes time, which is not there when thousands fire at once.</param>
    public ObjectExplanation Explain(Firing firing, FleetObject subject, FleetRule rule, bool withSamples) => new(
        subject.Id, subject.Name, rule.On.ToString().ToLowerInvariant(), subject.Cluster, subject.Connection,
        [.. rule.Condition.Explain(subject, metrics).Select(one => Of(subject, one))],
        withSamples && rule.Condition.Metrics is [var use, ..] ? Samples(subject.Id, use, firing) : null);

    /// <summary>What expressions read as <c>target</c>: what the API answers of the object, and its kind.</summary>
    public static JsonElement Target(FleetObject subject)
    {
        object row = subject switch
        {
            FleetVm vm => VmRow.Of(vm),
            FleetHost host => HostRow.Of(host),
            _ => StorageRow.Of((FleetStorage)subject),
        };
        var target = JsonSerializer.SerializeToNode(row, row.GetType(), ApiJson.Options)!.AsObject();
        target["kind"] = JsonValue.Create(subject switch { FleetVm => "vm", FleetHost => "host", _ => "storage" });
        return JsonSerializer.SerializeToElement(target);
    }

    private ComparisonExplanation Of(FleetObject subject, SelectorComparison one)
    {
        double? known = one.Metric is { Window.Ticks: > 0, Aggregate: not Aggregate.Deviation } use ? metrics.Coverage(subject.Id, use.Metric, use.Window) : null;
        return new ComparisonExplanation(one.Text, one.Value, one.Threshold, one.Holds, known is { } share ? Math.Round(share, 3) : null);
    }

    private SampleSeries Samples(string id, MetricUse use, Firing firing)
    {
        var length = (firing.At - firing.Episode) + use.Window;
        if (length < LeastShown) length = LeastShown;
        var step = TimeSpan.FromSeconds(Math.Ceiling(length.TotalSeconds / Points));
        if (step < FinestStep) step = FinestStep;
        var points = series.Read(id, use.Metric, firing.At - length, firing.At + TimeSpan.FromSeconds(1), step);
        return new SampleSeries(
            use.Metric.ToString().ToLowerInvariant(), step, [.. points.TakeLast(Points + 2).Select(point => new SamplePoint(point.At, Math.Round(point.Average, 4), Math.Round(point.Maximum, 4)))]);
    }
}
