using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Runbooks.Server.Data.Sqlite.Migrations;

namespace Runbooks.Server.Data.Sqlite;

/// <summary>The migrations beside it. EF would find them by itself, but every type of the server would be loaded for that, at every start.</summary>
internal sealed class SqliteMigrations : IMigrationsAssembly
{
    private static readonly Type[] InOrder =
        [typeof(Migrations.Initial), typeof(Migrations.Backups), typeof(Migrations.Triggers), typeof(Migrations.ChannelsAndPlans)];

    private static readonly Dictionary<string, TypeInfo> ById = InOrder.ToDictionary(
        type => type.GetCustomAttribute<MigrationAttribute>()!.Id, type => type.GetTypeInfo(), StringComparer.OrdinalIgnoreCase);

    public Assembly Assembly => typeof(SqliteMigrations).Assembly;

    IReadOnlyDictionary<string, TypeInfo> IMigrationsAssembly.Migrations => ById;

    public ModelSnapshot ModelSnapshot => new SqliteRunbooksDbContextModelSnapshot();

    public string? FindMigrationId(string nameOrId) =>
        ById.Keys.FirstOrDefault(id => nameOrId.Equals(id, StringComparison.OrdinalIgnoreCase) || nameOrId.Equals(Name(id), StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass)!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    /// <summary>What follows the time in an id.</summary>
    private static string Name(string id) => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..];
}
