using Microsoft.EntityFrameworkCore;

namespace Runbooks.Server.Data.Sqlite;

/// <summary>Opens contexts for requests and for background work alike; whoever opens one disposes of it.</summary>
internal sealed class SqliteContextFactory(DbContextOptions<SqliteRunbooksDbContext> options) : IDbContextFactory<RunbooksDbContext>
{
    public RunbooksDbContext CreateDbContext() => new SqliteRunbooksDbContext(options);
}
