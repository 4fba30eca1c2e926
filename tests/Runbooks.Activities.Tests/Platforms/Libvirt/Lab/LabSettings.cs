using Runbooks.Activities.Platforms.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>How the hosts of the lab are connected to: as a lab, whose disks are on a folder that libvirt does not know to be shared.</summary>
internal static class LabSettings
{
    public static LibvirtSettings Of(string uri) => new()
    {
        Uri = uri, Cluster = "lab", MigrationAddress = uri.Replace("qemu://", "qemu+unix://", StringComparison.Ordinal), UnsafeMigration = true,
    };
}
