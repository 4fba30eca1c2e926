using System.Globalization;
using System.Text;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>Short ways to write what goes into a store.</summary>
internal static class Draft
{
    public static readonly DateTimeOffset T0 = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static RunProjection Projection(string runId = "r", string status = "running") => new(
        Workflow: "w",
        Version: 3,
        Status: status,
        Terminal: status is "completed" or "failed" or "cancelled",
        Active: status == "running",
        Held: false,
        Due: null,
        CreatedAt: T0,
        StartedAt: T0.AddSeconds(1),
        EndedAt: null,
        TriggerKind: "api",
        TriggerName: null,
        StartedBy: "alice",
        Reason: null,
        RootRunId: runId,
        ParentRunId: null,
        HandledFailures: false);

    public static RunStart Start(string runId, string? key = null, int? max = null, bool queue = true, string owner = "a")
    {
        var first = Append(runId, after: 0);
        var queued = max is null || !queue ? null : first with { Projection = Projection(runId, "queued") };
        return new RunStart(runId, key, owner, max is { } m ? new SlotAsk("w", m) : null, first, queued);
    }

    public static RunStart Start(string runId, Func<RunProjection, RunProjection> change)
    {
        var start = Start(runId);
        return start with { Append = start.Append with { Projection = change(start.Append.Projection) } };
    }

    public static RunAppend Append(string runId, long after, string status = "running", long epoch = 1, int events = 1) => new()
    {
        RunId = runId,
        Epoch = epoch,
        After = after,
        Events = Events(after, events),
        Projection = Projection(runId, status),
    };

    /// <summary>An append of a run that ended.</summary>
    public static RunAppend End(string runId, long after) => Append(runId, after, "completed");

    public static NewEvent[] Events(long after, int count) =>
        [.. Enumerable.Range(1, count).Select(n => new NewEvent("Stepped", 2, T0.AddTicks(after + n), Bytes($"{{\"n\":{after + n}}}")))];

    public static LeaseAsk Lease(string target, string root, string unit = "u") => new(target, $"name of {target}", root, unit);

    public static InboxMessage Message(string id, string type = "signal") =>
        new(id, type, string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"{id}\"}}"), T0.AddMinutes(1));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
