using System.Net.Sockets;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Patching.Shells;

namespace Runbooks.Activities.Patching.Ssh;

/// <summary>A shell in a guest. It connects when it is first needed, and again after the connection broke.</summary>
internal sealed class SshShell(SshTarget target, OutboundGuard guard) : IShell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim one = new(1);
    private SshClient? client;

    public string Words => target.Words;

    public string JobFolder => "\"${HOME:-/root}/.runbooks\"";

    /// <summary>The fingerprint that a host showed and that was not trusted.</summary>
    private string? Stranger { get; set; }

    public async Task<ShellAnswer> RunAsync(string script, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            client ??= await ConnectAsync(cancellation);
            return await RunAsync(client, script, cancellation);
        }
        catch (Exception error) when (error is SshException or SocketException or IOException or ObjectDisposedException)
        {
            var failure = Failure(error, begun: client is not null);
            Drop();
            throw failure;
        }
        catch (OperationCanceledException)
        {
            Drop();
            throw;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The next script gets a new connection: that of a machine that restarts may hang.</summary>
    public void Drop()
    {
        client?.Dispose();
        client = null;
    }

    public ValueTask DisposeAsync()
    {
        Drop();
        one.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ShellAnswer> RunAsync(SshClient connected, string script, CancellationToken cancellation)
    {
        using var command = connected.CreateCommand(target.Login.Sudo ? "sudo -n sh -s" : "sh -s", Encoding.UTF8);
        command.CommandTimeout = TimeSpan.FromMinutes(5);
        var running = command.ExecuteAsync(cancellation);
        await using (var input = command.CreateInputStream())
            await input.WriteAsync(Encoding.UTF8.GetBytes(script), cancellation);
        await running;
        return new ShellAnswer(command.ExitStatus ?? 255, command.Result, command.Error);
    }

    private async Task<SshClient> ConnectAsync(CancellationToken cancellation)
    {
        Stranger = null;
        var address = await target.ResolveAsync(guard, cancellation);
        var connection = new ConnectionInfo(address.ToString(), target.Port, target.Login.User, Method()) { Timeout = Patience };
        PreferKnownTypes(connection);
        var made = new SshClient(connection) { KeepAliveInterval = Patience };
        made.HostKeyReceived += (_, shown) =>
        {
            shown.CanTrust = target.Trusts(shown.HostKey);
            if (!shown.CanTrust) Stranger = $"{shown.HostKeyName} {KnownHosts.Fingerprint(shown.HostKey)}";
        };
        try
        {
            await made.ConnectAsync(cancellation);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>A host has keys of several types; it is to show one that is known.</summary>
    private void PreferKnownTypes(ConnectionInfo connection)
    {
        var types = target.Known.TypesOf(target.Host, target.Port);
        if (target.Pin is not null || types.Count == 0) return;
        var wanted = types.SelectMany(type => type == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : new[] { type }).ToHashSet();
        foreach (var name in connection.HostKeyAlgorithms.Keys.Where(name => !wanted.Contains(name)).ToList()) connection.HostKeyAlgorithms.Remove(name);
    }

    private AuthenticationMethod Method()
    {
        var login = target.Login;
        if (login.PrivateKey is not { Length: > 0 } text) return new PasswordAuthenticationMethod(login.User, login.Password ?? "");
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.Trim() + "\n"));
            return new PrivateKeyAuthenticationMethod(login.User, new PrivateKeyFile(stream, login.Passphrase));
        }
        catch (Exception error) when (error is SshException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new ActivityFailure("patch.login-refused", $"The private key for {Words} cannot be read; nothing was sent. Next: correct the secret.");
        }
    }

    /// <param name="begun">The script may have run.</param>
    private ActivityFailure Failure(Exception error, bool begun) => error switch
    {
        _ when Stranger is { } shown => new ActivityFailure(
            "patch.host-key",
            $"{Words} showed the host key {shown}, which is not the known one; nothing was sent. Next: find out whether the machine was made anew, "
            + "and only then correct its known key."),
        SshAuthenticationException => new ActivityFailure(
            "patch.login-refused", $"{Words} refused the login: {error.Message} Nothing was changed. Next: correct the user and its key or password."),
        _ => new ActivityFailure(
            "patch.host-unreachable", $"{Words} cannot be reached: {error.Message} Next: see whether the machine is up and its SSH is open.", retryable: true) { EffectUnknown = begun },
    };
}
