using System.Net.Sockets;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Runbooks.Activities.Platforms.HyperV.Ssh;

/// <summary>Runs commands on the host over one SSH connection, which opens when it is first needed, and again after it broke.</summary>
internal sealed class SshTransport(SshLogin login) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1), _calls = new(Limits.CallsAtATime);
    private SshClient? _client;

    /// <exception cref="PlatformException">Nothing can be said of what the command did where it is <see cref="PlatformError.Unreachable"/> or
    /// <see cref="PlatformError.Timeout"/>.</exception>
    public async Task<CommandOutput> RunAsync(string command, string input, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await _calls.WaitAsync(cancellation);
        var client = default(SshClient);
        try
        {
            client = await OpenAsync(cancellation);
            return await RunAsync(client, command, input, cancellation);
        }
        catch (Exception error) when (error is SshException or SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            if (!IsOpen(client)) Drop(client);
            throw SshFailure.Of(login, error);
        }
        finally
        {
            _calls.Release();
        }
    }

    public void Dispose()
    {
        Drop(_client);
        _opening.Dispose();
        _calls.Dispose();
    }

    private static async Task<CommandOutput> RunAsync(SshClient client, string command, string input, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limits.Call);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        using var running = client.CreateCommand(command, Encoding.UTF8);
        try
        {
            var end = running.ExecuteAsync(either.Token);
            await using (var stream = running.CreateInputStream()) await stream.WriteAsync(Encoding.ASCII.GetBytes(input), either.Token);
            await end;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PlatformException(
                PlatformError.Timeout, $"The host has not answered for {Limits.Call.TotalSeconds:0} s; whether it did what it was asked is not known");
        }

        // Without a status, the connection ended before the command did.
        return running.ExitStatus is { } status
            ? new CommandOutput(status, running.Result, running.Error)
            : throw new SshConnectionException("the command ended without a status");
    }

    private async Task<SshClient> OpenAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            if (_client is { } open && IsOpen(open)) return open;
            Drop(_client);
            return _client = await ConnectAsync(cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<SshClient> ConnectAsync(CancellationToken cancellation)
    {
        var settings = login.Settings;
        var connection = new ConnectionInfo(settings.Host, settings.Port, settings.UserName, login.Method()) { Timeout = Limits.Connect };
        var client = new SshClient(connection) { KeepAliveInterval = Limits.KeepAlive };
        PlatformException? stranger = null;
        client.HostKeyReceived += (_, shown) =>
        {
            stranger = SshFailure.OfHostKey(login, shown.HostKeyName, HostKey.Of(shown.HostKey));
            shown.CanTrust = stranger is null;
        };
        try
        {
            await client.ConnectAsync(cancellation);
            return client;
        }
        catch (Exception error)
        {
            client.Dispose();
            if (stranger is not null && error is SshException) throw stranger;
            throw;
        }
    }

    /// <summary>Another call may have dropped it meanwhile.</summary>
    private static bool IsOpen(SshClient? client)
    {
        try
        {
            return client is { IsConnected: true };
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private void Drop(SshClient? client)
    {
        if (client is null) return;
        Interlocked.CompareExchange(ref _client, null, client);
        client.Dispose();
    }
}

internal sealed record CommandOutput(int Status, string Output, string Error);
