using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "Isolation is proved before power-on")]
    public async Task Isolate_VmOnOrOff_IsCutOffOnEveryCardUntilItIsReleased(bool isOn)
    {
        Need(Capability.Isolation);
        var before = await CardsAsync();
        Assert.NotEmpty(before);
        Assert.DoesNotContain(before, card => card.IsCutOff);
        if (!isOn) await OperateAsync(new PlatformOperation.PowerOff(Vm));
        await OperateAsync(new PlatformOperation.Isolate(Vm));
        Assert.All(await CardsAsync(), card => Assert.True(card.IsCutOff));
        // Also as it is after the next start, and to whoever connects anew.
        await OperateAsync(isOn ? new PlatformOperation.PowerOff(Vm) : new PlatformOperation.PowerOn(Vm));
        Assert.True((await Reconnect().GetVirtualMachineAsync(Vm, Cancellation))!.IsCutOff);
        await OperateAsync(new PlatformOperation.Isolate(Vm));
        await OperateAsync(new PlatformOperation.Release(Vm));
        Assert.Equal(before, await CardsAsync());
    }

    [Fact]
    public async Task Release_VmThatIsNotCutOff_ChangesNothing()
    {
        Need(Capability.Isolation);
        var before = await CardsAsync();
        await OperateAsync(new PlatformOperation.Release(Vm));
        Assert.Equal(before, await CardsAsync());
    }

    private async Task<IReadOnlyList<NetworkCard>> CardsAsync() => [.. (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!.Cards ?? []];
}
