using System.Security.Cryptography;

namespace Runbooks.Activities.Platforms.HyperV.Ssh;

/// <summary>The key that a host must show.</summary>
/// <param name="Fingerprint">As OpenSSH prints it, without padding: <c>SHA256:…</c>.</param>
internal sealed record HostKey(string Fingerprint)
{
    private const string Prefix = "SHA256:";

    /// <summary>Null where it is neither a fingerprint nor a public key.</summary>
    public static HostKey? Parse(string? text)
    {
        foreach (var word in (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.StartsWith(Prefix, StringComparison.Ordinal))
                return Bytes(word[Prefix.Length..].TrimEnd('=') + "=") is { Length: 32 } ? new HostKey(word.TrimEnd('=')) : null;
            // The second word of a public key; its first says what kind it is.
            if (word.StartsWith("AAAA", StringComparison.Ordinal) && Bytes(word) is { } key) return Of(key);
        }

        return null;
    }

    public static HostKey Of(ReadOnlySpan<byte> key) => new(Prefix + Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('='));

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
