using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Runs another workflow, in the version that is published at that moment.</summary>
/// <remarks>Cancelling or pausing this run does so with the other. Workflows run one another 8 deep at most.</remarks>
[Activity("flow.run-workflow", Effect.Read, Title = "Run workflow", Group = "Flow")]
public sealed class RunWorkflow : FlowActivity<RunWorkflow.Input, RunWorkflow.Output>
{
    public sealed record Input
    {
        /// <summary>The id of the workflow.</summary>
        [StringLength(100, MinimumLength = 1)]
        [Format(Formats.Workflow)]
        public required string Workflow { get; init; }

        /// <summary>The inputs that it is started with.</summary>
        public IReadOnlyDictionary<string, JsonElement>? Inputs { get; init; }

        /// <summary>Waits for its end, and fails where it fails; else it is started and left to itself.</summary>
        public bool Wait { get; init; } = true;
    }

    /// <param name="Outputs">What the other workflow gives back.</param>
    public sealed record Output(IReadOnlyDictionary<string, JsonElement>? Outputs);
}
