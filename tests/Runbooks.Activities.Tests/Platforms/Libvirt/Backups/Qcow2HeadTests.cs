using System.Buffers.Binary;
using System.Text;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Backups;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Backups;

public sealed class Qcow2HeadTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("bk-1.vda.qcow2")]
    public void BackingFile_OfAnImage_IsWhatItStandsOn(string? standsOn) => Assert.Equal(standsOn, Qcow2Head.BackingFile(Head(standsOn)));

    [Fact]
    public void BackingFile_NameBeyondTheHead_IsInvalid() => Invalid(Head("bk-1.vda.qcow2")[..110]);

    [Fact]
    public void BackingFile_NoImage_IsInvalid() => Invalid(new byte[512]);

    private static void Invalid(byte[] head) =>
        Assert.Equal(PlatformError.Invalid, Assert.Throws<PlatformException>(() => Qcow2Head.BackingFile(head)).Error);

    private static byte[] Head(string? standsOn)
    {
        var head = new byte[512];
        "QFI\u00fb"u8.CopyTo(head);
        head[3] = 0xfb;
        head[7] = 3;
        if (standsOn is null) return head;
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(8), 104);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(16), (uint)standsOn.Length);
        Encoding.UTF8.GetBytes(standsOn).CopyTo(head, 104);
        return head;
    }
}
