using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

namespace Runbooks.Activities.Tests.Platforms.OpenStack;

/// <summary>Tokens end, and are revoked, in the middle of what they were given to.</summary>
public sealed class TokenTests : OpenStackTests
{
    [Fact]
    public async Task Token_RevokedBetweenTwoCalls_IsRenewedAndNobodyNotices()
    {
        await Platform.GetInventoryAsync(Cancellation);
        Testbed.Cloud.Identity.Revoke();
        Assert.NotNull(await Platform.GetVirtualMachineAsync(Testbed.Vm, Cancellation));
        Assert.Equal(2, Testbed.Cloud.Identity.Logins);
    }

    [Fact]
    public async Task Token_RevokedInTheMiddleOfAnOperation_ItEndsOnce()
    {
        var operation = new PlatformOperation.PowerOff(Testbed.Vm);
        var handle = await Platform.StartAsync(operation, "key", Cancellation);
        Testbed.Cloud.Identity.Revoke();
        await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
        Assert.Equal(1, World.Effects.Count(effect => effect == ("stop", Testbed.Vm)));
        Assert.Equal(2, Testbed.Cloud.Identity.Logins);
    }

    [Fact]
    public async Task Token_RevokedBeforeAChange_TheChangeIsMadeOnce()
    {
        await Platform.GetInventoryAsync(Cancellation);
        Testbed.Cloud.Identity.Revoke();
        await OperateAsync(new PlatformOperation.PowerOff(Testbed.Vm));
        Assert.Equal(1, World.Effects.Count(effect => effect == ("stop", Testbed.Vm)));
    }

    [Fact]
    public async Task Token_RevokedUnderManyCalls_IsRenewedOnce()
    {
        await Platform.GetInventoryAsync(Cancellation);
        Testbed.Cloud.Identity.Revoke();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Platform.GetVirtualMachineAsync(Testbed.Vm, Cancellation)));
        Assert.Equal(2, Testbed.Cloud.Identity.Logins);
    }

    [Fact]
    public async Task Token_AboutToEnd_IsRenewedBefore()
    {
        await Platform.GetInventoryAsync(Cancellation);
        Testbed.Clock.Advance(Testbed.Cloud.Identity.Life - TimeSpan.FromSeconds(30));
        await Platform.GetInventoryAsync(Cancellation);
        Assert.Equal(2, Testbed.Cloud.Identity.Logins);
    }

    [Fact]
    public async Task Credentials_EndInTheMiddleOfAnOperation_IsUnauthorisedAndTheHandleStillWorks()
    {
        var operation = new PlatformOperation.PowerOff(Testbed.Vm);
        var handle = await Platform.StartAsync(operation, "key", Cancellation);
        Faults.CredentialsExpired = true;
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        Assert.Equal((PlatformError.Unauthorised, false), (error.Error, error.Retryable));
        Faults.CredentialsExpired = false;
        await Testbed.EndAsync(Reconnect().AwaitAsync(operation, handle, null, Cancellation));
        Assert.Equal(1, World.Effects.Count(effect => effect == ("stop", Testbed.Vm)));
    }

    [Fact]
    public async Task Login_Refused_IsNotTriedAgainForAWhile()
    {
        await using var platform = Testbed.Connect(Testbed.Settings, "not the password");
        for (var call = 0; call < 3; call++)
        {
            var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
            Assert.Equal(PlatformError.Unauthorised, error.Error);
        }

        Assert.Equal(1, Testbed.Cloud.Identity.Refused);
    }

    [Fact]
    public async Task ApplicationCredential_Good_IsAMemberOfItsProject()
    {
        await using var platform = Testbed.Connect(Credential, IdentityCalls.CredentialSecret);
        var vms = (await platform.GetInventoryAsync(Cancellation)).VirtualMachines;
        Assert.Contains(vms, vm => vm.NativeId == Testbed.Vm);
        Assert.DoesNotContain(vms, vm => vm.Name == "theirs-01");
        Assert.DoesNotContain(Capability.LiveMigration, platform.Capabilities);
        var operation = new PlatformOperation.PowerOff(Testbed.Vm);
        var handle = await platform.StartAsync(operation, "key", Cancellation);
        await Testbed.EndAsync(platform.AwaitAsync(operation, handle, null, Cancellation));
        Assert.Equal("SHUTOFF", World["web-01"].Status);
    }

    [Fact]
    public async Task ApplicationCredential_WrongSecret_IsUnauthorised()
    {
        await using var platform = Testbed.Connect(Credential, "not the secret");
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Unauthorised, error.Error);
    }

    [Fact]
    public async Task ApplicationCredential_SaidToAdministrateAndDoesNot_IsForbidden()
    {
        await using var platform = Testbed.Connect(Credential with { Administrator = true }, IdentityCalls.CredentialSecret);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Forbidden, error.Error);
    }

    private Runbooks.Activities.Platforms.OpenStack.OpenStackSettings Credential =>
        new() { AuthUrl = Testbed.Settings.AuthUrl, ApplicationCredentialId = IdentityCalls.CredentialId };
}
