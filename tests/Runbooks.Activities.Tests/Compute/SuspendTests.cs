using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class SuspendTests
{
    private static readonly object Input = new { targets = new[] { "tiny:web" } };

    [Fact]
    public async Task Execute_On_Suspends()
    {
        using var bench = With(PowerState.On);
        Assert.Equal(new PlannedChange("Suspends web", "on", "suspended"), bench.Plan(new Suspend(), Input, "web"));
        await bench.DoneAsync(new Suspend(), Input, "web");
        Assert.Equal(PowerState.Suspended, bench.Platform["web"].PowerState);
    }

    [Fact]
    public void Plan_Suspended_IsAsWanted()
    {
        using var bench = With(PowerState.Suspended);
        Assert.Null(bench.Plan(new Suspend(), Input, "web"));
    }

    [Fact]
    public async Task Execute_Off_FailsAndStaysOff()
    {
        using var bench = With(PowerState.Off);
        Assert.Equal("vm.not-running", (await bench.FailsAsync(new Suspend(), Input, "web")).Code);
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_AfterEveryCrash_SuspendsOnce() =>
        Assert.Equal(5, await EveryCrash.OfAsync(() => With(PowerState.On), new Suspend(), Input, "web", (bench, result) =>
        {
            Assert.IsType<ActivityResult.Done>(result);
            Assert.Equal(["suspend"], bench.Operations);
        }));

    [Fact]
    public async Task Execute_TurnedOffAfterACrash_StillEndsWhatWasBegun()
    {
        using var bench = With(PowerState.On);
        await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(new Suspend(), Input, "web", new CrashAt("suspend", Platforms.CrashPoint.Handle)));
        bench.Platform.TurnOff("web");
        await bench.DoneAsync(new Suspend(), Input, "web");
        Assert.Single(bench.Operations);
        Assert.Empty(bench.Ledger.Unsettled);
    }

    private static Bench With(PowerState power)
    {
        var bench = new Bench();
        bench.Add("web", power);
        return bench;
    }
}
