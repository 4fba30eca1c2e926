using System.ComponentModel;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere;

/// <summary>A connection to one vCenter Server, over HTTPS.</summary>
public sealed partial record VSphereSettings
{
    /// <summary><c>https://vcenter.example.com</c>, with a port where it is not 443; that of its SDK. A name alone is taken, too.</summary>
    [Description("The URL of the vCenter Server: https://vcenter.example.com")]
    public required string Url { get; init; }

    [Description("The user, with its domain: runbooks@vsphere.local")]
    public required string UserName { get; init; }

    /// <summary>Off accepts whatever certificate is presented: for labs, since anybody between could read the password.</summary>
    [Description("Whether the certificate has to be vCenter's; switch it off in labs only, since anybody on the way could read the password")]
    public bool VerifyCertificate { get; init; } = true;

    /// <summary>Accepts this very certificate, whoever issued it, and no other.</summary>
    [Description("The SHA-256 thumbprint of the certificate, for a vCenter whose certificate no authority vouches for; no other certificate is taken then")]
    public string? Thumbprint { get; init; }

    /// <summary>Accepted besides the authorities that the machine trusts. A vCenter gives its own at
    /// <c>https://vcenter.example.com/certs/download.zip</c>.</summary>
    [Description("Certificates of the authorities that issued vCenter's certificate, as PEM, where the machine does not trust them")]
    public string? Authorities { get; init; }

    internal Uri Endpoint { get; private init; } = null!;

    internal Certificates Certificates { get; private init; } = null!;

    /// <exception cref="ActivityFailure"><c>input.invalid</c>, naming the setting.</exception>
    internal VSphereSettings Checked()
    {
        if (string.IsNullOrWhiteSpace(UserName)) throw Wrong("The setting userName is empty; give one with its domain, such as runbooks@vsphere.local.");
        return this with { Endpoint = ParseUrl(), Certificates = new Certificates(VerifyCertificate, ParseThumbprint(), ParseAuthorities()) };
    }

    private Uri ParseUrl()
    {
        var url = Url.Contains("://", StringComparison.Ordinal) ? Url : $"https://{Url}";
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0 && uri.UserInfo.Length == 0
            ? new Uri(uri, "/sdk")
            : throw Wrong($"The setting url is '{Url}'; give the URL of a vCenter Server such as https://vcenter.example.com. It is spoken to over HTTPS.");
    }

    private string? ParseThumbprint()
    {
        if (string.IsNullOrWhiteSpace(Thumbprint)) return null;
        var digits = Thumbprint.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return Sha256().IsMatch(digits)
            ? digits
            : throw Wrong($"The setting thumbprint is '{Thumbprint}'; give a SHA-256 thumbprint, which has 64 hexadecimal digits.");
    }

    private X509Certificate2Collection ParseAuthorities()
    {
        var authorities = new X509Certificate2Collection();
        if (string.IsNullOrWhiteSpace(Authorities)) return authorities;
        try
        {
            authorities.ImportFromPem(Authorities);
        }
        catch (CryptographicException error)
        {
            throw Wrong($"The setting authorities cannot be read: {error.Message} Give certificates as PEM.");
        }

        return authorities.Count > 0 ? authorities : throw Wrong("The setting authorities holds no certificate; give them as PEM.");
    }

    private static ActivityFailure Wrong(string message) => new("input.invalid", message);

    [GeneratedRegex("^[0-9a-fA-F]{64}$")]
    private static partial Regex Sha256();
}
