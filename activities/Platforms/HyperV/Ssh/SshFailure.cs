using Renci.SshNet.Common;

namespace Runbooks.Activities.Platforms.HyperV.Ssh;

/// <summary>Turns what goes wrong with a connection into the platform errors that callers know.</summary>
internal static class SshFailure
{
    public static PlatformException Of(SshLogin login, Exception error) => error switch
    {
        SshAuthenticationException => new PlatformException(
            PlatformError.Unauthorised,
            $"{login.Words} refused the login: {error.Message} Correct the user and its key or password; the key of an administrator belongs into "
            + @"C:\ProgramData\ssh\administrators_authorized_keys on the host",
            inner: error),
        // The server refuses further sessions, and the connection stands.
        SshException and not SshConnectionException and not SshOperationTimeoutException and not ProxyException
            when error.Message.Contains("channel", StringComparison.OrdinalIgnoreCase) => new PlatformException(
            PlatformError.Busy, $"{login.Words} takes no further command just now: {error.Message}", TimeSpan.FromSeconds(5), error),
        _ => new PlatformException(
            PlatformError.Unreachable, $"{login.Words} cannot be reached: {error.Message} See whether the host is up, and its service sshd runs", inner: error),
    };

    /// <summary>Null where the host shows the key that was set. A wrong one is a matter of the settings: nobody should be told to write the secret
    /// again for it.</summary>
    public static PlatformException? OfHostKey(SshLogin login, string kind, HostKey shown)
    {
        if (login.Settings.Pin is not { } pin)
        {
            return new PlatformException(
                PlatformError.Invalid,
                $"hostKey is not set, and nothing was sent. {login.Words} shows the {kind} key {shown.Fingerprint}. Compare it on the host itself with "
                + @"ssh-keygen -lf C:\ProgramData\ssh\ssh_host_ed25519_key.pub (or the file of that kind), and set hostKey to it where they agree");
        }

        return pin == shown ? null : new PlatformException(
            PlatformError.Invalid,
            $"{login.Words} shows the {kind} key {shown.Fingerprint}, and hostKey is {pin.Fingerprint}; nothing was sent. Find out whether the host was "
            + "installed anew, and only then correct hostKey: somebody else may be answering in its place");
    }
}
