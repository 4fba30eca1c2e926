using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Holds steps together: under one time limit, and with one hold on their targets.</summary>
/// <remarks>Fails when a step inside it fails unhandled, or when the time is over.</remarks>
[Activity("flow.scope", Effect.Read, Title = "Scope", Group = "Flow")]
public sealed class Scope : FlowActivity<Scope.Input, NoOutput>
{
    public sealed record Input
    {
        /// <summary>How long the steps inside may take together; any time where left out.</summary>
        public TimeSpan? Timeout { get; init; }

        /// <summary>VMs that no other run may change until the scope is left: what a find step gave, ids, names where unique, or a
        /// selector. Steps inside may then change only these.</summary>
        [Format(Formats.Targets)]
        public JsonElement? Hold { get; init; }
    }
}
