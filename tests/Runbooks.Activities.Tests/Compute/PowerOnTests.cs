using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class PowerOnTests
{
    private static readonly object Input = new { targets = new[] { "tiny:web" } };

    [Theory]
    [InlineData(PowerState.Off, "Powers on web", "off")]
    [InlineData(PowerState.Suspended, "Resumes web", "suspended")]
    [InlineData(PowerState.Unknown, "Powers on web, whose power state is not known", "unknown")]
    public void Plan_NotOn_SaysTheChange(PowerState power, string summary, string before)
    {
        using var bench = With(power);
        Assert.Equal(new PlannedChange(summary, before, "on"), bench.Plan(new PowerOn(), Input, "web"));
    }

    [Fact]
    public void Plan_On_IsAsWanted()
    {
        using var bench = With(PowerState.On);
        Assert.Null(bench.Plan(new PowerOn(), Input, "web"));
    }

    [Theory]
    [InlineData(PowerState.Off)]
    [InlineData(PowerState.Suspended)]
    public async Task Execute_NotOn_PowersOn(PowerState power)
    {
        using var bench = With(power);
        Assert.Equal("done", (await bench.DoneAsync(new PowerOn(), Input, "web")).Outcome);
        Assert.Equal(PowerState.On, bench.Platform["web"].PowerState);
    }

    [Fact]
    public async Task Execute_PlatformRefuses_SaysStateAndNextStep()
    {
        using var bench = With(PowerState.Off);
        bench.Platform.Refused["power-on"] = new PlatformException(PlatformError.Capacity, "InsufficientResourcesFault", TimeSpan.FromMinutes(1));
        var failure = await bench.FailsAsync(new PowerOn(), Input, "web");
        Assert.Equal("platform.capacity", failure.Code);
        Assert.Equal(
            "web did not power on; the VM is off. tiny: `InsufficientResourcesFault` Next: make room on its host or storage, then retry.",
            failure.Message);
        Assert.True(failure.Retryable);
        Assert.Equal(TimeSpan.FromMinutes(1), failure.RetryAfter);
    }

    [Fact]
    public async Task Execute_PlatformIsGone_SaysThatTheStateIsNotKnown()
    {
        using var bench = With(PowerState.Off);
        bench.Platform.Refused["power-on"] = bench.Platform.Refused["read"] = new PlatformException(PlatformError.Unreachable, "no route");
        var failure = await bench.FailsAsync(new PowerOn(), Input, "web");
        Assert.Equal("platform.unreachable", failure.Code);
        Assert.Contains("its power state is not known now", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_GateIsShut_ChangesNothing()
    {
        using var bench = With(PowerState.Off);
        bench.Gate = new ActivityFailure("automation.stopped", "All automation is stopped.");
        Assert.Same(bench.Gate, await bench.FailsAsync(new PowerOn(), Input, "web"));
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_AfterEveryCrash_IsOnOnce() =>
        Assert.Equal(5, await EveryCrash.OfAsync(() => With(PowerState.Off), new PowerOn(), Input, "web", (bench, result) =>
        {
            Assert.IsType<ActivityResult.Done>(result);
            Assert.Equal(["power-on"], bench.Operations);
        }));

    private static Bench With(PowerState power)
    {
        var bench = new Bench();
        bench.Add("web", power);
        return bench;
    }
}
