using System.Collections.Concurrent;

namespace Runbooks.Server.Runs.Units;

/// <summary>How far units are, as they said last. Not kept: after a restart they say it again.</summary>
public sealed class RunProgress
{
    private readonly ConcurrentDictionary<(string RunId, string Path, string Unit), UnitProgress> progress = new();

    public UnitProgress? Find(string runId, string path, string unit) => progress.GetValueOrDefault((runId, path, unit));

    public void Set(string runId, string path, string unit, UnitProgress now) => progress[(runId, path, unit)] = now;

    public void Clear(string runId, string path, string unit) => progress.TryRemove((runId, path, unit), out _);
}

/// <param name="Fraction">0 to 1.</param>
public sealed record UnitProgress(double Fraction, string Message);
