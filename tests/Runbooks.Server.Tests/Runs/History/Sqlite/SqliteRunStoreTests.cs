using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

public sealed class SqliteRunStoreTests : RunStoreConformanceTests
{
    private readonly string _directory = Directory.CreateTempSubdirectory("runbooks-").FullName;

    protected override Task<IRunStore> OpenAsync() =>
        Task.FromResult<IRunStore>(SqliteRunStore.Open(new SqliteRunStoreOptions { DataDirectory = _directory, Time = Clock }));

    protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
