using System.ComponentModel.DataAnnotations;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Waits until somebody decides.</summary>
/// <remarks><c>rejected</c> and <c>expired</c> are adverse: where no transition takes them, they fail the run. To have the targets of a
/// step approved, give that step an <c>approval</c> instead: it names them, and asks again when they changed.</remarks>
[Activity("flow.approve", Effect.Read, Title = "Approve", Group = "Flow", Outcomes = ["approved", "rejected", "expired"])]
public sealed class Approve : FlowActivity<Approve.Input, Approve.Output>
{
    public sealed record Input
    {
        /// <summary>Who may decide: <c>role:operator</c>, <c>user:li</c>. One of them is enough.</summary>
        [OneOrMany]
        public required IReadOnlyList<string> By { get; init; }

        /// <summary>How long to wait; for ever where left out.</summary>
        public TimeSpan? Expires { get; init; }

        /// <summary>The question, as the deciders see it.</summary>
        [Format(Formats.Multiline)]
        [StringLength(4000)]
        public string? Message { get; init; }

        /// <summary>The id of a later step whose planned changes are shown with the question.</summary>
        public string? ShowPlanOf { get; init; }
    }

    /// <param name="By">Who decided.</param>
    /// <param name="Reason">Why, in the words of who decided.</param>
    public sealed record Output(string? By, string? Reason);
}
