using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Goes one of two ways.</summary>
[Activity("flow.if", Effect.Read, Title = "If", Group = "Flow", Outcomes = ["true", "false"])]
public sealed class If : FlowActivity<If.Input, NoOutput>
{
    public sealed record Input
    {
        /// <summary>An expression, with or without <c>${ … }</c>, e.g. <c>steps.find.output.count &gt; 0</c>. Empty text, 0, null and what is
        /// undefined count as false; a list counts as true, also an empty one.</summary>
        [Format(Formats.Expression)]
        public required JsonElement Condition { get; init; }
    }
}
