using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.OpenStack;

/// <summary>What a connection to OpenStack can do. Why VMs cannot be made without being started, and why the rest is as it is, is in
/// <c>openstack.decision.md</c>.</summary>
internal static class OpenStackCapabilities
{
    private static readonly Capability[] Everybody =
    [
        Capability.Power, Capability.GracefulShutdown, Capability.Reset, Capability.Suspend,
        Capability.Provision, Capability.Delete, Capability.Resize, Capability.Tags,
    ];

    public static IReadOnlySet<Capability> Of(OpenStackSettings settings)
    {
        var has = Everybody.ToHashSet();
        if (settings.Snapshots) has.UnionWith([Capability.Snapshot, Capability.LiveDiskSnapshot, Capability.Backup]);
        if (settings.Administrator) has.UnionWith([Capability.LiveMigration, Capability.Maintenance]);
        if (settings is { Administrator: true, Metrics: true }) has.Add(Capability.Metrics);
        return has;
    }

    /// <summary>What is made is known again by the key that is written on it. Nova records actions, but under numbers of its own.</summary>
    public static OperationKind KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Provision or PlatformOperation.CreateSnapshot or PlatformOperation.BackUp or PlatformOperation.Restore => OperationKind.Keyed,
        PlatformOperation.Restart or PlatformOperation.Reset or PlatformOperation.RevertSnapshot => OperationKind.Once,
        _ => OperationKind.Convergent,
    };
}
