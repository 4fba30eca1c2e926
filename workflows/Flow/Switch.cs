using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Goes one of several ways, by a value.</summary>
/// <remarks>Its outcomes are its cases, and <c>default</c> where none fits.</remarks>
[Activity("flow.switch", Effect.Read, Title = "Switch", Group = "Flow", Outcomes = ["default"])]
public sealed class Switch : FlowActivity<Switch.Input, NoOutput>
{
    public sealed record Input
    {
        /// <summary>What is compared, as text, with the cases.</summary>
        public required JsonElement Value { get; init; }

        /// <summary>A list of values, each the outcome for itself; or outcomes with the value that each is for, e.g.
        /// <c>{ production: prod, other: test }</c>.</summary>
        public required JsonElement Cases { get; init; }
    }
}
