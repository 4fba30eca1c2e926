using Microsoft.Data.Sqlite;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;
using SQLitePCL;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

/// <summary>What happens when the file cannot be used as it should.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly List<string> _ends = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_Fails_EndsTheProcessAndConfirmsNothing()
    {
        await using (var store = Open())
        {
            await store.StartAsync(Draft.Start("r"));
            raw.sqlite3_commit_hook(store.Session.Database, _ => 1, null);

            await Assert.ThrowsAsync<IOException>(() => store.AppendAsync(Draft.Append("r", after: 1)));
            Assert.Contains("cannot be written durably", Assert.Single(_ends), StringComparison.Ordinal);
            raw.sqlite3_commit_hook(store.Session.Database, null, null);
            await Assert.ThrowsAsync<IOException>(() => store.AppendAsync(Draft.Append("r", after: 1)));
        }

        await using var again = Open();
        Assert.Equal(1, (await again.ReadRunAsync("r"))!.Sequence);
    }

    [Fact]
    public async Task Write_DiskIsFull_EndsTheProcess()
    {
        await using var store = Open();
        await store.StartAsync(Draft.Start("r"));
        store.Session.Script("PRAGMA max_page_count = 1");

        var big = Draft.Append("r", after: 1) with { Events = [new NewEvent("Stepped", 1, Draft.T0, new byte[1_000_000])] };
        await Assert.ThrowsAsync<IOException>(() => store.AppendAsync(big));
        Assert.Single(_ends);
    }

    [Fact]
    public async Task Open_FileOfANewerServer_IsRefusedUntouched()
    {
        await using (Open())
        {
        }
        var file = Path.Combine(_folder.Path, SqliteRunStore.FileName);
        using (var session = SqlSession.Open(file, SqliteOpenMode.ReadWrite))
            session.Script("PRAGMA user_version = 999");

        var refusal = Assert.Throws<HistoryTooNewException>(() => Open());
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("999", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_AfterDispose_IsRefused()
    {
        var store = Open();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.StartAsync(Draft.Start("r")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ReadRunAsync("r"));
    }

    [Fact]
    public async Task Read_WhileAWriteIsOpen_SeesWhatIsCommitted()
    {
        await using var store = Open();
        await store.StartAsync(Draft.Start("r"));
        await store.ReadRunAsync("r");
        using var other = SqlSession.Open(Path.Combine(_folder.Path, SqliteRunStore.FileName), SqliteOpenMode.ReadWrite);
        other.Script("BEGIN IMMEDIATE; UPDATE run SET sequence = 99;");

        var append = store.AppendAsync(Draft.Append("r", after: 1));
        Assert.Equal(1, (await store.ReadRunAsync("r"))!.Sequence);
        Assert.False(append.IsCompleted);
        other.Script("ROLLBACK");
        Assert.IsType<AppendResult.Committed>(await append);
    }

    [Fact]
    public async Task Commit_WhoeverReadsHoldsTheFile_WaitsAndEndsNothing()
    {
        await using var store = Open("busy_timeout = 0", "journal_mode = DELETE");
        await store.StartAsync(Draft.Start("r"));
        var file = Path.Combine(_folder.Path, SqliteRunStore.FileName);
        using var reader = SqlSession.Open(file, SqliteOpenMode.ReadOnly);
        using var late = SqlSession.Open(file, SqliteOpenMode.ReadOnly);
        reader.Script("BEGIN; SELECT id FROM run;");

        var append = store.AppendAsync(Draft.Append("r", after: 1));
        // Whoever comes now is turned away: the commit has begun to wait for the reader.
        Assert.True(SpinWait.SpinUntil(() => append.IsCompleted || IsTurnedAway(late), TimeSpan.FromSeconds(20)));
        reader.Script("COMMIT");

        Assert.IsType<AppendResult.Committed>(await append);
        Assert.Empty(_ends);
    }

    [Fact]
    public void Lock_TakenTwice_SaysWhoAndWhere()
    {
        var held = DataDirectoryLock.Take(_folder.Path);
        var refusal = Assert.Throws<DataDirectoryInUseException>(() => DataDirectoryLock.Take(_folder.Path));
        held.Dispose();

        Assert.Equal(_folder.Path, refusal.DataDirectory);
        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
        DataDirectoryLock.Take(_folder.Path).Dispose();
    }

    private static bool IsTurnedAway(SqlSession session)
    {
        try
        {
            session.Script("SELECT id FROM run");
            return false;
        }
        catch (SqliteException busy) when (SqlFaults.IsBusy(busy))
        {
            return true;
        }
    }

    private SqliteRunStore Open(params string[] pragmas)
    {
        var options = new SqliteRunStoreOptions { DataDirectory = _folder.Path, EndProcess = (message, _) => _ends.Add(message) };
        return SqliteRunStore.Open(pragmas.Length > 0 ? options with { Pragmas = pragmas } : options);
    }
}
