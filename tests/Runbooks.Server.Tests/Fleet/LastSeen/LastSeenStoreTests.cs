using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;
using Runbooks.Server.Data;
using Runbooks.Server.Fleet.LastSeen;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Tests.Connections;
using Runbooks.Server.Tests.Data;

namespace Runbooks.Server.Tests.Fleet.LastSeen;

public sealed class LastSeenStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TestData data = new();
    private readonly ConnectionRegistry registry;

    public LastSeenStoreTests()
    {
        registry = new ConnectionRegistry(new PlatformFactories([new ScriptedFactory()]), Options.Create(FollowedFleet.Options), data.Time, NullLogger<ConnectionRegistry>.Instance);
        registry.Put(FollowedFleet.Define("a"));
        registry.Put(FollowedFleet.Define("b"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => data.InitializeAsync();

    public ValueTask DisposeAsync() => data.DisposeAsync();

    [Fact]
    public async Task Load_InANewProcess_GivesWhatWasWrittenAsStaleWithItsAge()
    {
        var vm = ScriptedEndpoint.Vm("web-1", PowerState.Suspended, "kvm", ("env", "test"), ("group", "web"));
        await Store().WriteAsync([Sight("a", vm), Sight("b", ScriptedEndpoint.Vm("db-1"))], Cancellation);

        var loaded = await Store().LoadAsync(registry.All, Cancellation);

        Assert.Equal(["a", "b"], loaded.Select(sight => sight.Connection));
        Assert.All(loaded, sight => Assert.True(sight.Stale));
        Assert.Equal(Start, loaded[0].SeenAt);
        var restored = Assert.Single(loaded[0].Vms);
        Assert.Equal(JsonSerializer.Serialize(vm), JsonSerializer.Serialize(restored.Vm));
        Assert.Equal(Start, restored.RanAt);
        Assert.Equal("kvm", Assert.Single(loaded[0].Hosts).Name);
        Assert.Equal(40, Assert.Single(loaded[0].Storages).FreeBytes);
    }

    [Fact]
    public async Task Write_OfALaterReadWithoutChanges_WritesNoObject()
    {
        var store = Store();
        var sight = Sight("a", ScriptedEndpoint.Vm("web-1"), ScriptedEndpoint.Vm("web-2"));
        await store.WriteAsync([sight], Cancellation);
        var later = sight.After(Inventory(ScriptedEndpoint.Vm("web-1"), ScriptedEndpoint.Vm("web-2", PowerState.Off)), Start.AddMinutes(1));

        await store.WriteAsync([later], Cancellation);

        var written = await RowsAsync();
        Assert.Equal(["connection a", "vm scripted:web-2"], written.Where(row => row.LastSeenAt > Start).Select(row => $"{row.Kind} {row.Id}").Order());
    }

    [Fact]
    public async Task Load_AfterUnchangedReads_KnowsTheTimeOfTheLastOne()
    {
        var store = Store();
        var sight = Sight("a", ScriptedEndpoint.Vm("web-1"));
        await store.WriteAsync([sight], Cancellation);
        await store.WriteAsync([sight.After(Inventory(ScriptedEndpoint.Vm("web-1")), Start.AddHours(1))], Cancellation);

        Assert.Equal(Start.AddHours(1), Assert.Single(await Store().LoadAsync(registry.All, Cancellation)).SeenAt);
    }

    [Fact]
    public async Task Write_OfWhatVanished_RemovesItsRows()
    {
        var store = Store();
        await store.WriteAsync([Sight("a", ScriptedEndpoint.Vm("web-1"), ScriptedEndpoint.Vm("web-2")), Sight("b")], Cancellation);

        await store.WriteAsync([Sight("a", ScriptedEndpoint.Vm("web-2"))], Cancellation);

        Assert.Equal(["scripted:web-2"], (await RowsAsync()).Where(row => row.Kind == LastSeenRow.Vm).Select(row => row.Id));
        Assert.DoesNotContain(await RowsAsync(), row => row.Connection == "b");
    }

    [Fact]
    public async Task Load_OfRowsOfADeletedConnection_DropsThem()
    {
        await Store().WriteAsync([Sight("a", ScriptedEndpoint.Vm("web-1")), Sight("deleted", ScriptedEndpoint.Vm("old"))], Cancellation);

        var loaded = await Store().LoadAsync(registry.All, Cancellation);

        Assert.Equal("a", Assert.Single(loaded).Connection);
        Assert.DoesNotContain(await RowsAsync(), row => row.Connection == "deleted");
    }

    [Fact]
    public async Task Load_OfARowThatDoesNotFit_LeavesThatConnectionToBeReadAndRewritten()
    {
        await Store().WriteAsync([Sight("a", ScriptedEndpoint.Vm("web-1")), Sight("b", ScriptedEndpoint.Vm("db-1"))], Cancellation);
        await using (var db = data.Open())
            await db.FleetObjects.Where(row => row.Id == "scripted:web-1").ExecuteUpdateAsync(set => set.SetProperty(row => row.Json, "[1]"), Cancellation);
        var store = Store();

        Assert.Equal("b", Assert.Single(await store.LoadAsync(registry.All, Cancellation)).Connection);
        await store.WriteAsync([Sight("a", ScriptedEndpoint.Vm("web-1")), Sight("b", ScriptedEndpoint.Vm("db-1"))], Cancellation);

        Assert.Equal(2, (await Store().LoadAsync(registry.All, Cancellation)).Count);
    }

    [Fact]
    public async Task Write_AfterAnErrorHalfWay_WritesThatConnectionAnew()
    {
        var store = Store();
        await store.WriteAsync([Sight("a", ScriptedEndpoint.Vm("web-1"), ScriptedEndpoint.Vm("web-2"))], Cancellation);
        await using (var db = data.Open()) await db.FleetObjects.ExecuteDeleteAsync(Cancellation);
        var changed = Sight("a", ScriptedEndpoint.Vm("web-1", PowerState.Off), ScriptedEndpoint.Vm("web-2"));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => store.WriteAsync([changed], Cancellation));
        await store.WriteAsync([changed], Cancellation);

        Assert.Equal(2, (await RowsAsync()).Count(row => row.Kind == LastSeenRow.Vm));
    }

    private static ConnectionSight Sight(string connection, params VirtualMachine[] vms) =>
        ConnectionSight.Empty(connection, "scripted", Start).After(Inventory(vms), Start);

    private static Inventory Inventory(params VirtualMachine[] vms) => new(
        [.. vms],
        [new Activities.Platforms.Host("scripted:kvm", "kvm", "kvm", null, HostState.Up, 8, 1)],
        [new Storage("scripted:pool", "pool", "pool", 100, 40)]);

    private LastSeenStore Store() =>
        new(data.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>(), NullLogger<LastSeenStore>.Instance);

    private async Task<List<Runbooks.Server.Fleet.FleetObjectEntity>> RowsAsync()
    {
        await using var db = data.Open();
        return await db.FleetObjects.AsNoTracking().ToListAsync(Cancellation);
    }
}
