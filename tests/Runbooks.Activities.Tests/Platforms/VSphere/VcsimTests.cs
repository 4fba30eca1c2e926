using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.VSphere;

/// <summary>What tests against the simulator share: one of it for each test.</summary>
public abstract class VcsimTests : IAsyncLifetime
{
    private readonly List<IPlatform> _connected = [];

    internal VcsimTestbed Testbed { get; private set; } = null!;

    protected IPlatform Platform { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string Vm => Testbed.Vm;

    public async ValueTask InitializeAsync()
    {
        Testbed = await VcsimTestbed.OpenAsync();
        Platform = Add(Testbed.Connect());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var platform in _connected) await platform.DisposeAsync();
        if (Testbed is not null) await Testbed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected IPlatform Add(IPlatform platform)
    {
        _connected.Add(platform);
        return platform;
    }

    protected async Task OperateAsync(PlatformOperation operation)
    {
        var handle = await Platform.StartAsync(operation, "key", Cancellation);
        await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
    }
}
