using System.Collections.Concurrent;

namespace Runbooks.Server.Runs.Execution;

/// <summary>The runs that this process executes now, each by one loop.</summary>
public sealed class RunLoops
{
    private readonly ConcurrentDictionary<string, RunLoop> loops = new(StringComparer.Ordinal);
    private volatile bool closed;

    /// <summary>Wakes a run that is executed here.</summary>
    /// <returns>False: it is not.</returns>
    public bool TryWake(string runId) => loops.TryGetValue(runId, out var loop) && loop.Wake();

    /// <summary>Wakes a run, and executes it here from now on where it is not yet.</summary>
    /// <returns>Ends when this process does not execute the run any more.</returns>
    public Task Wake(string runId, RunShell shell)
    {
        while (!closed)
        {
            var loop = loops.TryGetValue(runId, out var known) ? known : Add(new RunLoop(runId, shell, prepared: null));
            if (loop.Wake()) return loop.Ended;
            Remove(loop);
        }

        return Task.CompletedTask;
    }

    /// <summary>Executes a run that this process has just made.</summary>
    public void Begin(RunLoop made)
    {
        if (closed) return;
        // Somebody else may have found the run in the store already; then it is read from there.
        if (Add(made) == made) made.Begin();
        else Wake(made.RunId, made.Shell);
    }

    /// <summary>Lets go of all runs: this process stops. Nothing on a platform is aborted by it.</summary>
    public void Close()
    {
        closed = true;
        foreach (var loop in loops.Values) loop.Release();
    }

    /// <returns>The loop that is in place now: another where the run had one.</returns>
    private RunLoop Add(RunLoop made)
    {
        var loop = loops.GetOrAdd(made.RunId, made);
        if (loop == made) made.Ended.ContinueWith((_, _) => Remove(made), null, TaskContinuationOptions.ExecuteSynchronously);
        if (closed) loop.Release();
        return loop;
    }

    private void Remove(RunLoop loop) => loops.TryRemove(KeyValuePair.Create(loop.RunId, loop));
}
