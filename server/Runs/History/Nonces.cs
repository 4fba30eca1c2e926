using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Runbooks.Server.Runs.History;

/// <summary>Names that no other append has: half by chance, once for the process, and half counted, which costs less than asking the kernel for
/// chance at each append.</summary>
internal static class Nonces
{
    private static readonly ulong Process = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private static ulong last;

    public static Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Process);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Interlocked.Increment(ref last));
        return new Guid(bytes);
    }
}
