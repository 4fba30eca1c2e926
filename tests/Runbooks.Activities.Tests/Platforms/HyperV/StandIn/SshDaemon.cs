using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

/// <summary>A real OpenSSH server on a port of this machine, with a host key and authorised keys of its own. Whatever it is asked to run, it gives
/// to one program.</summary>
internal sealed class SshDaemon : IDisposable
{
    private const string Program = "/usr/sbin/sshd";

    private readonly string _folder = Directory.CreateTempSubdirectory("runbooks-sshd-").FullName;
    private Process? _process;

    // Below the second level, bash reads the user's own .bashrc, whatever that does.
    private SshDaemon(string front)
    {
        Port = FreePort();
        TrustKeys();
        Write("front", front);
        Write("sshd_config", $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {Keys.Host}
            PidFile none
            AuthorizedKeysFile {_folder}/authorized_keys
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitUserEnvironment no
            ForceCommand bash {_folder}/front
            SetEnv SHLVL=2
            KexAlgorithms curve25519-sha256
            UseDNS no
            MaxStartups 100
            LogLevel INFO

            """);
    }

    public int Port { get; }

    public static bool IsInstalled => File.Exists(Program);

    public static TestKeys Keys { get; } = new();

    public static async Task<SshDaemon> StartAsync(string front)
    {
        var daemon = new SshDaemon(front);
        await daemon.StartAsync();
        return daemon;
    }

    public async Task StartAsync()
    {
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        var start = new ProcessStartInfo(Program, ["-D", "-e", "-f", Path.Combine(_folder, "sshd_config")]) { RedirectStandardError = true };
        _process = Process.Start(start)!;
        var said = "";
        while (await _process.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line)
        {
            if (line.Contains("listening on", StringComparison.Ordinal))
            {
                // The pipe must not fill.
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }

            said += line + "\n";
        }

        throw new InvalidOperationException($"sshd did not start: {said}");
    }

    /// <summary>Cuts what stands, too.</summary>
    public void Stop()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts again with one more line in its configuration.</summary>
    public Task RestartAsync(string line)
    {
        Stop();
        File.AppendAllText(Path.Combine(_folder, "sshd_config"), line + "\n");
        return StartAsync();
    }

    public void TrustKeys() => Write("authorized_keys", File.ReadAllText(Keys.User + ".pub"));

    public void RevokeKeys() => Write("authorized_keys", "");

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
