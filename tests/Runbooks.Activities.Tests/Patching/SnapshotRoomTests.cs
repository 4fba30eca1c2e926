using Runbooks.Activities.Patching;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Patching;

/// <summary>Patch: snapshots fill the datastore.</summary>
public sealed class SnapshotRoomTests
{
    private readonly Bench bench = new();

    [Theory]
    [Trait("Rule", "Snapshots leave room, are capped and expire")]
    [InlineData(100, 20, null)]
    [InlineData(100, 19, "patch.datastore-full")]
    [InlineData(0, 0, "patch.snapshot-room-unknown")]
    public async Task Demand_FreeShare_IsAFifthAtLeast(long capacity, long free, string? code)
    {
        bench.Platform.Storages.Add(new Storage("tiny:ds", "ds", "ds", capacity, free));
        Assert.Equal(code, await AskAsync(bench.Add("vm") with { Storages = ["ds"] }));
    }

    [Fact]
    public async Task Demand_StorageThatNobodyShows_Stops() => Assert.Equal("patch.snapshot-room-unknown", await AskAsync(bench.Add("vm") with { Storages = ["ds"] }));

    [Fact]
    public async Task Demand_VmOfUnknownStorage_Stops() => Assert.Equal("patch.snapshot-room-unknown", await AskAsync(bench.Add("vm")));

    [Fact]
    [Trait("Rule", "Snapshots leave room, are capped and expire")]
    public async Task Demand_PlatformDoesNotAnswer_Stops()
    {
        bench.Platform.Storages.Add(new Storage("tiny:ds", "ds", "ds", 100, 90));
        bench.Platform.Refused["read"] = new PlatformException(PlatformError.Unreachable, "no route");
        Assert.Equal("patch.snapshot-room-unknown", await AskAsync(bench.Add("vm") with { Storages = ["ds"] }));
    }

    [Theory]
    [Trait("Rule", "Snapshots leave room, are capped and expire")]
    [InlineData(19, SnapshotRoom.Prefix, null)]
    [InlineData(20, SnapshotRoom.Prefix, "patch.snapshot-cap")]
    [InlineData(20, "by hand ", null)]
    public async Task Demand_SnapshotsOfPatchingOnTheDatastore_AreCapped(int count, string prefix, string? code)
    {
        bench.Platform.Storages.Add(new Storage("tiny:ds", "ds", "ds", 100, 90));
        bench.Platform.Put(bench.Add("other") with { Storages = ["ds"] });
        for (var i = 0; i < count; i++) bench.Platform.Put("other", new Snapshot($"{prefix}{i}", bench.Time.GetUtcNow(), false, null));
        Assert.Equal(code, await AskAsync(bench.Add("vm") with { Storages = ["ds"] }));
    }

    private async Task<string?> AskAsync(VirtualMachine vm)
    {
        bench.Platform.Put(vm);
        try
        {
            await SnapshotRoom.DemandAsync(bench.Fleet.FindVm(vm.Id)!, bench.Platform, TestContext.Current.CancellationToken);
            return null;
        }
        catch (ActivityFailure failure)
        {
            return failure.Code;
        }
    }
}
