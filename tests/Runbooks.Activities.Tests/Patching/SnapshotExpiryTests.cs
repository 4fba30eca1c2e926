using System.Text.Json;
using Runbooks.Activities.Compute;
using Runbooks.Activities.Patching;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Patching;

/// <summary>Patch: snapshots fill the datastore, and going back to one erases what came after.</summary>
public sealed class SnapshotExpiryTests
{
    private readonly Bench bench = new();

    [Fact]
    [Trait("Rule", "Snapshots leave room, are capped and expire")]
    public async Task Patch_EarlierSnapshotsOfPatching_AreRemovedAfter72HoursAndNoOthers()
    {
        bench.Platform.Storages.Add(new Storage("tiny:ds", "ds", "ds", 100, 90));
        bench.Platform.Put(bench.Add("vm") with { Storages = ["ds"] });
        Take("old", SnapshotRoom.Prefix, TimeSpan.FromHours(73));
        Take("young", SnapshotRoom.Prefix, TimeSpan.FromHours(71));
        Take("by hand", "", TimeSpan.FromHours(900));
        bench.Platform.Put("vm", new Snapshot(SnapshotRoom.Prefix + "of unknown age", null, false, null));

        await using var guest = new WellGuest();
        var input = new PatchApply.Input { Targets = JsonElement.Parse("[]"), Snapshot = true };
        await new VmPatching(input, new VmWork(bench.Fleet.FindVm("tiny:vm")!, bench.Context("vm")), guest).PatchAsync(TestContext.Current.CancellationToken);

        var left = bench.Platform.Snapshots("vm").Select(snapshot => snapshot.Name).ToList();
        Assert.DoesNotContain(SnapshotRoom.Prefix + "old", left);
        Assert.Empty(new[] { SnapshotRoom.Prefix + "young", "by hand", SnapshotRoom.Prefix + "of unknown age" }.Except(left));
        Assert.Equal(4, left.Count);
    }

    [Theory]
    [InlineData(typeof(RevertSnapshot))]
    [InlineData(typeof(PatchApply))]
    [Trait("Rule", "Going back destroys")]
    public void Effect_WhatGoesBack_IsDestroy(Type activity) =>
        Assert.Equal(Effect.Destroy, ((ActivityAttribute)Attribute.GetCustomAttribute(activity, typeof(ActivityAttribute))!).Effect);

    private void Take(string name, string prefix, TimeSpan ago) => bench.Platform.Put("vm", new Snapshot(prefix + name, bench.Time.GetUtcNow() - ago, false, null));

    /// <summary>A guest in which nothing is to be done.</summary>
    private sealed class WellGuest : IGuestPatching
    {
        public Task<IReadOnlyList<PackageChange>> CheckAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PackageChange>>([]);

        public Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task ApplyAsync(CancellationToken cancellation) => Task.CompletedTask;

        public Task<GuestChange> LookAsync(CancellationToken cancellation) => Task.FromResult(new GuestChange([], Restarted: false, WantsRestart: false));

        public Task RestartAsync(TimeSpan within, CancellationToken cancellation) => Task.CompletedTask;

        public Task<string?> ProbeAsync(string? command, CancellationToken cancellation) => Task.FromResult<string?>(null);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
