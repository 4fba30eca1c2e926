using System.Buffers.Binary;
using System.Text;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>The beginning of a qcow2 image, https://github.com/qemu/qemu/blob/master/docs/interop/qcow2.txt: "QFI\xfb", the version, then at 8
/// where the name of what it stands on is, and at 16 how long that is.</summary>
internal static class Qcow2Head
{
    /// <summary>The name is in the first cluster, which is not larger than that where libvirt makes the image.</summary>
    public const int Size = 65536;

    private const uint Magic = 0x514649FB;

    /// <summary>Null where it stands on nothing.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: it is no such image.</exception>
    public static string? BackingFile(ReadOnlySpan<byte> head)
    {
        if (head.Length < 72 || BinaryPrimitives.ReadUInt32BigEndian(head) != Magic)
            throw new PlatformException(PlatformError.Invalid, "a disk of the copy is no qcow2 image");
        var (at, length) = (BinaryPrimitives.ReadUInt64BigEndian(head[8..]), BinaryPrimitives.ReadUInt32BigEndian(head[16..]));
        if (at == 0) return null;
        return at + length <= (ulong)head.Length
            ? Encoding.UTF8.GetString(head.Slice((int)at, (int)length))
            : throw new PlatformException(PlatformError.Invalid, "a disk of the copy says that it stands on something, and not on what");
    }
}
