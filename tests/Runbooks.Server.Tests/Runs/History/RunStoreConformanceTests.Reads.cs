using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    [Fact]
    public async Task ReadRun_Unknown_IsNull()
    {
        Assert.Null(await Store.ReadRunAsync("r"));
        Assert.Null(await Store.ReadByStartKeyAsync("k"));
        Assert.Empty(await Store.ReadHistoryAsync("r", 0, 10));
        Assert.Empty(await Store.ReadInboxAsync("r"));
    }

    [Fact]
    public async Task ReadDue_SomeRunsAreDue_GivesThemLongestDueFirst()
    {
        foreach (var (run, minutes) in new[] { ("r1", 30), ("r2", 10), ("r3", 20), ("r4", 40) })
            await Store.StartAsync(Draft.Start(run, p => p with { Due = Draft.T0.AddMinutes(minutes) }));
        await StartAsync("never");

        Assert.Empty(await Store.ReadDueAsync(Draft.T0.AddMinutes(10).AddTicks(-1), 10));
        Assert.Equal(["r2", "r3", "r1"], await Store.ReadDueAsync(Draft.T0.AddMinutes(30), 10));
        Assert.Equal(["r2", "r3"], await Store.ReadDueAsync(Draft.T0.AddYears(1), 2));
        Assert.Equal(Draft.T0.AddMinutes(10), await Store.ReadNextDueAsync());
    }

    [Fact]
    public async Task ReadEnded_AfterARun_GivesThoseThatEndedLaterInOrder()
    {
        await StartAsync("r1", "r2", "r3", "r4", "going");
        foreach (var (run, second) in new[] { ("r3", 1), ("r1", 2), ("r4", 2), ("r2", 3) })
        {
            var end = Draft.End(run, after: 1);
            await CommitAsync(end with { Projection = end.Projection with { EndedAt = Draft.T0.AddSeconds(second) } });
        }

        Assert.Equal(["r3", "r1", "r4", "r2"], (await Store.ReadEndedAsync(Draft.T0, "", 10)).Select(row => row.RunId));
        Assert.Equal(["r4", "r2"], (await Store.ReadEndedAsync(Draft.T0.AddSeconds(2), "r1", 10)).Select(row => row.RunId));
        Assert.Equal(["r1"], (await Store.ReadEndedAsync(Draft.T0.AddSeconds(2), "", 1)).Select(row => row.RunId));
        Assert.Empty(await Store.ReadEndedAsync(Draft.T0.AddSeconds(3), "r2", 10));
    }

    [Fact]
    public async Task ReadNextDue_NothingIsDueAnyMore_IsNull()
    {
        Assert.Null(await Store.ReadNextDueAsync());
        await Store.StartAsync(Draft.Start("r", p => p with { Due = Draft.T0 }));
        await CommitAsync(Draft.Append("r", after: 1));

        Assert.Null(await Store.ReadNextDueAsync());
    }

    [Fact]
    public async Task ReadForsaken_SomeNeedSomebody_GivesThose()
    {
        await Store.StartAsync(Draft.Start("mine", owner: "b"));
        await Store.StartAsync(Draft.Start("smaller", owner: "a"));
        await Store.StartAsync(Draft.Start("larger", owner: "c"));
        await Store.StartAsync(Draft.Start("waiting", p => p with { Active = false }));
        await Store.StartAsync(Draft.Start("messaged", p => p with { Active = false }));
        await Store.StartAsync(Draft.Start("mine-messaged", owner: "b"));
        await Store.StartAsync(Draft.Start("ended"));
        await Store.EnqueueAsync("messaged", Draft.Message("m"));
        await Store.EnqueueAsync("mine-messaged", Draft.Message("m"));
        await Store.EnqueueAsync("smaller", Draft.Message("m"));
        await Store.EnqueueAsync("ended", Draft.Message("m"));
        await CommitAsync(Draft.End("ended", after: 1));

        var forsaken = await Store.ReadForsakenAsync("b", 10);
        Assert.Equal(["larger", "messaged", "mine-messaged", "smaller"], forsaken.Order());
        var some = await Store.ReadForsakenAsync("b", 2);
        Assert.Equal(2, some.Distinct().Intersect(forsaken).Count());
    }

    [Fact]
    public async Task ReadForsaken_ClaimedByTheOwner_IsNotAmongThem()
    {
        await StartAsync("r");
        await Store.ClaimAsync("r", "b");

        Assert.Empty(await Store.ReadForsakenAsync("b", 10));
        Assert.Equal(["r"], await Store.ReadForsakenAsync("a", 10));
    }

    [Fact]
    public async Task ReadHistory_InPages_GivesAllInOrder()
    {
        await StartAsync("r", "other");
        await CommitAsync(Draft.Append("r", after: 1, events: 24));
        var pages = new List<long>();
        while (await Store.ReadHistoryAsync("r", pages.LastOrDefault(), limit: 10) is { Count: > 0 } page)
            pages.AddRange(page.Select(e => e.Sequence));

        Assert.Equal(Enumerable.Range(1, 25).Select(n => (long)n), pages);
    }

    [Fact]
    public async Task ReadLogs_OfARun_GivesItsLinesInOrder()
    {
        await StartAsync("r", "other");
        LogLine[] lines =
        [
            new("r", "a", null, Draft.T0, "one"), new("other", "a", null, Draft.T0, "elsewhere"),
            new("r", "b", "vm-1", Draft.T0.AddTicks(1), "two\n第二"), new("gone", "a", null, Draft.T0, "nobody's"),
        ];
        await Store.AppendLogsAsync(lines);
        await CommitAsync(Draft.End("r", after: 1));
        await Store.AppendLogsAsync([new LogLine("r", "a", null, Draft.T0, "")]);

        var all = await Store.ReadLogsAsync("r", null, 0, 10);
        Assert.Equal([lines[0], lines[2], new LogLine("r", "a", null, Draft.T0, "")], all.Select(l => l.Line));
        Assert.Equal(all.Where(l => l.Line.Path == "a"), await Store.ReadLogsAsync("r", "a", 0, 10));
        Assert.Equal([all[1]], await Store.ReadLogsAsync("r", null, all[0].Id, 1));
        Assert.Equal([all[2]], await Store.ReadLogsAsync("r", "a", all[0].Id, 10));
        Assert.Empty(await Store.ReadLogsAsync("gone", null, 0, 10));
    }

    [Fact]
    public async Task ReadApprovals_AskedAgainAndSettled_GivesWhatIsOpen()
    {
        await StartAsync("r", "s");
        ApprovalAsk early = new("b", "please", ["role:operator", "alice"], Draft.T0, Draft.T0.AddHours(1));
        ApprovalAsk late = new("a", "please", [], Draft.T0.AddMinutes(1), null);
        await CommitAsync(Draft.Append("r", after: 1) with { Approvals = [late, early] });
        await CommitAsync(Draft.Append("s", after: 1) with { Approvals = [late, late with { Path = "c" }] });
        await CommitAsync(Draft.Append("r", after: 2) with { Approvals = [late with { Message = "the plan has changed" }], ApprovalsSettled = ["a"] });
        await CommitAsync(Draft.Append("s", after: 2) with { ApprovalsSettled = ["c", "never-asked"] });

        var open = await Store.ReadApprovalsAsync();
        Assert.Equal([("r", "b", "please"), ("r", "a", "the plan has changed"), ("s", "a", "please")], open.Select(a => (a.RunId, a.Approval.Path, a.Approval.Message)));
        Assert.Equal(["role:operator", "alice"], open[0].Approval.By);
        Assert.Equal(("w", Draft.T0, Draft.T0.AddHours(1)), (open[0].Workflow, open[0].Approval.RequestedAt, open[0].Approval.Expires!.Value));
        Assert.Null(open[1].Approval.Expires);
    }

    [Fact]
    public async Task Reopen_AfterWork_FindsEverything()
    {
        await StartAsync("r");
        await CommitAsync(Draft.Append("r", after: 1) with { Leases = [Draft.Lease("vm-1", "r")] });
        await Store.EnqueueAsync("r", Draft.Message("m"));
        var row = await Store.ReadRunAsync("r");
        await ReopenAsync();

        Assert.Equal(row, await Store.ReadRunAsync("r"));
        Assert.Equal(2, (await Store.ReadHistoryAsync("r", 0, 10)).Count);
        Assert.Single(await Store.ReadLeasesAsync());
        Assert.Equal(["m"], await InboxAsync("r"));
        await CommitAsync(Draft.Append("r", after: 2));
    }
}
