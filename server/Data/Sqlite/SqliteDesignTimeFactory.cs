using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Runbooks.Server.Data.Sqlite;

/// <summary>For <c>dotnet ef</c>: makes the context without starting the server.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteRunbooksDbContext>
{
    public SqliteRunbooksDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqliteRunbooksDbContext>();
        SqliteRunbooksDbContext.Configure(builder, "Data Source=:memory:");
        return new SqliteRunbooksDbContext(builder.Options);
    }
}
