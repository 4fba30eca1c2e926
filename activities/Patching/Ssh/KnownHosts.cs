using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Activities.Patching.Ssh;

/// <summary>The host keys that are trusted, as a known_hosts file has them: plain and hashed names, with a port or without.</summary>
internal sealed class KnownHosts
{
    private readonly List<Entry> entries = [];

    public KnownHosts(string? text)
    {
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            // Marked lines (@revoked, @cert-authority) are not understood: they trust nobody.
            if (line.StartsWith('#') || line.StartsWith('@') || parts.Length < 3 || KeyOf(parts[2]) is not { } key) continue;
            entries.Add(new Entry(parts[0].Split(','), parts[1], key, line));
        }
    }

    public bool Trusts(string host, int port, ReadOnlySpan<byte> key)
    {
        foreach (var entry in Of(host, port))
            if (CryptographicOperations.FixedTimeEquals(entry.Key, key)) return true;
        return false;
    }

    /// <summary>The types of the keys that a host is known by.</summary>
    public IReadOnlyList<string> TypesOf(string host, int port) => [.. Of(host, port).Select(entry => entry.Type).Distinct()];

    /// <summary>The lines about one host, for a program that is to trust no other.</summary>
    public IReadOnlyList<string> LinesOf(string host, int port) => [.. Of(host, port).Select(entry => entry.Line)];

    /// <summary>As OpenSSH writes it: <c>SHA256:…</c>.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> key) => "SHA256:" + Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('=');

    /// <summary>A host with its port, as known_hosts names it.</summary>
    public static string NameOf(string host, int port) => port == 22 ? host : string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}");

    private IEnumerable<Entry> Of(string host, int port)
    {
        var name = NameOf(host, port);
        return entries.Where(entry => entry.Hosts.Any(known => Names(known, name)));
    }

    private static bool Names(string known, string name)
    {
        if (!known.StartsWith("|1|", StringComparison.Ordinal)) return string.Equals(known, name, StringComparison.OrdinalIgnoreCase);
        var parts = known.Split('|');
        if (parts.Length != 4 || KeyOf(parts[2]) is not { } salt || KeyOf(parts[3]) is not { } hash) return false;
#pragma warning disable CA5350 // The form that OpenSSH hides names in; nothing rests on it.
        return HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes(name)).AsSpan().SequenceEqual(hash);
#pragma warning restore CA5350
    }

    private static byte[]? KeyOf(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private sealed record Entry(string[] Hosts, string Type, byte[] Key, string Line);
}
