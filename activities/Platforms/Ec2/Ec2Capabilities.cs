using System.Collections.Frozen;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>What EC2 can do. Why it has no snapshots, hosts in maintenance and live migration is in <c>ec2.decision.md</c>.</summary>
internal static class Ec2Capabilities
{
    private static readonly FrozenSet<Capability> Always = FrozenSet.Create(
        Capability.Power, Capability.GracefulShutdown, Capability.Suspend,
        Capability.Provision, Capability.Delete, Capability.Resize, Capability.Tags);

    public static IReadOnlySet<Capability> Of(Ec2Settings settings)
    {
        var has = Always.ToHashSet();
        if (settings.Metrics) has.Add(Capability.Metrics);
        if (!string.IsNullOrEmpty(settings.IsolatedSecurityGroup)) has.Add(Capability.Backup);
        return has;
    }

    /// <summary>EC2 knows an order again by its client token, a copy by its image's name, and keeps no record of a restart.</summary>
    public static OperationKind KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Provision or PlatformOperation.BackUp or PlatformOperation.Restore => OperationKind.Keyed,
        PlatformOperation.Restart => OperationKind.Once,
        _ => OperationKind.Convergent,
    };
}
