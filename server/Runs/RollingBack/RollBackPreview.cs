using Runbooks.Server.Runs.Api;

namespace Runbooks.Server.Runs.RollingBack;

/// <summary>What rolling a run back would do, as the fleet was last seen.</summary>
/// <param name="Undoes">In the order in which it would be done.</param>
/// <param name="Cannot">What was changed and stays.</param>
/// <param name="Refusal">Why the run cannot roll back now; null where it can.</param>
internal sealed record RollBackPreview(IReadOnlyList<UndoPreview> Undoes, IReadOnlyList<NoUndoPreview> Cannot, ErrorDetail? Refusal);

/// <param name="Step">The step whose change would be taken back.</param>
/// <param name="Summary">In one sentence; null where the target would be left alone.</param>
/// <param name="LeftAlone">Why; null where it would be changed.</param>
internal sealed record UndoPreview(
    string Step, string Activity, string Id, string Name, string? Summary, string? Before, string? After, string? LeftAlone);

/// <param name="Targets">Names; empty where the step has none.</param>
internal sealed record NoUndoPreview(string Step, string Activity, string Why, IReadOnlyList<string> Targets);
