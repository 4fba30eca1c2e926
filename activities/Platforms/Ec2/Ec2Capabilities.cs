using System.Collections.Frozen;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>What EC2 can do. Why it has no snapshots, hosts in maintenance and live migration is in <c>ec2.decision.md</c>.</summary>
internal static class Ec2Capabilities
{
    private static readonly FrozenSet<Capability> Unmeasured = FrozenSet.Create(
        Capability.Power, Capability.GracefulShutdown, Capability.Suspend,
        Capability.Provision, Capability.Delete, Capability.Resize, Capability.Tags);

    private static readonly FrozenSet<Capability> All = [.. Unmeasured, Capability.Metrics];

    public static IReadOnlySet<Capability> Of(Ec2Settings settings) => settings.Metrics ? All : Unmeasured;

    /// <summary>EC2 knows an order again by its client token, and keeps no record of a restart.</summary>
    public static OperationKind KindOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Provision => OperationKind.Keyed,
        PlatformOperation.Restart => OperationKind.Once,
        _ => OperationKind.Convergent,
    };
}
