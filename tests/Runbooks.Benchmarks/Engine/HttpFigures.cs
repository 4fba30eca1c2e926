using System.Net;
using Runbooks.Benchmarks.Processes;

namespace Runbooks.Benchmarks.Engine;

/// <summary>Runs of five steps over HTTP, each answered when it has ended, against the floor.</summary>
internal static class HttpFigures
{
    private const int Connections = 64;

    /// <summary>The runtime compiles what is used most anew, in the background and on the same processors; servers run for months after that.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);

    public static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        await using var server = ServerUnderTest.Server(folder.Sub("data"), fleet: false);
        await using var floor = ServerUnderTest.Floor(folder.Sub("floor"));
        await server.UntilAnsweredAsync();
        await floor.UntilAnsweredAsync();
        using (var client = server.Client()) await FiveSteps.PublishAsync(client);
        var post = RawConnection.Request("POST", $"/api/v1/workflows/{FiveSteps.Id}/runs?wait=60s");
        var bare = RawConnection.Request("POST", "/");
        var toServer = Connect(server.Port);
        var toFloor = Connect(floor.Port);
        await SendAsync(toServer, post, WarmUp);
        await SendAsync(toFloor, bare, WarmUp / 4);
        var rounds = await Rounds.MeasureAsync(
            time => SendAsync(toServer, post, time), time => SendAsync(toFloor, bare, time), count: 7);
        yield return Figure.AtLeast($"{Connections} connections, start to finish : the floor", 1 / 3.0, rounds);
        var cpu = await Rounds.MeasureAsync(
            time => PerCpuAsync(server, () => SendAsync(toServer, post, time), time),
            time => PerCpuAsync(floor, () => SendAsync(toFloor, bare, time), time));
        yield return new Figure("  the same by processor time of the two servers", "", cpu.ToString(), null);
        yield return Figure.Below("Working set of the server then", 200, "MB", Spread.Of([server.WorkingSet]));
        foreach (var connection in toServer.Concat(toFloor)) connection.Dispose();
    }

    /// <summary>How much is done in a second of the server's processor time, which other programs take less from.</summary>
    private static async Task<double> PerCpuAsync(ServerUnderTest server, Func<Task<double>> send, TimeSpan time)
    {
        var before = server.Cpu;
        var perSecond = await send();
        return perSecond * time.TotalSeconds / (server.Cpu - before);
    }

    private static RawConnection[] Connect(int port) => [.. Enumerable.Range(0, Connections).Select(_ => new RawConnection(port))];

    private static Task<double> SendAsync(RawConnection[] connections, byte[] request, TimeSpan time) =>
        Load.ForAsync(time, connections.Length, async worker =>
        {
            var status = await connections[worker].SendAsync(request);
            if (status != (int)HttpStatusCode.OK) throw new InvalidOperationException($"A request was answered {status}.");
        });
}
