using System.Text;
using Runbooks.Server.Runs.History;

namespace Runbooks.Benchmarks.History;

/// <summary>The rows of a run of trivial steps.</summary>
internal static class Rows
{
    private static readonly byte[] _data = Encoding.UTF8.GetBytes(
        """{"path":"steps.tell","attempt":1,"outcome":"done","output":{"text":"five trivial steps","number":42}}""");

    public static RunAppend First(string runId) => new()
    {
        RunId = runId,
        Epoch = 1,
        After = 0,
        Events =
        [
            new NewEvent("StepStarted", 1, DateTimeOffset.UnixEpoch, _data),
            new NewEvent("StepCompleted", 1, DateTimeOffset.UnixEpoch, _data),
        ],
        Projection = new RunProjection(
            "benchmark", 1, "running", Terminal: false, Active: true, Held: false, Due: null,
            CreatedAt: DateTimeOffset.UtcNow, StartedAt: DateTimeOffset.UtcNow, EndedAt: null,
            "api", null, "benchmark", null, runId, null, HandledFailures: false),
    };

    public static RunProjection Ended(RunProjection projection) =>
        projection with { Status = "completed", Terminal = true, Active = false, EndedAt = DateTimeOffset.UtcNow };
}
