using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Runbooks.Benchmarks.Engine;

namespace Runbooks.Benchmarks.Processes;

/// <summary>A server as a process of its own, for what only a process has: a start, a working set, and processor time of its own.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly string path;

    private ServerUnderTest(int port, string path, string[] arguments, params (string Name, string Value)[] environment)
    {
        this.path = path;
        Port = port;
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = new Process { StartInfo = start };
        // Read and left aside: a full pipe would hold the process up.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text) Console.Error.WriteLine(text);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>MB.</summary>
    public double WorkingSet => Refreshed().WorkingSet64 / 1e6;

    /// <summary>MB, the most since the process started.</summary>
    public double PeakWorkingSet => Refreshed().PeakWorkingSet64 / 1e6;

    /// <summary>Seconds of processor time so far.</summary>
    public double Cpu => Refreshed().TotalProcessorTime.TotalSeconds;

    /// <param name="fleet">Whether it has the simulated fleet that a new server has, which takes up processor time of its own, or one of a
    /// single VM.</param>
    public static ServerUnderTest Server(string directory, bool fleet)
    {
        var port = FreePort();
        return new ServerUnderTest(
            port,
            "/api/v1/workflows",
            [Path.Combine(AppContext.BaseDirectory, "server", "Runbooks.Server.dll")],
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"),
            ("Runbooks__DataDirectory", directory),
            ("Runbooks__Access__BootstrapKey", FiveSteps.Key),
            ("Runbooks__Simulator__Hosts", fleet ? "6" : "1"),
            ("Runbooks__Simulator__VirtualMachines", fleet ? "60" : "1"));
    }

    public static ServerUnderTest Floor(string directory)
    {
        var port = FreePort();
        return new ServerUnderTest(
            port, "/", [Path.Combine(AppContext.BaseDirectory, "Runbooks.Benchmarks.dll"), FloorServer.Argument, $"http://127.0.0.1:{port}", directory]);
    }

    public HttpClient Client() => new() { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = Patience };

    /// <summary>Asks until there is an answer.</summary>
    public async Task UntilAnsweredAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var connection = new RawConnection(Port);
                if (await connection.SendAsync(RawConnection.Request("GET", path)) == (int)HttpStatusCode.OK) return;
            }
            catch (SocketException) when (clock.Elapsed < Patience && !process.HasExited)
            {
                await Task.Delay(10);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private Process Refreshed()
    {
        process.Refresh();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
