using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class PowerOffTests
{
    private static readonly object Graceful = new { targets = new[] { "tiny:web" } };
    private static readonly object Forced = new { targets = new[] { "tiny:web" }, force = true, grace = "30s" };
    private static readonly object Hard = new { targets = new[] { "tiny:web" }, mode = "hard" };

    [Fact]
    public void Plan_Off_IsAsWanted()
    {
        using var bench = With(PowerState.Off);
        Assert.Null(bench.Plan(new PowerOff(), Graceful, "web"));
        Assert.Null(bench.Plan(new PowerOff(), Hard, "web"));
    }

    [Fact]
    public void Plan_On_SaysHowFarItGoes()
    {
        using var bench = With();
        Assert.Equal("Shuts down web", bench.Plan(new PowerOff(), Graceful, "web")!.Summary);
        Assert.Equal("Shuts down web, and forces it off after 30 s", bench.Plan(new PowerOff(), Forced, "web")!.Summary);
        Assert.Equal("Forces web off without asking its guest", bench.Plan(new PowerOff(), Hard, "web")!.Summary);
    }

    [Fact]
    public void Plan_Suspended_SaysThatTheGuestCannotBeAsked()
    {
        using var bench = With(PowerState.Suspended);
        Assert.Equal("Fails for web: it is suspended, and its guest cannot be asked", bench.Plan(new PowerOff(), Graceful, "web")!.Summary);
        Assert.Equal("Forces web off; what it holds in memory is lost", bench.Plan(new PowerOff(), Forced, "web")!.Summary);
    }

    [Fact]
    public async Task Execute_Graceful_AsksTheGuest()
    {
        using var bench = With();
        Assert.Equal("Shut down by its guest.", (await bench.DoneAsync(new PowerOff(), Graceful, "web")).Message);
        Assert.Equal(["shutdown"], bench.Operations);
    }

    [Fact]
    public async Task Execute_Hard_PullsThePlug()
    {
        using var bench = With();
        Assert.Equal("Forced off.", (await bench.DoneAsync(new PowerOff(), Hard, "web")).Message);
        Assert.Equal(["power-off"], bench.Operations);
    }

    [Fact]
    [Trait("Rule", "Forced only where that was allowed")]
    public async Task Execute_DeafGuestWithoutForce_FailsAndLeavesItOn()
    {
        using var bench = Deaf();
        var began = bench.Time.GetUtcNow();
        var failure = await bench.FailsAsync(new PowerOff(), Graceful, "web");
        Assert.Equal("guest.did-not-shut-down", failure.Code);
        Assert.Equal(
            "web did not power off. Its guest was asked and did not shut down within 2 min; the VM is still on, nothing was forced. "
            + "Next: see why its guest does not answer, then retry; or ask for a forced power-off (force).",
            failure.Message);
        Assert.Equal(TimeSpan.FromMinutes(2), bench.Time.GetUtcNow() - began);
        Assert.Equal(PowerState.On, bench.Platform["web"].PowerState);
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_DeafGuestWithForce_IsForcedAfterTheGrace()
    {
        using var bench = Deaf();
        var began = bench.Time.GetUtcNow();
        Assert.Equal("Forced off.", (await bench.DoneAsync(new PowerOff(), Forced, "web")).Message);
        Assert.Equal(TimeSpan.FromSeconds(30), bench.Time.GetUtcNow() - began);
        Assert.Equal(["power-off"], bench.Operations);
    }

    [Fact]
    public async Task Execute_GuestCannotBeAsked_SaysWhatThePlatformSaid()
    {
        using var bench = With();
        bench.Platform.Refused["shutdown"] = new PlatformException(PlatformError.Conflict, "ToolsUnavailable: Tools is not running");
        var failure = await bench.FailsAsync(new PowerOff(), Graceful, "web");
        Assert.Equal("platform.conflict", failure.Code);
        Assert.Contains("the VM is still on, nothing was forced. tiny: `ToolsUnavailable: Tools is not running` Next:", failure.Message, StringComparison.Ordinal);
        Assert.Equal(PowerState.On, bench.Platform["web"].PowerState);
    }

    [Fact]
    public async Task Execute_GuestCannotBeAskedWithForce_IsForced()
    {
        using var bench = With();
        bench.Platform.Refused["shutdown"] = new PlatformException(PlatformError.Unsupported, "no ACPI");
        Assert.Equal("Forced off.", (await bench.DoneAsync(new PowerOff(), Forced, "web")).Message);
    }

    [Fact]
    public async Task Execute_ConnectionIsLostWithForce_ForcesNothing()
    {
        using var bench = With();
        bench.Platform.Refused["shutdown"] = new PlatformException(PlatformError.Unreachable, "no route");
        Assert.Equal("platform.unreachable", (await bench.FailsAsync(new PowerOff(), Forced, "web")).Code);
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_ConnectionIsBack_GoesOnWithTheOperationThatWasBegun()
    {
        using var bench = With();
        bench.Platform.Refused["shutdown"] = new PlatformException(PlatformError.Timeout, "no answer");
        await bench.FailsAsync(new PowerOff(), Graceful, "web");
        bench.Platform.Refused.Clear();
        await bench.DoneAsync(new PowerOff(), Graceful, "web");
        Assert.Equal([("run-1/step/web/shutdown/1", "shutdown")], bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_SuspendedWithoutForce_IsLeftAlone()
    {
        using var bench = With(PowerState.Suspended);
        Assert.Equal("guest.cannot-be-asked", (await bench.FailsAsync(new PowerOff(), Graceful, "web")).Code);
        Assert.Equal(PowerState.Suspended, bench.Platform["web"].PowerState);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Execute_AfterEveryCrash_IsOffOnce(bool hard) =>
        Assert.Equal(5, await EveryCrash.OfAsync(() => With(), new PowerOff(), hard ? Hard : Graceful, "web", (bench, result) =>
        {
            Assert.IsType<ActivityResult.Done>(result);
            Assert.Equal([hard ? "power-off" : "shutdown"], bench.Operations);
        }));

    [Fact]
    public async Task Execute_DeafGuestAfterEveryCrash_IsForcedOnceAndNotBeforeTheGrace() =>
        Assert.Equal(10, await EveryCrash.OfAsync(Deaf, new PowerOff(), Forced, "web", (bench, result) =>
        {
            Assert.Equal("Forced off.", Assert.IsType<ActivityResult.Done>(result).Message);
            Assert.Equal(["power-off"], bench.Operations);
            Assert.Equal(TimeSpan.FromSeconds(30), bench.Time.GetUtcNow() - bench.Time.Start);
        }));

    [Fact]
    [Trait("Rule", "Forcing is agreed to in each run")]
    public async Task Execute_ForcedAndNobodyAgreed_StaysOnAndSaysSo()
    {
        using var bench = Deaf();
        bench.Consent = null;
        var failure = await bench.FailsAsync(new PowerOff(), Forced, "web");
        Assert.Equal("guest.force-not-approved", failure.Code);
        Assert.Contains("nobody has agreed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(PowerState.On, bench.Platform["web"].PowerState);
        Assert.DoesNotContain("power-off", bench.Operations);
    }

    [Fact]
    [Trait("Rule", "Forcing is agreed to in each run")]
    public async Task Execute_ForcedAndAgreed_SaysWhoAgreed()
    {
        using var bench = Deaf();
        await bench.DoneAsync(new PowerOff(), Forced, "web");
        Assert.Contains(bench.Log, line => line.Contains("as li agreed to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_ForcedAndNobodyAgreedButTheGuestAnswers_IsDone()
    {
        using var bench = With();
        bench.Consent = null;
        await bench.DoneAsync(new PowerOff(), Forced, "web");
        Assert.Equal(["shutdown"], bench.Operations);
    }

    [Fact]
    public async Task Execute_OffJustAfterTheGrace_IsDoneAndNotForced()
    {
        using var bench = Deaf();
        await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(new PowerOff(), Forced, "web", new CrashAt("shutdown", null)));
        bench.Platform.TurnOff("web");
        Assert.Equal("Shut down by its guest.", (await bench.DoneAsync(new PowerOff(), Forced, "web")).Message);
        Assert.Empty(bench.Operations);
    }

    [Fact]
    public async Task Execute_SuspendedAfterACrash_WaitsForTheShutdownThatWasBegun()
    {
        using var bench = Deaf();
        await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(new PowerOff(), Graceful, "web", new CrashAt("shutdown", Platforms.CrashPoint.Handle)));
        bench.Platform.Put(bench.Platform["web"] with { PowerState = PowerState.Suspended });
        var failure = await bench.FailsAsync(new PowerOff(), Graceful, "web");
        Assert.Equal("guest.did-not-shut-down", failure.Code);
        Assert.Contains("the VM is suspended, nothing was forced", failure.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Ledger.Unsettled);
    }

    private static Bench With(PowerState power = PowerState.On)
    {
        var bench = new Bench();
        bench.Add("web", power);
        return bench;
    }

    private static Bench Deaf()
    {
        var bench = With();
        bench.Platform.Deaf.Add("web");
        return bench;
    }
}
