using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

/// <summary>A test on the stand-in, with a connection to it.</summary>
public abstract class HyperVTests(bool clustered = true) : IAsyncLifetime
{
    private int _keys;

    internal HyperVTestbed Testbed { get; private set; } = null!;

    protected IPlatform Platform { get; private set; } = null!;

    protected string Vm => Testbed.Vm;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Testbed = await HyperVTestbed.OpenAsync(clustered);
        Platform = Testbed.Connect();
    }

    public async ValueTask DisposeAsync()
    {
        if (Platform is not null) await Platform.DisposeAsync();
        if (Testbed is not null) await Testbed.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string NewKey() => $"run-1/step/{Interlocked.Increment(ref _keys)}";

    protected async Task<T?> OperateAsync<T>(PlatformOperation operation, string? key = null)
        where T : class
    {
        var handle = await Platform.StartAsync(operation, key ?? NewKey(), Cancellation);
        return await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)) is { } result ? ActivityJson.Read<T>(result) : null;
    }

    protected Task OperateAsync(PlatformOperation operation, string? key = null) => OperateAsync<object>(operation, key);

    protected async Task<PlatformException> FailsAsync(PlatformOperation operation, PlatformError expected)
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => OperateAsync(operation));
        Assert.Equal(expected, error.Error);
        return error;
    }

    protected async Task<VirtualMachine> ShownAsync(string? vm = null) => (await Platform.GetVirtualMachineAsync(vm ?? Vm, Cancellation))!;
}
