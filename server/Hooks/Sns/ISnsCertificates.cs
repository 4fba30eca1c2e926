using System.Security.Cryptography.X509Certificates;

namespace Runbooks.Server.Hooks.Sns;

/// <summary>The certificates that Amazon SNS signs with.</summary>
internal interface ISnsCertificates
{
    /// <param name="url">Of Amazon: it was checked.</param>
    /// <returns>Null where it cannot be had now.</returns>
    ValueTask<X509Certificate2?> FindAsync(string url, CancellationToken cancellation);

    /// <summary>Asks for the address by which a subscription is confirmed.</summary>
    /// <param name="url">Of Amazon: it was checked.</param>
    /// <returns>Whether that was answered well.</returns>
    Task<bool> ConfirmAsync(string url, CancellationToken cancellation);
}
