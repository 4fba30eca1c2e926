using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Runbooks.Server.Data;
using Runbooks.Server.Tests.Data;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Triggers.Firings;

public sealed class FiringUpkeepTests(TestData data) : IClassFixture<TestData>
{
    [Fact]
    public async Task Forget_Ledger_LosesOnlyWhatWasSettledLongAgo()
    {
        var now = data.Time.GetUtcNow();
        await using (var db = data.Open())
        {
            db.Firings.AddRange(
                Firing("old", FiringStatus.Started, now - FiringUpkeep.Kept - TimeSpan.FromTicks(1)),
                Firing("skipped", FiringStatus.Skipped, now - FiringUpkeep.Kept - TimeSpan.FromDays(9)),
                Firing("kept", FiringStatus.Started, now - FiringUpkeep.Kept),
                Firing("waiting", FiringStatus.Recommended, null),
                Firing("pending", FiringStatus.Pending, null));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        using var upkeep = new FiringUpkeep(
            data.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>(), data.Time, NullLogger<FiringUpkeep>.Instance);
        var forgotten = await upkeep.ForgetAsync(TestContext.Current.CancellationToken);

        await using var after = data.Open();
        Assert.Equal(2, forgotten);
        Assert.Equal(["kept", "waiting", "pending"], await after.Firings.OrderBy(firing => firing.Sequence).Select(firing => firing.Id).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static FiringEntity Firing(string id, FiringStatus status, DateTimeOffset? settled) => new()
    {
        Id = id, TriggerId = "t", Key = id, Status = status, Workflow = "w", DueAt = default, CreatedAt = default, Summary = "It rang.", SettledAt = settled,
    };
}
