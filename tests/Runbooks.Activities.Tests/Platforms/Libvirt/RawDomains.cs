using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Tests.Platforms.Libvirt;

/// <summary>Domains that others make and remove, behind the platform's back.</summary>
internal static class RawDomains
{
    private const uint WithSnapshots = 2;

    public static void Define(ConnectHandle connection, string xml) => connection.Define(xml).Dispose();

    public static void Undefine(ConnectHandle connection, string uuid)
    {
        using var domain = connection.Lookup(uuid);
        domain.Undefine(WithSnapshots);
    }

    /// <summary>Also of one that is on.</summary>
    public static void Remove(ConnectHandle connection, DomainHandle domain)
    {
        if (domain.RuntimeId is not null) domain.Destroy();
        Undefine(connection, domain.GetUuid());
    }
}
