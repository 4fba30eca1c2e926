using System.Net;
using Microsoft.Data.Sqlite;
using Runbooks.Benchmarks.Processes;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Benchmarks.Engine;

/// <summary>Many runs at once, and many more that wait.</summary>
internal static class ManyRunsFigures
{
    private const int AtOnce = 1_000;

    private const int Waiting = 100_000;

    public static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        await using var server = ServerUnderTest.Server(folder.Sub("data"), fleet: false);
        await server.UntilAnsweredAsync();
        using (var client = server.Client()) await FiveSteps.PublishAsync(client);
        await StartAsync(server, AtOnce, AtOnce, $"/api/v1/workflows/{FiveSteps.Id}/runs?wait=120s", HttpStatusCode.OK);
        var completed = Count(folder, "completed");
        yield return new Figure($"{AtOnce:N0} runs started at once: completed", $"= {AtOnce:N0}", $"{completed:N0}", completed == AtOnce);
        yield return Figure.Below("  most of the working set until then", 500, "MB", Spread.Of([server.PeakWorkingSet]));
        await StartAsync(server, Waiting, 64, $"/api/v1/workflows/{FiveSteps.WaitingId}/runs", HttpStatusCode.Accepted);
        var waiting = Count(folder, "waiting");
        yield return new Figure($"{Waiting:N0} runs started that wait: waiting", $"= {Waiting:N0}", $"{waiting:N0}", waiting == Waiting);
        yield return Figure.Below("  working set then", 300, "MB", Spread.Of([server.WorkingSet]));
    }

    private static async Task StartAsync(ServerUnderTest server, int runs, int connections, string path, HttpStatusCode expected)
    {
        var request = RawConnection.Request("POST", path);
        var open = Enumerable.Range(0, connections).Select(_ => new RawConnection(server.Port)).ToList();
        await Load.OfAsync(runs, connections, async worker =>
        {
            var status = await open[worker].SendAsync(request);
            if (status != (int)expected) throw new InvalidOperationException($"A request was answered {status}.");
        });
        foreach (var connection in open) connection.Dispose();
    }

    /// <summary>Asks the file: what is not in it is lost.</summary>
    private static long Count(TemporaryFolder folder, string status)
    {
        using var session = SqlSession.Open(Path.Combine(folder.Path, "data", SqliteRunStore.FileName), SqliteOpenMode.ReadOnly);
        return session.First("SELECT count(*) FROM run WHERE status = ?1", row => row.Number(0), status);
    }
}
