using System.Globalization;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Runbooks.Activities.Platforms.HyperV.Ssh;

/// <summary>Where the host is, and how one signs in.</summary>
internal sealed record SshLogin(HyperVSettings Settings, string? PrivateKey, string? Password)
{
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{Settings.UserName}@{Settings.Host}:{Settings.Port}");

    /// <exception cref="ActivityFailure">There is neither key nor password, or the key cannot be read (<c>input.invalid</c>).</exception>
    public AuthenticationMethod Method()
    {
        if (string.IsNullOrEmpty(PrivateKey))
        {
            HyperVSettings.Require(!string.IsNullOrEmpty(Password), "it has neither the secret privateKey nor the secret password");
            return new PasswordAuthenticationMethod(Settings.UserName, Password);
        }

        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(PrivateKey.Trim() + "\n"));
            return new PrivateKeyAuthenticationMethod(Settings.UserName, new PrivateKeyFile(stream));
        }
        catch (Exception error) when (error is SshException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new ActivityFailure("input.invalid", "The private key of this Hyper-V connection cannot be read. Give it in OpenSSH's form, without a passphrase.");
        }
    }
}
