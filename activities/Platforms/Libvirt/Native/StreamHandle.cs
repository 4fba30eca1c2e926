namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>Bytes on their way to libvirtd.</summary>
internal sealed unsafe class StreamHandle : VirtHandle
{
    /// <summary>What one message of libvirt's protocol carries at most.</summary>
    private const int Piece = 256 * 1024;

    public void SendAll(ReadOnlySpan<byte> contents)
    {
        try
        {
            while (!contents.IsEmpty)
            {
                var piece = contents[..Math.Min(Piece, contents.Length)];
                fixed (byte* data = piece) contents = contents[LibvirtError.Check(Virt.StreamSend(this, data, (nuint)piece.Length))..];
            }
        }
        catch (PlatformException)
        {
            _ = Virt.StreamAbort(this);
            throw;
        }

        LibvirtError.Check(Virt.StreamFinish(this));
    }

    protected override bool ReleaseHandle() => Virt.StreamFree(handle) >= 0;
}
