using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Tells listeners that a run's history or log has grown. It is a hint: they read the store from where they are.</summary>
public sealed class RunFeed
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Action<bool>>> listeners = new(StringComparer.Ordinal);

    /// <param name="ended">The run has ended: nothing more comes but log lines.</param>
    public void Publish(string runId, bool ended = false)
    {
        if (listeners.TryGetValue(runId, out var interested))
            foreach (var listener in interested) listener(ended);
    }

    /// <summary>Calls back at each growth of one run, until disposed.</summary>
    /// <param name="grown">Is told whether the run has ended.</param>
    public IDisposable Listen(string runId, Action<bool> grown)
    {
        listeners.AddOrUpdate(runId, _ => [grown], (_, others) => others.Add(grown));
        return new Subscription(() => Remove(runId, grown));
    }

    private void Remove(string runId, Action<bool> grown)
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
