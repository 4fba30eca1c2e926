using System.Collections.Concurrent;

namespace Runbooks.Server.Alerts.Sources;

/// <summary>The sources as they are in the database, in memory: every request of a storm asks for one.</summary>
internal sealed class AlertSourceRegistry
{
    private readonly ConcurrentDictionary<string, AlertSource> sources = new(StringComparer.Ordinal);

    public IEnumerable<AlertSource> All => sources.Values.OrderBy(source => source.Name, StringComparer.Ordinal);

    public AlertSource? Find(string name) => sources.GetValueOrDefault(name);

    public void Put(AlertSource source) => sources[source.Name] = source;

    public void Remove(string name) => sources.TryRemove(name, out _);
}
