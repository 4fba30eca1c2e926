using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class RestartTests
{
    [Theory]
    [InlineData("graceful", "restart", "Its guest was asked to restart.")]
    [InlineData("hard", "reset", "Was reset.")]
    public async Task Execute_On_RestartsByMode(string mode, string operation, string message)
    {
        using var bench = With(PowerState.On);
        Assert.Equal(message, (await bench.DoneAsync(new Restart(), Input(mode), "web")).Message);
        Assert.Equal([operation], bench.Operations);
    }

    [Theory]
    [InlineData(PowerState.Off, "off")]
    [InlineData(PowerState.Suspended, "suspended")]
    public async Task Execute_NotRunning_FailsAndStaysAsItIs(PowerState power, string word)
    {
        using var bench = With(power);
        Assert.Equal($"Fails for web: it is {word} and cannot be restarted", bench.Plan(new Restart(), Input("hard"), "web")!.Summary);
        var failure = await bench.FailsAsync(new Restart(), Input("hard"), "web");
        Assert.Equal("vm.not-running", failure.Code);
        Assert.StartsWith($"web was not restarted; the VM is {word}, and nothing was changed.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Platform.Effects);
    }

    [Theory]
    [InlineData("graceful")]
    [InlineData("hard")]
    public async Task Execute_AfterEveryCrash_RestartsAtMostOnce(string mode)
    {
        var interrupted = 0;
        await EveryCrash.OfAsync(() => With(PowerState.On), new Restart(), Input(mode), "web", (bench, result) =>
        {
            if (result is null) interrupted++;
            else Assert.Single(bench.Operations);
        });

        // Before the call and before the handle nobody can tell: said, and not repeated.
        Assert.Equal(2, interrupted);
    }

    private static object Input(string mode) => new { targets = new[] { "tiny:web" }, mode };

    [Fact]
    public async Task Execute_TurnedOffAfterACrash_StillEndsWhatWasBegun()
    {
        using var bench = With(PowerState.On);
        await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(new Restart(), Input("hard"), "web", new CrashAt("reset", Platforms.CrashPoint.Handle)));
        bench.Platform.TurnOff("web");
        await bench.DoneAsync(new Restart(), Input("hard"), "web");
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
