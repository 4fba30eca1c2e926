using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Workflows.Expressions;

/// <summary>Says what an expression that is being written gives over a run that there was. Changes nothing, and resolves no secret.</summary>
internal static class ExpressionsApi
{
    public static async Task<Results<Ok<EvaluatedExpression>, Problem>> EvaluateAsync(
        string id, ExpressionToEvaluate asked, IRunStore store, CancellationToken cancellation)
    {
        if (await store.ReadRunAsync(asked.RunId) is not { } run || run.Projection.Workflow != id) return Problem.NotFound("run", asked.RunId);
        var history = await ReadAsync(asked.RunId, store, cancellation);
        if (PastScope.Of(history, asked.Step) is not { } scope) return Problem.NotFound("run", asked.RunId);
        try
        {
            var value = Template.Evaluate(JsonSerializer.SerializeToElement(asked.Text), scope);
            return TypedResults.Ok(new EvaluatedExpression(value.ValueKind == JsonValueKind.Undefined ? null : value, null));
        }
        catch (ExpressionException error)
        {
            return TypedResults.Ok(new EvaluatedExpression(null, error.Message));
        }
    }

    private static async Task<IReadOnlyList<RunEvent>> ReadAsync(string runId, IRunStore store, CancellationToken cancellation)
    {
        var history = new List<RunEvent>();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var events = await store.ReadHistoryAsync(runId, history.Count, 1_000);
            history.AddRange(events.Select(RunLoader.Read));
            if (events.Count < 1_000) return history;
        }
    }
}

/// <param name="Text">A text with <c>${ … }</c>.</param>
/// <param name="Step">The step that it belongs to, through its containers: <c>each/off</c>; null or empty for the workflow's outputs.</param>
/// <param name="RunId">The run of this workflow whose recorded state it is evaluated over.</param>
internal sealed record ExpressionToEvaluate(string Text, string? Step, string RunId);

/// <param name="Value">Null where it is undefined, null or in error.</param>
/// <param name="Error">Why it cannot be evaluated; null where it could.</param>
internal sealed record EvaluatedExpression(JsonElement? Value, string? Error);
