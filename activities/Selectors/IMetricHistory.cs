using System.Text.Json.Serialization;

namespace Runbooks.Activities.Selectors;

[JsonConverter(typeof(JsonStringEnumConverter<Metric>))]
public enum Metric
{
    [JsonStringEnumMemberName("cpu")] Cpu,
    [JsonStringEnumMemberName("memory")] Memory,
    [JsonStringEnumMemberName("disk")] Disk,
    [JsonStringEnumMemberName("network")] Network,
}

/// <summary>In JSON by the names that selectors use.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Aggregate>))]
public enum Aggregate
{
    [JsonStringEnumMemberName("now")] Now,
    [JsonStringEnumMemberName("avg")] Average,
    [JsonStringEnumMemberName("max")] Maximum,
    [JsonStringEnumMemberName("p95")] P95,

    /// <summary>How many standard deviations the average of the last quarter of an hour lies above what was measured at this hour of the
    /// days of the window; below zero where it lies below.</summary>
    [JsonStringEnumMemberName("deviation")] Deviation,
}

/// <summary>Answers metric functions of selectors from recorded samples.</summary>
public interface IMetricHistory
{
    /// <summary>The aggregate over the window that ends now; null where it is not known: samples cover less than 80 % of the window
    /// (for <see cref="Aggregate.Now"/>: the last two samples; for <see cref="Aggregate.Deviation"/>: this hour of 80 % of the days).</summary>
    double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window);

    /// <summary>The share of the window that ends now that samples cover, 0 to 1.</summary>
    double Coverage(string id, Metric metric, TimeSpan window);
}
