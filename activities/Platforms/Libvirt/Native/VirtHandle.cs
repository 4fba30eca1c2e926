using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A reference to one of libvirt's objects, given back when it is disposed.</summary>
internal abstract class VirtHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    internal void Own(nint pointer) => SetHandle(pointer);

    /// <summary>Null where there is no such object.</summary>
    public static T? OrNull<T>(Func<T> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return null;
        }
    }
}
