using System.Text.Json;
using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

/// <summary>The bench's time is Sunday 2026-03-01 12:00 UTC.</summary>
public sealed class PowerScheduleTests
{
    private static readonly TimeSpan ToMondayNoon = TimeSpan.FromDays(1);

    private static readonly object Input = new { };

    [Theory]
    [InlineData("on", "Is on, as it should be.", "To be off until 2026-03-02 07:00 UTC; the VM is on.")]
    [InlineData("off", "To be on until 2026-03-02 19:00 UTC; the VM is off.", "Is off, as it should be.")]
    [InlineData("suspended", "To be on until 2026-03-02 19:00 UTC; the VM is suspended.", "Is suspended, and was left so: its guest cannot be asked to shut down.")]
    [InlineData("kept", "Has the tag keep=yes.", "Has the tag keep=yes.")]
    [InlineData("standby", "Has no tag powerSchedule=yes.", "Has no tag powerSchedule=yes.")]
    [InlineData("opted-out", "Has no tag powerSchedule=yes.", "Has no tag powerSchedule=yes.")]
    [InlineData("lossy", "Is on, as it should be.", "Powering it off loses its public address.")]
    public async Task Select_EveryVm_IsConsideredWithItsReason(string name, string onMonday, string onSunday)
    {
        using var bench = Zoo();
        Assert.Equal(onSunday, await WhyAsync(bench, name));
        bench.Time.Advance(ToMondayNoon);
        Assert.Equal(onMonday, await WhyAsync(bench, name));
    }

    [Fact]
    public async Task Select_OnlyWhatIsNotAsItShouldBe_IsChosen()
    {
        using var bench = Zoo();
        var sunday = await SelectAsync(bench, new { where = "true" });
        bench.Time.Advance(ToMondayNoon);
        var monday = await SelectAsync(bench, new { where = "true" });
        Assert.Equal(["on"], sunday.Targets.Select(target => target.Name));
        Assert.Equal("none", sunday.EmptyOutcome);
        Assert.Equal(["off", "suspended"], monday.Targets.Select(target => target.Name));
    }

    [Fact]
    [Trait("Rule", "What does not come back stays on")]
    public async Task Select_LossIsAllowed_TakesAlsoWhatLosesSomething()
    {
        using var bench = Zoo();
        Assert.Equal(["lossy", "on"], (await SelectAsync(bench, new { allowLoss = true })).Targets.Select(target => target.Name));
    }

    [Fact]
    public async Task Select_ConnectionIsDown_ChoosesNothing()
    {
        using var bench = Zoo();
        bench.Fleet.Stale = true;
        Assert.Empty((await SelectAsync(bench, Input)).Targets);
    }

    [Theory]
    [InlineData("""{ "on": "7 a.m." }""", "$.on")]
    [InlineData("""{ "off": "24:30" }""", "$.off")]
    [InlineData("""{ "days": [] }""", "$.days")]
    [InlineData("""{ "days": ["mon"] }""", "$.days")]
    [InlineData("""{ "timeZone": "Europe/Nowhere" }""", "$.timeZone")]
    [InlineData("""{ "timeZone": "../hosts" }""", "$.timeZone")]
    [InlineData("""{ "holidays": ["25.12.2026"] }""", "$.holidays")]
    public async Task Select_InputMakesNoSense_IsRefused(string input, string at)
    {
        using var bench = Zoo();
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => SelectAsync(bench, JsonElement.Parse(input)));
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains(at, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_OffHours_AsksTheGuestToShutDown()
    {
        using var bench = Zoo();
        Assert.Equal("Shut down by its guest.", (await bench.DoneAsync(Activity(bench), Input, "on")).Message);
        Assert.Equal(["shutdown"], bench.Operations);
    }

    [Fact]
    public async Task Execute_WorkingHours_PowersOn()
    {
        using var bench = Zoo();
        bench.Time.Advance(ToMondayNoon);
        Assert.Equal("Is on.", (await bench.DoneAsync(Activity(bench), Input, "off")).Message);
        bench.NextUnit();
        await bench.DoneAsync(Activity(bench), Input, "suspended");
        Assert.Equal(["power-on", "power-on"], bench.Operations);
    }

    [Fact]
    [Trait("Rule", "Forced only where that was allowed")]
    public async Task Execute_DeafGuest_IsNotForcedUnlessAllowed()
    {
        using var bench = Zoo();
        bench.Platform.Deaf.Add("on");
        Assert.Equal("guest.did-not-shut-down", (await bench.FailsAsync(Activity(bench), Input, "on")).Code);
        bench.NextUnit();
        Assert.Equal("Forced off.", (await bench.DoneAsync(Activity(bench), new { force = true }, "on")).Message);
    }

    [Fact]
    public async Task Execute_WorkingHoursHaveBegunSinceItWasChosen_IsSkipped()
    {
        using var bench = Zoo();
        Assert.Single((await SelectAsync(bench, Input)).Targets);
        bench.Time.Advance(ToMondayNoon);
        Assert.Equal("Is on, as it should be.", Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(Activity(bench), Input, "on")).Message);
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_OwnerWorksLate_IsSkipped()
    {
        using var bench = Zoo();
        bench.Add("on", PowerState.On, ("powerSchedule", "yes"), ("keep", "yes"));
        Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(Activity(bench), Input, "on"));
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public void Plan_AnyTime_SaysWhatItWouldDoNow()
    {
        using var bench = Zoo();
        Assert.Equal("Shuts down on", bench.Plan(Activity(bench), Input, "on")!.Summary);
        Assert.Null(bench.Plan(Activity(bench), Input, "off"));
        bench.Time.Advance(ToMondayNoon);
        Assert.Equal("Powers on off", bench.Plan(Activity(bench), Input, "off")!.Summary);
        Assert.Null(bench.Plan(Activity(bench), Input, "on"));
    }

    [Theory]
    [InlineData("on", 0, PowerState.Off)]
    [InlineData("off", 1, PowerState.On)]
    public async Task Execute_AfterEveryCrash_IsDoneOnce(string vm, int days, PowerState state)
    {
        using var clock = Arrange();
        var crashes = await EveryCrash.OfAsync(Arrange, Activity(clock), Input, vm,
            (bench, _) => Assert.Equal(state, bench.Fleet.FindVm($"tiny:{vm}")!.Vm.PowerState));
        Assert.True(crashes > 3, $"only {crashes} crashes");

        Bench Arrange()
        {
            var bench = Zoo();
            bench.Time.Advance(TimeSpan.FromDays(days));
            return bench;
        }
    }

    private static PowerSchedule Activity(Bench bench) => new(bench.Time);

    private static Task<TargetSelection> SelectAsync(Bench bench, object input) => bench.SelectAsync(Activity(bench), input);

    private static async Task<string?> WhyAsync(Bench bench, string name) =>
        (await SelectAsync(bench, new { where = "true" })).Considered!.Value.EnumerateArray()
            .Single(vm => vm.GetProperty("name").GetString() == name).GetProperty("why").GetString();

    private static Bench Zoo()
    {
        var bench = new Bench();
        bench.Add("on", PowerState.On, ("powerSchedule", "yes"));
        bench.Add("off", PowerState.Off, ("powerSchedule", "yes"));
        bench.Add("suspended", PowerState.Suspended, ("powerSchedule", "yes"));
        bench.Add("kept", PowerState.On, ("powerSchedule", "yes"), ("keep", "yes"));
        bench.Add("standby");
        bench.Add("opted-out", PowerState.On, ("powerSchedule", "no"));
        bench.Platform.Put(bench.Add("lossy", PowerState.On, ("powerSchedule", "yes")) with { LostWhenOff = ["its public address"] });
        return bench;
    }
}
