using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Execution;

/// <summary>Which exits are adverse, and which transitions an exit takes (rule 1).</summary>
public static class Outcomes
{
    public const string Done = "done";

    public const string Failed = "failed";

    public const string Rejected = "rejected";

    public const string Expired = "expired";

    /// <summary>How a step, unit or iteration ended, in the API's words.</summary>
    public static string NameOf(Settled status) => status switch
    {
        Settled.Completed => "completed",
        Settled.Failed => Failed,
        Settled.Skipped => "skipped",
        Settled.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static bool IsAdverse(string? outcome) => outcome is Failed or Rejected or Expired;

    /// <summary>A transition without an outcome takes every outcome but the adverse ones.</summary>
    public static bool Takes(Transition transition, string? outcome) =>
        outcome is not null && (transition.Outcome is null ? !IsAdverse(outcome) : transition.Outcome == outcome);
}
