using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Server.Hooks.Authentication;

/// <summary>A token, or a name and password, in the header Authorization.</summary>
internal static class SharedSecretCheck
{
    public static Verdict Bearer(HookRequest request, string token)
    {
        const string Scheme = "Bearer";
        if (Credentials(request, Scheme) is not { } sent) return Verdict.Missing("Send 'Authorization: Bearer {token}' with the token that is expected here.", Scheme);
        return AreEqual(sent, token) ? new Verdict.Trusted() : Verdict.Wrong("This is not the token that is expected here.", Scheme);
    }

    public static Verdict Basic(HookRequest request, string userName, string password)
    {
        const string Scheme = "Basic";
        if (Credentials(request, Scheme) is not { } sent) return Verdict.Missing("Send the user name and password that are expected here by basic authentication.", Scheme);
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"));
        return AreEqual(sent, expected) ? new Verdict.Trusted() : Verdict.Wrong("These are not the user name and password that are expected here.", Scheme);
    }

    /// <summary>Takes as long wherever the two differ, and whatever their lengths.</summary>
    public static bool AreEqual(string sent, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(sent)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private static string? Credentials(HookRequest request, string scheme) =>
        request.Header("Authorization") is { } header && header.Length > scheme.Length && header[scheme.Length] == ' '
        && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? header[(scheme.Length + 1)..].Trim()
            : null;
}
