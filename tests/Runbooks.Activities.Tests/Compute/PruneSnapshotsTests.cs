using CsCheck;
using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class PruneSnapshotsTests
{
    private static readonly object Input = new { where = "tags.env == 'test'", olderThan = "P7D" };

    [Fact]
    public async Task Select_ByCondition_KeepsItWithTheTargets()
    {
        using var bench = With();
        bench.Add("db");
        var selection = await bench.SelectAsync(new PruneSnapshots(), Input);
        Assert.Equal(new Target("tiny:web", "web", TargetKind.Vm, TinyFleet.Connection, "blue", "tags.env == 'test'"), Assert.Single(selection.Targets));
        Assert.Equal(2, selection.ClusterSizes["blue"]);
    }

    [Fact]
    public async Task Select_NothingMatches_IsNone()
    {
        using var bench = With();
        var selection = await bench.SelectAsync(new PruneSnapshots(), new { where = "tags.env == 'none'", olderThan = "P7D" });
        Assert.Empty(selection.Targets);
        Assert.Equal("none", selection.EmptyOutcome);
    }

    [Fact]
    public async Task Execute_OldOnes_GoAndTheOthersStay()
    {
        using var bench = With(("a", 30), ("b", 8), ("c", 6), ("d", null));
        Assert.Equal("Removed 'a', 'b'.", (await bench.DoneAsync(new PruneSnapshots(), Input, "web")).Message);
        Assert.Equal(["c", "d"], bench.Platform.Snapshots("web").Select(snapshot => snapshot.Name));
    }

    [Fact]
    public async Task Execute_Keep_KeepsTheNewestWhateverTheirAge()
    {
        using var bench = With(("a", 30), ("b", 20), ("c", 10));
        await bench.DoneAsync(new PruneSnapshots(), new { where = "true", olderThan = "P7D", keep = 2 }, "web");
        Assert.Equal(["b", "c"], bench.Platform.Snapshots("web").Select(snapshot => snapshot.Name));
    }

    [Fact]
    public async Task Execute_OnlyYoungOrOfUnknownAge_IsSkipped()
    {
        using var bench = With(("a", 1), ("b", null));
        Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(new PruneSnapshots(), Input, "web"));
        Assert.Empty(bench.Platform.Effects);
    }

    [Fact]
    public async Task Execute_SecondIsRefused_SaysWhatWentAndWhatStayed()
    {
        using var bench = With(("a", 30), ("b", 20), ("c", 10));
        bench.Platform.Refused["remove-snapshot b"] = new PlatformException(PlatformError.Busy, "locked");
        var failure = await bench.FailsAsync(new PruneSnapshots(), Input, "web");
        Assert.Equal("platform.busy", failure.Code);
        Assert.StartsWith("web still has 'b', 'c', while 'a' went;", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_AfterEveryCrash_RemovesEachOnceAndReportsAll() =>
        Assert.Equal(10, await EveryCrash.OfAsync(
            () => With(("a", 30), ("b", 20), ("c", 1)), new PruneSnapshots(), Input, "web", (bench, result) =>
            {
                Assert.Equal("Removed 'a', 'b'.", Assert.IsType<ActivityResult.Done>(result).Message);
                Assert.Equal(["remove-snapshot a", "remove-snapshot b"], bench.Operations);
            }));

    [Fact]
    public async Task Execute_WithoutAge_IsRefused()
    {
        using var bench = With(("a", 30));
        Assert.Equal("input.invalid", (await bench.FailsAsync(new PruneSnapshots(), new { where = "true" }, "web")).Code);
    }

    [Fact]
    public void Expired_AnySnapshots_NeverYoungNeverUnknownAndTheNewestStay() =>
        Gen.Select(Gen.Int[-5, 40].Array[0, 12], Gen.Int[0, 5], Gen.Int[1, 30]).Sample((ages, keep, olderThan) =>
        {
            var now = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
            var all = ages.Select((age, i) => new Snapshot($"s{i}", age < 0 ? null : now.AddDays(-age), false, null)).ToList();
            var gone = new SnapshotRetention(TimeSpan.FromDays(olderThan), keep).Expired(all, now);
            var stay = all.Except(gone).ToList();
            Assert.All(gone, snapshot => Assert.True(now - snapshot.CreatedAt > TimeSpan.FromDays(olderThan)));
            Assert.True(gone.Count == 0 || stay.Count(snapshot => snapshot.CreatedAt >= gone.Max(g => g.CreatedAt)) >= keep);
            Assert.Equal(gone.OrderBy(snapshot => snapshot.CreatedAt), gone);
            Assert.Equal(
                Math.Max(0, Math.Min(ages.Count(age => age > olderThan), ages.Count(age => age >= 0) - keep)), gone.Count);
        });

    private static Bench With(params (string Name, int? DaysOld)[] snapshots)
    {
        var bench = new Bench();
        bench.Add("web", PowerState.On, ("env", "test"));
        string? parent = null;
        foreach (var (name, age) in snapshots)
        {
            DateTimeOffset? taken = age is { } days ? bench.Time.GetUtcNow().AddDays(-days) : null;
            bench.Platform.Put("web", new Snapshot(name, taken, false, parent));
            parent = name;
        }

        return bench;
    }
}
