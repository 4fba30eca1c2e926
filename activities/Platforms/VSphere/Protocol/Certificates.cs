using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Runbooks.Activities.Platforms.VSphere.Protocol;

/// <summary>Whether a certificate is vCenter's: by the machine's trusted authorities, by the connection's own, or by its
/// thumbprint, which then is all that counts.</summary>
/// <param name="verify">Whether anything is asked of it.</param>
internal sealed class Certificates(bool verify, string? thumbprint, X509Certificate2Collection authorities)
{
    private volatile string? _refused;

    /// <summary>What was wrong with the certificate that was refused last; null where none was.</summary>
    public string? Refused => _refused;

    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _refused = !verify ? null : certificate is X509Certificate2 presented ? Judge(presented, chain, errors) : "none was presented";
        return _refused is null;
    }

    private string? Judge(X509Certificate2 presented, X509Chain? chain, SslPolicyErrors errors)
    {
        var print = presented.GetCertHashString(HashAlgorithmName.SHA256);
        if (thumbprint is not null)
            return print.Equals(thumbprint, StringComparison.OrdinalIgnoreCase) ? null : $"its SHA-256 thumbprint is {print}, not the one in the settings";
        if (authorities.Count > 0 && IsIssued(presented, chain)) errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
        return errors == SslPolicyErrors.None ? null : $"{errors}; its SHA-256 thumbprint is {print}";
    }

    private bool IsIssued(X509Certificate2 presented, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // A company's own authority seldom has a list that this server can reach.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(presented);
    }
}
