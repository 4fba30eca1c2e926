using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

/// <summary>A Hyper-V host to whoever comes by SSH: a real OpenSSH server, behind which commands are taken as cmd.exe would, and run by
/// PowerShell's own engine with stand-ins for the cmdlets of Hyper-V. One process, so that none has to start for each command.</summary>
internal sealed class HostStandIn : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _token = Guid.NewGuid().ToString("N");
    private Task _serving = Task.CompletedTask;

    private HostStandIn(World world)
    {
        World = world;
        PowerShell = new PowerShellStandIn(world);
    }

    public World World { get; }

    public PowerShellStandIn PowerShell { get; }

    public SshDaemon Ssh { get; private set; } = null!;

    public static async Task<HostStandIn> StartAsync(World world)
    {
        var host = new HostStandIn(world);
        host._listener.Start();
        host._serving = host.ServeAsync();
        host.Ssh = await SshDaemon.StartAsync(host.Front());
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        Ssh.Dispose();
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    /// <summary>Hands the command and its input over, and gives back the answer: exit status, standard output.</summary>
    private string Front() => $$"""
        exec 3<>/dev/tcp/127.0.0.1/{{((IPEndPoint)_listener.LocalEndpoint).Port}} || exit 255
        { printf '%s\n%s\n' {{_token}} "$SSH_ORIGINAL_COMMAND"; cat; printf '\n'; } >&3
        read -r status <&3 || exit 255
        cat <&3
        exit "$status"

        """;

    private async Task ServeAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                serving.Add(Task.Run(() => AnswerAsync(client)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.UTF8);
                if (await reader.ReadLineAsync(_end.Token) != _token) return;
                var (command, input) = (await reader.ReadLineAsync(_end.Token), await reader.ReadLineAsync(_end.Token));
                var (status, output) = PowerShell.Run(command ?? "", input ?? "");
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"{status}\n{output}"), _end.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The connection was cut: whoever asked hears nothing, as from a host that is gone.
            }
        }
    }
}
