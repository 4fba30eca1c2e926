using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.HyperV;

/// <summary>What a connection to Hyper-V can do. Why the rest is lacking is in <c>hyperv.decision.md</c>.</summary>
internal static class HyperVCapabilities
{
    private static readonly Capability[] Everywhere =
    [
        Capability.Power, Capability.GracefulShutdown, Capability.Reset, Capability.Suspend,
        Capability.Snapshot, Capability.LiveDiskSnapshot, Capability.MemorySnapshot, Capability.Metrics,
        Capability.Provision, Capability.ProvisionOff, Capability.Delete, Capability.Resize, Capability.Tags,
    ];

    /// <summary>Only a cluster moves VMs without asking for credentials on the way, and pauses hosts.</summary>
    public static IReadOnlySet<Capability> Of(HyperVSettings settings)
    {
        var has = Everywhere.ToHashSet();
        if (settings.Cluster) has.UnionWith([Capability.LiveMigration, Capability.Maintenance]);
        return has;
    }

    /// <summary>What is made is known again by the key in its Notes.</summary>
    public static OperationKind KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Provision or PlatformOperation.CreateSnapshot => OperationKind.Keyed,
        PlatformOperation.Restart or PlatformOperation.Reset or PlatformOperation.RevertSnapshot => OperationKind.Once,
        _ => OperationKind.Convergent,
    };
}
