using System.Collections.Concurrent;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Runs whose execution failed by a fault of this server. One is tried again a few times, and then left alone as stuck, until the
/// server starts again; its history is untouched.</summary>
public sealed class RunFailures(TimeProvider time, ILogger<RunFailures> log)
{
    private const int MaxAttempts = 3;

    private readonly ConcurrentDictionary<string, (int Count, string Message)> failed = new(StringComparer.Ordinal);

    /// <summary>Set by the host: wakes a run.</summary>
    public Action<string>? Wake { get; set; }

    /// <summary>Set by the host: tells those who look at a run that it is stuck.</summary>
    public Action<string>? Tell { get; set; }

    public void Report(string runId, Exception error)
    {
        if (error is UnknownEventException)
        {
            // Trying again would not help, and the run's rows are as the newer release left them.
            failed[runId] = (MaxAttempts, error.Message);
            log.LogWarning("Run {Run} is left to a newer release: {Reason}", runId, error.Message);
            Tell?.Invoke(runId);
            return;
        }

        var (count, _) = failed.AddOrUpdate(runId, _ => (1, error.Message), (_, earlier) => (earlier.Count + 1, error.Message));
        if (count >= MaxAttempts)
        {
            log.LogError(error, "Run {Run} is stuck after {Count} failed activations", runId, count);
            Tell?.Invoke(runId);
            return;
        }

        log.LogError(error, "Run {Run} could not be carried on; it is tried again", runId);
        _ = WakeLaterAsync(runId, TimeSpan.FromSeconds(count));
    }

    /// <summary>What stopped the run for good; null where nothing did.</summary>
    public string? StuckBecause(string runId) => failed.TryGetValue(runId, out var entry) && entry.Count >= MaxAttempts ? entry.Message : null;

    public bool IsStuck(string runId) => StuckBecause(runId) is not null;

    private async Task WakeLaterAsync(string runId, TimeSpan delay)
    {
        await Task.Delay(delay, time);
        Wake?.Invoke(runId);
    }
}
