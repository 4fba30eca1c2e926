using System.Text.Json;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

/// <summary>What callers rely on, the same for every platform. A platform's test class derives from this one and gives its testbed;
/// what its capabilities or its testbed lack is skipped by name.</summary>
public abstract partial class PlatformConformanceTests : IAsyncLifetime
{
    private readonly List<IPlatform> _connected = [];
    private int _keys;

    protected PlatformTestbed Testbed { get; private set; } = null!;

    /// <summary>The first connection; tests that restart make another with <see cref="Reconnect"/>.</summary>
    protected IPlatform Platform { get; private set; } = null!;

    /// <summary>A connection to a host that VMs may be moved to; null where such hosts are of the first.</summary>
    private IPlatform? Neighbour { get; set; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string Vm => Testbed.Vm;

    /// <summary>Makes the platform anew, with the VM on. May skip, with a reason, where its prerequisites are missing.</summary>
    protected abstract Task<PlatformTestbed> OpenTestbedAsync();

    public async ValueTask InitializeAsync()
    {
        Testbed = await OpenTestbedAsync();
        Platform = Reconnect();
        Neighbour = Testbed.ConnectNeighbour();
        if (Neighbour is not null) _connected.Add(Neighbour);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var platform in _connected) await platform.DisposeAsync();
        if (Testbed is not null) await Testbed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The same settings in a new process. What stood before is abandoned, not closed, as a kill would.</summary>
    private IPlatform Reconnect()
    {
        var platform = Testbed.Connect();
        _connected.Add(platform);
        return platform;
    }

    private void Need(params Capability[] capabilities)
    {
        foreach (var capability in capabilities)
            Assert.SkipUnless(Platform.Capabilities.Contains(capability), $"{Testbed.Platform} lacks the capability {capability}");
    }

    private string NewKey() => $"run-1/step/{Testbed.Vm}/{Interlocked.Increment(ref _keys)}";

    private async Task<JsonElement?> OperateAsync(PlatformOperation operation, string? key = null)
    {
        var handle = await Platform.StartAsync(operation, key ?? NewKey(), Cancellation);
        return await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
    }

    private async Task<PowerState> PowerStateAsync(string? vm = null) =>
        (await Platform.GetVirtualMachineAsync(vm ?? Vm, Cancellation))!.PowerState;

    /// <summary>The operation raises exactly this error, at its start or at its end.</summary>
    private async Task<PlatformException> FailsAsync(PlatformOperation operation, params PlatformError[] expected)
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => OperateAsync(operation));
        Assert.Contains(error.Error, expected);
        Assert.False(string.IsNullOrWhiteSpace(error.Message), "an error carries the platform's own text");
        return error;
    }

    /// <summary>Checks the platform's own count, where it keeps one.</summary>
    private async Task HadEffectsAsync(int expected, PlatformOperation operation)
    {
        if (await Testbed.CountEffectsAsync(operation) is { } counted)
            Assert.Equal(expected, counted);
    }
}
