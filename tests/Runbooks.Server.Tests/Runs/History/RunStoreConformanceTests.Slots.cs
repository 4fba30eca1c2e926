using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    [Fact]
    public async Task Slot_AllTakenAndNoQueue_IsBusyAndWritesNothing()
    {
        await Store.StartAsync(Draft.Start("r1", max: 2));
        await Store.StartAsync(Draft.Start("r2", max: 2));
        var result = await Store.StartAsync(Draft.Start("r3", key: "k", max: 2, queue: false));

        Assert.Equal(["r1", "r2"], Assert.IsType<StartResult.Busy>(result).Runs);
        Assert.Null(await Store.ReadRunAsync("r3"));
        Assert.Null(await Store.ReadByStartKeyAsync("k"));
    }

    [Fact]
    public async Task Slot_OfAnotherWorkflow_IsItsOwn()
    {
        await Store.StartAsync(Draft.Start("r1", max: 1));

        Assert.IsType<StartResult.Started>(await Store.StartAsync(Draft.Start("r2") with { Slot = new SlotAsk("other", 1) }));
        Assert.IsType<StartResult.Started>(await Store.StartAsync(Draft.Start("r3")));
    }

    [Fact]
    public async Task Slot_AllTaken_QueuesWithTheEventsForThat()
    {
        await Store.StartAsync(Draft.Start("r1", max: 1));
        var result = await Store.StartAsync(Draft.Start("r2", max: 1));

        Assert.IsType<StartResult.Queued>(result);
        Assert.Equal("queued", (await Store.ReadRunAsync("r2"))!.Projection.Status);
        Assert.Empty(await InboxAsync("r2"));
    }

    [Fact]
    public async Task Slot_Freed_AdmitsTheQueuedInTheOrderOfTheirStarts()
    {
        foreach (var run in new[] { "r1", "r3", "r2" })
            await Store.StartAsync(Draft.Start(run, max: 1));

        Assert.Equal(["r3"], await CommitAsync(Draft.End("r1", after: 1)));
        var message = Assert.Single(await Store.ReadInboxAsync("r3"));
        Assert.Equal(("admitted", "admitted", "{}"), (message.Id, message.Type, message.Data));
        Assert.Empty(await InboxAsync("r2"));
        Assert.Equal(["r2"], await CommitAsync(Draft.End("r3", after: 1)));
        Assert.Empty(await CommitAsync(Draft.End("r2", after: 1)));
        Assert.IsType<StartResult.Started>(await Store.StartAsync(Draft.Start("r4", max: 1)));
    }

    [Fact]
    public async Task Slot_WaitingRun_KeepsIt()
    {
        await Store.StartAsync(Draft.Start("r1", max: 1));
        await CommitAsync(Draft.Append("r1", after: 1, "waiting"));

        Assert.IsType<StartResult.Queued>(await Store.StartAsync(Draft.Start("r2", max: 1)));
    }

    [Fact]
    public async Task Slot_QueuedRunEnds_LeavesTheQueue()
    {
        foreach (var run in new[] { "r1", "r2", "r3" })
            await Store.StartAsync(Draft.Start(run, max: 1));

        Assert.Empty(await CommitAsync(Draft.Append("r2", after: 1, "cancelled")));
        Assert.Equal(["r3"], await CommitAsync(Draft.End("r1", after: 1)));
    }

    [Fact]
    public async Task Slot_BoundRaised_AdmitsWhoQueuesBeforeWhoIsNew()
    {
        foreach (var run in new[] { "r1", "r2", "r3" })
            await Store.StartAsync(Draft.Start(run, max: 1));

        Assert.Equal(["r1"], Assert.IsType<StartResult.Busy>(await Store.StartAsync(Draft.Start("r4", max: 3, queue: false))).Runs);
        Assert.IsType<StartResult.Queued>(await Store.StartAsync(Draft.Start("r5", max: 3)));
        Assert.Equal(["admitted"], await InboxAsync("r2"));
        Assert.Equal(["admitted"], await InboxAsync("r3"));
        Assert.Empty(await InboxAsync("r5"));
        Assert.Equal(["r5"], await CommitAsync(Draft.End("r2", after: 1)));
    }

    [Fact]
    public async Task Slot_BoundLowered_AdmitsNobodyAboveIt()
    {
        await Store.StartAsync(Draft.Start("r1", max: 2));
        await Store.StartAsync(Draft.Start("r2", max: 2));
        await Store.StartAsync(Draft.Start("r3", max: 1));

        Assert.Empty(await CommitAsync(Draft.End("r1", after: 1)));
        Assert.Equal(["r3"], await CommitAsync(Draft.End("r2", after: 1)));
    }

    [Fact]
    public async Task Slot_ManyStartsAtOnce_TakesNoMoreThanThereAre()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Task.Run(
            () => Store.StartAsync(Draft.Start($"r{n}", max: 5, queue: n % 2 == 0)))));

        Assert.Equal(5, results.Count(r => r is StartResult.Started));
        Assert.All(results.OfType<StartResult.Busy>(), busy => Assert.Equal(5, busy.Runs.Count));
    }
}
