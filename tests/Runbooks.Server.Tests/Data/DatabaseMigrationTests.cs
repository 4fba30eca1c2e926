using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;

namespace Runbooks.Server.Tests.Data;

public sealed class DatabaseMigrationTests(TestData data) : IClassFixture<TestData>
{
    [Fact]
    public void HasPendingModelChanges_OfTheCommittedMigrations_IsFalse()
    {
        using var db = data.Open();
        Assert.False(db.Database.HasPendingModelChanges(), "Add a migration: dotnet ef migrations add … --project server, and name it in SqliteMigrations");
    }

    [Fact]
    public void GetMigrations_OfTheServer_AreAllThatThereAre()
    {
        using var db = data.Open();
        var written = typeof(RunbooksDbContext).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();

        Assert.Equal(written.Order(StringComparer.Ordinal), db.Database.GetMigrations());
    }

    [Fact]
    public async Task Migrate_WithTheLockOfAKilledProcess_StillEnds()
    {
        await using var fresh = new TestData();
        await using var db = fresh.Open();
        await db.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
            """,
            TestContext.Current.CancellationToken);

        await fresh.Services.MigrateDatabaseAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The file is there before EF opens it, with its rights, so EF does not choose this by itself.</summary>
    [Fact]
    public async Task Migrate_AFileInRollbackMode_LeavesItInWal()
    {
        await using var fresh = new TestData();
        await using var db = fresh.Open();
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = DELETE", TestContext.Current.CancellationToken);

        await fresh.Services.MigrateDatabaseAsync();

        Assert.Equal("wal", await db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task DateTimeOffset_ComparedInTheDatabase_ComparesAsMoment()
    {
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1);
        await using var db = data.Open();
        db.Audit.Add(Entry("early", noon.AddHours(-1).ToOffset(TimeSpan.FromHours(9))));
        db.Audit.Add(Entry("late", noon));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        var found = await db.Audit.AsNoTracking().Where(entry => entry.At >= noon).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(noon, Assert.Single(found, entry => entry.Who is "early" or "late").At);
    }

    private static AuditEntity Entry(string who, DateTimeOffset at) => new() { At = at, Who = who, What = "test", Object = "test:1" };
}
