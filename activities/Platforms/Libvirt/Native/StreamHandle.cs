namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>Bytes on their way to or from libvirtd.</summary>
internal sealed unsafe class StreamHandle : VirtHandle
{
    /// <summary>What one message of libvirt's protocol carries at most.</summary>
    private const int Piece = 256 * 1024;

    /// <summary>Takes the next bytes; they are gone after the call.</summary>
    public delegate void Take(ReadOnlySpan<byte> piece);

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

    public void ReceiveAll(Take take)
    {
        var buffer = new byte[Piece];
        try
        {
            while (true)
            {
                int count;
                fixed (byte* data = buffer) count = LibvirtError.Check(Virt.StreamRecv(this, data, (nuint)buffer.Length));
                if (count == 0) break;
                take(buffer.AsSpan(0, count));
            }
        }
        catch (Exception)
        {
            _ = Virt.StreamAbort(this);
            throw;
        }

        LibvirtError.Check(Virt.StreamFinish(this));
    }

    protected override bool ReleaseHandle() => Virt.StreamFree(handle) >= 0;
}
