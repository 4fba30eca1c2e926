using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    [Fact]
    public async Task Watch_PowerChange_IsReported()
    {
        Need(Capability.Events, Capability.Power);
        var changes = Platform.WatchAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var next = changes.MoveNextAsync().AsTask();
        await SwitchUntilAsync(next);
        Assert.True(await Testbed.EndAsync(next));
        Assert.True(changes.Current.NativeId is null || changes.Current.NativeId == Vm);
        Assert.NotEmpty(changes.Current.What);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task Watch_Cancelled_Ends()
    {
        Need(Capability.Events);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var changes = Platform.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await EndsWithoutErrorAsync(next);
        await changes.DisposeAsync();
    }

    /// <summary>A remote platform may need a moment before it reports, and does not say when: switch until it has.</summary>
    private async Task SwitchUntilAsync(Task reported)
    {
        PlatformOperation[] switches = [new PlatformOperation.PowerOff(Vm), new PlatformOperation.PowerOn(Vm)];
        for (var i = 0; i < 6 && !reported.IsCompleted; i++)
        {
            await OperateAsync(switches[i % 2]);
            await Task.WhenAny(reported, Testbed.PassAsync(TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>Cancelling may end the enumeration or raise; it hangs in neither case.</summary>
    private async Task EndsWithoutErrorAsync(Task<bool> next)
    {
        try
        {
            Assert.False(await Testbed.EndAsync(next));
        }
        catch (OperationCanceledException)
        {
        }
    }
}
