using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>A hold on the platform object of a connection: until it is disposed, a change of the settings leaves the object alive.</summary>
public sealed class PlatformUse : IDisposable
{
    private int returned;

    internal PlatformUse(CountedPlatform counted, IPlatform platform)
    {
        Counted = counted;
        Platform = platform;
    }

    /// <summary>Refuses changes where the connection's mode is <see cref="ConnectionMode.Observe"/>.</summary>
    public IPlatform Platform { get; }

    /// <summary>Cancelled when the connection got other settings or was deleted: new work should take a new use.</summary>
    public CancellationToken Retired => Counted.Retired;

    internal CountedPlatform Counted { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref returned, 1) == 0) Counted.Return();
    }
}
