using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

public sealed class SqliteUpgradeTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_FileOfVersionOne_ReadsItsRowsAndGoesOn()
    {
        await using (var first = Open()) await first.StartAsync(Draft.Start("r"));
        // Version 1 wrote a row for each event.
        Script(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO run_event (run_id, sequence, type, version, at, data) VALUES
                ('r', 2, 'Stepped', 2, {Draft.T0.AddTicks(2).UtcTicks}, CAST('[2]' AS BLOB)),
                ('r', 3, 'Stepped', 2, {Draft.T0.AddTicks(3).UtcTicks}, CAST('[3]' AS BLOB));
            UPDATE run SET sequence = 3;
            DROP TABLE journal;
            PRAGMA user_version = 1;
            """));

        await using var store = Open();
        await store.AppendAsync(Draft.Append("r", after: 3, events: 2));

        var history = await store.ReadHistoryAsync("r", after: 1, limit: 100);
        Assert.Equal([2, 3, 4, 5], history.Select(one => one.Sequence));
        Assert.Equal(["[2]", "[3]", "{\"n\":4}", "{\"n\":5}"], history.Select(one => Encoding.UTF8.GetString(one.Data)));
        Assert.Equal(HistorySchema.Version, store.Session.First("PRAGMA user_version", row => (int)row.Number(0)));
    }

    private SqliteRunStore Open() => SqliteRunStore.Open(new SqliteRunStoreOptions { DataDirectory = _folder.Path });

    private void Script(string sql)
    {
        using var session = SqlSession.Open(Path.Combine(_folder.Path, SqliteRunStore.FileName), SqliteOpenMode.ReadWrite);
        session.Script(sql);
    }
}
