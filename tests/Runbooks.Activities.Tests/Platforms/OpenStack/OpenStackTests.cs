using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

namespace Runbooks.Activities.Tests.Platforms.OpenStack;

/// <summary>A connection to the stand-in, for what only OpenStack does.</summary>
public abstract class OpenStackTests : IAsyncLifetime
{
    private readonly List<IPlatform> _connected = [];

    private protected OpenStackTestbed Testbed { get; private set; } = null!;

    private protected World World => Testbed.Cloud.World;

    private protected CloudFaults Faults => Testbed.Cloud.Faults;

    private protected IPlatform Platform { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Testbed = await OpenStackTestbed.OpenAsync();
        Platform = Reconnect();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var platform in _connected) await platform.DisposeAsync();
        await Testbed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected IPlatform Reconnect()
    {
        _connected.Add(Testbed.Connect());
        return _connected[^1];
    }

    private protected async Task<JsonElement?> OperateAsync(PlatformOperation operation, string key = "run-1/step/vm/1")
    {
        var handle = await Platform.StartAsync(operation, key, Cancellation);
        return await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
    }

    private protected static PlatformOperation.Provision Provision { get; } = new(new VmOrder(
        "new-01", World.Images[0].Id, null, null, "m1.small", null, null, null, ImmutableSortedDictionary<string, string>.Empty, null, PowerOn: true));
}
