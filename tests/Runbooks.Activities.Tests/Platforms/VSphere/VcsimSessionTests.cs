using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.VSphere;

namespace Runbooks.Activities.Tests.Platforms.VSphere;

/// <summary>Sessions that end, logins that are refused, and a vCenter that is busy, away, or forgetful.</summary>
public sealed class VcsimSessionTests : VcsimTests
{
    [Fact]
    public async Task SessionEnded_BetweenCalls_IsOpenedAgain()
    {
        var before = await Platform.GetInventoryAsync(Cancellation);
        await Testbed.Lab.ControlAsync("end-sessions");
        Assert.Equal(before.VirtualMachines.Length, (await Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Length);
        Assert.Equal("2", await LoginsAsync());
    }

    [Fact]
    public async Task SessionEnded_BySeveralCallers_IsOpenedAgainOnce()
    {
        await Platform.GetInventoryAsync(Cancellation);
        await Testbed.Lab.ControlAsync("end-sessions");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Platform.GetVirtualMachineAsync(Vm, Cancellation)));
        Assert.Equal("2", await LoginsAsync());
    }

    [Fact]
    public async Task SessionEnded_WhileATaskRuns_ItsEndIsHeardOf()
    {
        var off = new PlatformOperation.PowerOff(Vm);
        var handle = await Platform.StartAsync(off, "key", Cancellation);
        await Testbed.Lab.ControlAsync("end-sessions");
        await Testbed.EndAsync(Platform.AwaitAsync(off, handle, null, Cancellation));
        Assert.Equal(1, await Testbed.CountEffectsAsync(off));
    }

    [Fact]
    public async Task SessionEnded_WhileWatching_EverythingIsToBeReadAgain()
    {
        var changes = Platform.WatchAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var next = changes.MoveNextAsync().AsTask();
        await Task.WhenAny(next, Platform.GetInventoryAsync(Cancellation));
        await Testbed.Lab.ControlAsync("end-sessions");
        // The wait that stands was let in, and ends with its first change.
        for (var i = 0; i < 6 && !(next.IsCompleted && changes.Current.NativeId is null); i++)
        {
            if (next.IsCompleted) next = changes.MoveNextAsync().AsTask();
            await OperateAsync(i % 2 == 0 ? new PlatformOperation.PowerOff(Vm) : new PlatformOperation.PowerOn(Vm));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), Cancellation));
        }

        Assert.True(await Testbed.EndAsync(next));
        Assert.Equal(new InventoryChange(null, "reconnected"), changes.Current);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task Login_WrongPassword_IsRefusedAndNotTriedAgainAtOnce()
    {
        var settings = Testbed.Settings;
        var platform = Add(Testbed.Connect(settings, "wrong"));
        var first = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        var second = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal((PlatformError.Unauthorised, PlatformError.Unauthorised), (first.Error, second.Error));
        Assert.Contains("Login failure", first.Message, StringComparison.Ordinal);
        Assert.Equal("1", await LoginsAsync());
    }

    [Fact]
    public async Task Throttled_OnReading_IsBusyWithItsPause()
    {
        await Testbed.Lab.ControlAsync("fault", ("name", "throttled"));
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.GetInventoryAsync(Cancellation));
        Assert.Equal((PlatformError.Busy, TimeSpan.FromSeconds(7)), (error.Error, error.RetryAfter));
        Assert.Contains("503", error.Message, StringComparison.Ordinal);
        await Testbed.Lab.ControlAsync("mend", ("name", "throttled"));
        Assert.NotEmpty((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines);
    }

    [Fact]
    public async Task Unreachable_ForAMomentWhileATaskRuns_IsOutlasted()
    {
        var off = new PlatformOperation.PowerOff(Vm);
        var handle = await Platform.StartAsync(off, "key", Cancellation);
        await Testbed.InjectAsync(PlatformFault.Unreachable, Vm);
        var end = Platform.AwaitAsync(off, handle, null, Cancellation);
        await Testbed.MendAsync(PlatformFault.Unreachable);
        await Testbed.EndAsync(end);
        Assert.Equal(1, await Testbed.CountEffectsAsync(off));
    }

    [Fact]
    public async Task TaskForgotten_TheStateIsThere_IsASuccess()
    {
        var off = new PlatformOperation.PowerOff(Vm);
        var handle = await Platform.StartAsync(off, "key", Cancellation);
        await Testbed.EndAsync(Platform.AwaitAsync(off, handle, null, Cancellation));
        await Testbed.Lab.ControlAsync("forget-tasks");
        await Testbed.EndAsync(Add(Testbed.Connect()).AwaitAsync(off, handle, null, Cancellation));
    }

    [Fact]
    public async Task TaskForgotten_NothingTellsOfIt_IsInterrupted()
    {
        var reset = new PlatformOperation.Reset(Vm);
        var handle = await Platform.StartAsync(reset, "key", Cancellation);
        await Testbed.EndAsync(Platform.AwaitAsync(reset, handle, null, Cancellation));
        await Testbed.Lab.ControlAsync("forget-tasks");
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => Testbed.EndAsync(Platform.AwaitAsync(reset, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Interrupted, error.Error);
    }

    [Fact]
    public async Task Certificate_Untrusted_IsRefusedAndItsThumbprintSaid()
    {
        var error = await FailsAsync(Testbed.Settings with { Thumbprint = null });
        Assert.Equal(PlatformError.Unauthorised, error.Error);
        Assert.Contains(Testbed.Lab.Announced.Thumbprint, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Certificate_NotToBeVerified_IsTaken()
    {
        var settings = Testbed.Settings with { Thumbprint = null, VerifyCertificate = false };
        Assert.NotEmpty((await Add(Testbed.Connect(settings)).GetInventoryAsync(Cancellation)).Hosts);
    }

    [Fact]
    public async Task Certificate_AnotherIsPinned_IsRefused()
    {
        var error = await FailsAsync(Testbed.Settings with { Thumbprint = new string('a', 64), Authorities = Testbed.Lab.Announced.Certificate });
        Assert.Equal(PlatformError.Unauthorised, error.Error);
    }

    [Fact]
    public async Task Certificate_OfAGivenAuthority_IsTaken()
    {
        var settings = Testbed.Settings with { Thumbprint = null, Authorities = Testbed.Lab.Announced.Certificate };
        Assert.NotEmpty((await Add(Testbed.Connect(settings)).GetInventoryAsync(Cancellation)).Hosts);
    }

    [Fact]
    public async Task Certificate_OfAGivenAuthorityForAnotherName_IsRefused()
    {
        var address = Testbed.Settings.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var error = await FailsAsync(Testbed.Settings with { Url = address, Thumbprint = null, Authorities = Testbed.Lab.Announced.Certificate });
        Assert.Equal(PlatformError.Unauthorised, error.Error);
        Assert.Contains("RemoteCertificateNameMismatch", error.Message, StringComparison.Ordinal);
    }

    private Task<string> LoginsAsync() => Testbed.Lab.ControlAsync("effects", ("method", "Login"));

    private async Task<PlatformException> FailsAsync(VSphereSettings settings) =>
        await Assert.ThrowsAsync<PlatformException>(() => Add(Testbed.Connect(settings)).GetInventoryAsync(Cancellation));
}
