using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    [Fact]
    public async Task Claim_NoSuchRun_IsNull() => Assert.Null(await Store.ClaimAsync("r", "a"));

    [Fact]
    public async Task Claim_ByAnother_FencesTheEarlierOwner()
    {
        await StartAsync("r");
        await CommitAsync(Draft.Append("r", after: 1));
        var claimed = await Store.ClaimAsync("r", "b");

        Assert.Equal(("b", 2L, 2L), (claimed!.Row.Owner, claimed.Row.Epoch, claimed.Row.Sequence));
        Assert.Equal(claimed.Row, await Store.ReadRunAsync("r"));
        Assert.IsType<AppendResult.Fenced>(await Store.AppendAsync(Draft.Append("r", after: 2, epoch: 1)));
        await CommitAsync(Draft.Append("r", after: 2, epoch: 2));
    }

    [Fact]
    public async Task Claim_ByTheSameOwner_FencesWhatItWasDoing()
    {
        await StartAsync("r");
        Assert.Equal(2, (await Store.ClaimAsync("r", "a"))!.Row.Epoch);

        Assert.IsType<AppendResult.Fenced>(await Store.AppendAsync(Draft.Append("r", after: 1, epoch: 1)));
    }

    [Fact]
    public async Task Claim_WithoutSnapshot_GivesTheWholeHistoryAndTheInbox()
    {
        await StartAsync("r");
        await CommitAsync(Draft.Append("r", after: 1, events: 3));
        await Store.EnqueueAsync("r", Draft.Message("m"));
        var claimed = await Store.ClaimAsync("r", "b");

        Assert.Null(claimed!.Snapshot);
        Assert.Equal([1L, 2L, 3L, 4L], claimed.Events.Select(e => e.Sequence));
        Assert.Equal([Draft.Message("m")], claimed.Inbox);
    }

    [Fact]
    public async Task Claim_WithSnapshots_GivesTheLatestAndTheEventsAfterIt()
    {
        await StartAsync("r");
        await CommitAsync(Draft.Append("r", after: 1, events: 2) with { Snapshot = [1] });
        await CommitAsync(Draft.Append("r", after: 3, events: 2) with { Snapshot = [2, 0, 2] });
        await CommitAsync(Draft.Append("r", after: 5, events: 1));
        var claimed = await Store.ClaimAsync("r", "b");

        Assert.Equal(5, claimed!.Snapshot!.Sequence);
        Assert.Equal([2, 0, 2], claimed.Snapshot.Data);
        Assert.Equal([6L], claimed.Events.Select(e => e.Sequence));
    }

    /// <summary>Whatever the interleaving, each sequence is committed once, and never by an owner of an earlier epoch.</summary>
    [Fact]
    public async Task Claim_ManyOwnersRace_EachSequenceIsOneOwners()
    {
        await StartAsync("r");
        var committed = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => RaceAsync($"owner{n}", rounds: 10))));
        var sequences = committed.SelectMany(c => c).Order().ToList();
        var history = await Store.ReadHistoryAsync("r", after: 1, limit: 10_000);

        Assert.Equal(sequences.Distinct(), sequences);
        Assert.Equal(sequences, history.Select(e => e.Sequence));
        Assert.Equal(81, (await Store.ReadRunAsync("r"))!.Epoch);
    }

    private async Task<List<long>> RaceAsync(string owner, int rounds)
    {
        var mine = new List<long>();
        for (var round = 0; round < rounds; round++)
        {
            var row = (await Store.ClaimAsync("r", owner))!.Row;
            for (var after = row.Sequence; after < row.Sequence + 5; after++)
            {
                if (await Store.AppendAsync(Draft.Append("r", after, epoch: row.Epoch)) is not AppendResult.Committed)
                    break;
                mine.Add(after + 1);
            }
        }
        return mine;
    }
}
