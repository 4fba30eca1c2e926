using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Counts the moments at which a process can die, and dies at one of them: afterwards nothing that it does reaches the world.</summary>
internal sealed class CrashPoints(int dieAt)
{
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int passed;

    public int Passed => passed;

    public Task Died => died.Task;

    public bool IsDead => died.Task.IsCompleted;

    /// <summary>Returns while the process lives, and never afterwards.</summary>
    public Task PassAsync()
    {
        if (!IsDead && Interlocked.Increment(ref passed) == dieAt) died.TrySetResult();
        return IsDead ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;
    }
}

/// <summary>A store as a process sees it: after each change that was committed the process may die before it learns of it.</summary>
internal sealed class MortalStore(IRunStore store, CrashPoints crash) : IRunStore
{
    public Task<StartResult> StartAsync(RunStart start) => Mortal(() => store.StartAsync(start));

    public Task<AppendResult> AppendAsync(RunAppend append) => Mortal(() => store.AppendAsync(append));

    public Task<ClaimedRun?> ClaimAsync(string runId, string owner) => Mortal(() => store.ClaimAsync(runId, owner));

    public Task<EnqueueResult> EnqueueAsync(string runId, InboxMessage message) => Mortal(() => store.EnqueueAsync(runId, message));

    public Task<IReadOnlyList<string>> EnqueueToHeldAsync(string id, string type, string data, DateTimeOffset at) =>
        Mortal(() => store.EnqueueToHeldAsync(id, type, data, at));

    public Task AppendLogsAsync(IReadOnlyList<LogLine> lines) => store.AppendLogsAsync(lines);

    public Task<int> ForgetAsync(DateTimeOffset endedBefore, int limit) => Mortal(() => store.ForgetAsync(endedBefore, limit));

    public Task<IReadOnlyList<string>> BreakLeaseAsync(string targetId) => Mortal(() => store.BreakLeaseAsync(targetId));

    public Task<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId) => store.ReadInboxAsync(runId);

    public Task<IReadOnlyList<RunRow>> ReadEndedAsync(DateTimeOffset endedAt, string afterRunId, int limit) => store.ReadEndedAsync(endedAt, afterRunId, limit);

    public Task<IReadOnlyList<string>> ReadDueAsync(DateTimeOffset now, int limit) => store.ReadDueAsync(now, limit);

    public Task<DateTimeOffset?> ReadNextDueAsync() => store.ReadNextDueAsync();

    public Task<IReadOnlyList<string>> ReadForsakenAsync(string owner, int limit) => store.ReadForsakenAsync(owner, limit);

    public Task<RunRow?> ReadRunAsync(string runId) => store.ReadRunAsync(runId);

    public Task<RunRow?> ReadByStartKeyAsync(string startKey) => store.ReadByStartKeyAsync(startKey);

    public Task<RunPage> ListAsync(RunQuery query) => store.ListAsync(query);

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(string runId, long after, int limit) => store.ReadHistoryAsync(runId, after, limit);

    public Task<IReadOnlyList<StoredLogLine>> ReadLogsAsync(string runId, string? path, long after, int limit) =>
        store.ReadLogsAsync(runId, path, after, limit);

    public Task<IReadOnlyList<LeaseRow>> ReadLeasesAsync() => store.ReadLeasesAsync();

    public Task<IReadOnlyList<ApprovalRow>> ReadApprovalsAsync() => store.ReadApprovalsAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> Mortal<T>(Func<Task<T>> change)
    {
        if (crash.IsDead) await Task.Delay(Timeout.Infinite);
        var result = await change();
        await crash.PassAsync();
        return result;
    }
}

/// <summary>A platform as a process sees it: it may die between deciding to call and calling, and between the call and its answer.</summary>
internal sealed class MortalPlatform(IPlatform platform, CrashPoints crash) : IPlatform
{
    public IReadOnlySet<Capability> Capabilities => platform.Capabilities;

    public OperationKind KindOf(PlatformOperation operation) => platform.KindOf(operation);

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        await crash.PassAsync();
        var handle = await platform.StartAsync(operation, key, cancellation);
        await crash.PassAsync();
        return handle;
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        platform.FindAsync(operation, key, cancellation);

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var result = await platform.AwaitAsync(operation, handle, progress, cancellation);
        await crash.PassAsync();
        return result;
    }

    public Task CancelAsync(string handle, CancellationToken cancellation) => platform.CancelAsync(handle, cancellation);

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) => platform.GetInventoryAsync(cancellation);

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        platform.GetVirtualMachineAsync(nativeId, cancellation);

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) =>
        platform.GetSnapshotsAsync(nativeId, cancellation);

    public Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation) => platform.SampleAsync(cancellation);

    public IAsyncEnumerable<InventoryChange> WatchAsync(CancellationToken cancellation) => platform.WatchAsync(cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
