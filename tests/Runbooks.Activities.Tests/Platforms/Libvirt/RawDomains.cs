using System.Runtime.InteropServices;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Tests.Platforms.Libvirt;

/// <summary>Making and deleting domains, which the product does not do.</summary>
internal static partial class RawDomains
{
    private const uint WithSnapshots = 2;

    public static void Define(ConnectHandle connection, string xml) => LibvirtError.Check(DomainDefineXml(connection, xml)).Dispose();

    public static void Undefine(ConnectHandle connection, string uuid)
    {
        using var domain = connection.Lookup(uuid);
        LibvirtError.Check(DomainUndefineFlags(domain, WithSnapshots));
    }

    public static bool Exists(ConnectHandle connection, string uuid)
    {
        try
        {
            connection.Lookup(uuid).Dispose();
            return true;
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return false;
        }
    }

    [LibraryImport("libvirt.so.0", EntryPoint = "virDomainDefineXML", StringMarshalling = StringMarshalling.Utf8)]
    private static partial DomainHandle DomainDefineXml(ConnectHandle connection, string xml);

    [LibraryImport("libvirt.so.0", EntryPoint = "virDomainUndefineFlags")]
    private static partial int DomainUndefineFlags(DomainHandle domain, uint flags);
}
