using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Runbooks.Server.Data.Sqlite;

/// <summary>The context on SQLite, to which the migrations beside it belong.</summary>
public sealed class SqliteRunbooksDbContext(DbContextOptions<SqliteRunbooksDbContext> options) : RunbooksDbContext(options)
{
    /// <summary>Applies what every use of this context needs, at run time and at design time.</summary>
    public static void Configure(DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseSqlite(connectionString).UseSnakeCaseNamingConvention().ReplaceService<IMigrationsAssembly, SqliteMigrations>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
}
