using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Runbooks.Server.Alerts.Storage;

namespace Runbooks.Server.Hooks.Authentication;

/// <summary>HMAC-SHA256 over the bytes as they came, as GitHub (X-Hub-Signature-256) and Grafana (X-Grafana-Alerting-Signature) sign. Where the
/// sender signs a time too, it is over <c>time:body</c>.</summary>
internal static class HmacCheck
{
    private const string Prefix = "sha256=";

    /// <param name="signedTime">The header with the time that was signed too, and how far it may be from this server's; null where none is.</param>
    public static Verdict Check(HookRequest request, string signatureHeader, (string Header, TimeSpan Tolerance)? signedTime, string secret)
    {
        if (request.Header(signatureHeader) is not { } sent) return Verdict.Missing($"The header {signatureHeader} with the signature is missing.");
        var time = signedTime is { Header: var header } ? request.Header(header) : null;
        if (signedTime is not null && time is null) return Verdict.Missing($"The header {signedTime.Value.Header} with the time is missing.");
        var signature = Expected(secret, time, request.Body.Span);
        if (!IsHex(sent, out var bytes) || !CryptographicOperations.FixedTimeEquals(bytes, signature)) return Verdict.Wrong("The signature is not that of the sender that is expected here, over this body.");
        return time is null ? new Verdict.Trusted() : CheckTime(request, time, signedTime!.Value.Tolerance, signature);
    }

    /// <summary>Only after the signature: the time of a stranger says nothing.</summary>
    private static Verdict CheckTime(HookRequest request, string time, TimeSpan tolerance, byte[] signature)
    {
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return Verdict.Forbidden("hook.stale", "The time that was signed is not in seconds since 1970.");
        var signedAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if ((request.At - signedAt).Duration() > tolerance)
            return Verdict.Forbidden("hook.stale", $"It was signed at {signedAt:u}, and it is {request.At:u} here: that is too far apart. Compare the clocks.");
        return new Verdict.Trusted(new OnceOnly("hmac:" + Convert.ToHexStringLower(signature), signedAt + tolerance + TimeSpan.FromMinutes(1)));
    }

    private static byte[] Expected(string secret, string? time, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        if (time is not null) hmac.AppendData(Encoding.UTF8.GetBytes(time + ":"));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    private static bool IsHex(string text, out byte[] bytes)
    {
        var hex = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text;
        bytes = [];
        if (hex.Length != 2 * SHA256.HashSizeInBytes || !hex.All(char.IsAsciiHexDigit)) return false;
        bytes = Convert.FromHexString(hex);
        return true;
    }
}
