using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Keeps a value under a name, for later steps to read as <c>vars.name</c>.</summary>
/// <remarks>Variables belong to the run. They cannot be set inside a for-each that handles several items at once.</remarks>
[Activity("flow.set-variable", Effect.Read, Title = "Set variable", Group = "Flow")]
public sealed class SetVariable : FlowActivity<SetVariable.Input, NoOutput>
{
    public sealed record Input
    {
        /// <summary>Letters, digits and <c>_</c>.</summary>
        [StringLength(64, MinimumLength = 1)]
        public required string Name { get; init; }

        /// <summary>Any value; null where left out.</summary>
        public JsonElement? Value { get; init; }
    }
}
