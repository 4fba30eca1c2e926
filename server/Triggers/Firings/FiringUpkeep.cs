using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;

namespace Runbooks.Server.Triggers.Firings;

/// <summary>Keeps the ledger from growing for ever: what was settled long ago is forgotten. What waits for somebody never is.</summary>
internal sealed class FiringUpkeep(IDbContextFactory<RunbooksDbContext> contexts, TimeProvider time, ILogger<FiringUpkeep> log) : BackgroundService
{
    /// <summary>As long as records are kept at least.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private const int Batch = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <returns>How many were forgotten.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        DateTimeOffset? before = time.GetUtcNow() - Kept;
        var forgotten = 0;
        while (true)
        {
            // In parts, so that what fires meanwhile has its turn.
            var old = db.Firings.Where(firing => firing.SettledAt < before).OrderBy(firing => firing.SettledAt).Take(Batch).Select(firing => firing.Sequence);
            var gone = await db.Firings.Where(firing => old.Contains(firing.Sequence)).ExecuteDeleteAsync(cancellation);
            forgotten += gone;
            if (gone < Batch) return forgotten;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!stoppingToken.IsCancellationRequested) await ForgetAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(error, "Forgetting what triggers fired long ago failed; it is tried again");
            }
        }
    }
}
