using System.Text.Json;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>Leases and queues of the <see cref="ModelRunStore"/>.</summary>
internal sealed class ModelLeases(TimeProvider time, Func<string, InboxMessage, bool> deliver)
{
    private readonly List<(string RunId, LeaseAsk Ask)> _waiting = [];
    private int _granted;

    public List<LeaseRow> Held { get; } = [];

    public Dictionary<string, LeaseRow> Busy(IReadOnlyList<LeaseAsk> asks) => asks
        .SelectMany(ask => Held.Where(l => l.TargetId == ask.TargetId && l.RootRunId != ask.RootRunId))
        .OrderBy(l => l.Since).ThenBy(l => l.RunId, StringComparer.Ordinal).ThenBy(l => l.Unit, StringComparer.Ordinal)
        .GroupBy(l => l.TargetId)
        .ToDictionary(g => g.Key, g => g.First());

    public List<string> Change(RunAppend append)
    {
        foreach (var ask in append.Leases)
            Take(append.RunId, ask);
        foreach (var ask in append.LeaseWaits.Where(ask => !_waiting.Exists(w => IsOf(w, append.RunId, ask))))
            _waiting.Add((append.RunId, ask));
        var wake = Grant();
        foreach (var ask in append.Releases)
        {
            _waiting.RemoveAll(w => IsOf(w, append.RunId, ask));
            Held.RemoveAll(l => l.TargetId == ask.TargetId && l.RunId == append.RunId && l.Unit == ask.Unit);
            wake.AddRange(Grant());
        }
        return wake;
    }

    public List<string> Break(string targetId)
    {
        Held.RemoveAll(l => l.TargetId == targetId);
        return [.. Grant().Distinct()];
    }

    public List<string> RemoveRun(string runId)
    {
        _waiting.RemoveAll(w => w.RunId == runId);
        Held.RemoveAll(l => l.RunId == runId);
        return Grant();
    }

    /// <summary>Over and over: the first in any queue who may hold its target does.</summary>
    private List<string> Grant()
    {
        var wake = new List<string>();
        while (_waiting.FindIndex(w => Held.TrueForAll(l => l.TargetId != w.Ask.TargetId || l.RootRunId == w.Ask.RootRunId)) is >= 0 and var next)
        {
            var (runId, ask) = _waiting[next];
            _waiting.RemoveAt(next);
            Take(runId, ask);
            var data = JsonSerializer.Serialize(new { unit = ask.Unit, target = ask.TargetId });
            if (deliver(runId, new InboxMessage($"lease:{ask.Unit}:{++_granted}", "lease-granted", data, time.GetUtcNow())))
                wake.Add(runId);
        }
        return wake;
    }

    private void Take(string runId, LeaseAsk ask)
    {
        if (!Held.Exists(l => l.TargetId == ask.TargetId && l.RunId == runId && l.Unit == ask.Unit))
            Held.Add(new LeaseRow(ask.TargetId, ask.TargetName, ask.RootRunId, runId, ask.Unit, time.GetUtcNow()));
    }

    private static bool IsOf((string RunId, LeaseAsk Ask) waiting, string runId, LeaseAsk ask) =>
        waiting.RunId == runId && waiting.Ask.TargetId == ask.TargetId && waiting.Ask.Unit == ask.Unit;
}
