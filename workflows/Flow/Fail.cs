using System.ComponentModel.DataAnnotations;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Ends the run as failed; inside a container, the container.</summary>
/// <remarks>Nothing new starts; what is under way is awaited. Has no outcome: nothing can follow it.</remarks>
[Activity("flow.fail", Effect.Read, Title = "Fail", Group = "Flow", Outcomes = [])]
public sealed class Fail : FlowActivity<Fail.Input, NoOutput>
{
    public sealed record Input
    {
        /// <summary>Why, as the run's error.</summary>
        [StringLength(4000)]
        public string? Message { get; init; }
    }
}
