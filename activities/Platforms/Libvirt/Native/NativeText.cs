using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>Strings and arrays that libvirt hands out, and whose they are.</summary>
internal static unsafe class NativeText
{
    /// <summary>VIR_UUID_STRING_BUFLEN.</summary>
    public const int UuidBuffer = 37;

    /// <summary>A string that stays libvirt's.</summary>
    public static string? Borrowed(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    /// <summary>A string that the caller has to free; none is an error.</summary>
    public static string Owned(byte* text)
    {
        if (text is null) throw LibvirtError.Last();
        try
        {
            return Borrowed(text)!;
        }
        finally
        {
            NativeMemory.Free(text);
        }
    }

    /// <summary>An array of objects that the caller has to free, each and as a whole.</summary>
    public static T[] Objects<T>(nint* pointers, int count)
        where T : VirtHandle, new()
    {
        var handles = new T[count];
        for (var i = 0; i < count; i++)
        {
            handles[i] = new T();
            handles[i].Own(pointers[i]);
        }

        NativeMemory.Free(pointers);
        return handles;
    }
}
