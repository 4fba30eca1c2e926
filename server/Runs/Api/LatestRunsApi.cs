using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Runs.Api;

/// <summary>How workflows fare, for a list of them: in one call, and by their own index, however many runs there are of others.</summary>
internal static class LatestRunsApi
{
    public static void MapLatestRuns(this IEndpointRouteBuilder runs) =>
        runs.MapGet("/latest", ListAsync).WithSummary("Of each workflow that is named, the latest run, and how many are under way.").Requires(Permission.Look);

    /// <param name="workflows">Ids with commas between.</param>
    private static async Task<Ok<Page<LatestRun>>> ListAsync(string workflows, IRunStore store, RunViewBuilder views)
    {
        var ids = workflows.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        if (ids.Count > Paging.Most) throw new RequestException(Problems.InQuery("workflows", $"Name at most {Paging.Most} workflows."));
        var underWay = (await UnderWayAsync(store)).CountBy(row => row.Projection.Workflow).ToDictionary();
        var latest = new List<LatestRun>(ids.Count);
        foreach (var id in ids)
        {
            var page = await store.ListAsync(new RunQuery(id, Limit: 1));
            latest.Add(new LatestRun(id, page.Items.Count == 0 ? null : views.Summarise(page.Items[0]), underWay.GetValueOrDefault(id)));
        }

        return TypedResults.Ok(new Page<LatestRun>(latest));
    }

    private static async Task<List<RunRow>> UnderWayAsync(IRunStore store)
    {
        var rows = new List<RunRow>();
        string? cursor = null;
        do
        {
            var page = await store.ListAsync(new RunQuery(Status: RunStatus.UnderWay, Cursor: cursor, Limit: 1_000));
            rows.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return rows;
    }
}

/// <param name="Run">Null: there was none yet.</param>
/// <param name="UnderWay">How many have not ended.</param>
internal sealed record LatestRun(string Workflow, RunSummary? Run, int UnderWay);
