using System.Text.Json;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    [Fact]
    public async Task PatchGuest_Check_SaysWhatPatchingChangesAndChangesNothing()
    {
        var patch = (PlatformOperation.PatchGuest)await PrepareAsync("patch-guest");
        var said = await PatchAsync(patch with { Check = true });
        await HadEffectsAsync(0, patch);
        Assert.NotEmpty(said.Packages);
        Assert.All(said.Packages, package => Assert.NotEqual(package.From, package.To));

        var done = await PatchAsync(patch);

        Assert.Equal(said.Packages.AsEnumerable(), done.Packages);
        await HadEffectsAsync(1, patch);
        Assert.Equal(PowerState.On, await PowerStateAsync());
    }

    [Fact]
    public async Task PatchGuest_UpToDate_IsNoErrorAndNamesNothing()
    {
        var patch = (PlatformOperation.PatchGuest)await PrepareAsync("patch-guest");
        await OperateAsync(patch);
        Assert.Empty((await PatchAsync(patch)).Packages);
        Assert.Empty((await PatchAsync(patch with { Check = true })).Packages);
        await HadEffectsAsync(1, patch);
    }

    [Fact]
    public async Task PatchGuest_VmThatIsOff_IsConflictAndItStaysOff()
    {
        var patch = (PlatformOperation.PatchGuest)await PrepareAsync("patch-guest");
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        await FailsAsync(patch, PlatformError.Conflict);
        await FailsAsync(patch with { Check = true }, PlatformError.Conflict);
        Assert.Equal(PowerState.Off, await PowerStateAsync());
    }

    private async Task<GuestPatch> PatchAsync(PlatformOperation.PatchGuest patch)
    {
        var handle = await Platform.StartAsync(patch, NewKey(), Cancellation);
        var result = await Testbed.EndAsync(Platform.AwaitAsync(patch, handle, null, Cancellation));
        return result!.Value.Deserialize<GuestPatch>(JsonSerializerOptions.Web)!;
    }
}
