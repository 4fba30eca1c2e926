using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    [Fact]
    public async Task End_OfARunWithRowsOfAllKinds_LeavesNoneAndWakesWhoIsNext()
    {
        await Store.StartAsync(Draft.Start("r", max: 1));
        await Store.StartAsync(Draft.Start("queued", max: 1));
        await StartAsync("holder", "waiting", "parent");
        await CommitAsync(Draft.Append("holder", after: 1) with { Leases = [Draft.Lease("vm-9", "holder")] });
        await CommitAsync(Draft.Append("r", after: 1) with
        {
            Leases = [Draft.Lease("vm-1", "r", "u"), Draft.Lease("vm-1", "r", "v"), Draft.Lease("vm-2", "r")],
            LeaseWaits = [Draft.Lease("vm-9", "r")],
            Approvals = [new ApprovalAsk("s", "please", [], Draft.T0, null)],
        });
        await CommitAsync(Draft.Append("waiting", after: 1) with { LeaseWaits = [Draft.Lease("vm-1", "waiting")] });
        await Store.EnqueueAsync("r", Draft.Message("seen"));
        await CommitAsync(Draft.Append("r", after: 2) with { Consumed = ["seen"] });
        await Store.EnqueueAsync("r", Draft.Message("unseen"));
        var wake = await CommitAsync(Draft.End("r", after: 3) with { Outgoing = [new OutgoingMessage("parent", Draft.Message("child-ended"))] });

        Assert.Equal(["parent", "queued", "waiting"], wake.Order());
        Assert.Equal([("vm-1", "waiting"), ("vm-9", "holder")], (await Store.ReadLeasesAsync()).Select(l => (l.TargetId, l.RunId)).Order());
        Assert.Empty(await InboxAsync("r"));
        Assert.Empty(await Store.ReadApprovalsAsync());
        Assert.Empty(await CommitAsync(Draft.Append("holder", after: 2) with { Releases = [Draft.Lease("vm-9", "holder")] }));
        Assert.Equal(["queued"], await SlotHoldersAsync());
    }

    [Fact]
    public async Task End_WithLeasesAndWaitsInTheSameAppend_LeavesNone()
    {
        await StartAsync("r");
        var wake = await CommitAsync(Draft.End("r", after: 1) with
        {
            Leases = [Draft.Lease("vm-1", "r")],
            LeaseWaits = [Draft.Lease("vm-2", "r")],
            Approvals = [new ApprovalAsk("s", "please", [], Draft.T0, null)],
        });

        Assert.Empty(wake);
        Assert.Empty(await Store.ReadLeasesAsync());
        Assert.Empty(await InboxAsync("r"));
        Assert.Empty(await Store.ReadApprovalsAsync());
    }

    [Fact]
    public async Task Append_ToAnEndedRun_MayGoOnWithIt()
    {
        await StartAsync("r");
        await CommitAsync(Draft.Append("r", after: 1, "failed"));
        await CommitAsync(Draft.Append("r", after: 2, "rolling-back"));

        Assert.Equal(EnqueueResult.Accepted, await Store.EnqueueAsync("r", Draft.Message("m")));
        Assert.Equal("rolling-back", (await Store.ReadRunAsync("r"))!.Projection.Status);
    }

    [Fact]
    public async Task Forget_RunsThatEndedBefore_RemovesThemWithAllThatIsTheirs()
    {
        await StartAsync("going");
        foreach (var (run, day) in new[] { ("late", 9), ("second", 2), ("first", 1) })
        {
            await Store.StartAsync(Draft.Start(run, key: $"key of {run}"));
            await Store.AppendLogsAsync([new LogLine(run, "s", null, Draft.T0, "line")]);
            var end = Draft.End(run, after: 1);
            await CommitAsync(end with
            {
                Targets = ["vm-1"], Snapshot = [1], Projection = end.Projection with { EndedAt = Draft.T0.AddDays(day) },
            });
        }

        Assert.Equal(1, await Store.ForgetAsync(Draft.T0.AddDays(9), limit: 1));
        Assert.Null(await Store.ReadRunAsync("first"));
        Assert.NotNull(await Store.ReadRunAsync("second"));
        Assert.Equal(1, await Store.ForgetAsync(Draft.T0.AddDays(9), limit: 10));
        Assert.Equal(["going", "late"], (await Store.ListAsync(new RunQuery())).Items.Select(r => r.RunId).Order());
        Assert.Equal(["late"], (await Store.ListAsync(new RunQuery(TargetId: "vm-1"))).Items.Select(r => r.RunId));
        Assert.Empty(await Store.ReadHistoryAsync("first", 0, 10));
        Assert.Empty(await Store.ReadLogsAsync("first", null, 0, 10));
        Assert.IsType<StartResult.Started>(await Store.StartAsync(Draft.Start("new", key: "key of first")));
    }

    private async Task<IReadOnlyList<string>> SlotHoldersAsync() =>
        Assert.IsType<StartResult.Busy>(await Store.StartAsync(Draft.Start("probe", max: 1, queue: false))).Runs;
}
