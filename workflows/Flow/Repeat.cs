using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Runs the steps inside it again and again while a condition holds.</summary>
/// <remarks>The condition is looked at before each time; it sees the steps of the time before, and <c>index</c>, the number of times so
/// far. Takes <c>limit</c> when the condition still holds after so many times.</remarks>
[Activity("flow.repeat", Effect.Read, Title = "Repeat", Group = "Flow", Outcomes = ["done", "limit"])]
public sealed class Repeat : FlowActivity<Repeat.Input, NoOutput>
{
    public sealed record Input
    {
        /// <summary>An expression, with or without <c>${ … }</c>, e.g. <c>index == 0 || steps.check.output.status != 'ready'</c>; always true
        /// where left out.</summary>
        [Format(Formats.Expression)]
        public JsonElement? While { get; init; }

        /// <summary>How many times at most.</summary>
        [Range(0, 10_000)]
        public int Limit { get; init; } = 100;
    }
}
