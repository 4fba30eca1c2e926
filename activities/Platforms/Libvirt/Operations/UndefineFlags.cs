using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>virDomainUndefineFlagsValues: what libvirt keeps about a domain, and will not forget unasked.</summary>
internal static class UndefineFlags
{
    private const uint ManagedSave = 1, SnapshotsMetadata = 2, Nvram = 4, CheckpointsMetadata = 16;

    /// <summary>All that it has. Not every driver knows of firmware and checkpoints. Blocks.</summary>
    public static uint Of(DomainHandle domain, XElement definition)
    {
        var os = definition.Element("os");
        var hasFirmware = os?.Attribute("firmware") is not null || os?.Element("loader") is not null || os?.Element("nvram") is not null;
        return ManagedSave | SnapshotsMetadata | (domain.HasCheckpoints() ? CheckpointsMetadata : 0) | (hasFirmware ? Nvram : 0);
    }
}
