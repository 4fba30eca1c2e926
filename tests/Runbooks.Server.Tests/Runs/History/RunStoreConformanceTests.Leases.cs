using System.Text.Json;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    [Fact]
    public async Task Lease_TargetIsFree_IsHeldByTheRun()
    {
        await StartAsync("a");
        Clock.Advance(TimeSpan.FromMinutes(5));
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a", "s/vm-1")] });

        var lease = Assert.Single(await Store.ReadLeasesAsync());
        Assert.Equal(new LeaseRow("vm-1", "name of vm-1", "a", "a", "s/vm-1", Draft.T0.AddMinutes(5)), lease);
    }

    [Fact]
    public async Task Lease_OneOfSeveralIsHeldByAnother_TakesNoneAndWritesNothing()
    {
        await StartAsync("a", "b");
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-2", "a")] });
        var result = await Store.AppendAsync(Draft.Append("b", after: 1) with
        {
            Leases = [Draft.Lease("vm-1", "b"), Draft.Lease("vm-2", "b"), Draft.Lease("vm-3", "b")],
            Outgoing = [new OutgoingMessage("a", Draft.Message("m"))],
        });

        var holder = Assert.Single(Assert.IsType<AppendResult.LeaseBusy>(result).Holders);
        Assert.Equal(("vm-2", "a"), (holder.Key, holder.Value.RunId));
        Assert.Single(await Store.ReadLeasesAsync());
        Assert.Equal(1, (await Store.ReadRunAsync("b"))!.Sequence);
        Assert.Empty(await InboxAsync("a"));
    }

    [Fact]
    public async Task Lease_HeldByAnotherButFenced_IsFenced()
    {
        await StartAsync("a", "b");
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a")] });

        Assert.IsType<AppendResult.Fenced>(
            await Store.AppendAsync(Draft.Append("b", after: 7) with { Leases = [Draft.Lease("vm-1", "b")] }));
    }

    [Fact]
    public async Task Lease_TheSameAppendRepeated_IsCommitted()
    {
        await StartAsync("a", "b");
        var append = Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a")] };
        await CommitAsync(append);
        await CommitAsync(Draft.Append("b", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "b")] });
        await Store.BreakLeaseAsync("vm-1");

        await CommitAsync(append);
        Assert.Equal("b", Assert.Single(await Store.ReadLeasesAsync()).RunId);
    }

    [Fact]
    public async Task Lease_UnitsOfOneRootRun_HoldTheTargetTogether()
    {
        await StartAsync("root", "child", "other");
        await CommitAsync(Draft.Append("root", after: 1) with { Leases = [Draft.Lease("vm-1", "root", "scope")] });
        await CommitAsync(Draft.Append("child", after: 1) with { Leases = [Draft.Lease("vm-1", "root", "u"), Draft.Lease("vm-1", "root", "v")] });
        await CommitAsync(Draft.Append("other", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "other")] });
        await CommitAsync(Draft.Append("root", after: 2) with { Releases = [Draft.Lease("vm-1", "root", "scope")] });
        Assert.Empty(await CommitAsync(Draft.Append("child", after: 2) with { Releases = [Draft.Lease("vm-1", "root", "u")] }));
        Assert.Equal("v", Assert.Single(await Store.ReadLeasesAsync()).Unit);

        var wake = await CommitAsync(Draft.Append("child", after: 3) with { Releases = [Draft.Lease("vm-1", "root", "v")] });
        Assert.Equal(["other"], wake);
        Assert.Equal("other", Assert.Single(await Store.ReadLeasesAsync()).RunId);
    }

    [Fact]
    public async Task LeaseWait_TargetIsHeld_IsGrantedWithTheRelease()
    {
        await StartAsync("a", "b");
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a")] });
        Assert.Empty(await CommitAsync(Draft.Append("b", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "b", "s/vm-1")] }));
        Assert.Empty(await InboxAsync("b"));
        Clock.Advance(TimeSpan.FromMinutes(1));
        var wake = await CommitAsync(Draft.Append("a", after: 2) with { Releases = [Draft.Lease("vm-1", "a")] });

        Assert.Equal(["b"], wake);
        Assert.Equal(("b", "s/vm-1", Clock.GetUtcNow()), Assert.Single(await Store.ReadLeasesAsync()) is var l ? (l.RunId, l.Unit, l.Since) : default);
        var message = Assert.Single(await Store.ReadInboxAsync("b"));
        Assert.Equal("lease-granted", message.Type);
        Assert.StartsWith("lease:s/vm-1:", message.Id, StringComparison.Ordinal);
        var data = JsonDocument.Parse(message.Data).RootElement;
        Assert.Equal(("s/vm-1", "vm-1"), (data.GetProperty("unit").GetString(), data.GetProperty("target").GetString()));
    }

    [Fact]
    public async Task LeaseWait_TargetHasBecomeFree_IsGrantedAtOnce()
    {
        await StartAsync("a");
        var wake = await CommitAsync(Draft.Append("a", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "a")] });

        Assert.Equal(["a"], wake);
        Assert.Single(await Store.ReadLeasesAsync());
        Assert.Equal("lease-granted", Assert.Single(await Store.ReadInboxAsync("a")).Type);
    }

    [Fact]
    public async Task LeaseWait_OwnRootRunHolds_IsGrantedAtOnce()
    {
        await StartAsync("root", "child");
        await CommitAsync(Draft.Append("root", after: 1) with { Leases = [Draft.Lease("vm-1", "root")] });

        Assert.Equal(["child"], await CommitAsync(Draft.Append("child", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "root")] }));
    }

    [Fact]
    public async Task LeaseWait_Several_AreGrantedInTheirOrderAndThoseOfOneRootRunTogether()
    {
        await StartAsync("a", "b", "b2", "c");
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a")] });
        await CommitAsync(Draft.Append("b", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "b")] });
        await CommitAsync(Draft.Append("c", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "c")] });
        await CommitAsync(Draft.Append("b2", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "b")] });

        Assert.Equal(["b", "b2"], await CommitAsync(Draft.Append("a", after: 2) with { Releases = [Draft.Lease("vm-1", "a")] }));
        Assert.Empty(await CommitAsync(Draft.Append("b", after: 2) with { Releases = [Draft.Lease("vm-1", "b")] }));
        Assert.Equal(["c"], await CommitAsync(Draft.Append("b2", after: 2) with { Releases = [Draft.Lease("vm-1", "b")] }));
    }

    [Fact]
    public async Task LeaseWait_TheSameUnitLaterAgain_GetsAnotherMessage()
    {
        await StartAsync("a");
        for (var round = 0; round < 3; round++)
        {
            await CommitAsync(Draft.Append("a", after: 1 + (2 * round)) with { LeaseWaits = [Draft.Lease("vm-1", "a")] });
            var id = Assert.Single(await InboxAsync("a"));
            await CommitAsync(Draft.Append("a", after: 2 + (2 * round)) with { Consumed = [id], Releases = [Draft.Lease("vm-1", "a")] });
        }
    }

    [Fact]
    public async Task LeaseWait_AskedForTwice_KeepsItsPlaceAndIsGrantedOnce()
    {
        await StartAsync("a", "b", "c");
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a")] });
        await CommitAsync(Draft.Append("b", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "b")] });
        await CommitAsync(Draft.Append("c", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "c")] });
        await CommitAsync(Draft.Append("b", after: 2) with { LeaseWaits = [Draft.Lease("vm-1", "b")] });

        Assert.Equal(["b"], await CommitAsync(Draft.Append("a", after: 2) with { Releases = [Draft.Lease("vm-1", "a")] }));
        Assert.Single(await InboxAsync("b"));
    }

    [Fact]
    public async Task LeaseWait_AskedForTwiceInOneAppend_IsGrantedOnce()
    {
        await StartAsync("a");
        await CommitAsync(Draft.Append("a", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "a"), Draft.Lease("vm-1", "a")] });

        Assert.Single(await InboxAsync("a"));
    }

    [Fact]
    public async Task Release_OfAPlaceInTheQueue_IsNotGrantedAnyMore()
    {
        await StartAsync("a", "b");
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a")] });
        await CommitAsync(Draft.Append("b", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "b")] });
        await CommitAsync(Draft.Append("b", after: 2) with { Releases = [Draft.Lease("vm-1", "b")] });

        Assert.Empty(await CommitAsync(Draft.Append("a", after: 2) with { Releases = [Draft.Lease("vm-1", "a")] }));
        Assert.Empty(await Store.ReadLeasesAsync());
    }

    [Fact]
    public async Task Release_OfWhatTheSameAppendTook_LeavesNothing()
    {
        await StartAsync("a", "b", "c");
        await CommitAsync(Draft.Append("c", after: 1) with { Leases = [Draft.Lease("vm-2", "c")] });
        await CommitAsync(Draft.Append("a", after: 1) with
        {
            Leases = [Draft.Lease("vm-1", "a")],
            LeaseWaits = [Draft.Lease("vm-2", "a")],
            Releases = [Draft.Lease("vm-1", "a"), Draft.Lease("vm-2", "a")],
        });

        Assert.IsType<AppendResult.Committed>(
            await Store.AppendAsync(Draft.Append("b", after: 1) with { Leases = [Draft.Lease("vm-1", "b")] }));
        Assert.Empty(await CommitAsync(Draft.Append("c", after: 2) with { Releases = [Draft.Lease("vm-2", "c")] }));
    }

    [Fact]
    public async Task Release_OfWhatIsNotHeld_DoesNothing()
    {
        await StartAsync("a", "b");
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a")] });
        await CommitAsync(Draft.Append("b", after: 1) with { Releases = [Draft.Lease("vm-1", "b"), Draft.Lease("vm-9", "b")] });

        Assert.Single(await Store.ReadLeasesAsync());
    }

    [Fact]
    public async Task BreakLease_Held_GoesToTheNextInTheQueue()
    {
        await StartAsync("a", "b");
        await CommitAsync(Draft.Append("a", after: 1) with { Leases = [Draft.Lease("vm-1", "a", "u"), Draft.Lease("vm-1", "a", "v")] });
        await CommitAsync(Draft.Append("b", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "b")] });

        Assert.Equal(["b"], await Store.BreakLeaseAsync("vm-1"));
        Assert.Equal("b", Assert.Single(await Store.ReadLeasesAsync()).RunId);
        Assert.Single(await InboxAsync("b"));
        Assert.Empty(await Store.BreakLeaseAsync("vm-1"));
        Assert.Empty(await Store.BreakLeaseAsync("vm-1"));
        Assert.Empty(await Store.ReadLeasesAsync());
    }
}
