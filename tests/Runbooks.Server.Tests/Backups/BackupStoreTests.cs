using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Backups;
using Runbooks.Server.Data;
using Runbooks.Server.Tests.Data;

namespace Runbooks.Server.Tests.Backups;

public sealed class BackupStoreTests(TestData data) : IClassFixture<TestData>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_EveryField_IsReadBackByAnotherProcess()
    {
        using var store = Open();
        await store.AddAsync(Backup("whole", "vm:whole"), Cancellation);
        var full = Backup("whole", "vm:whole") with
        {
            Parent = "p", Repository = "/backup", Location = "l", Storage = "s", Bytes = 5, Consistency = Consistency.Application, State = BackupState.Drilled,
            MadeAt = Noon, VerifiedAt = Noon, ExpiresAt = Noon, Problem = "none", ChainBroken = "moved",
            Drill = new DrillRecord("k", Noon, Noon, TimeSpan.FromHours(3), TimeSpan.FromSeconds(7.5), "c", "p"),
        };
        Assert.Equal(full, await store.ChangeAsync("whole", _ => full, Cancellation));

        using var other = new BackupStore(data.Build().GetRequiredService<IDbContextFactory<RunbooksDbContext>>());

        Assert.Equal(full, await other.FindAsync("whole", Cancellation));
    }

    [Fact]
    public async Task Add_IdIsThere_KeepsWhatIsThere()
    {
        using var store = Open();
        await store.AddAsync(Backup("twice", "vm:twice"), Cancellation);
        await store.AddAsync(Backup("twice", "vm:twice") with { VmName = "other" }, Cancellation);

        Assert.Equal("web", Assert.Single(await store.OfVmAsync("vm:twice", Cancellation)).VmName);
    }

    [Fact]
    public async Task OfVm_SeveralVms_GivesItsOwnInOrderAndVmsNamesEachOnceForEachConnection()
    {
        using var store = Open();
        await store.AddAsync(Backup("b", "vm:order"), Cancellation);
        await store.AddAsync(Backup("a", "vm:order") with { VmName = "renamed" }, Cancellation);
        await store.AddAsync(Backup("c", "vm:order") with { Connection = "second" }, Cancellation);

        Assert.Equal(["b", "a", "c"], (await store.OfVmAsync("vm:order", Cancellation)).Select(backup => backup.Id));
        Assert.Equal(
            [new("vm:order", "renamed", "lab"), new VmWithBackups("vm:order", "web", "second")],
            (await store.VmsAsync(Cancellation)).Where(vm => vm.Vm == "vm:order"));
    }

    [Fact]
    public async Task Change_ByManyAtOnce_LosesNone()
    {
        using var store = Open();
        await store.AddAsync(Backup("counted", "vm:counted") with { Bytes = 0 }, Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.ChangeAsync("counted", known => known with { Bytes = known.Bytes + 1 }, Cancellation)));

        Assert.Equal(20, (await store.FindAsync("counted", Cancellation))!.Bytes);
    }

    [Fact]
    public async Task Remove_OneThatIsThereOrNot_IsGone()
    {
        using var store = Open();
        await store.AddAsync(Backup("gone", "vm:gone"), Cancellation);
        await store.RemoveAsync("gone", Cancellation);
        await store.RemoveAsync("gone", Cancellation);

        Assert.Null(await store.FindAsync("gone", Cancellation));
        Assert.Null(await store.ChangeAsync("gone", known => known, Cancellation));
    }

    internal static BackupRecord Backup(string id, string vm) => new()
    {
        Id = id, Vm = vm, VmName = "web", NativeId = "1", Connection = "lab", Kind = BackupKind.Full, Run = "run-1", BegunAt = Noon,
    };

    private BackupStore Open() => new(data.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>());
}
