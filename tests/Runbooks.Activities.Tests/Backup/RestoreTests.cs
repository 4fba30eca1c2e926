using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Backup;

public sealed class RestoreTests
{
    [Fact]
    public async Task Restore_AsNew_IsOffBesideTheOldOne()
    {
        var bench = new BackupBench();
        await bench.RunAsync();
        await bench.ExecuteAsync(new RestoreVms(bench.Catalogue), new { targets = "web-01" }, "u");
        var made = bench.Named("web-01-restored");
        Assert.Equal((PowerState.Off, bench.Vm.Cpus), (made.PowerState, made.Cpus));
        Assert.Null(Assert.Single(made.Cards!.Value).Network);
    }

    [Fact]
    public async Task Restore_NewestIsNotVerified_TakesTheNewestGoodOne()
    {
        var bench = new BackupBench();
        var good = await bench.VerifyAsync(await bench.RunAsync());
        await bench.RunAsync();
        var done = Assert.IsType<ActivityResult.Done>(await bench.ExecuteAsync(new RestoreVms(bench.Catalogue), new { targets = "web-01" }, "u"));
        Assert.Contains(good.Id, done.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_VmIsGone_ComesBackAsANewOneButNotInPlace()
    {
        var bench = new BackupBench();
        await bench.RunAsync();
        bench.Platform.Fleet.DeleteVm(bench.Vm.NativeId);
        Assert.Equal("backup.vm-gone", (await bench.FailsAsync(new RestoreVms(bench.Catalogue), new { targets = "web-01", mode = "in-place" })).Code);
        await bench.ExecuteAsync(new RestoreVms(bench.Catalogue), new { targets = "web-01", name = "{vm}", network = "production", powerOn = true }, "u");
        Assert.Equal((PowerState.On, "production"), (bench.Vm.PowerState, bench.Vm.Cards!.Value.Single().Network));
    }

    [Fact]
    public async Task Restore_InPlace_OnlyWhileItIsOff()
    {
        var bench = new BackupBench();
        await bench.RunAsync();
        var input = new { targets = "web-01", mode = "in-place" };
        var tags = System.Collections.Immutable.ImmutableSortedDictionary<string, string?>.Empty.Add("later", "yes");
        await bench.Platform.StartAsync(new PlatformOperation.SetTags(bench.Vm.NativeId, tags), "tag", BackupBench.Cancellation);
        Assert.Equal("platform.conflict", (await bench.FailsAsync(new RestoreVms(bench.Catalogue), input)).Code);
        await bench.Platform.StartAsync(new PlatformOperation.PowerOff(bench.Vm.NativeId), "off", BackupBench.Cancellation);
        await bench.ExecuteAsync(new RestoreVms(bench.Catalogue), input, "u");
        Assert.DoesNotContain("later", bench.Vm.Tags.Keys);
    }

    [Fact]
    public async Task Restore_WithoutBackup_SaysSo()
    {
        var bench = new BackupBench();
        Assert.Equal("backup.none", (await bench.FailsAsync(new RestoreVms(bench.Catalogue), new { targets = "web-01" })).Code);
        Assert.Equal("backup.unknown", (await bench.FailsAsync(new RestoreVms(bench.Catalogue), new { backup = "bk-none" })).Code);
        Assert.Equal("input.invalid", (await bench.FailsAsync(new RestoreVms(bench.Catalogue), new { })).Code);
    }

    [Fact]
    public async Task Drill_SoundBackup_RecordsRpoAndRtoAndLeavesNothingBehind()
    {
        var bench = new BackupBench();
        var backup = await bench.RunAsync();
        var before = bench.Vms.Count;
        var done = Assert.IsType<ActivityResult.Done>(await bench.ExecuteAsync(new RestoreDrill(bench.Catalogue), new { backup = backup.Id }, "u"));
        var drilled = await bench.LastAsync();
        Assert.Equal((BackupState.Drilled, TimeSpan.FromHours(1), TimeSpan.Zero), (drilled.State, drilled.Drill!.Rpo, drilled.Drill.Rto));
        Assert.Contains("RPO 1 h", done.Message!, StringComparison.Ordinal);
        Assert.Equal(before, bench.Vms.Count);
        Assert.Equal(["restore", "power-on", "power-off", "delete"], bench.Platform.Fleet.Effects.Skip(1).Select(effect => effect.Operation));
    }

    [Theory]
    [Trait("Rule", "Isolation is proved before power-on")]
    [InlineData("production", "not isolated")]
    [InlineData("nowhere", null)]
    public async Task Drill_IsolationCannotBeProved_IsNeverPoweredOnAndIsRemoved(string network, string? why)
    {
        var bench = new BackupBench();
        var backup = await bench.RunAsync();
        var failure = await bench.FailsAsync(new RestoreDrill(bench.Catalogue), new { backup = backup.Id, network });
        Assert.Equal(why is null ? "platform.not-found" : "drill.not-isolated", failure.Code);
        Assert.Contains(why ?? "no network is called", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Platform.Fleet.Effects, effect => effect.Operation == "power-on");
        Assert.DoesNotContain(bench.Vms, vm => vm.Name.StartsWith("drill-", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "Isolation is proved before power-on")]
    public async Task Drill_IsolatedNetwork_IsUsed()
    {
        var bench = new BackupBench();
        var backup = await bench.RunAsync();
        Assert.IsType<ActivityResult.Done>(await bench.ExecuteAsync(new RestoreDrill(bench.Catalogue), new { backup = backup.Id, network = "isolated" }, "u"));
    }

    [Fact]
    public async Task Drill_GuestDoesNotAnswer_IsNotGoodAnyMoreAndIsRemoved()
    {
        var bench = new BackupBench(new SimulatorSettings { SilentGuests = ["drill-*"] });
        var backup = await bench.VerifyAsync(await bench.RunAsync());
        var failure = await bench.FailsAsync(new RestoreDrill(bench.Catalogue), new { backup = backup.Id, guestTimeout = "PT0S" });
        Assert.Equal("drill.failed", failure.Code);
        Assert.False((await bench.LastAsync()).IsGood);
        Assert.DoesNotContain(bench.Vms, vm => vm.Name.StartsWith("drill-", StringComparison.Ordinal));
        await bench.ExecuteAsync(new RestoreDrill(bench.Catalogue), new { backup = backup.Id, probe = "power" }, bench.NewUnit());
        Assert.True((await bench.LastAsync()).IsGood);
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("power-on")]
    [InlineData("power-off")]
    [InlineData("delete")]
    public async Task Drill_CrashAtEveryPoint_LeavesNothingBehindAndIsRecordedOnce(string operation)
    {
        foreach (var point in CrashAt.Each(operation))
        {
            var bench = new BackupBench();
            var backup = await bench.RunAsync();
            var (before, input) = (bench.Vms.Count, new { backup = backup.Id });
            await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(new RestoreDrill(bench.Catalogue), input, "u", point));
            Assert.IsType<ActivityResult.Done>(await bench.ExecuteAsync(new RestoreDrill(bench.Catalogue), input, "u"));
            Assert.Equal(before, bench.Vms.Count);
            Assert.Equal(BackupState.Drilled, (await bench.LastAsync()).State);
            Assert.Equal(["back-up", "restore", "power-on", "power-off", "delete"], bench.Platform.Fleet.Effects.Select(effect => effect.Operation));
        }
    }

    [Fact]
    [Trait("Rule", "New MAC")]
    public async Task Objection_AddressOfAnotherVm_IsNoIsolation()
    {
        var bench = new BackupBench();
        var inventory = await bench.Platform.GetInventoryAsync(BackupBench.Cancellation);
        var twin = bench.Vm with { Id = "copy", Cards = [bench.Vm.Cards!.Value[0] with { Network = null }] };
        Assert.Contains("MAC", Isolation.Objection(twin, inventory.VirtualMachines, inventory.Networks), StringComparison.Ordinal);
        Assert.Null(Isolation.Objection(twin with { Cards = [new NetworkCard("02:00:00:00:00:01", "isolated")] }, inventory.VirtualMachines, inventory.Networks));
        Assert.NotNull(Isolation.Objection(twin with { Cards = null }, inventory.VirtualMachines, inventory.Networks));
        Assert.NotNull(Isolation.Objection(twin with { Cards = [new NetworkCard("02:00:00:00:00:01", "unheard-of")] }, inventory.VirtualMachines, inventory.Networks));
    }
}
