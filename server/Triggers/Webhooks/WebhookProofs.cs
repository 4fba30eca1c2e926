using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Server.Triggers.Webhooks;

/// <summary>What a sender has shown of who it is.</summary>
internal enum Shown
{
    /// <summary>Nothing that could be looked at.</summary>
    Nothing,

    Wrong,

    /// <summary>The signature is right, and too old or too new.</summary>
    Stale,

    Right,
}

/// <summary>Looks at what a sender shows. Pure; comparisons take the same time whatever they find.</summary>
internal static class WebhookProofs
{
    public const string SignatureHeader = "X-Hub-Signature-256";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="secret">The token, password or key.</param>
    /// <param name="header">A header's value; empty where it is not there.</param>
    public static Shown Check(WebhookAuthentication wanted, string secret, Func<string, string> header, ReadOnlySpan<byte> body, DateTimeOffset now) => wanted.Type switch
    {
        WebhookProof.Bearer => Scheme(header("Authorization"), "Bearer ") is { } token ? Same(token, secret) : Shown.Nothing,
        WebhookProof.Basic => Scheme(header("Authorization"), "Basic ") is { } pair ? Same(Decoded(pair), $"{wanted.User}:{secret}") : Shown.Nothing,
        _ => Signature(wanted, secret, header, body, now),
    };

    public static byte[] Sign(string secret, string? timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        if (timestamp is not null) hash.AppendData(Encoding.UTF8.GetBytes($"{timestamp}:"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static Shown Signature(WebhookAuthentication wanted, string secret, Func<string, string> header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var shown = header(wanted.Header ?? SignatureHeader);
        if (shown.Length == 0) return Shown.Nothing;
        var timestamp = wanted.TimestampHeader is { } name ? header(name) : null;
        if (timestamp is { Length: 0 }) return Shown.Nothing;
        var hex = shown.StartsWith("sha256=", StringComparison.OrdinalIgnoreCase) ? shown["sha256=".Length..] : shown;
        var right = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Sign(secret, timestamp, body)));
        if (!CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(hex.ToLowerInvariant()))) return Shown.Wrong;
        return timestamp is null || IsFresh(timestamp, wanted.Tolerance ?? Tolerance, now) ? Shown.Right : Shown.Stale;
    }

    private static bool IsFresh(string timestamp, TimeSpan tolerance, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < 253_402_300_800
        && (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= tolerance;

    private static string? Scheme(string header, string scheme) =>
        header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? header[scheme.Length..].Trim() : null;

    private static string Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    // Of their hashes, which are of one length: how long the secret is shows neither.
    private static Shown Same(string shown, string secret) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(secret))) ? Shown.Right : Shown.Wrong;
}
