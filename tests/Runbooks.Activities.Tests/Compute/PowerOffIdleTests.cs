using System.Text.Json;
using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class PowerOffIdleTests
{
    private static readonly object Input = new { };
    private static readonly object WithNotice = new { notice = "P1D" };

    [Fact]
    [Trait("Rule", "Idle is opted in, measured, told and kept")]
    public async Task Select_OnlyOptedInMeasuredAndIdle_AreChosen()
    {
        using var bench = Zoo();
        var selection = await bench.SelectAsync(new PowerOffIdle(), new { where = "true" });
        Assert.Equal(["idle"], selection.Targets.Select(target => target.Name));
        Assert.Equal("none", selection.EmptyOutcome);
    }

    [Theory]
    [InlineData("idle", true, "Idle: p95 of CPU is 4 % over 14 d.")]
    [InlineData("busy", false, "Busy: p95 of CPU is 35 % over 14 d, not below 20 %.")]
    [InlineData("edge", false, "Busy: p95 of CPU is 20 % over 14 d, not below 20 %.")]
    [InlineData("new", false, "Unknown: samples cover 42 % of 14 d, and 80 % are needed.")]
    [InlineData("unmeasured", false, "Unknown: samples cover 0 % of 14 d, and 80 % are needed.")]
    [InlineData("standby", false, "Has no tag idleOff=yes.")]
    [InlineData("opted-out", false, "Has no tag idleOff=yes.")]
    [InlineData("kept", false, "Has the tag keep=yes.")]
    [InlineData("off", false, "Not on: the VM is off.")]
    public async Task Select_EveryVm_IsConsideredWithItsReason(string name, bool chosen, string why)
    {
        using var bench = Zoo();
        var considered = (await bench.SelectAsync(new PowerOffIdle(), new { where = "true" })).Considered!.Value.EnumerateArray()
            .Single(vm => vm.GetProperty("name").GetString() == name);
        Assert.Equal((chosen, why), (considered.GetProperty("chosen").GetBoolean(), considered.GetProperty("why").GetString()));
    }

    [Fact]
    public async Task Select_WithoutWhere_LooksAtThoseThatOptedIn()
    {
        using var bench = Zoo();
        var considered = (await bench.SelectAsync(new PowerOffIdle(), Input)).Considered!.Value;
        Assert.DoesNotContain(considered.EnumerateArray(), vm => vm.GetProperty("name").GetString() is "standby" or "opted-out");
        Assert.Equal(7, considered.GetArrayLength());
    }

    [Fact]
    public async Task Select_MoreSamplesAskedFor_LeavesOutWhatHasFewer()
    {
        using var bench = Idle(coverage: 0.9);
        Assert.Single((await bench.SelectAsync(new PowerOffIdle(), new { minimumSamples = 0.9 })).Targets);
        Assert.Empty((await bench.SelectAsync(new PowerOffIdle(), new { minimumSamples = 0.95 })).Targets);
    }

    [Fact]
    public async Task Select_FewerSamplesThanAreKnown_IsRefused()
    {
        using var bench = Idle();
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => bench.SelectAsync(new PowerOffIdle(), new { minimumSamples = 0.1 }));
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains("minimumSamples", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "What is stale is neither changed nor taken for deleted")]
    public async Task Select_ConnectionIsDown_ChoosesNothing()
    {
        using var bench = Idle();
        bench.Fleet.Stale = true;
        Assert.Empty((await bench.SelectAsync(new PowerOffIdle(), Input)).Targets);
    }

    [Fact]
    public async Task Execute_Idle_IsShutDown()
    {
        using var bench = Idle();
        Assert.Equal("Shut down by its guest.", (await bench.DoneAsync(new PowerOffIdle(), Input, "vm")).Message);
        Assert.Equal(["shutdown"], bench.Operations);
    }

    [Theory]
    [Trait("Rule", "Condition again at the moment of acting")]
    [InlineData(0.5, null, "Busy")]
    [InlineData(null, null, "Unknown")]
    [InlineData(0.04, "yes", "Has the tag keep=yes")]
    [InlineData(0.04, "Yes", "Has the tag keep=yes")]
    public async Task Execute_ChangedSinceItWasChosen_IsSkipped(double? cpu, string? keep, string why)
    {
        using var bench = Idle();
        bench.Fleet.Measure("tiny:vm", cpu);
        if (keep is not null) bench.Add("vm", PowerState.On, ("idleOff", "yes"), ("keep", keep));
        var skipped = Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(new PowerOffIdle(), Input, "vm"));
        Assert.StartsWith(why, skipped.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    [Trait("Rule", "Forced only where that was allowed")]
    public async Task Execute_DeafGuest_IsNotForcedUnlessAllowed()
    {
        using var bench = Idle();
        bench.Platform.Deaf.Add("vm");
        Assert.Equal("guest.did-not-shut-down", (await bench.FailsAsync(new PowerOffIdle(), Input, "vm")).Code);
        bench.NextUnit();
        Assert.Equal("Forced off.", (await bench.DoneAsync(new PowerOffIdle(), new { force = true }, "vm")).Message);
    }

    [Fact]
    [Trait("Rule", "Idle is opted in, measured, told and kept")]
    public async Task Execute_WithNotice_SaysSoAndWaits()
    {
        using var bench = Idle();
        var deferred = Assert.IsType<ActivityResult.Deferred>(await bench.ExecuteAsync(new PowerOffIdle(), WithNotice, "vm"));
        Assert.Equal(bench.Time.Start.AddDays(1), deferred.Until);
        Assert.Equal(
            "vm will be powered off at 2026-03-02 12:00 UTC. Idle: p95 of CPU is 4 % over 14 d. To keep it on, set its tag keep=yes.",
            Assert.Single(bench.Log));
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_BeforeTheNoticeIsOver_WaitsOnWithoutAnotherNotice()
    {
        using var bench = await NoticedAsync();
        bench.Time.Advance(TimeSpan.FromHours(23));
        var deferred = Assert.IsType<ActivityResult.Deferred>(await bench.ExecuteAsync(new PowerOffIdle(), WithNotice, "vm"));
        Assert.Equal(bench.Time.Start.AddDays(1), deferred.Until);
        Assert.Single(bench.Log);
    }

    [Fact]
    public async Task Execute_NoticeIsOver_PowersOff()
    {
        using var bench = await NoticedAsync();
        bench.Time.Advance(TimeSpan.FromDays(1));
        await bench.DoneAsync(new PowerOffIdle(), WithNotice, "vm");
        Assert.Equal(["shutdown"], bench.Operations);
    }

    [Theory]
    [Trait("Rule", "Idle is opted in, measured, told and kept")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Execute_KeptOrBusyDuringTheNotice_StaysOn(bool kept)
    {
        using var bench = await NoticedAsync();
        bench.Time.Advance(TimeSpan.FromDays(1));
        if (kept) bench.Add("vm", PowerState.On, ("idleOff", "yes"), ("keep", "yes"));
        else bench.Fleet.Measure("tiny:vm", 0.9);
        Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(new PowerOffIdle(), WithNotice, "vm"));
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_AfterEveryCrash_IsShutDownOnceAndNotSkippedForBeingOff() =>
        Assert.Equal(5, await EveryCrash.OfAsync(() => Idle(), new PowerOffIdle(), Input, "vm", (bench, result) =>
        {
            Assert.IsType<ActivityResult.Done>(result);
            Assert.Equal(["shutdown"], bench.Operations);
        }));

    private static async Task<Bench> NoticedAsync()
    {
        var bench = Idle();
        var deferred = Assert.IsType<ActivityResult.Deferred>(await bench.ExecuteAsync(new PowerOffIdle(), WithNotice, "vm"));
        bench.Deferred = JsonSerializer.Deserialize<JsonElement>(deferred.State.GetRawText());
        return bench;
    }

    private static Bench Idle(double coverage = 1)
    {
        var bench = new Bench();
        bench.Add("vm", PowerState.On, ("idleOff", "yes"));
        bench.Fleet.Measure("tiny:vm", 0.04, coverage);
        return bench;
    }

    private static Bench Zoo()
    {
        var bench = new Bench();
        (string Name, double? Cpu, double Coverage, PowerState Power, (string, string)[] Tags)[] vms =
        [
            ("idle", 0.04, 1, PowerState.On, [("idleOff", "yes")]),
            ("busy", 0.35, 1, PowerState.On, [("idleOff", "yes")]),
            ("edge", 0.2, 1, PowerState.On, [("idleOff", "yes")]),
            ("new", null, 0.42, PowerState.On, [("idleOff", "yes")]),
            ("unmeasured", null, 0, PowerState.On, [("idleOff", "yes")]),
            ("standby", 0.01, 1, PowerState.On, []),
            ("opted-out", 0.01, 1, PowerState.On, [("idleOff", "no")]),
            ("kept", 0.01, 1, PowerState.On, [("idleOff", "yes"), ("keep", "yes")]),
            ("off", 0.01, 1, PowerState.Off, [("idleOff", "yes")]),
        ];
        foreach (var (name, cpu, coverage, power, tags) in vms)
        {
            bench.Add(name, power, tags);
            bench.Fleet.Measure($"tiny:{name}", cpu, coverage);
        }

        return bench;
    }
}
