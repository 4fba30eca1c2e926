using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Access.Keys;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.RollingBack;

namespace Runbooks.Server.Runs.Api;

/// <summary>Looking at runs.</summary>
internal static class RunsApi
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("/", ListAsync).WithSummary("Runs, newest first.").Requires(Permission.Look);
        runs.MapGet("/{id}", GetAsync).WithSummary("A run with its steps and targets.").Requires(Permission.Look);
        runs.MapGet("/{id}/history", HistoryAsync).WithSummary("The run's history: the truth about it.").Requires(Permission.Look);
        runs.MapGet("/{id}/logs", LogsAsync).WithSummary("Log lines, of one step where named.").Requires(Permission.Look);
        runs.MapGet("/{id}/events", RunEvents.StreamAsync).EndsWithItsKey()
            .WithSummary("The history and the log as server-sent events, live; goes on after Last-Event-ID.")
            .Requires(Permission.Look);
        runs.MapLatestRuns();
        runs.MapRunControl();
        runs.MapRollBack();
        api.MapStarts();
    }

    private static async Task<Ok<Page<RunSummary>>> ListAsync([AsParameters] RunListQuery query, IRunStore store, RunReader reader)
    {
        var page = await store.ListAsync(new RunQuery(
            query.Workflow,
            query.Status?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            query.Trigger,
            query.Target,
            query.Since,
            query.Cursor,
            Paging.Limit(query.Limit)));
        var items = new List<RunSummary>(page.Items.Count);
        foreach (var row in page.Items) items.Add(await reader.SummariseAsync(row));
        return TypedResults.Ok(new Page<RunSummary>(items, page.Next));
    }

    private static async Task<Results<Ok<RunDetail>, Problem>> GetAsync(string id, RunReader reader) =>
        await reader.ReadAsync(id) is { } run ? TypedResults.Ok(run) : Problem.NotFound("run", id);

    private static async Task<Results<Ok<IReadOnlyList<HistoryEntry>>, Problem>> HistoryAsync(string id, IRunStore store, long? after, int? limit)
    {
        if (await store.ReadRunAsync(id) is null) return Problem.NotFound("run", id);
        var events = await store.ReadHistoryAsync(id, after ?? 0, limit ?? int.MaxValue);
        return TypedResults.Ok<IReadOnlyList<HistoryEntry>>([.. events.Select(HistoryEntry.Of)]);
    }

    private static async Task<Results<Ok<IReadOnlyList<LogEntry>>, Problem>> LogsAsync(
        string id, IRunStore store, string? step, long? after, int? limit)
    {
        if (await store.ReadRunAsync(id) is null) return Problem.NotFound("run", id);
        var lines = await store.ReadLogsAsync(id, step, after ?? 0, Math.Clamp(limit ?? 10_000, 1, 10_000));
        return TypedResults.Ok<IReadOnlyList<LogEntry>>([.. lines.Select(LogEntry.Of)]);
    }
}

/// <param name="Status">One, or several with commas between.</param>
/// <param name="Trigger">api, schedule, alert, webhook, fleet-rule, run or rerun.</param>
/// <param name="Target">The id of a VM or host that the run has to do with.</param>
internal sealed record RunListQuery(
    string? Workflow, string? Status, string? Trigger, string? Target, DateTimeOffset? Since, string? Cursor, int? Limit);

internal sealed record HistoryEntry(long Sequence, string Type, DateTimeOffset At, JsonElement Data)
{
    public static HistoryEntry Of(StoredEvent stored) => new(stored.Sequence, stored.Type, stored.At, JsonElement.Parse(stored.Data));
}

internal sealed record LogEntry(long Id, string Step, string? Target, DateTimeOffset At, string Text)
{
    public static LogEntry Of(StoredLogLine stored) => new(stored.Id, stored.Line.Path, stored.Line.Target, stored.Line.At, stored.Line.Text);
}
