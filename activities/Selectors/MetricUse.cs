namespace Runbooks.Activities.Selectors;

/// <summary>A metric function in a selector, e.g. <c>cpu.p95('14d')</c>. The window is zero for <see cref="Aggregate.Now"/>.</summary>
public sealed record MetricUse(Metric Metric, Aggregate Aggregate, TimeSpan Window)
{
    internal static MetricUse? Of(Node.Reading reading) => reading.Window switch
    {
        null => new(reading.Metric, reading.Aggregate, TimeSpan.Zero),
        Node.Text window => new(reading.Metric, reading.Aggregate, Duration.Parse(window.Value)),
        _ => null,
    };
}
