using System.Diagnostics;
using System.Globalization;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Tests.Runs.History.Sqlite;

/// <summary>A process that appends is killed (SIGKILL) at any moment: what it confirmed is there, and nothing is there by half.</summary>
public sealed class SqliteKillTests : IDisposable
{
    private const string FolderVariable = "RUNBOOKS_APPEND_UNTIL_KILLED";
    private const int Runs = 8;

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_WhileAppending_KeepsAllThatWasConfirmed()
    {
        var confirmed = await ConfirmedUntilKilledAsync(lines: 300);
        await using var store = Open(_folder.Path);

        Assert.Equal(Runs, confirmed.Count);
        foreach (var (runId, sequence) in confirmed)
        {
            var row = (await store.ReadRunAsync(runId))!;
            var history = await store.ReadHistoryAsync(runId, 0, 100_000);
            Assert.True(row.Sequence >= sequence, $"{runId}: {sequence} was confirmed, {row.Sequence} is there.");
            Assert.Equal(Enumerable.Range(1, (int)row.Sequence).Select(n => (long)n), history.Select(e => e.Sequence));
            Assert.IsType<AppendResult.Committed>(await store.AppendAsync(Draft.Append(runId, row.Sequence)));
        }
    }

    /// <summary>The process that is killed: run by the test above, in a process of its own. It never ends by itself.</summary>
    [Fact(Explicit = true)]
    public async Task AppendUntilKilled()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.False(string.IsNullOrEmpty(folder), $"{FolderVariable} names no folder.");
        await using var store = Open(folder);
        await using var answers = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Runs).Select(n => AppendForEverAsync(store, $"run{n}", answers)));
    }

    private static async Task AppendForEverAsync(SqliteRunStore store, string runId, TextWriter answers)
    {
        await store.StartAsync(Draft.Start(runId));
        for (var after = 1L; ; after += 2)
        {
            Assert.IsType<AppendResult.Committed>(await store.AppendAsync(Draft.Append(runId, after, events: 2)));
            answers.WriteLine(string.Create(CultureInfo.InvariantCulture, $"confirmed {runId} {after + 2}"));
        }
    }

    /// <summary>The last sequence of each run that the process confirmed, also what it said while it was being killed.</summary>
    private async Task<Dictionary<string, long>> ConfirmedUntilKilledAsync(int lines)
    {
        using var process = Process.Start(Child())!;
        var confirmed = new Dictionary<string, long>();
        var read = 0;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Split(' ') is not ["confirmed", var runId, var sequence])
                continue;
            confirmed[runId] = long.Parse(sequence, CultureInfo.InvariantCulture);
            if (++read == lines)
                process.Kill();
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(read >= lines, $"The process ended by itself after {read} appends.");
        return confirmed;
    }

    private ProcessStartInfo Child() => new("dotnet")
    {
        ArgumentList =
        {
            typeof(SqliteKillTests).Assembly.Location, "-method", $"{typeof(SqliteKillTests).FullName}.{nameof(AppendUntilKilled)}",
            "-explicit", "only", "-noLogo", "-noColor",
        },
        Environment = { [FolderVariable] = _folder.Path },
        RedirectStandardOutput = true,
    };

    private static SqliteRunStore Open(string folder) => SqliteRunStore.Open(new SqliteRunStoreOptions { DataDirectory = folder });
}
