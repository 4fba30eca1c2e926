using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>The contract of a store said as plainly as possible, in memory: what real stores are compared with, and a quick store for
/// tests of the engine. What it holds outlives <see cref="DisposeAsync"/>, as a file would.</summary>
internal sealed class ModelRunStore(TimeProvider time) : IRunStore
{
    private readonly Lock _gate = new();
    private readonly ModelRuns _runs = new(time);

    public Task<StartResult> StartAsync(RunStart start)
    {
        AppendRules.Check(start);
        return Do(() => _runs.Start(start));
    }

    public Task<AppendResult> AppendAsync(RunAppend append) => Do(() => _runs.Append(append));

    public Task<ClaimedRun?> ClaimAsync(string runId, string owner) => Do(() => _runs.Claim(runId, owner));

    public Task<EnqueueResult> EnqueueAsync(string runId, InboxMessage message) => Do(() => _runs.Enqueue(runId, message, limit: 1_000));

    public Task<IReadOnlyList<string>> EnqueueToHeldAsync(string id, string type, string data, DateTimeOffset at) =>
        Ids(() => _runs.All.Where(r => r.Row.Projection.Held).ToList()
            .Where(r => _runs.Enqueue(r.Row.RunId, new InboxMessage(id, type, data, at)) == EnqueueResult.Accepted));

    public Task AppendLogsAsync(IReadOnlyList<LogLine> lines) => Do(() => _runs.Log(lines));

    public Task<int> ForgetAsync(DateTimeOffset endedBefore, int limit) => Do(() => _runs.Forget(endedBefore, limit));

    public Task<IReadOnlyList<string>> BreakLeaseAsync(string targetId) => Do<IReadOnlyList<string>>(() => _runs.Leases.Break(targetId));

    public Task<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId) =>
        Do<IReadOnlyList<InboxMessage>>(() => [.. _runs.Find(runId)?.Inbox ?? []]);

    public Task<IReadOnlyList<RunRow>> ReadEndedAsync(DateTimeOffset endedAt, string afterRunId, int limit) => Do<IReadOnlyList<RunRow>>(() => [.. _runs.All
        .Select(r => r.Row).Where(r => r.Projection.Terminal)
        .Where(r => r.Projection.EndedAt > endedAt || (r.Projection.EndedAt == endedAt && string.CompareOrdinal(r.RunId, afterRunId) > 0))
        .OrderBy(r => r.Projection.EndedAt).ThenBy(r => r.RunId, StringComparer.Ordinal).Take(limit)]);

    public Task<IReadOnlyList<string>> ReadDueAsync(DateTimeOffset now, int limit) =>
        Ids(() => _runs.All.Where(r => r.Row.Projection.Due <= now)
            .OrderBy(r => r.Row.Projection.Due).ThenBy(r => r.Row.RunId, StringComparer.Ordinal).Take(limit));

    public Task<DateTimeOffset?> ReadNextDueAsync() => Do(() => _runs.All.Min(r => r.Row.Projection.Due));

    public Task<IReadOnlyList<string>> ReadForsakenAsync(string owner, int limit) =>
        Ids(() => _runs.All.Where(r => r.Inbox.Count > 0 || (r.Row.Projection.Active && r.Row.Owner != owner)).Take(limit));

    public Task<RunRow?> ReadRunAsync(string runId) => Do(() => _runs.Find(runId)?.Row);

    public Task<RunRow?> ReadByStartKeyAsync(string startKey) => Do(() => _runs.All.FirstOrDefault(r => r.Row.StartKey == startKey)?.Row);

    public Task<RunPage> ListAsync(RunQuery query) => Do(() => ModelListing.Read(_runs.All, query));

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(string runId, long after, int limit) =>
        Do<IReadOnlyList<StoredEvent>>(() => [.. _runs.Find(runId)?.Events.Where(e => e.Sequence > after).Take(limit) ?? []]);

    public Task<IReadOnlyList<StoredLogLine>> ReadLogsAsync(string runId, string? path, long after, int limit) =>
        Do<IReadOnlyList<StoredLogLine>>(() =>
            [.. _runs.Find(runId)?.Logs.Where(l => l.Id > after && (path is null || l.Line.Path == path)).Take(limit) ?? []]);

    public Task<IReadOnlyList<LeaseRow>> ReadLeasesAsync() => Do<IReadOnlyList<LeaseRow>>(() => [.. _runs.Leases.Held
        .OrderBy(l => l.Since).ThenBy(l => l.TargetId, StringComparer.Ordinal)
        .ThenBy(l => l.RunId, StringComparer.Ordinal).ThenBy(l => l.Unit, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<ApprovalRow>> ReadApprovalsAsync() => Do<IReadOnlyList<ApprovalRow>>(() => [.. _runs.All
        .SelectMany(r => r.Approvals.Values.Select(a => new ApprovalRow(r.Row.RunId, r.Row.Projection.Workflow, a)))
        .OrderBy(a => a.Approval.RequestedAt).ThenBy(a => a.RunId, StringComparer.Ordinal).ThenBy(a => a.Approval.Path, StringComparer.Ordinal)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<IReadOnlyList<string>> Ids(Func<IEnumerable<ModelRun>> runs) =>
        Do<IReadOnlyList<string>>(() => [.. runs().Select(r => r.Row.RunId)]);

    private Task<T> Do<T>(Func<T> work)
    {
        try
        {
            lock (_gate)
                return Task.FromResult(work());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
