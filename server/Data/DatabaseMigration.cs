using Microsoft.EntityFrameworkCore;

namespace Runbooks.Server.Data;

/// <summary>Brings the database to this version of the server before anything uses it.</summary>
internal static class DatabaseMigration
{
    public static async Task MigrateDatabaseAsync(this IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContextAsync();
        // EF does this for files that it makes itself. Without it readers and writers wait for each other, and a commit for all who read.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL");
        // Asking is much quicker than migrating, and after the first start there is nothing to do.
        var pending = (await db.Database.GetPendingMigrationsAsync()).ToList();
        if (pending.Count == 0) return;
        await ReleaseStaleLockAsync(db);
        services.GetRequiredService<ILogger<RunbooksDbContext>>().LogInformation("Migrating the database: {Migrations}", pending);
        await db.Database.MigrateAsync();
    }

    // A process that was killed while it migrated leaves its lock, and EF would wait for it for ever. Only one process has
    // the data directory, so a lock found here is nobody's.
    private static Task<int> ReleaseStaleLockAsync(RunbooksDbContext db) =>
        db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """);
}
