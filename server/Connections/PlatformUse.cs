using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>A hold on the platform object of a connection: until it is disposed, a change of the settings leaves the object alive.</summary>
internal sealed class PlatformUse : IDisposable
{
    private int returned;

    public PlatformUse(CountedPlatform counted, IPlatform platform)
    {
        Counted = counted;
        Platform = platform;
    }

    public IPlatform Platform { get; }

    /// <summary>Cancelled when the connection got other settings or was deleted: new work should take a new use.</summary>
    public CancellationToken Retired => Counted.Retired;

    public CountedPlatform Counted { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref returned, 1) == 0) Counted.Return();
    }
}
