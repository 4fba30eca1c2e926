namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Runs that got a message in the transaction.</summary>
internal sealed class Wakes
{
    private List<string>? _runs;

    public IReadOnlyList<string> Runs => _runs ?? (IReadOnlyList<string>)[];

    public void Add(string runId)
    {
        _runs ??= [];
        if (!_runs.Contains(runId))
            _runs.Add(runId);
    }

    public void Remove(string runId) => _runs?.Remove(runId);
}
