using Runbooks.Activities;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>A live connection: its definition, its platform object, and whether it answers.</summary>
public sealed class Connection
{
    private readonly PlatformFactories factories;
    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private volatile ConnectionDefinition definition;
    private volatile CountedPlatform current;
    private volatile ConnectionStatus status;

    internal Connection(ConnectionDefinition definition, PlatformFactories factories, TimeSpan limit, TimeProvider time, ILogger logger)
    {
        (this.factories, this.limit, this.time, this.logger, this.definition) = (factories, limit, time, logger, definition);
        status = new ConnectionStatus(ConnectionState.NeverConnected, time.GetUtcNow());
        current = new CountedPlatform(() => factories.Create(definition, time));
        Live = new LivePlatform(this);
    }

    public ConnectionDefinition Definition => definition;

    public string Id => definition.Id;

    public string Name => definition.Name;

    public string Platform => definition.Platform;

    public ConnectionMode Mode => definition.Mode;

    public ConnectionStatus Status => status;

    /// <summary>The platform, through changes of the settings. Refuses changes while the mode is <see cref="ConnectionMode.Observe"/>.</summary>
    public IPlatform Live { get; }

    /// <summary>What its platform can do; null where that cannot be told, as its settings are wrong or it was deleted.</summary>
    public IReadOnlySet<Capability>? Abilities
    {
        get
        {
            try
            {
                return Live.Capabilities;
            }
            catch (Exception error) when (error is PlatformException or ActivityFailure)
            {
                return null;
            }
        }
    }

    /// <summary>Raised after the state changed between ok and down, and when the settings were replaced.</summary>
    internal event Action<Connection>? StatusChanged;

    /// <summary>Holds the platform object of now; an object that is replaced lives until the last hold on it is given back.</summary>
    /// <exception cref="ActivityFailure">The connection was deleted (<c>connection.unknown</c>).</exception>
    /// <exception cref="PlatformException">The stored settings are wrong.</exception>
    internal PlatformUse Use()
    {
        while (true)
        {
            var counted = current;
            if (counted.TryTake() is { } platform) return new PlatformUse(counted, platform);
            if (counted == current) throw new ActivityFailure("connection.unknown", $"The connection '{Name}' was deleted.");
        }
    }

    /// <summary>Makes a call that cannot take longer than the limit, also where the platform hangs and heeds no cancellation.</summary>
    /// <exception cref="PlatformException">The platform's error; <see cref="PlatformError.Timeout"/> at the limit. One that says that the
    /// endpoint is not there marks the connection as down.</exception>
    internal async Task<T> CallAsync<T>(Func<IPlatform, CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        var use = Use();
        try
        {
            return await BoundedCall.MakeAsync(use, call, limit, time, logger, cancellation);
        }
        catch (PlatformException error)
        {
            Heed(error, use);
            throw;
        }
    }

    /// <summary>Marks the connection as down where the error says that the endpoint is not there.</summary>
    internal void Heed(PlatformException error, PlatformUse use)
    {
        if (error.Error is PlatformError.Unreachable or PlatformError.Unauthorised or PlatformError.Timeout) MarkDown(use.Counted, error);
    }

    /// <summary>Reads the inventory, and marks the connection by how that ended: it is ok exactly when the inventory can be read.</summary>
    internal async Task<Inventory> ProbeAsync(CancellationToken cancellation)
    {
        var counted = current;
        try
        {
            var inventory = await CallAsync((platform, token) => platform.GetInventoryAsync(token), cancellation);
            Mark(counted, ConnectionState.Ok, null);
            return inventory;
        }
        catch (PlatformException error)
        {
            MarkDown(counted, error);
            throw;
        }
    }

    internal void Change(ConnectionDefinition changed)
    {
        CountedPlatform? replaced = null;
        lock (gate)
        {
            if (!definition.ReachesTheSameAs(changed)) replaced = Replace(changed);
            definition = changed;
        }

        if (replaced is null) return;
        _ = RetireAsync(replaced);
        StatusChanged?.Invoke(this);
    }

    /// <returns>When the last use of the platform object is over and it is disposed.</returns>
    internal Task CloseAsync() => RetireAsync(current);

    private CountedPlatform Replace(ConnectionDefinition changed)
    {
        var replaced = current;
        current = new CountedPlatform(() => factories.Create(changed, time));
        status = new ConnectionStatus(ConnectionState.NeverConnected, time.GetUtcNow());
        return replaced;
    }

    private async Task RetireAsync(CountedPlatform counted)
    {
        counted.Retire();
        try
        {
            await counted.Disposed;
        }
        catch (Exception error)
        {
            logger.LogError(error, "The platform object of connection {Connection} could not be disposed", Id);
        }
    }

    private void MarkDown(CountedPlatform by, PlatformException error) => Mark(by, ConnectionState.Down, error);

    private void Mark(CountedPlatform by, ConnectionState state, PlatformException? error)
    {
        bool entered;
        lock (gate)
        {
            // What an earlier platform object met says nothing about the present settings.
            if (by != current || by.Retired.IsCancellationRequested) return;
            entered = status.State != state;
            status = new ConnectionStatus(state, entered ? time.GetUtcNow() : status.Since, error);
        }

        if (!entered) return;
        if (error is null) logger.LogInformation("Connection {Connection} answers", Id);
        else logger.LogWarning("Connection {Connection} is down: {Code} {Said}", Id, error.Code, error.Message);
        StatusChanged?.Invoke(this);
    }
}
