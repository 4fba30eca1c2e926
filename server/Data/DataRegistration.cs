using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Data.Sqlite;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Data;

internal static class DataRegistration
{
    public static IServiceCollection AddData(this IServiceCollection services, DataDirectory directory)
    {
        services.AddSingleton(directory);
        services.AddSliceOptions<DatabaseOptions>("Database");
        services.AddSingleton(provider => SqliteOptions(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value, directory));
        services.AddSingleton<IDbContextFactory<RunbooksDbContext>, SqliteContextFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContext());
        services.AddSingleton<SettingStore>();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
        return services;
    }

    private static DbContextOptions<SqliteRunbooksDbContext> SqliteOptions(DatabaseOptions options, DataDirectory directory)
    {
        var builder = new DbContextOptionsBuilder<SqliteRunbooksDbContext>();
        SqliteRunbooksDbContext.Configure(builder, options.ConnectionString ?? $"Data Source={directory.File("runbooks.db")}");
        return builder.Options;
    }
}
