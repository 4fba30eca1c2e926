using System.ComponentModel.DataAnnotations;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Ends the run as completed; inside a container, the container.</summary>
/// <remarks>Nothing new starts; what is under way is awaited. Has no outcome: nothing can follow it.</remarks>
[Activity("flow.stop", Effect.Read, Title = "Stop", Group = "Flow", Outcomes = [])]
public sealed class Stop : FlowActivity<Stop.Input, NoOutput>
{
    public sealed record Input
    {
        /// <summary>Why, for the run's record.</summary>
        [StringLength(4000)]
        public string? Message { get; init; }
    }
}
