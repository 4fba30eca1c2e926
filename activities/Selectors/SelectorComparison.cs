namespace Runbooks.Activities.Selectors;

/// <summary>A comparison of a selector as it turned out for one object.</summary>
/// <param name="Text">As written, e.g. <c>cpu.avg('5m') &gt; 0.8</c>.</param>
/// <param name="Metric">The metric that was compared, where it was one.</param>
/// <param name="Value">The left side where it is a number, or a duration (in seconds); null where it is neither or not known.</param>
/// <param name="Threshold">The right side, likewise.</param>
/// <param name="Holds">Null where it is not known.</param>
public sealed record SelectorComparison(string Text, MetricUse? Metric, double? Value, double? Threshold, bool? Holds);
