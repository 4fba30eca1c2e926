using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

/// <summary>A connection to the stand-in, for what only EC2 does.</summary>
public abstract class Ec2Tests : IAsyncLifetime
{
    private readonly List<IPlatform> _connected = [];

    private protected Ec2Testbed Testbed { get; private set; } = null!;

    private protected World World => Testbed.Aws.World;

    private protected IPlatform Platform { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Testbed = await Ec2Testbed.OpenAsync();
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

    private protected async Task<PlatformException> FailsAsync(PlatformError expected, PlatformOperation operation, string key = "run-1/step/vm/1")
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => OperateAsync(operation, key));
        Assert.Equal(expected, error.Error);
        return error;
    }

    private protected async Task<VirtualMachine> VmAsync(string id) => (await Platform.GetVirtualMachineAsync(id, Cancellation))!;

    private protected int Effects(string operation, string of) => World.Effects.Count(effect => effect == (operation, of));

    private protected static VmOrder Order(string name) => new(
        name, "ami-00000000000000001", null, null, "m7i.xlarge", null, null, "back",
        ImmutableSortedDictionary<string, string>.Empty.Add("owner", "ops"), "#cloud-config\n", PowerOn: true);
}
