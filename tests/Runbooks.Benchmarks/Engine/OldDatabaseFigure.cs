using Microsoft.Data.Sqlite;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Benchmarks.Engine;

/// <summary>A database that has kept many ended runs, against an empty one.</summary>
internal static class OldDatabaseFigure
{
    private const int Concurrent = 64;

    public static async IAsyncEnumerable<Figure> MeasureAsync(int runs)
    {
        using var folder = new TemporaryFolder();
        var old = folder.Sub("old");
        await using (var first = await EngineInProcess.StartAsync(old)) Fill(Path.Combine(old, SqliteRunStore.FileName), await first.RunAsync(), runs);
        await using var aged = await EngineInProcess.StartAsync(old);
        await using var young = await EngineInProcess.StartAsync(folder.Sub("young"));
        var rounds = await Rounds.MeasureAsync(
            time => Load.ForAsync(time, Concurrent, aged.RunAsync), time => Load.ForAsync(time, Concurrent, young.RunAsync), count: 7);
        yield return new Figure($"Run number {runs:N0} : number 1", "0.8–1.2", rounds.ToString(), rounds.Ratio.Median is >= 0.8 and <= 1.2);
    }

    /// <summary>Copies of one ended run with all its rows, under ids before its own and in their order. Safe writing would only take time
    /// here.</summary>
    private static void Fill(string file, string runId, int runs)
    {
        using var session = SqlSession.Open(file, SqliteOpenMode.ReadWrite, "journal_mode = WAL", "synchronous = OFF", "cache_size = -200000");
        var columns = session.All(
            "SELECT name FROM pragma_table_info('run') WHERE name NOT IN ('id', 'root_run_id')", row => row.Text(0));
        var others = string.Join(", ", columns);
        session.Script(
            $"""
            BEGIN;
            CREATE TEMP TABLE copy AS
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {runs}) SELECT printf('00%010x', i) || substr('{runId}', 13) AS id FROM n;
            INSERT INTO run (id, root_run_id, {others}) SELECT copy.id, copy.id, {others} FROM copy CROSS JOIN run WHERE run.id = '{runId}';
            INSERT INTO run_event SELECT copy.id, e.sequence, e.type, e.version, e.at, e.data
                FROM copy CROSS JOIN run_event e WHERE e.run_id = '{runId}';
            COMMIT;
            PRAGMA wal_checkpoint(TRUNCATE);
            """);
    }
}
