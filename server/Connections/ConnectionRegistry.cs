using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Abilities;
using Runbooks.Server.Fleet;

namespace Runbooks.Server.Connections;

/// <summary>The live connections.</summary>
public sealed class ConnectionRegistry(
    PlatformFactories factories, IOptions<FleetOptions> options, TimeProvider time, ILogger<ConnectionRegistry> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <summary>Of a connection of which that is not known: nothing is refused for it.</summary>
    private static readonly FrozenSet<Capability> Anything = Enum.GetValues<Capability>().ToFrozenSet();

    private readonly ConcurrentDictionary<string, Connection> connections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By id.</summary>
    public IReadOnlyList<Connection> All => [.. connections.Values.OrderBy(connection => connection.Id, StringComparer.Ordinal)];

    internal event Action<Connection>? Added;

    internal event Action<Connection>? Removed;

    /// <summary>By id, or by name.</summary>
    public Connection? Find(string idOrName) =>
        connections.GetValueOrDefault(idOrName)
        ?? connections.Values.FirstOrDefault(connection => connection.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>What can be done through each.</summary>
    public IReadOnlyList<KnownConnection> Abilities() =>
        [.. All.Select(connection => new KnownConnection(connection.Id, connection.Platform, connection.Abilities ?? Anything))];

    /// <summary>Adds the connection, or gives the one with this id its new definition.</summary>
    internal Connection Put(ConnectionDefinition definition)
    {
        if (connections.TryGetValue(definition.Id, out var known))
        {
            known.Change(definition);
            return known;
        }

        var added = new Connection(definition, factories, options.Value.CallLimit, time, logger);
        connections[added.Id] = added;
        Added?.Invoke(added);
        return added;
    }

    internal void Remove(string id)
    {
        if (!connections.TryRemove(id, out var removed)) return;
        Removed?.Invoke(removed);
        _ = removed.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var closing = Task.WhenAll(connections.Values.Select(connection => connection.CloseAsync()));
        // Whoever hangs is left to the end of the process.
        await Task.WhenAny(closing, Task.Delay(Farewell, time));
    }
}
