namespace Runbooks.Activities.Selectors;

public enum Metric
{
    Cpu,
    Memory,
    Disk,
    Network,
}

public enum Aggregate
{
    Now,
    Average,
    Maximum,
    P95,
}

/// <summary>Answers metric functions of selectors from recorded samples.</summary>
public interface IMetricHistory
{
    /// <summary>The aggregate over the window that ends now; null where it is not known: samples cover less than 80 % of the window
    /// (for <see cref="Aggregate.Now"/>: the last two samples).</summary>
    double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window);
}
