namespace Runbooks.Server.Runs.History.Sqlite;

public static class SqliteRunStoreRegistration
{
    /// <summary>Run histories in a SQLite file of <paramref name="dataDirectory"/>, which the process takes for itself. Both are opened
    /// when first asked for, and throw what the operator must mend: <see cref="DataDirectoryInUseException"/>,
    /// <see cref="HistoryTooNewException"/>.</summary>
    public static IServiceCollection AddSqliteRunStore(this IServiceCollection services, string dataDirectory)
    {
        services.AddSingleton(_ => DataDirectoryLock.Take(dataDirectory));
        services.AddSingleton<IRunStore>(provider => SqliteRunStore.Open(new SqliteRunStoreOptions
        {
            DataDirectory = provider.GetRequiredService<DataDirectoryLock>().Directory,
            Time = provider.GetService<TimeProvider>() ?? TimeProvider.System,
            Log = provider.GetRequiredService<ILogger<SqliteRunStore>>(),
        }));
        return services;
    }
}
