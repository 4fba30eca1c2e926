using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class SnapshotTests
{
    private static readonly object Input = new { targets = new[] { "tiny:web" }, name = "before-patch" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Take_NewName_TakesIt(bool memory)
    {
        using var bench = With();
        await bench.DoneAsync(new TakeSnapshot(), new { targets = "web", name = "before-patch", memory }, "web");
        var snapshot = Assert.Single(bench.Platform.Snapshots("web"));
        Assert.Equal(("before-patch", memory), (snapshot.Name, snapshot.HasMemory));
    }

    [Fact]
    public async Task Take_NameIsTaken_SaysSinceWhenAndTakesNone()
    {
        using var bench = With("before-patch");
        var failure = await bench.FailsAsync(new TakeSnapshot(), Input, "web");
        Assert.Equal("snapshot.exists", failure.Code);
        Assert.Contains("taken 2026-03-01 12:00 UTC; it was kept", failure.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Take_AfterEveryCrash_TakesAtMostOne()
    {
        var interrupted = 0;
        await EveryCrash.OfAsync(() => With(), new TakeSnapshot(), Input, "web", (bench, result) =>
        {
            if (result is null) interrupted++;
            else Assert.Single(bench.Platform.Snapshots("web"));
        });
        Assert.Equal(2, interrupted);
    }

    [Fact]
    public async Task Revert_Known_PutsBack()
    {
        using var bench = With("before-patch");
        Assert.Equal("Puts web back to snapshot 'before-patch'; what it wrote since is lost", bench.Plan(new RevertSnapshot(), Input, "web")!.Summary);
        Assert.Equal("Is back at snapshot 'before-patch'.", (await bench.DoneAsync(new RevertSnapshot(), Input, "web")).Message);
        Assert.Equal(["revert-snapshot"], bench.Operations);
    }

    [Fact]
    public async Task Revert_Unknown_NamesWhatThereIs()
    {
        using var bench = With("a", "b");
        var failure = await bench.FailsAsync(new RevertSnapshot(), Input, "web");
        Assert.Equal("snapshot.not-found", failure.Code);
        Assert.Contains("web has no snapshot 'before-patch' and is as it was. It has 'a', 'b'.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Revert_AfterEveryCrash_RevertsAtMostOnce()
    {
        var interrupted = 0;
        await EveryCrash.OfAsync(() => With("before-patch"), new RevertSnapshot(), Input, "web", (_, result) => interrupted += result is null ? 1 : 0);
        Assert.Equal(2, interrupted);
    }

    [Fact]
    public async Task Remove_Known_LeavesTheOthers()
    {
        using var bench = With("a", "before-patch", "b");
        await bench.DoneAsync(new RemoveSnapshot(), Input, "web");
        Assert.Equal(["a", "b"], bench.Platform.Snapshots("web").Select(snapshot => snapshot.Name));
    }

    [Fact]
    public async Task Remove_Unknown_IsSkipped()
    {
        using var bench = With("a");
        var skipped = Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(new RemoveSnapshot(), Input, "web"));
        Assert.Equal("Has no snapshot 'before-patch'.", skipped.Message);
        Assert.Empty(bench.Ledger.Names);
    }

    [Fact]
    public async Task Remove_AfterEveryCrash_IsDoneAndNotSkipped() =>
        Assert.Equal(5, await EveryCrash.OfAsync(() => With("before-patch"), new RemoveSnapshot(), Input, "web", (bench, result) =>
        {
            Assert.IsType<ActivityResult.Done>(result);
            Assert.Empty(bench.Platform.Snapshots("web"));
        }));

    [Fact]
    public async Task Take_NameTooLong_IsRefused()
    {
        using var bench = With();
        var failure = await bench.FailsAsync(new TakeSnapshot(), new { targets = "web", name = new string('x', 81) }, "web");
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains("$.name", failure.Message, StringComparison.Ordinal);
    }

    private static Bench With(params string[] snapshots)
    {
        var bench = new Bench();
        bench.Add("web");
        foreach (var name in snapshots) bench.Platform.Put("web", new Snapshot(name, bench.Time.GetUtcNow(), false, null));
        return bench;
    }
}
