using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A reference to one of libvirt's objects, given back when it is disposed.</summary>
internal abstract class VirtHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    internal void Own(nint pointer) => SetHandle(pointer);
}
