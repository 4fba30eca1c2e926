using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

/// <summary>power-off-idle: EC2 loses instance store or address, or its ASG replaces it: refused.</summary>
public sealed class OffLossesTests
{
    private const string Loss = "its public address 192.0.2.7, which is not an Elastic IP";

    private static readonly object Targets = new { targets = new[] { "tiny:vm" } };
    private static readonly object Allowed = new { targets = new[] { "tiny:vm" }, allowLoss = true };

    [Fact]
    [Trait("Rule", "What does not come back stays on")]
    public async Task PowerOffIdle_Ec2LosesInstanceStoreOrAddressOrItsAsgReplacesIt_IsRefused()
    {
        using var bench = Losing();
        var selection = await bench.SelectAsync(new PowerOffIdle(), new { where = "true" });
        Assert.Empty(selection.Targets);
        Assert.Equal($"Powering it off loses {Loss}.", selection.Considered!.Value[0].GetProperty("why").GetString());
    }

    [Fact]
    public async Task PowerOffIdle_LossSinceItWasChosen_IsSkipped()
    {
        using var bench = Losing();
        Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(new PowerOffIdle(), new { }, "vm"));
        Assert.Empty(bench.Platform.Effects);
    }

    [Theory]
    [InlineData("graceful")]
    [InlineData("hard")]
    public async Task PowerOff_Loss_IsRefusedWithWhatWouldBeLost(string mode)
    {
        using var bench = Losing();
        var input = new { targets = new[] { "tiny:vm" }, mode, force = true };
        Assert.Equal($"Fails for vm: powering it off loses {Loss}", bench.Plan(new PowerOff(), input, "vm")!.Summary);
        var failure = await bench.FailsAsync(new PowerOff(), input, "vm");
        Assert.Equal("vm.loses-when-off", failure.Code);
        Assert.Contains(Loss, failure.Message, StringComparison.Ordinal);
        Assert.Contains("the VM is on", failure.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task PowerOff_LossIsAllowed_PowersOff()
    {
        using var bench = Losing();
        Assert.Equal("Shuts down vm", bench.Plan(new PowerOff(), Allowed, "vm")!.Summary);
        await bench.DoneAsync(new PowerOff(), Allowed, "vm");
        Assert.Equal(["shutdown"], bench.Operations);
    }

    [Fact]
    public async Task PowerOff_LossSeenAfterItBegan_GoesOn()
    {
        using var bench = Losing();
        bench.Platform.Put(bench.Platform["vm"] with { LostWhenOff = [] });
        await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(
            new PowerOff(), Targets, "vm", new CrashAt("shutdown", Runbooks.Activities.Tests.Platforms.CrashPoint.Call)));
        bench.Platform.Put(bench.Platform["vm"] with { LostWhenOff = [Loss] });
        await bench.DoneAsync(new PowerOff(), Targets, "vm");
        Assert.Equal(["shutdown"], bench.Operations);
    }

    [Fact]
    public async Task PowerOff_IsOffAlready_LosesNothingMore()
    {
        using var bench = Losing(PowerState.Off);
        Assert.Null(bench.Plan(new PowerOff(), Targets, "vm"));
        await bench.DoneAsync(new PowerOff(), Targets, "vm");
    }

    [Fact]
    public async Task Suspend_Loss_IsRefusedUnlessAllowed()
    {
        using var bench = Losing();
        Assert.Equal("vm.loses-when-off", (await bench.FailsAsync(new Suspend(), Targets, "vm")).Code);
        Assert.Empty(bench.Platform.Effects);
        bench.NextUnit();
        await bench.DoneAsync(new Suspend(), Allowed, "vm");
        Assert.Equal(PowerState.Suspended, bench.Platform["vm"].PowerState);
    }

    [Fact]
    public async Task Restart_Loss_IsNone()
    {
        using var bench = Losing();
        await bench.DoneAsync(new Restart(), Targets, "vm");
        Assert.Equal(["restart"], bench.Operations);
    }

    private static Bench Losing(PowerState power = PowerState.On)
    {
        var bench = new Bench();
        bench.Platform.Put(bench.Add("vm", power, ("idleOff", "yes")) with { LostWhenOff = [Loss] });
        bench.Fleet.Measure("tiny:vm", 0.04);
        return bench;
    }
}
