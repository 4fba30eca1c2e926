using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>What must be unique of a VM follows from the key of the operation that makes it, so that whoever repeats it after a
/// crash makes the same VM.</summary>
internal static class KeyedIdentity
{
    /// <summary>The name space of these UUIDs.</summary>
    private static readonly Guid Space = new("5d7b0c3e-8f0a-4e55-9a64-6f1f6f1f5b0e");

    /// <summary>A UUID of version 5, RFC 9562.</summary>
    public static string Uuid(string key)
    {
        var hash = Hash(Space.ToByteArray(bigEndian: true), Encoding.UTF8.GetBytes(key));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    /// <summary>An address in QEMU's own range.</summary>
    public static string Mac(string uuid, int card)
    {
        var hash = Hash(Encoding.ASCII.GetBytes(uuid), BitConverter.GetBytes(card));
        return $"52:54:00:{hash[0]:x2}:{hash[1]:x2}:{hash[2]:x2}";
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "RFC 9562 names SHA-1; nothing is kept secret by it.")]
    private static byte[] Hash(byte[] first, byte[] second) => SHA1.HashData([.. first, .. second]);
}
