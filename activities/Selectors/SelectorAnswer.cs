namespace Runbooks.Activities.Selectors;

/// <param name="Matches">A comparison with an unknown metric is false, and so is its negation.</param>
/// <param name="Unknown">Something not known (a metric, a creation time) decided: the answer could be another with more samples.</param>
public readonly record struct SelectorAnswer(bool Matches, bool Unknown);
