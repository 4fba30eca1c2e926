using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    [Fact]
    public async Task Enqueue_SeveralMessages_AreReadOldestFirst()
    {
        await StartAsync("r", "other");
        foreach (var id in new[] { "c", "a", "b" })
            Assert.Equal(EnqueueResult.Accepted, await Store.EnqueueAsync("r", Draft.Message(id)));

        Assert.Equal([Draft.Message("c"), Draft.Message("a"), Draft.Message("b")], await Store.ReadInboxAsync("r"));
        Assert.Empty(await InboxAsync("other"));
    }

    [Fact]
    public async Task Enqueue_NoSuchRun_SaysSo() =>
        Assert.Equal(EnqueueResult.NoSuchRun, await Store.EnqueueAsync("r", Draft.Message("m")));

    [Fact]
    public async Task Enqueue_EndedRun_SaysSo()
    {
        await StartAsync("r");
        await CommitAsync(Draft.End("r", after: 1));

        Assert.Equal(EnqueueResult.Ended, await Store.EnqueueAsync("r", Draft.Message("m")));
        Assert.Empty(await InboxAsync("r"));
    }

    [Fact]
    public async Task Enqueue_SameId_IsADuplicateAlsoWhenConsumed()
    {
        await StartAsync("r", "other");
        await Store.EnqueueAsync("r", Draft.Message("m"));
        Assert.Equal(EnqueueResult.Duplicate, await Store.EnqueueAsync("r", Draft.Message("m", "another type")));
        await CommitAsync(Draft.Append("r", after: 1) with { Consumed = ["m"] });

        Assert.Equal(EnqueueResult.Duplicate, await Store.EnqueueAsync("r", Draft.Message("m")));
        Assert.Empty(await InboxAsync("r"));
        Assert.Equal(EnqueueResult.Accepted, await Store.EnqueueAsync("other", Draft.Message("m")));
    }

    [Fact]
    public async Task Enqueue_TheInboxIsFull_TurnsAwayWhatComesFromOutsideOnly()
    {
        await StartAsync("r", "child");
        var results = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(n => Store.EnqueueAsync("r", Draft.Message($"m{n}"))));
        Assert.All(results, result => Assert.Equal(EnqueueResult.Accepted, result));

        Assert.Equal(EnqueueResult.Full, await Store.EnqueueAsync("r", Draft.Message("more")));
        Assert.Equal(EnqueueResult.Duplicate, await Store.EnqueueAsync("r", Draft.Message("m7")));
        Assert.Equal(["r"], await CommitAsync(Draft.Append("child", after: 1) with
        {
            Outgoing = [new OutgoingMessage("r", Draft.Message("child-ended"))],
        }));
        await CommitAsync(Draft.Append("r", after: 1) with { Consumed = ["m0", "m1"] });
        Assert.Equal(EnqueueResult.Accepted, await Store.EnqueueAsync("r", Draft.Message("more")));
    }

    [Fact]
    public async Task Consume_SomeOfSeveral_LeavesTheOthers()
    {
        await StartAsync("r");
        foreach (var id in new[] { "a", "b", "c" })
            await Store.EnqueueAsync("r", Draft.Message(id));
        await CommitAsync(Draft.Append("r", after: 1) with { Consumed = ["a", "c", "never-there"] });

        Assert.Equal(["b"], await InboxAsync("r"));
        Assert.Equal(EnqueueResult.Accepted, await Store.EnqueueAsync("r", Draft.Message("never-there")));
    }

    [Fact]
    public async Task Outgoing_ToOtherRuns_ArrivesWithTheAppend()
    {
        await StartAsync("child", "parent", "ended");
        await CommitAsync(Draft.End("ended", after: 1));
        var append = Draft.Append("child", after: 1) with
        {
            Outgoing =
            [
                new OutgoingMessage("parent", Draft.Message("m")), new OutgoingMessage("ended", Draft.Message("m")),
                new OutgoingMessage("nowhere", Draft.Message("m")),
            ],
        };

        Assert.Equal(["parent"], await CommitAsync(append));
        Assert.Equal([Draft.Message("m")], await Store.ReadInboxAsync("parent"));
        Assert.Empty(await InboxAsync("ended"));
        Assert.Empty(await CommitAsync(append with { After = 2, Nonce = Guid.NewGuid() }));
    }

    [Fact]
    public async Task EnqueueToHeld_SomeRunsAreHeld_ReachesThemOnce()
    {
        await StartAsync("free");
        foreach (var run in new[] { "h1", "h2", "h3" })
            await Store.StartAsync(Draft.Start(run, p => p with { Held = true }));
        await CommitAsync(Draft.Append("h3", after: 1));

        Assert.Equal(["h1", "h2"], (await Store.EnqueueToHeldAsync("go", "automation-started", "{}", Draft.T0)).Order());
        Assert.Equal([new InboxMessage("go", "automation-started", "{}", Draft.T0)], await Store.ReadInboxAsync("h1"));
        Assert.Empty(await InboxAsync("free"));
        Assert.Empty(await InboxAsync("h3"));
        Assert.Empty(await Store.EnqueueToHeldAsync("go", "automation-started", "{}", Draft.T0));
    }
}
