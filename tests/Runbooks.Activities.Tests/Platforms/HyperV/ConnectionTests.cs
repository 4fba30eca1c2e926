using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.HyperV;
using Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

public sealed class ConnectionTests : HyperVTests
{
    [Fact]
    public async Task HostKey_IsMissing_NothingIsSentAndTheKeyIsShown()
    {
        var error = await RefusedAsync(Testbed.Settings with { HostKey = null });
        Assert.Contains("hostKey is not set", error.Message, StringComparison.Ordinal);
        Assert.Contains(SshDaemon.Keys.HostFingerprint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostKey_IsAnother_NothingIsSentAndBothAreShown()
    {
        var other = "SHA256:" + Convert.ToBase64String(new byte[32]).TrimEnd('=');
        var error = await RefusedAsync(Testbed.Settings with { HostKey = other });
        Assert.Contains(other, error.Message, StringComparison.Ordinal);
        Assert.Contains(SshDaemon.Keys.HostFingerprint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostKey_AsAPublicKey_IsTaken()
    {
        await using var platform = Testbed.Connect(Testbed.Settings with { HostKey = await File.ReadAllTextAsync(SshDaemon.Keys.Host + ".pub", Cancellation) });
        Assert.NotEmpty((await platform.GetInventoryAsync(Cancellation)).Hosts);
    }

    [Theory]
    [InlineData("", 22, "ops", null, "host")]
    [InlineData("hv-1", 0, "ops", null, "port")]
    [InlineData("hv-1", 22, " ", null, "userName")]
    [InlineData("hv-1", 22, "ops", "MD5:00:11", "hostKey")]
    [InlineData("hv-1", 22, "ops", "SHA256:short", "hostKey")]
    [InlineData("hv-1", 22, "ops", null, "privateKey")]
    public void Create_WrongSetting_IsNamed(string host, int port, string user, string? hostKey, string named)
    {
        var settings = new { host, port, userName = user, hostKey };
        var failure = Assert.Throws<ActivityFailure>(() => new HyperVFactory().Create(ActivityJson.Write(settings), new Dictionary<string, string>(), TimeProvider.System));
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no key at all")]
    public void Create_NoUsableSecret_IsInvalid(string? privateKey)
    {
        var secrets = new Dictionary<string, string>();
        if (privateKey is not null) secrets[HyperVFactory.PrivateKey] = privateKey;
        Assert.Equal("input.invalid", Assert.Throws<ActivityFailure>(() => HyperVFactory.Create(Testbed.Settings, secrets, TimeProvider.System)).Code);
    }

    [Fact]
    public async Task Password_IsWrong_IsUnauthorised()
    {
        await using var platform = HyperVFactory.Create(Testbed.Settings, new Dictionary<string, string> { [HyperVFactory.Password] = "guess" }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Unauthorised, error.Error);
    }

    [Fact]
    public async Task Host_WithoutPowerShell_IsToldInItsWords()
    {
        Testbed.Host.PowerShell.Instead = "'powershell' is not recognized as an internal or external command";
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Unsupported, error.Error);
        Assert.Contains("not recognized", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WithABanner_IsUnderstood()
    {
        Testbed.Host.PowerShell.Banner = "Authorised users only!\r\n";
        Assert.NotEmpty((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines);
    }

    [Fact]
    public async Task Host_ConnectionIsCut_TheNextCallConnectsAgain()
    {
        await Platform.GetInventoryAsync(Cancellation);
        Testbed.Host.Ssh.Stop();
        await Testbed.Host.Ssh.StartAsync();
        // The first may still meet the dead connection.
        await Record.ExceptionAsync(() => Platform.GetInventoryAsync(Cancellation));
        Assert.NotEmpty((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines);
    }

    [Fact]
    public async Task Credentials_ExpireWhileAnOperationGoesOn_IsSaid()
    {
        var shutdown = new PlatformOperation.Shutdown(Vm);
        var handle = await Platform.StartAsync(shutdown, NewKey(), Cancellation);
        Testbed.Host.Ssh.RevokeKeys();
        Testbed.Host.Ssh.Stop();
        await Testbed.Host.Ssh.StartAsync();
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(shutdown, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Unauthorised, error.Error);
    }

    [Fact]
    public async Task Host_TakesOneCommandAtATime_AnotherIsBusyAndTheFirstGoesOn()
    {
        await Testbed.Host.Ssh.RestartAsync("MaxSessions 1");
        await Platform.GetInventoryAsync(Cancellation);
        using var begun = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        Testbed.Host.PowerShell.BeforeAnswer = () =>
        {
            begun.Release();
            mayEnd.Wait(Cancellation);
        };
        var first = Platform.GetInventoryAsync(Cancellation);
        await begun.WaitAsync(Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.GetInventoryAsync(Cancellation));
        mayEnd.Release();
        Assert.Equal((PlatformError.Busy, true), (error.Error, error.Retryable));
        Assert.NotEmpty((await first).VirtualMachines);
    }

    private async Task<PlatformException> RefusedAsync(HyperVSettings settings)
    {
        await using var platform = Testbed.Connect(settings);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal((PlatformError.Invalid, false), (error.Error, error.Retryable));
        Assert.Empty(Testbed.Host.PowerShell.Received);
        return error;
    }
}
