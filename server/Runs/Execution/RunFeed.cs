using System.Collections.Concurrent;
using System.Collections.Immutable;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Tells listeners that a run's history or log has grown. It is a hint: they read the store from where they are.</summary>
public sealed class RunFeed
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Action<RunState?>>> listeners = new(StringComparer.Ordinal);
    private ImmutableArray<Action<string, bool>> toAll = [];

    /// <summary>Calls back at each growth of any run, until disposed.</summary>
    /// <param name="grown">Is told which run, and whether it has ended.</param>
    public IDisposable ListenToAll(Action<string, bool> grown)
    {
        ImmutableInterlocked.Update(ref toAll, others => others.Add(grown));
        return new Subscription(() => ImmutableInterlocked.Update(ref toAll, others => others.Remove(grown)));
    }

    /// <param name="ended">What the run ended as: nothing more comes but log lines. Null while it goes on.</param>
    public void Publish(string runId, RunState? ended = null)
    {
        if (listeners.TryGetValue(runId, out var interested))
            foreach (var listener in interested) listener(ended);
        foreach (var listener in toAll) listener(runId, ended is not null);
    }

    /// <summary>Calls back at each growth of one run, until disposed.</summary>
    /// <param name="grown">Is told what the run ended as, once it has.</param>
    public IDisposable Listen(string runId, Action<RunState?> grown)
    {
        listeners.AddOrUpdate(runId, _ => [grown], (_, others) => others.Add(grown));
        return new Subscription(() => Remove(runId, grown));
    }

    private void Remove(string runId, Action<RunState?> grown)
    {
        while (listeners.TryGetValue(runId, out var now))
        {
            var left = now.Remove(grown);
            if (left.IsEmpty ? listeners.TryRemove(KeyValuePair.Create(runId, now)) : listeners.TryUpdate(runId, left, now)) return;
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
