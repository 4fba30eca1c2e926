using System.Globalization;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Data;
using Runbooks.Server.Runs.Approvals;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Channels.News;

/// <summary>What is to be told of runs: those that failed, and approvals that they wait for.</summary>
internal sealed class RunNews(IRunStore runs)
{
    public const string Watch = "approval:";
    private const int Batch = 500;

    /// <summary>Of so many failed runs of a batch the error is read: more are told as one.</summary>
    private const int MostErrors = 20;

    /// <summary>Runs that failed, or could not be rolled back as a whole, since a time, in the order of their ends. Runs of runs are not among them: their failure is the other run's affair.</summary>
    /// <param name="seen">Runs that were looked at before; those that are looked at now are added.</param>
    /// <returns>The news, and the run that was looked at last.</returns>
    public async Task<(IReadOnlyList<NewsItem> News, RunRow? Last, bool IsAll)> ReadFailedAsync(
        RunbooksDbContext db, DateTimeOffset from, string after, HashSet<string> seen, CancellationToken cancellation)
    {
        var ended = await runs.ReadEndedAsync(from, after, Batch);
        var failed = ended.Where(run => seen.Add(run.RunId) && run.Projection.Status is (RunStatus.Failed or RunStatus.RollBackIncomplete) && run.Projection.ParentRunId is null).ToList();
        var names = await WorkflowNames.OfAsync(db, failed.Select(run => run.Projection.Workflow), cancellation);
        var news = new List<NewsItem>();
        foreach (var run in failed) news.Add(Item(run, names, news.Count < MostErrors ? (await RunLoader.ReadStateAsync(run.RunId, runs))?.End?.Error?.Message : null));
        return (news, ended.Count > 0 ? ended[^1] : null, ended.Count < Batch);
    }

    /// <summary>All approvals that are waited for.</summary>
    public async Task<IReadOnlyList<NewsItem>> ReadApprovalsAsync(RunbooksDbContext db, CancellationToken cancellation)
    {
        var asked = await runs.ReadApprovalsAsync();
        var names = await WorkflowNames.OfAsync(db, asked.Select(one => one.Workflow), cancellation);
        return [.. asked.Select(one => Item(one, names))];
    }

    private static NewsItem Item(RunRow run, Dictionary<string, string> names, string? error)
    {
        var row = run.Projection;
        return new NewsItem($"run/{run.RunId}", [MessageKind.RunFailed], MessageSeverity.Error, row.Workflow, row.EndedAt!.Value, new Dictionary<string, string>
        {
            ["workflow"] = names.GetValueOrDefault(row.Workflow, row.Workflow),
            ["run"] = run.RunId,
            ["error"] = error ?? "",
            ["by"] = row.StartedBy ?? row.TriggerName ?? row.TriggerKind,
            ["reason"] = row.Reason ?? "",
        }, $"/runs/{run.RunId}");
    }

    private static NewsItem Item(ApprovalRow row, Dictionary<string, string> names)
    {
        var id = ApprovalView.IdOf(row);
        // Asked again at the same step, it is another approval.
        var key = $"{id}@{row.Approval.RequestedAt.UtcTicks.ToString(CultureInfo.InvariantCulture)}";
        return new NewsItem($"approval/{key}", [MessageKind.Approval], MessageSeverity.Warning, row.Workflow, row.Approval.RequestedAt, new Dictionary<string, string>
        {
            ["workflow"] = names.GetValueOrDefault(row.Workflow, row.Workflow),
            ["run"] = row.RunId,
            ["message"] = row.Approval.Message,
            ["of"] = string.Join(", ", row.Approval.By),
            ["until"] = row.Approval.Expires is { } until ? until.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) : "",
        }, $"/approvals?id={Uri.EscapeDataString(id)}")
        {
            Watched = Watch + key,
        };
    }
}
