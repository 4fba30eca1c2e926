using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>The functions of libvirt's C library that are used, as they are; https://libvirt.org/html/ describes each.
/// This part: connections and the event loop.</summary>
internal static unsafe partial class Virt
{
    private const string Library = "libvirt.so.0";

    [LibraryImport(Library, EntryPoint = "virInitialize")]
    public static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "virGetLastError")]
    public static partial ErrorRecord* GetLastError();

    [LibraryImport(Library, EntryPoint = "virSetErrorFunc")]
    public static partial void SetErrorFunc(nint userData, delegate* unmanaged[Cdecl]<nint, nint, void> handler);

    [LibraryImport(Library, EntryPoint = "virEventRegisterDefaultImpl")]
    public static partial int EventRegisterDefaultImpl();

    [LibraryImport(Library, EntryPoint = "virEventRunDefaultImpl")]
    public static partial int EventRunDefaultImpl();

    [LibraryImport(Library, EntryPoint = "virConnectOpen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ConnectHandle ConnectOpen(string uri);

    [LibraryImport(Library, EntryPoint = "virConnectClose")]
    public static partial int ConnectClose(nint connection);

    [LibraryImport(Library, EntryPoint = "virConnectSetKeepAlive")]
    public static partial int ConnectSetKeepAlive(ConnectHandle connection, int intervalSeconds, uint count);

    [LibraryImport(Library, EntryPoint = "virConnectRegisterCloseCallback")]
    public static partial int ConnectRegisterCloseCallback(
        ConnectHandle connection,
        delegate* unmanaged[Cdecl]<nint, int, nint, void> callback,
        nint opaque,
        delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(Library, EntryPoint = "virConnectUnregisterCloseCallback")]
    public static partial int ConnectUnregisterCloseCallback(
        ConnectHandle connection, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback);

    [LibraryImport(Library, EntryPoint = "virConnectDomainEventRegisterAny")]
    public static partial int ConnectDomainEventRegisterAny(
        ConnectHandle connection, nint domain, int eventId, void* callback, nint opaque, delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(Library, EntryPoint = "virConnectDomainEventDeregisterAny")]
    public static partial int ConnectDomainEventDeregisterAny(ConnectHandle connection, int callbackId);
}

/// <summary>The beginning of <c>struct _virError</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ErrorRecord
{
    public int Code;
    public int Domain;
    public byte* Message;
}
