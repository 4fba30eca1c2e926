using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

public sealed class SqliteRunStoreTests : RunStoreConformanceTests
{
    private readonly TemporaryDirectory _folder = new();

    protected override Task<IRunStore> OpenAsync() =>
        Task.FromResult<IRunStore>(SqliteRunStore.Open(new SqliteRunStoreOptions { DataDirectory = _folder.Path, Time = Clock }));

    protected override ValueTask RemoveAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
