using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    [Fact]
    public async Task Start_NewRun_KeepsTheRowAndItsFirstEvents()
    {
        var projection = Draft.Projection("r") with
        {
            TriggerKind = "schedule", TriggerName = "nightly", StartedBy = null, Reason = "why", ParentRunId = "p", RootRunId = "p",
            EndedAt = Draft.T0.AddDays(1), Due = Draft.T0.AddDays(2), Held = true, HandledFailures = true,
        };
        var start = Draft.Start("r", key: "k");
        var result = await Store.StartAsync(start with { Append = Draft.Append("r", 0, events: 2) with { Projection = projection } });

        Assert.IsType<StartResult.Started>(result);
        var expected = new RunRow("r", 1, 2, "a", "k", projection);
        Assert.Equal(expected, await Store.ReadRunAsync("r"));
        Assert.Equal(expected, await Store.ReadByStartKeyAsync("k"));
        Assert.Equal([1L, 2L], (await Store.ReadHistoryAsync("r", 0, 10)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Start_SameKeyAgain_GivesTheFirstRunAndWritesNothing()
    {
        await Store.StartAsync(Draft.Start("first", key: "k"));
        var again = await Store.StartAsync(Draft.Start("second", key: "k"));

        Assert.Equal("first", Assert.IsType<StartResult.Duplicate>(again).Run.RunId);
        Assert.Null(await Store.ReadRunAsync("second"));
    }

    [Fact]
    public async Task Start_SameRunAgain_GivesItAndWritesNothing()
    {
        await StartAsync("r");
        await CommitAsync(Draft.Append("r", after: 1));
        var again = await Store.StartAsync(Draft.Start("r", key: "new"));

        Assert.Equal(2, Assert.IsType<StartResult.Duplicate>(again).Run.Sequence);
        Assert.Null(await Store.ReadByStartKeyAsync("new"));
    }

    [Fact]
    public async Task Start_IdOfOneRunAndKeyOfAnother_GivesTheOneWithTheId()
    {
        await Store.StartAsync(Draft.Start("keyed", key: "k"));
        await StartAsync("r");

        Assert.Equal("r", Assert.IsType<StartResult.Duplicate>(await Store.StartAsync(Draft.Start("r", key: "k"))).Run.RunId);
    }

    [Fact]
    public async Task Start_SameKeyFromManyThreads_MakesOneRun()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(n => Task.Run(() => Store.StartAsync(Draft.Start($"r{n}", key: "k")))));

        Assert.Single(results.OfType<StartResult.Started>());
        Assert.Single(results.OfType<StartResult.Duplicate>().Select(d => d.Run.RunId).Distinct());
        Assert.Single((await Store.ListAsync(new RunQuery())).Items);
    }

    [Fact]
    public async Task Start_WithTheRowsOfItsFirstEvents_WritesThem()
    {
        await StartAsync("parent");
        var start = Draft.Start("r");
        await Store.StartAsync(start with
        {
            Append = start.Append with
            {
                Leases = [Draft.Lease("vm-1", "r")],
                Outgoing = [new OutgoingMessage("parent", Draft.Message("born"))],
                Targets = ["vm-1"],
                Approvals = [new ApprovalAsk("s", "please", ["role:operator"], Draft.T0, null)],
                Snapshot = [1],
            },
        });

        Assert.Equal("vm-1", Assert.Single(await Store.ReadLeasesAsync()).TargetId);
        Assert.Equal(["born"], await InboxAsync("parent"));
        Assert.Single((await Store.ListAsync(new RunQuery(TargetId: "vm-1"))).Items);
        Assert.Single(await Store.ReadApprovalsAsync());
        Assert.Equal(1, (await Store.ClaimAsync("r", "a"))!.Snapshot!.Sequence);
    }

    [Fact]
    public async Task Start_TargetLeasedToAnother_IsBusyAndWritesNothing()
    {
        await StartAsync("holder");
        await CommitAsync(Draft.Append("holder", after: 1) with { Leases = [Draft.Lease("vm-1", "holder", "step/vm-1")] });
        var start = Draft.Start("r", max: 1);
        var result = await Store.StartAsync(start with { Append = start.Append with { Leases = [Draft.Lease("vm-1", "r")] } });

        var holder = Assert.Single(Assert.IsType<StartResult.LeaseBusy>(result).Holders);
        Assert.Equal(("vm-1", "holder", "step/vm-1"), (holder.Key, holder.Value.RunId, holder.Value.Unit));
        Assert.Null(await Store.ReadRunAsync("r"));
        Assert.IsType<StartResult.Started>(await Store.StartAsync(Draft.Start("next", max: 1)));
    }

    [Fact]
    public async Task Start_ThatEndsAtOnce_LeavesNoRows()
    {
        var start = Draft.Start("r", max: 1);
        await Store.StartAsync(start with
        {
            Append = start.Append with { Projection = Draft.Projection("r", "failed"), Leases = [Draft.Lease("vm-1", "r")] },
        });

        Assert.Empty(await Store.ReadLeasesAsync());
        Assert.IsType<StartResult.Started>(await Store.StartAsync(Draft.Start("next", max: 1)));
    }

    [Fact]
    public async Task Start_AppendOfAnotherRun_IsRefusedAsAMistake()
    {
        var start = Draft.Start("r");
        foreach (var append in new[]
        {
            Draft.Append("other", 0), Draft.Append("r", 1), Draft.Append("r", 0, epoch: 2), Draft.Append("r", 0, events: 0),
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Store.StartAsync(start with { Append = append }));
            await Assert.ThrowsAsync<ArgumentException>(() => Store.StartAsync(start with { Queued = append }));
        }
        await Assert.ThrowsAsync<ArgumentException>(() => Store.StartAsync(Draft.Start("r", max: 0)));
    }
}
