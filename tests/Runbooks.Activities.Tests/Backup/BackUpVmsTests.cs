using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Backup;

public sealed class BackUpVmsTests
{
    private static readonly object Incremental = new { kind = "incremental" };

    [Fact]
    public async Task Run_FirstBackup_IsInTheCatalogueWithWhatItIs()
    {
        var bench = new BackupBench();
        var backup = await bench.RunAsync();
        Assert.Equal((BackupState.Made, BackupKind.Full, "run-1", "sim"), (backup.State, backup.Kind, backup.Run, backup.Connection));
        Assert.Equal((bench.Vm.Id, false), (backup.Vm, backup.IsGood));
        Assert.True(backup.Bytes > 0);
        Assert.Equal([backup.Id], bench.Platform.Fleet.Backups);
    }

    [Theory]
    [Trait("Rule", "Consistency is labelled")]
    [InlineData("web-01", false, Consistency.Filesystem)]
    [InlineData("erp-01", false, Consistency.Application)]
    [InlineData("web-01", true, Consistency.Crash)]
    public async Task Run_EachConsistency_IsLabelledAndCrashConsistentIsNeverCalledMore(string vm, bool off, Consistency expected)
    {
        var bench = new BackupBench();
        if (off) await bench.Platform.StartAsync(new PlatformOperation.PowerOff(bench.Named(vm).NativeId), "k", BackupBench.Cancellation);
        var done = Assert.IsType<ActivityResult.Done>(await bench.ExecuteAsync(new BackUpVms(bench.Catalogue), new { targets = vm }, "u"));
        Assert.Equal(expected, (await bench.LastAsync(bench.Named(vm).Id)).Consistency);
        Assert.EndsWith(BackupWords.Of(expected) + ".", done.Message, StringComparison.Ordinal);
        Assert.Equal(expected == Consistency.Crash, done.Message!.Contains("as if the power had failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ConsistencyAskedForCannotBeHad_MakesNoCopy()
    {
        var bench = new BackupBench();
        await bench.Platform.StartAsync(new PlatformOperation.PowerOff(bench.Vm.NativeId), "k", BackupBench.Cancellation);
        var failure = await bench.FailsAsync(new BackUpVms(bench.Catalogue), new { targets = "web-01", atLeast = "filesystem-consistent" });
        Assert.Equal("platform.conflict", failure.Code);
        Assert.Equal(BackupState.Broken, (await bench.LastAsync()).State);
        Assert.Empty(bench.Platform.Fleet.Backups);
    }

    [Fact]
    [Trait("Rule", "The same storage is refused as the only copy")]
    public async Task Run_RepositoryOnTheVmsStorage_IsRefusedAsTheOnlyCopyAndTakenAsAnother()
    {
        var bench = new BackupBench();
        var input = new { targets = "web-01", repository = bench.Vm.Storages[0] };
        Assert.Equal("backup.same-storage", (await bench.FailsAsync(new BackUpVms(bench.Catalogue), input)).Code);
        Assert.Empty(await bench.BackupsAsync());
        await bench.RunAsync();
        Assert.Equal(bench.Vm.Storages[0], (await bench.RunAsync(new { repository = bench.Vm.Storages[0] })).Storage);
    }

    [Fact]
    public async Task Run_TheOtherCopyIsBroken_RefusesTheSameStorageAgain()
    {
        var bench = new BackupBench();
        var first = await bench.RunAsync();
        bench.Platform.Fleet.DamageBackup(first.Id);
        await Assert.ThrowsAsync<ActivityFailure>(() => bench.VerifyAsync(first));
        var failure = await bench.FailsAsync(new BackUpVms(bench.Catalogue), new { targets = "web-01", repository = bench.Vm.Storages[0] });
        Assert.Equal("backup.same-storage", failure.Code);
    }

    [Fact]
    public async Task Run_Incremental_StandsOnTheLastOne()
    {
        var bench = new BackupBench();
        var full = await bench.RunAsync(Incremental);
        var next = await bench.RunAsync(Incremental);
        Assert.Equal((BackupKind.Full, null), (full.Kind, full.Parent));
        Assert.Equal((BackupKind.Incremental, full.Id), (next.Kind, next.Parent));
        Assert.True(next.Bytes < full.Bytes);
        Assert.Equal(BackupState.Verified, (await bench.VerifyAsync(next)).State);
    }

    [Fact]
    [Trait("Rule", "The backup chain breaks: marked broken; the next backup is full")]
    public async Task Run_VmHasMigratedToAnotherHost_ChainIsMarkedBrokenAndTheNextIsFull()
    {
        var bench = new BackupBench();
        var first = await bench.RunAsync();
        var to = bench.Platform.Fleet.Inventory().Hosts.First(host => host.Cluster == bench.Vm.Cluster && host.Name != bench.Vm.Host);
        await bench.Platform.StartAsync(new PlatformOperation.Migrate(bench.Vm.NativeId, to.Name), "move", BackupBench.Cancellation);
        var next = await bench.RunAsync(Incremental);
        Assert.Equal((BackupKind.Full, null), (next.Kind, next.Parent));
        Assert.NotNull((await bench.BackupsAsync())[0].ChainBroken);
        Assert.Equal(BackupState.Verified, (await bench.VerifyAsync(first)).State);
        Assert.Equal(next.Id, (await bench.RunAsync(Incremental)).Parent);
    }

    [Fact]
    [Trait("Rule", "The backup chain breaks: marked broken; the next backup is full")]
    public async Task Run_VmHasMovedToAnotherConnection_ChainIsMarkedBrokenAndTheNextIsFull()
    {
        var bench = new BackupBench();
        await bench.RunAsync();
        bench.Connection = "other";
        var next = await bench.RunAsync(Incremental);
        Assert.Equal((BackupKind.Full, null), (next.Kind, next.Parent));
        Assert.Contains("moved from 'sim' to 'other'", (await bench.BackupsAsync())[0].ChainBroken!, StringComparison.Ordinal);
        Assert.Contains(bench.Log, line => line.Contains("a full backup is made", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_LastOneIsBroken_IsFull()
    {
        var bench = new BackupBench();
        var first = await bench.RunAsync();
        bench.Platform.Fleet.DamageBackup(first.Id);
        await Assert.ThrowsAsync<ActivityFailure>(() => bench.VerifyAsync(first));
        Assert.Equal(BackupKind.Full, (await bench.RunAsync(Incremental)).Kind);
    }

    [Fact]
    public async Task Run_LongestChainIsReached_IsFull()
    {
        var bench = new BackupBench();
        var kinds = new List<BackupKind>();
        for (var i = 0; i < 4; i++) kinds.Add((await bench.RunAsync(new { kind = "incremental", longestChain = 2 })).Kind);
        Assert.Equal([BackupKind.Full, BackupKind.Incremental, BackupKind.Incremental, BackupKind.Full], kinds);
    }

    [Fact]
    public async Task Run_CrashAtEveryPoint_IsOneCopyAndOneRecord()
    {
        var points = CrashAt.Each("back-up").ToList();
        Assert.Equal(5, points.Count);
        foreach (var point in points)
        {
            var bench = new BackupBench();
            var input = new { targets = "web-01" };
            await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(new BackUpVms(bench.Catalogue), input, "u", point));
            Assert.Single(await bench.BackupsAsync());
            Assert.IsType<ActivityResult.Done>(await bench.ExecuteAsync(new BackUpVms(bench.Catalogue), input, "u"));
            var backup = Assert.Single(await bench.BackupsAsync());
            Assert.Equal(BackupState.Made, backup.State);
            Assert.Equal([backup.Id], bench.Platform.Fleet.Backups);
            Assert.Single(bench.Platform.Fleet.Effects);
        }
    }

    [Fact]
    public async Task Run_FailsAtItsEndAndIsRetried_IsOneCopy()
    {
        var bench = new BackupBench();
        bench.Platform.Fleet.Inject(new SimulatorFault { Operation = "back-up", Count = 1, At = FaultPoint.End, Error = PlatformError.Capacity });
        var input = new { targets = "web-01" };
        await Assert.ThrowsAsync<ActivityFailure>(() => bench.ExecuteAsync(new BackUpVms(bench.Catalogue), input, "u"));
        Assert.Equal(BackupState.Broken, (await bench.LastAsync()).State);
        await bench.ExecuteAsync(new BackUpVms(bench.Catalogue), input, "u");
        Assert.Equal((BackupState.Made, null), ((await bench.LastAsync()).State, (await bench.LastAsync()).Problem));
        Assert.Single(bench.Platform.Fleet.Backups);
    }

    [Fact]
    public void SparesTargets_BackUp_IncludesProtectedVms() => Assert.True(new BackUpVms(new BackupsInMemory()).SparesTargets);
}
