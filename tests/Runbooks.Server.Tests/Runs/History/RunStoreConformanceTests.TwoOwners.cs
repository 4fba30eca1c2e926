namespace Runbooks.Server.Tests.Runs.History;

public abstract partial class RunStoreConformanceTests
{
    /// <summary>Two owners claim one run, append, lose an answer and repeat, wait for a lease and consume messages, while a message comes
    /// and another run gives the lease up: all 3,150 orders of their steps, each on runs of its own.</summary>
    [Fact]
    [Trait("Engine", "4 Store with two owners")]
    public async Task TwoOwners_EveryInterleaving_LoseNothingAndShareNothing()
    {
        var number = 0;
        foreach (var order in Orders(4, 4, 2))
        {
            var world = new TwoOwners(Store, number++);
            await world.PrepareAsync();
            foreach (var who in order)
            {
                await world.StepAsync(who);
                await world.CheckLeaseAsync();
            }
            await world.CheckAtRestAsync();
        }
        Assert.Equal(3_150, number);
        Assert.Empty(await Store.ReadLeasesAsync());
        Assert.Empty(await Store.ReadForsakenAsync("nobody", 10));
    }

    /// <summary>All orders of so many steps of each.</summary>
    private static IEnumerable<IReadOnlyList<int>> Orders(params int[] left)
    {
        if (left.All(n => n == 0))
            yield return [];
        for (var who = 0; who < left.Length; who++)
        {
            if (left[who] == 0)
                continue;
            var rest = left.ToArray();
            rest[who]--;
            foreach (var order in Orders(rest))
                yield return [who, .. order];
        }
    }
}
