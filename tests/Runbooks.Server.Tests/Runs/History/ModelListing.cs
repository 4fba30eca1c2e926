using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>The list of runs of the <see cref="ModelRunStore"/>; its cursor is the id of the last run.</summary>
internal static class ModelListing
{
    public static RunPage Read(IReadOnlyList<ModelRun> runs, RunQuery query)
    {
        var sorted = runs
            .OrderByDescending(r => r.Row.Projection.CreatedAt).ThenByDescending(r => r.Row.RunId, StringComparer.Ordinal)
            .ToList();
        var last = sorted.FindIndex(r => r.Row.RunId == query.Cursor);
        if (query.Cursor is not null && last < 0)
            throw new FormatException($"'{query.Cursor}' is no cursor.");
        var found = sorted.Skip(last + 1).Where(r => Matches(query, r)).Select(r => r.Row).ToList();
        var page = found.Take(query.Limit).ToList();
        return new RunPage(page, found.Count > page.Count ? page[^1].RunId : null);
    }

    private static bool Matches(RunQuery query, ModelRun run)
    {
        var p = run.Row.Projection;
        return (query.Workflow is null || query.Workflow == p.Workflow)
            && (query.Status is null or { Count: 0 } || query.Status.Contains(p.Status))
            && (query.TriggerKind is null || query.TriggerKind == p.TriggerKind)
            && (query.TargetId is null || run.Targets.Contains(query.TargetId))
            && (query.Since is null || query.Since <= p.CreatedAt);
    }
}
