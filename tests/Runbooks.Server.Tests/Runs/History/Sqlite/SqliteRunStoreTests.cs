using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

public sealed class SqliteRunStoreTests : RunStoreConformanceTests
{
    private readonly TemporaryDirectory _folder = new();

    /// <summary>Without fsync: the contract has tens of thousands of commits, and no test here can pull the plug.</summary>
    protected override Task<IRunStore> OpenAsync() => Task.FromResult<IRunStore>(SqliteRunStore.Open(new SqliteRunStoreOptions
    {
        DataDirectory = _folder.Path,
        Time = Clock,
        Pragmas = ["busy_timeout = 5000", "journal_mode = WAL", "synchronous = OFF"],
    }));

    protected override ValueTask RemoveAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
