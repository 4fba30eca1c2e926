using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Backup;

public sealed class VerifyAndPruneTests
{
    private static readonly object Least = new { retention = new { latest = 1, daily = 0, weekly = 0, monthly = 0 } };

    [Fact]
    public async Task Verify_SoundBackup_IsGoodFromThenOn()
    {
        var bench = new BackupBench();
        var backup = await bench.VerifyAsync(await bench.RunAsync());
        Assert.Equal((BackupState.Verified, true, bench.Time.GetUtcNow()), (backup.State, backup.IsGood, backup.VerifiedAt));
    }

    [Fact]
    public async Task Verify_ParentIsDamaged_IsBrokenAndNamesIt()
    {
        var bench = new BackupBench();
        var full = await bench.RunAsync();
        var next = await bench.RunAsync(new { kind = "incremental" });
        bench.Platform.Fleet.DamageBackup(full.Id);
        var failure = await bench.FailsAsync(new VerifyBackups(bench.Catalogue), new { backup = next.Id });
        Assert.Equal("backup.broken", failure.Code);
        Assert.Contains(full.Id, failure.Message, StringComparison.Ordinal);
        Assert.Equal(BackupState.Broken, (await bench.LastAsync()).State);
    }

    [Fact]
    public async Task Verify_CopyIsNotThere_IsBroken()
    {
        var bench = new BackupBench();
        var backup = await bench.RunAsync();
        await bench.Platform.StartAsync(new PlatformOperation.RemoveBackup(bench.Vm.NativeId, backup.Copy), "by hand", BackupBench.Cancellation);
        Assert.Equal("backup.broken", (await bench.FailsAsync(new VerifyBackups(bench.Catalogue), new { backup = backup.Id })).Code);
    }

    [Fact]
    public async Task Verify_RepositoryCannotBeReached_IsNotBroken()
    {
        var bench = new BackupBench();
        var backup = await bench.RunAsync();
        bench.Platform.Fleet.Unreachable = true;
        Assert.Equal("platform.unreachable", (await bench.FailsAsync(new VerifyBackups(bench.Catalogue), new { backup = backup.Id })).Code);
        Assert.Equal(BackupState.Made, (await bench.LastAsync()).State);
    }

    [Fact]
    public async Task Verify_VmIsGone_IsVerifiedByItsName()
    {
        var bench = new BackupBench();
        await bench.RunAsync();
        var vm = bench.Vm;
        bench.Platform.Fleet.DeleteVm(vm.NativeId);
        await bench.ExecuteAsync(new VerifyBackups(bench.Catalogue), new { targets = "web-01" }, "u");
        Assert.Equal(BackupState.Verified, (await bench.LastAsync(vm.Id)).State);
    }

    [Fact]
    public async Task Select_NameThatVmsHad_IsTheOneThatIsThereNow()
    {
        var bench = new BackupBench();
        var backup = await bench.RunAsync();
        await bench.Catalogue.AddAsync(backup with { Id = "older", Vm = "simulator:gone" }, BackupBench.Cancellation);
        Assert.EndsWith(bench.Vm.Id, Assert.Single((await bench.SelectAsync(new VerifyBackups(bench.Catalogue), new { targets = "web-01" })).Targets).Id, StringComparison.Ordinal);
        bench.Platform.Fleet.DeleteVm(bench.Vm.NativeId);
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => bench.SelectAsync(new VerifyBackups(bench.Catalogue), new { targets = "web-01" }));
        Assert.Equal("target.ambiguous", failure.Code);
    }

    [Fact]
    public async Task Verify_VmWithoutBackup_IsSkipped()
    {
        var bench = new BackupBench();
        Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(new VerifyBackups(bench.Catalogue), new { targets = "web-01" }, "u"));
    }

    [Fact]
    [Trait("Rule", "The last good one stays; good means verified or drilled")]
    public async Task Prune_OldestIsTheOnlyGoodOne_Stays()
    {
        var bench = new BackupBench();
        var good = await bench.VerifyAsync(await bench.RunAsync());
        for (var i = 0; i < 3; i++) await bench.RunAsync();
        var newest = await bench.LastAsync();
        var done = Assert.IsType<ActivityResult.Done>(await bench.ExecuteAsync(new PruneBackups(bench.Catalogue), Least, "u"));
        Assert.Equal("Removed 2 backups.", done.Message);
        Assert.Equal([good.Id, newest.Id], (await bench.BackupsAsync()).Select(backup => backup.Id));
        Assert.Equal(new[] { good.Id, newest.Id }.Order(), bench.Platform.Fleet.Backups);
    }

    [Fact]
    [Trait("Rule", "A parent of a kept chain stays")]
    public async Task Prune_NewestStandsOnOldOnes_KeepsThem()
    {
        var bench = new BackupBench();
        await bench.RunAsync();
        for (var i = 0; i < 2; i++) await bench.RunAsync(new { kind = "incremental" });
        Assert.IsType<ActivityResult.Skipped>(await bench.ExecuteAsync(new PruneBackups(bench.Catalogue), Least, "u"));
        Assert.Equal(3, bench.Platform.Fleet.Backups.Count);
    }

    [Fact]
    public async Task Prune_WholeOldChain_GoesFromItsEnd()
    {
        var bench = new BackupBench();
        await bench.RunAsync();
        for (var i = 0; i < 2; i++) await bench.RunAsync(new { kind = "incremental" });
        var newest = await bench.RunAsync();
        await bench.ExecuteAsync(new PruneBackups(bench.Catalogue), Least, "u");
        Assert.Equal([newest.Id], bench.Platform.Fleet.Backups);
    }

    [Fact]
    public async Task Prune_BrokenAndAbandonedOnes_GoAndWhatIsBeingMadeStays()
    {
        var bench = new BackupBench();
        var kept = await bench.RunAsync();
        var now = bench.Time.GetUtcNow();
        await bench.Catalogue.AddAsync(kept with { Id = "abandoned", State = BackupState.Making, MadeAt = null, BegunAt = now.AddDays(-3) }, BackupBench.Cancellation);
        await bench.Catalogue.AddAsync(kept with { Id = "going-on", State = BackupState.Making, MadeAt = null, BegunAt = now }, BackupBench.Cancellation);
        await bench.Catalogue.AddAsync(kept with { Id = "broken", State = BackupState.Broken }, BackupBench.Cancellation);
        await bench.ExecuteAsync(new PruneBackups(bench.Catalogue), Least, "u");
        Assert.Equal([kept.Id, "going-on"], (await bench.BackupsAsync()).Select(backup => backup.Id).Order());
    }

    [Fact]
    public async Task Prune_PlatformRefuses_TheBackupIsAsGoodAsItWas()
    {
        var bench = new BackupBench();
        var first = await bench.VerifyAsync(await bench.RunAsync());
        await bench.VerifyAsync(await bench.RunAsync());
        bench.Platform.Fleet.Inject(new SimulatorFault { Operation = "remove-backup", Error = PlatformError.Busy });
        Assert.Equal("platform.busy", (await bench.FailsAsync(new PruneBackups(bench.Catalogue), Least)).Code);
        Assert.Equal(BackupState.Verified, (await bench.Catalogue.FindAsync(first.Id, BackupBench.Cancellation))!.State);
    }

    [Fact]
    public async Task Prune_CrashAtEveryPoint_CatalogueAndRepositoryAgree()
    {
        var crashes = 0;
        for (var at = 0; at < 2; at++)
        {
            foreach (var point in CrashAt.Each("").Select(each => each.Point))
            {
                var bench = new BackupBench();
                for (var i = 0; i < 3; i++) await bench.RunAsync();
                var going = (await bench.BackupsAsync())[at];
                var crash = new CrashAt($"remove-backup {going.Id}", point);
                await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(new PruneBackups(bench.Catalogue), Least, "u", crash));
                await bench.ExecuteAsync(new PruneBackups(bench.Catalogue), Least, "u");
                Assert.Equal((await bench.BackupsAsync()).Select(backup => backup.Id), bench.Platform.Fleet.Backups);
                Assert.Single(bench.Platform.Fleet.Backups);
                crashes++;
            }
        }

        Assert.Equal(10, crashes);
    }
}
