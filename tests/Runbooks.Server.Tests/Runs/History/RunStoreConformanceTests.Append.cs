using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    [Fact]
    public async Task Append_AfterTheLastEvent_ContinuesTheHistory()
    {
        await StartAsync("r");
        var wake = await CommitAsync(Draft.Append("r", after: 1, events: 2));
        var history = await Store.ReadHistoryAsync("r", after: 0, limit: 10);

        Assert.Empty(wake);
        Assert.Equal([1L, 2L, 3L], history.Select(e => e.Sequence));
        var last = history[^1];
        Assert.Equal(("Stepped", 2, Draft.T0.AddTicks(3)), (last.Type, last.Version, last.At));
        Assert.Equal("{\"n\":3}"u8.ToArray(), last.Data);
    }

    [Fact]
    public async Task Append_Committed_WritesTheProjection()
    {
        await StartAsync("r");
        var projection = Draft.Projection("r") with
        {
            Status = "waiting", Active = false, Held = true, Due = Draft.T0.AddHours(1), StartedAt = Draft.T0.AddMinutes(3),
            EndedAt = Draft.T0.AddMinutes(4), HandledFailures = true,
        };
        await CommitAsync(Draft.Append("r", after: 1) with { Projection = projection });

        Assert.Equal(new RunRow("r", 1, 2, "a", null, projection), await Store.ReadRunAsync("r"));
    }

    [Fact]
    public async Task Append_NothingThatIsIndexedChanges_WritesTheRestOfTheProjection()
    {
        await StartAsync("r");
        var projection = Draft.Projection("r") with { HandledFailures = true, StartedAt = Draft.T0.AddMinutes(3) };
        await CommitAsync(Draft.Append("r", after: 1) with { Projection = projection });

        Assert.Equal(projection, (await Store.ReadRunAsync("r"))!.Projection);
    }

    [Fact]
    public async Task Append_OtherFactsOfTheStart_KeepsThoseOfTheStart()
    {
        await StartAsync("r");
        var projection = Draft.Projection("r");
        await CommitAsync(Draft.Append("r", after: 1) with
        {
            Projection = projection with
            {
                Workflow = "x", Version = 9, CreatedAt = Draft.T0.AddDays(1), TriggerKind = "x", TriggerName = "x", StartedBy = "x",
                Reason = "x", RootRunId = "x", ParentRunId = "x",
            },
        });

        Assert.Equal(projection, (await Store.ReadRunAsync("r"))!.Projection);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    public async Task Append_OtherSequenceOrEpoch_IsFencedAndWritesNothing(long after, long epoch)
    {
        await StartAsync("r", "other");
        var before = await Store.ReadRunAsync("r");
        var result = await Store.AppendAsync(Draft.Append("r", after, "waiting", epoch) with
        {
            Leases = [Draft.Lease("vm-1", "r")],
            LeaseWaits = [Draft.Lease("vm-2", "r")],
            Outgoing = [new OutgoingMessage("other", Draft.Message("m"))],
            Targets = ["vm-1"],
            Approvals = [new ApprovalAsk("s", "please", [], Draft.T0, null)],
        });

        Assert.IsType<AppendResult.Fenced>(result);
        Assert.Equal(before, await Store.ReadRunAsync("r"));
        Assert.Single(await Store.ReadHistoryAsync("r", 0, 10));
        Assert.Empty(await Store.ReadLeasesAsync());
        Assert.Empty(await Store.ReadInboxAsync("other"));
        Assert.Empty(await Store.ReadApprovalsAsync());
        Assert.Empty((await Store.ListAsync(new RunQuery(TargetId: "vm-1"))).Items);
    }

    [Fact]
    public async Task Append_NoSuchRun_IsFenced() =>
        Assert.IsType<AppendResult.Fenced>(await Store.AppendAsync(Draft.Append("r", after: 1)));

    [Fact]
    public async Task Append_TheSameNonceAgain_IsCommittedAndWrittenOnce()
    {
        await StartAsync("r", "parent");
        var append = Draft.Append("r", after: 1) with { Outgoing = [new OutgoingMessage("parent", Draft.Message("m"))] };
        await CommitAsync(append);
        await CommitAsync(append);

        Assert.Equal(2, (await Store.ReadHistoryAsync("r", 0, 10)).Count);
        Assert.Equal(["m"], await InboxAsync("parent"));
    }

    [Fact]
    public async Task Append_TheSameNonceAfterAnotherClaimed_IsStillCommitted()
    {
        await StartAsync("r");
        var append = Draft.Append("r", after: 1);
        await CommitAsync(append);
        await Store.ClaimAsync("r", "b");

        Assert.IsType<AppendResult.Committed>(await Store.AppendAsync(append));
        Assert.Equal(2, (await Store.ReadHistoryAsync("r", 0, 10)).Count);
    }

    [Fact]
    public async Task Append_WithoutEvents_WritesItsRowsOnce()
    {
        await StartAsync("r");
        await Store.EnqueueAsync("r", Draft.Message("stale"));
        var append = Draft.Append("r", after: 1, events: 0) with { Consumed = ["stale"] };
        await CommitAsync(append);
        await CommitAsync(append);

        Assert.Empty(await InboxAsync("r"));
        Assert.Equal(1, (await Store.ReadRunAsync("r"))!.Sequence);
    }

    [Fact]
    public async Task Append_BytesOfAllKinds_AreKept()
    {
        await StartAsync("r");
        byte[][] bodies = [[], [0], [.. Enumerable.Range(0, 256).Select(n => (byte)n)], new byte[300_000]];
        await CommitAsync(Draft.Append("r", after: 1) with
        {
            Events = [.. bodies.Select(b => new NewEvent("Ünicode 事件", 1, Draft.T0, b))],
            Approvals = [new ApprovalAsk("s", new string('错', 4_000), ["", "ö"], Draft.T0, null)],
        });
        var history = await Store.ReadHistoryAsync("r", after: 1, limit: 10);

        Assert.Equal(bodies, history.Select(e => e.Data));
        Assert.All(history, e => Assert.Equal("Ünicode 事件", e.Type));
        var ask = Assert.Single(await Store.ReadApprovalsAsync()).Approval;
        Assert.Equal(new string('错', 4_000), ask.Message);
        Assert.Equal(["", "ö"], ask.By);
    }

    [Fact]
    public async Task Append_Terminal_IsNeitherActiveNorHeldNorDue()
    {
        await StartAsync("r");
        await CommitAsync(Draft.End("r", after: 1) with
        {
            Projection = Draft.Projection("r", "completed") with { Active = true, Held = true, Due = Draft.T0 },
        });

        Assert.Empty(await Store.ReadDueAsync(Draft.T0.AddYears(1), 10));
        Assert.Null(await Store.ReadNextDueAsync());
        Assert.Empty(await Store.ReadForsakenAsync("somebody", 10));
        Assert.Empty(await Store.EnqueueToHeldAsync("go", "resumed", "{}", Draft.T0));
        Assert.Equal(Draft.Projection("r", "completed"), (await Store.ReadRunAsync("r"))!.Projection);
    }

    [Fact]
    public async Task Append_ManyAtOnceAndOneFails_FailsItAlone()
    {
        var ids = Enumerable.Range(0, 40).Select(n => $"r{n:00}").ToArray();
        await Task.WhenAll(ids.Select(id => Store.StartAsync(Draft.Start(id))));
        var impossible = Draft.Append("r07", after: 1) with { Events = [new NewEvent("Stepped", 1, Draft.T0, null!)] };
        var results = ids.Select(id => Store.AppendAsync(id == "r07" ? impossible : Draft.Append(id, after: 1))).ToArray();

        await Assert.ThrowsAnyAsync<Exception>(() => results[7]);
        Assert.All(await Task.WhenAll(results.Where((_, n) => n != 7)), r => Assert.IsType<AppendResult.Committed>(r));
        Assert.Equal(1, (await Store.ReadRunAsync("r07"))!.Sequence);
        Assert.IsType<AppendResult.Committed>(await Store.AppendAsync(Draft.Append("r07", after: 1)));
    }
}
