using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Runs the steps inside it once for each item of a list.</summary>
/// <remarks>Inside, <c>item</c> is the item and <c>index</c> its position from 0. An iteration in which a step fails unhandled is a
/// failed item. Fails when more items fail than the budget allows.</remarks>
[Activity("flow.for-each", Effect.Read, Title = "For each", Group = "Flow")]
public sealed class ForEach : FlowActivity<ForEach.Input, ForEach.Output>
{
    public sealed record Input
    {
        /// <summary>The list, 10,000 items at most.</summary>
        public required IReadOnlyList<JsonElement> Items { get; init; }

        /// <summary>How many items at once.</summary>
        [Range(1, 1000)]
        public int Concurrency { get; init; } = 1;

        /// <summary>How many items may fail before no further one is started.</summary>
        [Range(0, 10_000)]
        public int FailureBudget { get; init; }

        /// <summary>Sizes of the groups that go one after the other, each a number of items so far or a share such as <c>10%</c>.</summary>
        public IReadOnlyList<JsonElement>? Rings { get; init; }
    }

    /// <param name="Skipped">Cancelled, or not started any more.</param>
    public sealed record Output(IReadOnlyList<Iteration> Succeeded, IReadOnlyList<Iteration> Failed, IReadOnlyList<Iteration> Skipped);

    /// <param name="Index">From 0.</param>
    /// <param name="Item">The item where it is short; else null.</param>
    /// <param name="Message">Why it failed or was skipped.</param>
    public sealed record Iteration(int Index, JsonElement? Item, string? Message);
}
